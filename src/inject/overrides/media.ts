/** Pictures that are named in dictionaries: notifications and what is playing. */
import { apply } from '../natives.ts';
import type { Scope } from '../scope.ts';

type Dictionary = Record<string, unknown>;

const PICTURES = ['icon', 'badge', 'image'] as const;

export function install(scope: Scope): void {
  const { global, disguise } = scope;
  const kinds = global as unknown as Record<string, { prototype: object } | undefined>; // not every browser has all
  const isDictionary = (given: unknown): given is Dictionary => typeof given === 'object' && given !== null;
  const withMapped = (given: Dictionary, names: readonly string[]): Dictionary => {
    const changed = { ...given };
    for (const name of names) {
      const url = given[name];
      if (typeof url === 'string') changed[name] = scope.toGateway(url);
    }
    return changed;
  };
  const options = (args: unknown[]): unknown[] =>
    isDictionary(args[1]) ? [args[0], withMapped(args[1], PICTURES), ...args.slice(2)] : args;
  disguise.construct(global, 'Notification', options);
  disguise.method(kinds['ServiceWorkerRegistration']?.prototype, 'showNotification', (native, self, args) =>
    apply(native, self, options(args)),
  );
  for (const name of PICTURES) disguise.accessor(kinds['Notification']?.prototype, name, (native) => scope.toTarget(native() as string)); // always a string

  const artwork = (list: unknown, map: (picture: Dictionary) => Dictionary): unknown =>
    Array.isArray(list) ? list.map((picture: unknown) => (isDictionary(picture) ? map(picture) : picture)) : list;
  const mapped = (list: unknown): unknown => artwork(list, (picture) => withMapped(picture, ['src']));
  disguise.construct(global, 'MediaMetadata', (args) => {
    const [init] = args;
    return isDictionary(init) && init['artwork'] ? [{ ...init, artwork: mapped(init['artwork']) }] : args;
  });
  disguise.accessor(
    kinds['MediaMetadata']?.prototype,
    'artwork',
    (native) => Object.freeze(artwork(native(), (picture) => Object.freeze({ ...picture, src: scope.toTarget(picture['src'] as string) }))), // a string by its definition
    (native, _self, value) => native(mapped(value)),
  );
}
