/** From a session's address map to the mapper that markup, styles and scripts use: what counts as absolute, and what stays. */
import type { UrlMap } from '../../shared/url-map.ts';
import type { MapUrl } from './types.ts';

// Leading controls and spaces are stripped by URL parsers, tabs and line ends anywhere: both are ways to hide a scheme.
const MAYBE_ABSOLUTE = /^[\0-\x20]*(?:[hw][\t\n\r]*[ts]|[/\\][\t\n\r]*[/\\])/i;
const SCHEME_ONLY = /^(https?:)(?![/\\]{2})/i;
const READS_AS_SCHEME = /^[a-z][a-z0-9+.-]*:/i;

/**
 * Maps `http(s):`, `ws(s):` and `//` addresses; relative ones give undefined. `base` is what they are resolved against, as
 * the page sees it. `https:path` under a base of https is relative to the URL standard, but would be absolute under a
 * gateway of the other scheme: it loses its scheme. Under a base that is no web address `//x` is none either.
 */
export function createMapUrl(urls: UrlMap, base: string | (() => string)): MapUrl {
  const baseScheme = (): string | undefined => /^https?:/i.exec(typeof base === 'string' ? base : base())?.[0].toLowerCase();
  return (url) => {
    if (!MAYBE_ABSOLUTE.test(url)) return undefined;
    const text = url.replace(/^[\0-\x20]+/, '').replace(/[\t\n\r]/g, '');
    if (text.startsWith('/') || text.startsWith('\\')) {
      const scheme = baseScheme();
      return scheme === undefined ? undefined : urls.toGateway(scheme + text);
    }
    const scheme = SCHEME_ONLY.exec(text)?.[1];
    if (scheme === undefined || scheme.toLowerCase() !== baseScheme()) return urls.toGateway(text);
    const path = text.slice(scheme.length);
    return READS_AS_SCHEME.test(path) ? `./${path}` : path;
  };
}
