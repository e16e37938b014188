/** Properties of elements that hold addresses: written as the target's, kept as the gateway's, read as the target's. */
import { apply } from '../natives.ts';
import type { Page } from '../page.ts';
import type { AttributeValues } from './attribute-values.ts';

/** Interface, property, attribute behind it. Read as a full address. */
const addresses = [
  ['HTMLAnchorElement', 'href', 'href'],
  ['HTMLAreaElement', 'href', 'href'],
  ['HTMLBaseElement', 'href', 'href'],
  ['HTMLLinkElement', 'href', 'href'],
  ['HTMLImageElement', 'src', 'src'],
  ['HTMLImageElement', 'lowsrc', 'lowsrc'],
  ['HTMLScriptElement', 'src', 'src'],
  ['HTMLIFrameElement', 'src', 'src'],
  ['HTMLFrameElement', 'src', 'src'],
  ['HTMLEmbedElement', 'src', 'src'],
  ['HTMLSourceElement', 'src', 'src'],
  ['HTMLTrackElement', 'src', 'src'],
  ['HTMLMediaElement', 'src', 'src'],
  ['HTMLInputElement', 'src', 'src'],
  ['HTMLVideoElement', 'poster', 'poster'],
  ['HTMLObjectElement', 'data', 'data'],
  ['HTMLObjectElement', 'codeBase', 'codebase'],
  ['HTMLFormElement', 'action', 'action'],
  ['HTMLButtonElement', 'formAction', 'formaction'],
  ['HTMLInputElement', 'formAction', 'formaction'],
] as const;

/** Never loaded, so written as they are; read as a full address. */
const readOnly = [
  ['HTMLQuoteElement', 'cite'],
  ['HTMLModElement', 'cite'],
  ['HTMLImageElement', 'longDesc'],
  ['HTMLIFrameElement', 'longDesc'],
  ['HTMLFrameElement', 'longDesc'],
] as const;

/** Read as the attribute's text. */
const texts = [
  ['HTMLAnchorElement', 'ping', 'ping'],
  ['HTMLAreaElement', 'ping', 'ping'],
  ['HTMLImageElement', 'srcset', 'srcset'],
  ['HTMLSourceElement', 'srcset', 'srcset'],
  ['HTMLLinkElement', 'imageSrcset', 'imagesrcset'],
  ['HTMLLinkElement', 'integrity', 'integrity'],
  ['HTMLScriptElement', 'integrity', 'integrity'],
  ['HTMLIFrameElement', 'srcdoc', 'srcdoc'],
  ['HTMLBodyElement', 'background', 'background'],
  ['HTMLObjectElement', 'archive', 'archive'],
  ['HTMLMetaElement', 'content', 'content'],
  ['HTMLParamElement', 'value', 'value'],
] as const;

const parts = ['protocol', 'host', 'hostname', 'port', 'pathname', 'search', 'hash', 'origin', 'username', 'password'] as const;
/** The same on both sides. */
const sameParts = new Set<string>(['pathname', 'search', 'hash']);

