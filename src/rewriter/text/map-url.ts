/** From a session's address map to the mapper that markup, styles and scripts use: what counts as absolute, and what stays. */
import type { UrlMap } from '../../shared/url-map.ts';
import type { MapUrl } from './types.ts';

// Leading controls and spaces are stripped by URL parsers, tabs and line ends anywhere: both are ways to hide a scheme.
const MAYBE_ABSOLUTE = /^[\0-\x20]*(?:[hw][\t\n\r]*[ts]|[/\\][\t\n\r]*[/\\])/i;
const SAME_SCHEME_RELATIVE = /^(https?):(?![/\\]{2})/i;

/**
 * Maps `http(s):`, `ws(s):` and `//` addresses of a page at `pageUrl`; relative ones give undefined. `https:path` on an
 * https page is relative to the URL standard, but would be absolute under a gateway of the other scheme: it loses its scheme.
 */
export function createMapUrl(urls: UrlMap, pageUrl: string): MapUrl {
  const pageScheme = /^https?:/i.exec(pageUrl)?.[0].toLowerCase() ?? 'https:';
  return (url) => {
    if (!MAYBE_ABSOLUTE.test(url)) return undefined;
    const text = url.replace(/^[\0-\x20]+/, '').replace(/[\t\n\r]/g, '');
    if (text.startsWith('/') || text.startsWith('\\')) return urls.toGateway(pageScheme + text);
    const relative = SAME_SCHEME_RELATIVE.exec(text);
    if (relative && relative[0].toLowerCase() === pageScheme) return text.slice(relative[0].length);
    return urls.toGateway(text);
  };
}
