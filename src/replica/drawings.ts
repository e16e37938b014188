/**
 * `<use>` of another file (a sprite of icons). As it is, that file's elements would stand in the picture unseen by the gate: it is
 * read, built anew from the gate's allowlist, and what came of it is named by an address of this page's own.
 */
import { FILE, isDrawn, makeElement, setAttribute, type AssetUrl } from './build.ts';

const SVG = 'http://www.w3.org/2000/svg';
/** Files of one document; the icons of the rest are not shown. */
const MAX_FILES = 50;
/** Characters and elements of a file: a sprite of some thousand icons. */
const MAX_LENGTH = 4 << 20;
const MAX_ELEMENTS = 50_000;
/** Elements in one another; those below are left out. */
const MAX_DEPTH = 100;

export class Drawings {
  /** Addresses of what was built, by those of the files. */
  readonly #made = new Map<string, Promise<string | undefined>>();
  /** What each <use> is to show: what has changed meanwhile is not overwritten. */
  readonly #wanted = new WeakMap<Element, string>();
  #isClosed = false;

  /** Is it the address of a file? Then it is set here, once that file is built. */
  use(element: SVGUseElement, name: string, value: string | null, assetUrl: AssetUrl): boolean {
    if (!/^(?:xlink:)?href$/i.test(name)) return false;
    const [, n, part = ''] = FILE.exec(value ?? '') ?? [];
    const file = n === undefined ? undefined : assetUrl(Number(n));
    if (file === undefined || value === null) {
      this.#wanted.delete(element);
      return false;
    }
    this.#wanted.set(element, value);
    if (!this.#made.has(file) && this.#made.size < MAX_FILES) this.#made.set(file, this.#make(file));
    void this.#made.get(file)?.then((made) => {
      if (made !== undefined && !this.#isClosed && this.#wanted.get(element) === value) element.setAttribute('href', made + part);
    });
    return true;
  }

  close(): void {
    this.#isClosed = true;
    for (const made of this.#made.values()) void made.then((url) => void (url !== undefined && URL.revokeObjectURL(url)));
    this.#made.clear();
  }

  async #make(file: string): Promise<string | undefined> {
    try {
      const response = await fetch(file);
      // Read whatever it is: an answer that nobody reads stays open.
      const text = await response.text();
      const isDrawing = response.headers.get('content-type')?.startsWith('image/svg+xml');
      if (!response.ok || !isDrawing || text.length > MAX_LENGTH) return undefined;
      const built = rebuild(new DOMParser().parseFromString(text, 'image/svg+xml'));
      if (!built) return undefined;
      return URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(built)], { type: 'image/svg+xml' }));
    } catch {
      return undefined; // the line is gone, or it is no drawing: a guest sees no icon, as where the file is missing
    }
  }
}

/** Of a file only what the gate lets through; undefined: it is none, or too large. */
export function rebuild(source: Document): Document | undefined {
  const root = source.documentElement;
  if (root.namespaceURI !== SVG || root.localName !== 'svg') return undefined;
  const built = document.implementation.createDocument(SVG, 'svg');
  let left = MAX_ELEMENTS;
  const fill = (from: Element, to: Element, depth: number): void => {
    for (const { localName, namespaceURI, prefix, value } of from.attributes) {
      // `xlink:href` is `href`; other prefixes say nothing that is drawn.
      if (prefix === null || (localName === 'href' && namespaceURI === 'http://www.w3.org/1999/xlink'))
        setAttribute(to, localName, value, () => undefined);
    }
    for (const child of from.childNodes) {
      if (child.nodeType === 3 || child.nodeType === 4) to.append(child.nodeValue ?? '');
      if (child.nodeType !== 1 || depth > MAX_DEPTH) continue;
      const element = child as Element; // type 1
      if (element.namespaceURI !== SVG || !isDrawn(element.localName) || --left < 0) continue;
      const made = makeElement(built, element.localName, 1);
      to.append(made);
      fill(element, made, depth + 1);
    }
  };
  fill(root, built.documentElement, 0);
  return left < 0 ? undefined : built;
}
