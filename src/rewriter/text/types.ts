/** What the text rewriters ask of whoever calls them: how an address is mapped, and what happens to the parts of a page. */

import type { OriginTable } from './origin-table.ts';

/** Gateway address of an absolute or `//` address; undefined: leave the bytes as they are. */
export type MapUrl = (url: string) => string | undefined;

/**
 * `script` and `module`: files and script elements; `event`: an event handler attribute (a function body); `worker`: a file
 * that runs in a worker, where the prelude replaces `location`, so that only imports are touched.
 */
export type JsKind = 'script' | 'module' | 'event' | 'worker';

export interface JsOptions {
  readonly kind: JsKind;
  /** Maps static import and export specifiers. Undefined: they stay. */
  readonly map?: MapUrl;
  /** `native`: reads of `location` are not wrapped; everything else is. */
  readonly location?: 'origin' | 'native';
  /** The text is bytes as latin1, not characters: white space beyond ASCII is then looked for as UTF-8. */
  readonly bytes?: boolean;
  readonly aliases?: Aliases | undefined;
}

/** Other names of the windows around (../js-aliases.ts). */
export interface Aliases {
  /** They and a bracket, as source of a pattern. */
  readonly keys: string;
  has(name: string, at: number): boolean;
}

/** `unsettled`: the token scanner cannot be sure; only a parser can tell. The text is then to be taken as it came. */
export type JsResult = { readonly text: string } | { readonly unsettled: string };

/** A script, link or import map entry with a hash. Addresses are as written. */
export interface HashedElement {
  readonly url: string;
  readonly metadata: string;
  /** Asked for with CORS. */
  readonly cors: boolean;
  /** As what it is loaded; undefined: as neither, so that it passes as it comes. */
  readonly as: 'script' | 'style' | undefined;
}

/**
 * The page that markup belongs to. `Later` is what a script that cannot be rewritten at once gives (a promise on the
 * server, nothing in a page).
 */
export interface HtmlPage<Later = never> {
  /** Undefined for relative addresses: their bytes stay. */
  readonly map: MapUrl;
  /** What is known from the pages before of the origins it names, while `map` gives the same for them. Asked for in the moment. */
  readonly origins?: OriginTable | undefined;
  /** Links, where they are mapped otherwise than what is loaded; asked for in the moment. */
  readonly mapLink?: MapUrl | undefined;
  /**
   * Text of a script element, handler attribute or javascript: address. `encode` must be applied to what is returned:
   * it writes the text back into the place it came from. Undefined: leave the bytes as they are.
   */
  js(text: string, kind: JsKind, encode: (text: string) => string): string | Later | undefined;
  css?(text: string): string;
  /** Our script tag, ASCII only; absent: none is put in. `srcdoc` is the document inside an iframe attribute. */
  readonly bootTag?: ((where: 'document' | 'srcdoc') => string) | undefined;
  /** `<meta http-equiv=content-security-policy>`: the policy that takes its place; undefined: leave it. */
  readonly mapCsp?: ((policy: string) => string | undefined) | undefined;
  /** What stands in the place of an `integrity` attribute; undefined: it stays. Absent: it is taken away. */
  readonly integrity?: ((load: HashedElement) => string | undefined) | undefined;
  /** Nonce for a script or style element whose text is changed although a policy names it by its hash. Asked for in the moment. */
  readonly admit?: ((text: string, place: 'script' | 'style') => string | undefined) | undefined;
  /** The first `<base href>`, as written. */
  onBase?(href: string): void;
}
