/**
 * Pictures, fonts and sheets that scripts make in memory (`blob:` addresses), and `data:` addresses too long for markup: they are
 * nowhere but in this browser, which sends them when a guest asks (send-asset.ts). Kept beyond `revokeObjectURL`, which pages call
 * as soon as their own picture has loaded.
 */
import type { HostPage } from '../page.ts';

/** Files kept, and their bytes together; the oldest goes first. The browser may hold them on disk. */
const MAX_FILES = 200;
const MAX_BYTES = 32 << 20;
const SHOWN = /^(?:(?:image|font)\/|text\/css|application\/(?:x-)?font|$)/;

export class MadeFiles {
  /** By address; text: of a `data:` address. */
  readonly #files = new Map<string, Blob | string>();
  /** Short addresses of the long ones that are kept. */
  readonly #names = new Map<string, string>();
  #last = 0;
  #bytes = 0;

  constructor({ window, disguise }: Pick<HostPage, 'window' | 'disguise'>) {
    disguise.method(window.URL, 'createObjectURL', (native, self, args) => {
      const url = Reflect.apply(native, self, args) as string; // what it gives, when it does not throw
      const [file] = args;
      if (file instanceof window.Blob && SHOWN.test(file.type)) this.#keep(url, file);
      return url;
    });
  }

  /** A short address in the place of a long one. */
  nameOf(data: string): string {
    const known = this.#names.get(data);
    if (known !== undefined) return known;
    const name = `blob:data/${++this.#last}`;
    this.#names.set(data, name);
    this.#keep(name, data);
    return name;
  }

  get(address: string): Blob | string | undefined {
    return this.#files.get(address);
  }

  #keep(address: string, file: Blob | string): void {
    this.#files.set(address, file);
    this.#bytes += sizeOf(file);
    for (const [oldest, gone] of this.#files) {
      if (this.#files.size <= MAX_FILES && this.#bytes <= MAX_BYTES) break;
      this.#files.delete(oldest);
      if (typeof gone === 'string') this.#names.delete(gone);
      this.#bytes -= sizeOf(gone);
    }
  }
}

function sizeOf(file: Blob | string): number {
  return typeof file === 'string' ? file.length : file.size;
}