export function install(page: Page, values: AttributeValues): void {
  const { window, natives, disguise } = page;
  const kinds = window as unknown as Record<string, { prototype: object } | undefined>; // not every browser has all
  const isElement = (self: unknown): self is Element => self instanceof window.Element || page.isNode(self, 1);
  const author = (self: unknown, attribute: string): string | undefined => {
    if (!isElement(self)) return undefined;
    const native = natives.getAttribute(self, attribute);
    return native === null ? undefined : values.read(self, attribute, native);
  };
  const set = (attribute: string) => (native: (...args: unknown[]) => unknown, self: unknown, value: unknown) => {
    native(isElement(self) ? values.write(self, attribute, value) : value);
  };

  const nativeHrefs = new Map(
    ['HTMLAnchorElement', 'HTMLAreaElement'].map((kind) => [
      kind,
      Object.getOwnPropertyDescriptor(kinds[kind]?.prototype ?? {}, 'href')?.get,
    ]),
  );

  for (const [kind, property, attribute] of addresses) {
    const isFrame = kind === 'HTMLIFrameElement' || kind === 'HTMLFrameElement';
    const read = (native: (...args: unknown[]) => unknown, self: unknown): unknown => {
      const url = native();
      if (typeof url !== 'string') return url;
      // A document of markup was replaced by one of ours; the page's own is remembered. A script has our guards in it.
      if (url.startsWith('blob:') || (isFrame && url.startsWith('data:'))) return author(self, attribute) ?? url;
      return url.startsWith('javascript:') ? page.markup.toAuthor(url) : page.toTarget(url);
    };
    disguise.accessor(kinds[kind]?.prototype, property, read, set(attribute));
  }
  for (const [kind, property, attribute] of texts) {
    const read = (native: (...args: unknown[]) => unknown, self: unknown): unknown => {
      const text = native();
      return typeof text === 'string' ? (author(self, attribute) ?? text) : text;
    };
    disguise.accessor(kinds[kind]?.prototype, property, read, set(attribute));
  }
  for (const [kind, property] of readOnly) {
    disguise.accessor(kinds[kind]?.prototype, property, (native, self) => {
      const shown = native() as string; // always a string; throws for other objects
      const text = natives.getAttribute(self as Element, property);
      const base = page.toTarget(natives.baseURI(self as Element));
      return text !== null && natives.URL.canParse(text, base) ? new natives.URL(text, base).href : shown;
    });
  }
  for (const [kind, property] of [
    ['HTMLImageElement', 'currentSrc'],
    ['HTMLMediaElement', 'currentSrc'],
  ] as const) {
    disguise.accessor(kinds[kind]?.prototype, property, (native) => page.toTarget(native() as string)); // always a string
  }

  // Scripts read one part after the other: the last address is kept parsed.
  let last: { readonly native: string; readonly url: URL | undefined } | undefined;
  const parse = (native: string): URL | undefined => {
    if (last?.native === native) return last.url;
    const target = page.toTarget(native);
    const url = target === native ? undefined : new natives.URL(target);
    last = { native, url };
    return url;
  };
  for (const kind of ['HTMLAnchorElement', 'HTMLAreaElement']) {
    const prototype = kinds[kind]?.prototype;
    const nativeHref = nativeHrefs.get(kind) ?? (() => undefined);
    // Undefined: the browser's own answer is the right one.
    const shown = (self: unknown): URL | undefined => parse(apply(nativeHref, self, []) as string); // its type, or it throws
    for (const part of parts) {
      if (sameParts.has(part)) continue;
      disguise.accessor(
        prototype,
        part,
        (native, self) => {
          const own = native();
          return shown(self)?.[part] ?? own;
        },
        (native, self, value) => {
          const before = part === 'origin' ? undefined : shown(self);
          if (!before || part === 'origin') {
            native(value);
            const now = apply(nativeHref, self, []) as string; // as above
            if (page.toGateway(now, 'link') !== now) (self as HTMLAnchorElement).href = now; // as above
            return;
          }
          const url = new natives.URL(before.href);
          url[part] = `${value as string}`; // converts like the browser
          if (url.href !== before.href) (self as HTMLAnchorElement).href = url.href; // `shown` saw a link
        },
      );
    }
    disguise.method(prototype, 'toString', (native, self, args) => page.toTarget(apply(native, self, args) as string)); // always a string
  }

  // SVG's href: the object does not know its element, and a class name that looks like an address reads back the same.
  const animated = kinds['SVGAnimatedString']?.prototype;
  const read = (native: (...args: unknown[]) => unknown): unknown => page.toTarget(native() as string); // always a string
  disguise.accessor(animated, 'baseVal', read, (native, _self, value) => native(page.markup.url(`${value as string}`))); // converts like the browser
  disguise.accessor(animated, 'animVal', read);
  disguise.construct(window, 'Audio', (args) => (args[0] === undefined ? args : [page.markup.url(`${args[0] as string}`)])); // as above
}
