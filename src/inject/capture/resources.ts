/** Addresses of images, fonts and sheets leave the page once, as entries of a table; markup and CSS name them `asset:n`. */
import { domLimits, type DomOp } from '../../shared/dom-ops.ts';
import { rewriteCss } from '../../rewriter/text/index.ts';
import type { HostPage } from '../page.ts';
import type { MadeFiles } from './made-files.ts';

/** Characters of a `data:` image that may travel inside the markup; longer ones are asked for as a file. */
const MAX_INLINE = 64 << 10;
/** What cannot be shown: a reference that the replica resolves to nothing. */
export const NO_ASSET = 'asset:none';

// `data:` images and fonts are inert in an <img> and in CSS; SVG among them runs no script there.
const INLINE = /^data:(?:image\/(?:png|jpe?g|gif|webp|avif|bmp|x-icon|svg\+xml)|font\/|application\/(?:font|x-font))[^,]{0,80},/i;

export class Resources {
  readonly #page: HostPage;
  /** Target address -> n. Starts over with each keyframe. */
  #numbers = new Map<string, number>();
  #fresh: DomOp[] = [];
  /** Changes what is left of an address: a masked value in it. */
  readonly #isSecret: (address: string) => boolean;

  readonly #made: MadeFiles;

  constructor(page: HostPage, made: MadeFiles, isSecret: (address: string) => boolean) {
    this.#page = page;
    this.#made = made;
    this.#isSecret = isSecret;
  }

  /** For a keyframe: an empty table. */
  reset(): void {
    this.#numbers = new Map();
    this.#fresh = [];
  }

  has(address: string): boolean {
    return this.#numbers.has(address);
  }

  /** All addresses so far, for the keyframe. */
  table(): string[] {
    this.#fresh = [];
    return [...this.#numbers.keys()];
  }

  /** Entries that came since; they go before the ops that name them. */
  takeFresh(): DomOp[] {
    const fresh = this.#fresh;
    this.#fresh = [];
    return fresh;
  }

  /** `asset:n` for an address as the page has it, with the part of the file that is meant, a `data:` image as it is, or NO_ASSET. */
  reference(raw: string, base: string): string {
    const url = raw.trim();
    if (url === '' || url.startsWith('#')) return this.#isSecret(url) ? NO_ASSET : url;
    const isData = /^data:/i.test(url);
    if (isData && (!INLINE.test(url) || this.#isSecret(url))) return NO_ASSET;
    if (isData && url.length <= MAX_INLINE) return url;
    const [, plain = '', part = ''] = (isData ? null : /^([^#]*)(#[\w.:-]{1,200})?/.exec(url)) ?? [];
    const address = isData ? this.#made.nameOf(url) : /^blob:/i.test(url) ? plain : this.addressOf(url, base);
    if (address === undefined || this.#isSecret(address + part)) return NO_ASSET;
    // A part of the page itself, by its whole address: what a page with a <base> must write.
    if (part !== '' && address === this.#page.targetUrl().replace(/#[^]*$/, '')) return part;
    let n = this.#numbers.get(address);
    if (n === undefined) {
      n = this.#numbers.size;
      if (n >= domLimits.resources) return NO_ASSET;
      this.#numbers.set(address, n);
      this.#fresh.push(['res', n, address]);
    }
    return `asset:${n}${part}`;
  }

  /** CSS text with every address in it replaced. */
  css(text: string, base: string): string {
    if (!/url\(|@import|image-set|src\(/i.test(text)) return text;
    const map = (url: string): string | undefined => {
      const reference = this.reference(url, base);
      return reference === url ? undefined : reference;
    };
    return rewriteCss(text, map, 'every');
  }

  /** Of the target; undefined for what is none. */
  addressOf(url: string, base: string): string | undefined {
    const { urls, natives } = this.#page;
    let absolute: string;
    try {
      absolute = new natives.URL(url, base).href;
    } catch {
      return undefined; // no address: the browser shows nothing for it either
    }
    const hash = absolute.indexOf('#');
    const plain = hash < 0 ? absolute : absolute.slice(0, hash);
    if (!/^https?:/i.test(plain)) return undefined;
    const target = urls.toTarget(plain);
    if (target !== undefined) return target;
    // A target address that no rewriter touched is one already; ours (dock, viewer) is none.
    return urls.isGateway(plain) ? undefined : plain;
  }
}

/** A reference as an attribute, or null when there is nothing to show. */
export function keepReference(reference: string): string | null {
  return reference === NO_ASSET || reference === '' ? null : reference;
}
