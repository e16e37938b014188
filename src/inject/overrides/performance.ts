/** Performance entries: names are addresses; those of our own files are left out. Windows and workers alike. */
import { apply } from '../natives.ts';
import { OWN_PATH } from '../../shared/boot.ts';
import type { Scope } from '../scope.ts';

export function install(scope: Scope): void {
  const { global, disguise } = scope;
  const kinds = global as unknown as Record<string, { prototype: object } | undefined>; // not every browser has all
  const nameOf = Object.getOwnPropertyDescriptor(global.PerformanceEntry.prototype, 'name')?.get;
  const listed = Object.getOwnPropertyDescriptor(kinds['PerformanceObserverEntryList']?.prototype ?? {}, 'getEntries')?.value as
    ((...args: unknown[]) => unknown) | undefined; // a method
  const own = `${scope.urls.own}/`;
  const ours = (entry: unknown): boolean => {
    if (!nameOf) return false;
    const name = apply(nameOf, entry, []) as string; // entries have names
    // The dock's frame is on the session's own origin.
    return name.includes(OWN_PATH) || name.startsWith(own);
  };
  disguise.accessor(global.PerformanceEntry.prototype, 'name', (native) => scope.textToTarget(native() as string)); // as above
  const longFrame = 'PerformanceLongAnimationFrameTiming';
  for (const kind of [
    ...['PerformanceEntry', 'PerformanceResourceTiming', 'PerformanceNavigationTiming', 'LargestContentfulPaint'],
    ...['PerformanceScriptTiming', longFrame],
  ]) {
    disguise.method(kinds[kind]?.prototype, 'toJSON', (native, self, args) => {
      const json = apply(native, self, args) as Record<string, unknown>; // a plain object by its definition
      for (const key of ['name', 'url', 'invoker', 'sourceURL']) {
        const text = json[key];
        if (typeof text === 'string') json[key] = scope.textToTarget(text);
      }
      if (kind === longFrame) json['scripts'] = Reflect.get(self as object, 'scripts'); // the native has taken it for one
      return json;
    });
  }
  // What ran in a long frame: the list tells of all scripts, ours among them. Their addresses are read as targets' by now.
  disguise.accessor(
    kinds[longFrame]?.prototype,
    'scripts',
    (native) => Object.freeze((native() as readonly { sourceURL: string }[]).filter((script) => !script.sourceURL.includes(OWN_PATH))), // a list by its definition
  );
  /** The name as the browser has it. One that is no full address letter by letter names nothing. */
  const held = (name: string): string => {
    const mapped = scope.toGateway(name);
    return scope.toTarget(mapped) === name ? mapped : name;
  };
  for (const kind of ['Performance', 'PerformanceObserverEntryList']) {
    for (const name of ['getEntries', 'getEntriesByType', 'getEntriesByName']) {
      disguise.method(kinds[kind]?.prototype, name, (native, self, args) => {
        const mapped = name === 'getEntriesByName' && args.length > 0 ? [held(`${args[0] as string}`), ...args.slice(1)] : args; // converts like the browser
        const entries = apply(native, self, mapped) as unknown[]; // a list by its definition
        return entries.some(ours) ? entries.filter((entry) => !ours(entry)) : entries;
      });
    }
  }
  // A list of nothing but ours would be an empty one to the page, and no browser calls with that.
  disguise.construct(global, 'PerformanceObserver', ([callback, ...rest]) =>
    typeof callback !== 'function' || !listed
      ? [callback, ...rest]
      : [
          function (this: unknown, ...args: unknown[]): unknown {
            const entries = apply(listed, args[0], []) as unknown[]; // a list by its definition
            return entries.length > 0 && entries.every(ours) ? undefined : apply(callback, this, args);
          },
          ...rest,
        ],
  );
}
