/**
 * `cookieStore` in a service worker: what it reads are the target's cookies, which the gateway keeps. (What it writes goes to the
 * browser's own store, where nothing reads it: a write needs a key that documents alone are told.)
 */
import { ownPaths } from '../../shared/boot.ts';
import { apply } from '../natives.ts';
import type { Scope } from '../scope.ts';

interface Item {
  readonly name: string;
  readonly value: string;
}

export function install(scope: Scope, origin: string): void {
  const { global, disguise } = scope;
  const store: unknown = Reflect.get(global, 'cookieStore');
  if (typeof store !== 'object' || store === null) return;
  const prototype = Reflect.getPrototypeOf(store) ?? undefined;
  const { fetch } = global;
  const read = async (): Promise<Item[]> => {
    const answer = await fetch(`${origin}${ownPaths.cookies}?path=/`);
    const text = answer.ok ? await answer.text() : '';
    return text
      .split('; ')
      .filter((pair) => pair !== '')
      .map((pair) => {
        const at = pair.indexOf('=');
        return { name: pair.slice(0, Math.max(at, 0)), value: pair.slice(at + 1) };
      });
  };
  for (const name of ['get', 'getAll']) {
    disguise.method(prototype, name, async (native, self, args) => {
      // What is wrong with the question is the browser's to say.
      await apply(native, self, args);
      const first = args[0];
      const wanted = typeof first === 'object' && first !== null ? (first as Partial<Item>).name : first;
      const found = (await read()).filter((item) => wanted === undefined || item.name === wanted);
      if (name === 'getAll') return found;
      return found[0] ?? null;
    });
  }
}
