/** Header fields that name addresses (`Location`, `Link`, `Content-Location`), as scripts read them. Windows and workers alike. */
import { apply } from '../natives.ts';
import type { Scope } from '../scope.ts';

export function install(scope: Scope): void {
  const { global, disguise } = scope;
  const shown = (text: unknown): unknown => (typeof text === 'string' ? scope.textToTarget(text) : text);
  const read = (native: (...args: unknown[]) => unknown, self: unknown, args: unknown[]): unknown => shown(apply(native, self, args));
  const Headers = global.Headers as typeof global.Headers | undefined; // feature-detected
  if (Headers) {
    const { prototype } = Headers;
    disguise.method(prototype, 'get', read);
    disguise.method(prototype, 'forEach', (native, self, args) => {
      const [visit, receiver] = args;
      if (typeof visit !== 'function') return apply(native, self, args);
      return apply(native, self, [(value: unknown, ...rest: unknown[]) => apply(visit, receiver, [shown(value), ...rest])]);
    });
    // The iterators' own prototype is shared by `entries`, `values` and `keys`.
    const iterator = Reflect.getPrototypeOf(new Headers().entries()) as object; // every iterator has one
    disguise.method(iterator, 'next', (native, self, args) => {
      const step = apply(native, self, args) as { value: unknown }; // an iterator's result
      if (Array.isArray(step.value)) step.value[1] = shown(step.value[1]);
      else step.value = shown(step.value);
      return step;
    });
  }
  const Xhr = global.XMLHttpRequest as typeof global.XMLHttpRequest | undefined; // service workers have none
  for (const name of ['getResponseHeader', 'getAllResponseHeaders']) disguise.method(Xhr?.prototype, name, read);
}
