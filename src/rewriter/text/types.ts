/** What the text rewriters ask of whoever calls them: how an address is mapped, and what happens to the parts of a page. */

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
}

/** `unsettled`: the token scanner cannot be sure; only a parser can tell. The text is then to be taken as it came. */
export type JsResult = { readonly text: string } | { readonly unsettled: string };

/**
 * The page that markup belongs to. `Later` is what a script that cannot be rewritten at once gives (a promise on the
 * server, nothing in a page).
 */
export interface HtmlPage<Later = never> {
  /** Undefined for relative addresses: their bytes stay. */
  readonly map: MapUrl;
  /**
   * Text of a script element, handler attribute or javascript: address. `encode` must be applied to what is returned:
   * it writes the text back into the place it came from. Undefined: leave the bytes as they are.
   */
  js(text: string, kind: JsKind, encode: (text: string) => string): string | Later | undefined;
  css?(text: string): string;
  /** Our script tag, ASCII only; absent: none is put in. `srcdoc` is the document inside an iframe attribute. */
  bootTag?(where: 'document' | 'srcdoc'): string;
  /** `<meta http-equiv=content-security-policy>`: the policy that takes its place; undefined: leave it. */
  mapCsp?(policy: string): string | undefined;
  /** May the script or sheet at `url` (as written) be changed on its way, so that its hash would fail? Absent: yes. */
  dropIntegrity?(url: string): boolean;
  /** The first `<base href>`, as written. */
  onBase?(href: string): void;
}
