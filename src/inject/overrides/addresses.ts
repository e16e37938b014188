/** Addresses that are only read: events, entries, errors. One table. */
import { apply } from '../natives.ts';
import type { Page } from '../page.ts';

const readOnly = [
  ['MessageEvent', 'origin'],
  ['StorageEvent', 'url'],
  ['HashChangeEvent', 'oldURL'],
  ['HashChangeEvent', 'newURL'],
  ['ErrorEvent', 'filename'],
  ['ErrorEvent', 'message'],
  ['SecurityPolicyViolationEvent', 'documentURI'],
  ['SecurityPolicyViolationEvent', 'referrer'],
  ['SecurityPolicyViolationEvent', 'blockedURI'],
  ['SecurityPolicyViolationEvent', 'sourceFile'],
  ['SecurityPolicyViolationEvent', 'originalPolicy'],
  ['DOMException', 'message'],
  ['LargestContentfulPaint', 'url'],
  ['PerformanceScriptTiming', 'sourceURL'],
  ['TaskAttributionTiming', 'containerSrc'],
  ['FragmentDirective', 'url'],
] as const;

export function install(page: Page): void {
  const kinds = page.window as unknown as Record<string, { prototype: object } | undefined>; // not every browser has all
  for (const [kind, name] of readOnly) {
    page.disguise.accessor(kinds[kind]?.prototype, name, (native) => {
      const text = native();
      return typeof text === 'string' ? page.textToTarget(text) : text;
    });
  }
  // `onerror` is called with the address as an argument, not with an event.
  const { window, disguise } = page;
  const originals = new WeakMap<object, unknown>();
  disguise.accessor(
    window,
    'onerror',
    (native) => {
      const handler = native();
      return typeof handler === 'function' ? (originals.get(handler) ?? handler) : handler;
    },
    (native, _self, value) => {
      if (typeof value !== 'function') {
        native(value);
        return;
      }
      const handler = function (this: unknown, ...args: unknown[]): unknown {
        return apply(
          value,
          this,
          args.map((part) => (typeof part === 'string' ? page.textToTarget(part) : part)),
        );
      };
      originals.set(handler, value);
      native(handler);
    },
  );
}
