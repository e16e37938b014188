/** Origins of one session whose names are too long for a label: id and origin, both ways. */
import type { AliasTable } from '../shared/label.ts';
import { randomToken } from './random.ts';

/** More long-named origins than any page has; a page that makes up names must not fill the memory. */
const MAX_ALIASES = 500;

export class Aliases implements AliasTable {
  readonly key = randomToken();
  readonly #origins = new Map<string, string>();

  origin(id: string): string | undefined {
    return this.#origins.get(id);
  }

  remember(id: string, origin: string): void {
    const known = this.#origins.get(id);
    if (known === origin) return;
    if (known !== undefined) throw new Error('two origins have the same alias');
    if (this.#origins.size >= MAX_ALIASES) {
      // The first ones belong to the pages the visit began with, which are the likelier to be left behind.
      const [oldest] = this.#origins.keys();
      if (oldest !== undefined) this.#origins.delete(oldest);
    }
    this.#origins.set(id, origin);
  }

  entries(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#origins);
  }
}
