/** The text rewriters as one page uses them: with its addresses, its way to rewrite programs, and our tag for new documents. */
import {
  rewriteCss,
  rewriteHtmlFragment,
  rewriteImportMap,
  rewriteJavascriptUrl,
  rewriteRefresh,
  rewriteSpeculationRules,
  rewriteSrcset,
  type HtmlPage,
} from '../rewriter/text/index.ts';
import { ownPaths } from '../shared/boot.ts';
import type { Page, PageMarkup } from './page.ts';
import { withoutGuards } from './overrides/function-text.ts';

/** Markup without any of these has nothing to rewrite; most of what pages insert is like that. */
const MAY_CONCERN_US = /\/[\t\n\r]*\/|\\|\bon[a-z]+\s*=|javascript|<script|srcdoc|url\(|refresh|\bintegrity\s*=/i;

const JAVASCRIPT_TYPES = /^(?:|module|(?:text|application)\/(?:x-)?(?:java|ecma)script|text\/(?:javascript1\.[0-5]|jscript|livescript))$/;

/** Our tag inside an address or a document that stands in an attribute; a serialiser may have escaped it once more. */
const TAG = /(?:<|&lt;)script src=[^<>]*?\/\.samepage\/runtime\.js[^<>]*?(?:>|&gt;)(?:<|&lt;)\/script(?:>|&gt;)/g;

export function createMarkup(page: Page, tag: { readonly src: string; readonly nonce: string }): PageMarkup {
  const map = (url: string): string | undefined => {
    const mapped = page.toGateway(url);
    return mapped === url ? undefined : mapped;
  };
  const mapLink = (url: string): string | undefined => {
    const mapped = page.toGateway(url, 'link');
    return mapped === url ? undefined : mapped;
  };
  const integrity: HtmlPage['integrity'] = ({ url, metadata, as }) =>
    as === undefined || page.hashStays(page.toGateway(url), metadata, as) ? undefined : '';
  const inner: HtmlPage = {
    map,
    mapLink,
    js: (text, kind, encode) => encode(page.rewriteScript(text, kind)),
    css: (text) => rewriteCss(text, map),
    integrity,
    bootTag: () => bootTag(page, tag),
  };
  // Fragments have no head of their own to put a tag in; srcdoc attributes inside them do.
  const fragment: HtmlPage = { ...inner, bootTag: (where) => (where === 'srcdoc' ? bootTag(page, tag) : '') };
  return {
    html: (text) => (MAY_CONCERN_US.test(text) ? page.safely(text, () => rewriteHtmlFragment(text, fragment)) : text),
    document: (text, at) => page.safely(text, () => withTag(rewriteHtmlFragment(text, fragment), bootTag(page, tag, at))),
    css: (text) => page.safely(text, () => rewriteCss(text, map)),
    srcset: (text) => page.safely(text, () => rewriteSrcset(text, map)),
    refresh: (text) => page.safely(text, () => rewriteRefresh(text, map)),
    url(text, use, to = 'link') {
      const script = rewriteJavascriptUrl(text, to, (code) => {
        const changed = page.rewriteScript(code, 'script');
        return changed === code ? undefined : changed;
      });
      return script ?? page.toGateway(text, use);
    },
    script(text, type) {
      const kind = type.trim().toLowerCase();
      if (kind === 'importmap') return page.safely(text, () => rewriteImportMap(text, map, integrity));
      if (kind === 'speculationrules') return page.safely(text, () => rewriteSpeculationRules(text, map));
      return JAVASCRIPT_TYPES.test(kind) ? page.rewriteScript(text, kind === 'module' ? 'module' : 'script') : text;
    },
    toAuthor: (text) =>
      page.safely(text, () => withoutGuards(page.textToTarget(text.includes(ownPaths.runtime) ? text.replace(TAG, '') : text))),
  };
}

/** Our tag goes where the doctype stays first: anything before it would put the document into quirks mode. */
function withTag(html: string, tag: string): string {
  const start = /^\s*(?:<!--[^]*?-->\s*)*(?:<!doctype[^>]*>)?/i.exec(html)?.[0].length ?? 0;
  return html.slice(0, start) + tag + html.slice(start);
}

function bootTag(page: Page, tag: { readonly src: string; readonly nonce: string }, at?: string): string {
  const { natives } = page;
  const boot = { ...page.boot, cookies: page.cookies.read(), referrer: '', at };
  // An empty frame has no origin in its address, but that of its maker; a sandboxed one has it in its address alone.
  const origin = [natives.location.origin, natives.origin()].find((one) => one !== 'null') ?? page.urls.own;
  const src = new natives.URL(tag.src, origin).href;
  const escape = (text: string): string => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
  const data = natives.JSON.stringify(boot).replace(/[^\x20-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return `<script src="${escape(src)}"${tag.nonce && ` nonce="${escape(tag.nonce)}"`} data-boot="${escape(data)}"></script>`;
}
