/**
 * The one table of attributes that hold addresses, styles, scripts or markup. What is not here is left as it is: custom
 * elements' attributes, `data-*`, and addresses that are never fetched but that scripts read (canonical, og:, cite).
 */

export type AttributeKind =
  /** One address; `javascript:` text in it runs. */
  | 'url'
  /** Addresses separated by white space (ping, attributionsrc, an object's archive). */
  | 'url-list'
  | 'srcset'
  /** Style declarations, or a presentation attribute that may hold url(). */
  | 'css'
  /** A whole document. */
  | 'html'
  /** What it means depends on http-equiv. */
  | 'meta'
  /** The address of a link: fetched or not by its rel. */
  | 'link'
  /** Value of an object's parameter: an address by its name. */
  | 'param'
  /** Hash of a body that we may change. */
  | 'integrity'
  /** A policy of the embedder that cannot hold for gateway addresses: taken away. */
  | 'remove';

export interface AttributeRow {
  readonly attribute: string;
  readonly kind: AttributeKind;
  /** `*`: any element. */
  readonly elements: readonly string[];
}

const EVERY = ['*'];
const BACKGROUNDS = ['body', 'table', 'thead', 'tbody', 'tfoot', 'tr', 'td', 'th'];
/** SVG elements that follow or fetch an address; names as HTML lower-cases them. */
const SVG_LINKED = [
  ...['a', 'use', 'image', 'script', 'textpath', 'mpath', 'feimage', 'animate', 'animatemotion', 'animatetransform', 'set'],
  ...['lineargradient', 'radialgradient', 'pattern', 'filter', 'cursor', 'tref', 'color-profile', 'discard'],
  ...['font-face-uri', 'altglyph', 'glyphref', 'animatecolor', 'handler', 'prefetch'],
];
/** MathML: any element may be a link (MathML 3, 2.1.6); these are the ones that are. */
const MATH_LINKED = ['math', 'mrow', 'mi', 'mo', 'mn', 'ms', 'mtext', 'mstyle', 'maction', 'mfrac', 'msup', 'msub', 'msqrt', 'semantics'];
const PAINTED = ['fill', 'stroke', 'mask', 'clip-path', 'filter', 'marker', 'marker-start', 'marker-mid', 'marker-end', 'cursor'];

export const urlAttributes: readonly AttributeRow[] = [
  { attribute: 'href', kind: 'url', elements: ['area', 'base', ...SVG_LINKED, ...MATH_LINKED] },
  { attribute: 'href', kind: 'link', elements: ['link'] },
  { attribute: 'xlink:href', kind: 'url', elements: [...SVG_LINKED, ...MATH_LINKED] },
  {
    attribute: 'src',
    kind: 'url',
    elements: [
      'img',
      'script',
      'iframe',
      'frame',
      'embed',
      'input',
      'source',
      'track',
      'audio',
      'video',
      'bgsound',
      'image',
      'fencedframe',
    ],
  },
  { attribute: 'srcset', kind: 'srcset', elements: ['img', 'source'] },
  { attribute: 'imagesrcset', kind: 'srcset', elements: ['link'] },
  { attribute: 'action', kind: 'url', elements: ['form'] },
  { attribute: 'formaction', kind: 'url', elements: ['button', 'input'] },
  { attribute: 'data', kind: 'url', elements: ['object'] },
  { attribute: 'codebase', kind: 'url', elements: ['object', 'applet'] },
  { attribute: 'archive', kind: 'url-list', elements: ['object'] },
  { attribute: 'value', kind: 'param', elements: ['param'] },
  { attribute: 'poster', kind: 'url', elements: ['video'] },
  { attribute: 'background', kind: 'url', elements: BACKGROUNDS },
  { attribute: 'lowsrc', kind: 'url', elements: ['img'] },
  { attribute: 'dynsrc', kind: 'url', elements: ['img'] },
  { attribute: 'manifest', kind: 'url', elements: ['html'] },
  { attribute: 'icon', kind: 'url', elements: ['menuitem', 'command'] },
  { attribute: 'ping', kind: 'url-list', elements: ['a', 'area'] },
  { attribute: 'attributionsrc', kind: 'url-list', elements: ['a', 'img', 'script'] },
  { attribute: 'xml:base', kind: 'url', elements: EVERY },
  { attribute: 'style', kind: 'css', elements: EVERY },
  ...PAINTED.map((attribute) => ({ attribute, kind: 'css' as const, elements: EVERY })),
  { attribute: 'srcdoc', kind: 'html', elements: ['iframe'] },
  { attribute: 'content', kind: 'meta', elements: ['meta'] },
  { attribute: 'integrity', kind: 'integrity', elements: ['script', 'link'] },
  { attribute: 'csp', kind: 'remove', elements: ['iframe'] },
];

/** Link types whose address the browser fetches (or opens a connection to); links of other types are only read. */
export const fetchedLinkRels: ReadonlySet<string> = new Set([
  ...['stylesheet', 'icon', 'apple-touch-icon', 'apple-touch-icon-precomposed', 'apple-touch-startup-image', 'mask-icon', 'fluid-icon'],
  // Firefox fetches the next page early; browsers ask a site's search for its description.
  ...['next', 'search'],
  ...['preload', 'modulepreload', 'prefetch', 'prerender', 'preconnect', 'dns-prefetch', 'manifest', 'import', 'compression-dictionary'],
]);

/** Names of an object's parameters that hold an address. */
export const addressParams: ReadonlySet<string> = new Set(['movie', 'src', 'url', 'data', 'href', 'filename']);

const byAttribute = new Map<string, Map<string, AttributeKind>>();
for (const row of urlAttributes) {
  const elements = byAttribute.get(row.attribute) ?? new Map<string, AttributeKind>();
  for (const element of row.elements) elements.set(element, row.kind);
  byAttribute.set(row.attribute, elements);
}

/** Names in lower case. Undefined: not ours. Event handlers are told by `isEventAttribute`. */
export function attributeKind(element: string, attribute: string): AttributeKind | undefined {
  const elements = byAttribute.get(attribute);
  return elements && (elements.get(element) ?? elements.get('*'));
}

/** Any `on*`: every list of handler names was out of date somewhere. */
export function isEventAttribute(attribute: string): boolean {
  return /^on[a-z]+$/.test(attribute);
}

/** May an element have an attribute of this name that concerns us? The scanner's first sieve. */
export function isKnownAttribute(attribute: string): boolean {
  return byAttribute.has(attribute) || isEventAttribute(attribute);
}
