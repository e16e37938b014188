/**
 * Attribute values, both ways: what the page writes as the browser must hold it, what the browser holds as the page wrote
 * it. Where the way back would not give the author's bytes, they are remembered beside the element, never in the DOM.
 */
import { attributeKind, isEventAttribute } from '../../rewriter/text/index.ts';
import type { Page } from '../page.ts';
import type { TrustedTexts } from './trusted-types.ts';

export interface AttributeValues {
  /** The name in lower case, when an attribute of this name can concern us. The sieve in front of everything. */
  concerned(attribute: string): string | undefined;
  /** The value to set, trusted if it was; what has to be remembered is remembered. */
  write(element: Element, attribute: string, value: unknown): unknown;
  /** The value to show where the browser has `native`. */
  read(element: Element, attribute: string, native: string): string;
}

interface Kept {
  readonly native: string;
  readonly author: string;
}

const NAMES =
  /^(?:(?:xlink:)?href|(?:image)?srcset|(?:low|dyn)?src|(?:form)?action|data|codebase|archive|value|poster|background|manifest|icon|ping|attributionsrc|xml:base|style|fill|stroke|mask|clip-path|filter|marker(?:-start|-mid|-end)?|cursor|srcdoc|content|integrity|csp|on[a-z]+)$/;

/** Names remembered; a page uses a few dozen. */
const MAX_SIEVED = 500;
const sieved = new Map<string, string | undefined>();
/** Of all realms of this program: an element may be asked through another realm's function. */
const kept = new WeakMap<Element, Map<string, Kept>>();

export function createAttributeValues(page: Page, trusted: TrustedTexts): AttributeValues {
  const { natives, markup } = page;

  const mapped = (element: Element, tag: string, attribute: string, value: string): string => {
    if (isEventAttribute(attribute)) return page.rewriteScript(value, 'event');
    switch (attributeKind(tag, attribute)) {
      case undefined:
        return value;
      case 'url':
        if (tag === 'iframe' || tag === 'frame') return frameAddress(page, markup.url(value, undefined, 'frame'));
        if (tag === 'object' || tag === 'embed') return markup.url(value, undefined, 'frame');
        if (tag === 'script') return page.blobScripts.stand(markup.url(value), scriptKind(element));
        return markup.url(value, tag === 'a' || tag === 'area' ? 'link' : undefined);
      // What a link is may be said after its address, so a fetched one is taken for granted; reading maps back.
      case 'link':
      case 'param':
        return page.toGateway(value);
      case 'url-list':
        return value.replace(/[^\t\n\f\r ]+/g, (url) => page.toGateway(url));
      case 'srcset':
        return markup.srcset(value);
      case 'css':
        return markup.css(value);
      case 'html':
        return markup.document(value);
      case 'meta':
        return natives.getAttribute(element, 'http-equiv')?.toLowerCase() === 'refresh' ? markup.refresh(value) : value;
      case 'integrity':
        return hash(element, tag, value);
      // A policy that cannot name gateway addresses.
      case 'remove':
        return '';
    }
  };
  const scriptKind = (element: Element): 'script' | 'module' =>
    natives.getAttribute(element, 'type')?.trim().toLowerCase() === 'module' ? 'module' : 'script';
  const loadedAs = (element: Element, tag: string): 'script' | 'style' => {
    if (tag === 'script') return 'script';
    const isScript = /modulepreload/i.test(natives.getAttribute(element, 'rel') ?? '') || natives.getAttribute(element, 'as') === 'script';
    return isScript ? 'script' : 'style';
  };
  // Without its address it checks nothing; when the address comes it is looked at again.
  const hash = (element: Element, tag: string, value: string): string => {
    const address = natives.getAttribute(element, tag === 'script' ? 'src' : 'href');
    return value === '' || address === null || page.hashStays(address, value, loadedAs(element, tag)) ? value : '';
  };
  const remember = (element: Element, attribute: string, native: string, author: string): void => {
    const own = kept.get(element);
    if (native === author) own?.delete(attribute);
    else if (own) own.set(attribute, { native, author });
    else kept.set(element, new Map([[attribute, { native, author }]]));
  };
  /** A script or link gets its address after its hash. */
  const hashAgain = (element: Element, tag: string, attribute: string, address: string): void => {
    if (attribute !== (tag === 'script' ? 'src' : 'href') || (tag !== 'script' && tag !== 'link')) return;
    const set = natives.getAttribute(element, 'integrity');
    const author = set === null ? '' : (kept.get(element)?.get('integrity')?.author ?? set);
    if (author === '') return;
    const native = page.hashStays(address, author, loadedAs(element, tag)) ? author : '';
    remember(element, 'integrity', native, author);
    if (native !== set) natives.setAttribute(element, 'integrity', native);
  };
  return {
    concerned(attribute) {
      if (sieved.has(attribute)) return sieved.get(attribute);
      const name = attribute.toLowerCase();
      const found = NAMES.test(name) ? name : undefined;
      if (sieved.size >= MAX_SIEVED) sieved.clear();
      sieved.set(attribute, found);
      return found;
    },
    write(element, attribute, value) {
      return trusted.remake(value, (author) => {
        const tag = natives.localName(element).toLowerCase();
        const native = mapped(element, tag, attribute, author);
        remember(element, attribute, native, author);
        hashAgain(element, tag, attribute, native);
        return native;
      });
    },
    read(element, attribute, native) {
      const known = kept.get(element)?.get(attribute);
      if (known?.native === native) return known.author;
      // As `createObjectURL` has named it.
      if (/^blob:/i.test(native)) return native;
      if (/^(?:https?|wss?):/i.test(native)) {
        const target = page.toTarget(native);
        if (target !== native) return target;
      }
      return markup.toAuthor(native);
    },
  };
}

/** Characters of a `data:` address that its document is told, and so is twice as long for. A longer one reads its own, with our tag in it. */
const MAX_TOLD = 64 * 1024;

/** A frame's document that is made from a blob or an address of markup gets our tag; the page's own blob stays as it is. */
function frameAddress(page: Page, url: string): string {
  if (!/^\s*(?:blob:|data:text\/html[;,])/i.test(url)) return url;
  const { natives } = page;
  const request = new natives.XMLHttpRequest();
  try {
    natives.xhrOpen(request, 'GET', url, false);
    natives.xhrSend(request);
    const type = request.getResponseHeader('content-type') ?? '';
    if (!/^text\/html/i.test(type)) return url;
    const text = natives.xhrText(request);
    // The fragment is the address's, not the document's.
    const fragment = /#[^]*$/.exec(url)?.[0] ?? '';
    if (/^\s*data:/i.test(url)) {
      const at = new natives.URL(url).href.slice(0, fragment === '' ? undefined : -fragment.length);
      const html = page.markup.document(text, at.length <= MAX_TOLD ? at : undefined);
      return `data:text/html;charset=utf-8,${encodeURIComponent(html)}${fragment}`;
    }
    return natives.URL.createObjectURL(new natives.Blob([page.markup.document(text)], { type })) + fragment;
  } catch (error) {
    page.fault(error); // a revoked address: the frame will show the browser's own error
    return url;
  }
}
