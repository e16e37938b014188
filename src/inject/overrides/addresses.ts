/** Addresses that are only read: events, entries, errors. One table, for windows and workers alike. */
import { apply } from '../natives.ts';
import type { Scope } from '../scope.ts';
import { holderOf } from './disguise.ts';

const readOnly = [
  ['MessageEvent', 'origin'],
  ['ExtendableMessageEvent', 'origin'],
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
  ['PerformanceScriptTiming', 'invoker'],
  ['TaskAttributionTiming', 'containerSrc'],
  ['FragmentDirective', 'url'],
  ['MutationRecord', 'oldValue'],
  ['XPathResult', 'stringValue'],
  ['CSPViolationReportBody', 'documentURL'],
  ['CSPViolationReportBody', 'referrer'],
  ['CSPViolationReportBody', 'blockedURL'],
  ['CSPViolationReportBody', 'sourceFile'],
  ['CSPViolationReportBody', 'originalPolicy'],
  ['Report', 'url'],
  ['DeprecationReportBody', 'sourceFile'],
  ['InterventionReportBody', 'sourceFile'],
] as const;

export function install(scope: Scope): void {
  const { global, disguise } = scope;
  const kinds = global as unknown as Record<string, { prototype: object } | undefined>; // not every browser has all
  for (const [kind, name] of readOnly) {
    disguise.accessor(kinds[kind]?.prototype, name, (native) => {
      const text = native();
      return typeof text === 'string' ? scope.textToTarget(text) : text;
    });
  }
  // `onerror` is called with the address as an argument, not with an event.
  const originals = new WeakMap<object, unknown>();
  disguise.accessor(
    holderOf(global, 'onerror'),
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
          args.map((part) => (typeof part === 'string' ? scope.textToTarget(part) : part)),
        );
      };
      originals.set(handler, value);
      native(handler);
    },
  );
}
