/**
 * The gate of the replica: what becomes an element, and which attributes it may carry, whatever the host said. Built by
 * createElement and setAttribute from allowlists, never from markup, so nothing in here can run, load from elsewhere, or navigate.
 */
import { ASSET_REFERENCE, CUSTOM_TAG } from '../shared/dom-ops.ts';
import { FRAMES, isOfFrameset } from './framesets.ts';

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

const html = words(
  'html head body a abbr address area article aside b bdi bdo blockquote br button caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em ' +
    'fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 header hgroup hr i iframe audio canvas img input ins kbd label legend li link main map mark marquee menu meta meter nav nobr ol optgroup ' +
    'option output p picture pre progress q rp rt ruby s samp search section select slot small span strike strong style sub summary sup table tbody td textarea tfoot th thead time tr tt u ul var video wbr big acronym',
);
const svg = words(
  'svg g path rect circle ellipse line polyline polygon text tspan textPath defs symbol use image marker mask pattern clipPath linearGradient radialGradient stop filter feBlend feColorMatrix ' +
    'feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode ' +
    'feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence title desc switch a foreignObject style view metadata',
);
const mathml = words(
  'math mi mn mo ms mtext mspace mrow mfrac msqrt mroot mstyle merror mpadded mphantom msub msup msubsup munder mover munderover mmultiscripts mprescripts mtable mtr mtd semantics annotation none maction',
);

const NAMESPACES = ['http://www.w3.org/1999/xhtml', 'http://www.w3.org/2000/svg', 'http://www.w3.org/1998/Math/MathML'] as const;
const NOT_CUSTOM = /^samepage-/;

/** Behaviour, addresses, and what the builder itself sets. */
const forbidden = words(
  'srcdoc srcset sizes action formaction formmethod formtarget ping target download autofocus nonce is http-equiv integrity crossorigin referrerpolicy autoplay ' +
    'manifest code codebase archive classid data dynsrc lowsrc longdesc profile usemap cite sandbox allow allowfullscreen csp loading from to by begin end attributename popovertarget commandfor command ' +
    'imagesrcset imagesizes blocking fetchpriority shadowrootmode content xml:base',
);
/**
 * Names that hide a property which the replica's own code uses: `<form name="body">` is `document.body`, and
 * `<form><input id="matches">` the form's `matches`. (`name="title"` and the like are everyday, and used by nobody here.)
 */
const clobbering = words(
  'activeElement addEventListener adoptedStyleSheets appendChild attachShadow body childNodes close contentDocument createElement createElementNS createTextNode defaultView documentElement ' +
    'elementFromPoint focus getAttribute getBoundingClientRect hasAttribute hasFocus hidePopover isConnected isContentEditable localName matches nodeType open ownerDocument parentElement ' +
    'parentNode removeAttribute removeChild removeEventListener replaceChild scrollLeft scrollTo scrollTop setAttribute shadowRoot style textContent toggleAttribute write',
);
const ATTRIBUTE = /^[a-z_][\w.:-]*$/i;
/** A file of the page, and the part of it that is meant. */
export const FILE = /^asset:(\d+)(#[\w.:-]{1,200})?$/;

export type AssetUrl = (n: number) => string | undefined;

export function makeElement(document: Document, tag: string, ns: 0 | 1 | 2): Element {
  if (ns === 1) return document.createElementNS(NAMESPACES[1], isDrawn(tag) ? tag : 'g');
  if (ns === 2) return document.createElementNS(NAMESPACES[2], mathml.has(tag) ? tag : 'mrow');
  if (isOfFrameset(tag)) {
    const element = document.createElement(tag === 'frame' ? 'iframe' : 'div');
    element.setAttribute(FRAMES, tag);
    return element;
  }
  return document.createElement(html.has(tag) || isCustom(tag) ? tag : 'span');
}

/** Something of SVG that may stand in a replica. */
export function isDrawn(tag: string): boolean {
  return svg.has(tag);
}

/** A custom element of the page, under its own name: it stands for itself in selectors. Ours are no names for a page. */
export function isCustom(tag: string): boolean {
  return CUSTOM_TAG.test(tag) && !NOT_CUSTOM.test(tag);
}

/** Sets what may be set; anything else is left out. `null` removes. */
export function setAttribute(element: Element, name: string, value: string | null, assetUrl: AssetUrl): void {
  const lower = name.toLowerCase();
  if (!ATTRIBUTE.test(name) || /^on/i.test(name) || forbidden.has(lower) || lower.startsWith('data-samepage')) {
    // Only what a meta says of the viewport or the colours is content that may pass.
    if (lower !== 'content' || element.localName !== 'meta') return;
  }
  const allowed = value === null ? null : valueFor(element, lower, value, assetUrl);
  if (allowed === null) {
    element.removeAttribute(name);
    return;
  }
  // An image whose address is set again loads again, even the same.
  if (element.getAttribute(name) !== allowed) element.setAttribute(name, allowed);
}

function valueFor(element: Element, name: string, value: string, assetUrl: AssetUrl): string | null {
  const tag = element.localName;
  if (name === 'href' || name === 'xlink:href') {
    if (tag === 'a' || tag === 'area') return '#';
    if (tag === 'link' || tag === 'image' || tag === 'feImage') return address(value, assetUrl);
    // <use> of another file would put that file's elements here, unseen by this gate: drawings.ts.
    return /^#[^\s]*$/.test(value) ? value : null;
  }
  if (name === 'src') return tag === 'img' ? address(value, assetUrl) : null;
  if (name === 'name' || name === 'id') {
    if (clobbering.has(value) && /^(?:form|img|iframe|map|input|button|select|textarea|fieldset|output)$/.test(tag)) return null;
  }
  if (name === 'poster' || name === 'background') return address(value, assetUrl);
  if (name === 'rel') return tag === 'link' && /^\s*stylesheet\s*$/i.test(value) ? 'stylesheet' : null;
  if (name === 'name' && tag === 'meta') return /^(?:viewport|color-scheme)$/i.test(value) ? value : null;
  if (name === 'content') return /^[\w\s=.,;-]*$/.test(value) ? value : null;
  if (name === 'type' && tag === 'input')
    // A press on any of them is told and goes no further here (gestures.ts): no guest's browser ever asks for a file.
    return /^image$/i.test(value) ? 'button' : value;
  if (name === 'popover') return 'manual';
  return cssText(value, assetUrl);
}

/** `asset:n` of CSS and style attributes as an address of the gateway. */
export function cssText(text: string, assetUrl: AssetUrl): string {
  return text.includes('asset:')
    ? text.replace(ASSET_REFERENCE, (_all, n: string) => assetUrl(Number(n)) ?? 'data:,').replaceAll('asset:none', 'data:,')
    : text;
}

function address(value: string, assetUrl: AssetUrl): string | null {
  const asset = FILE.exec(value);
  if (asset) {
    const url = assetUrl(Number(asset[1]));
    return url === undefined ? null : url + (asset[2] ?? '');
  }
  return /^data:image\/[\w.+-]+[;,]/i.test(value) ? value : null;
}
