/** The text rewriters: strings in, strings out. They run on the server and, for what is made at run time, in the page. */
export type { HashedElement, HtmlPage, JsKind, JsOptions, JsResult, MapUrl } from './types.ts';
export { attributeKind, fetchedLinkRels, isEventAttribute, urlAttributes } from './attributes.ts';
export type { AttributeKind, AttributeRow } from './attributes.ts';
export { createMapUrl } from './map-url.ts';
export { upgradingMaps } from './upgrade.ts';
export { CssScanner, mayHoldAbsolute, rewriteCss } from './css.ts';
export type { CssEdit } from './css.ts';
export { mentionsGuarded, rewriteJs } from './js.ts';
export { isRelativeSpecifier } from './js-words.ts';
export { rewriteJavascriptUrl, type JavascriptUrlUse } from './javascript-url.ts';
export { rewriteSrcset } from './srcset.ts';
export { rewriteRefresh } from './refresh.ts';
export { rewriteImportMap, rewriteSpeculationRules } from './script-json.ts';
export { rewriteHtmlFragment } from './html-fragment.ts';
export { HtmlScanner } from './html-scanner.ts';
export { OriginTable } from './origin-table.ts';
export { commentsIn } from './js-comments.ts';
