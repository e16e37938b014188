/** The address map of a session as the gateway makes it: what every candidate maps with. */
import { createMapUrl, type MapUrl } from '../../src/rewriter/text/index.ts';
import { parseSessionHost, UrlMap } from '../../src/shared/url-map.ts';

export function sessionMap(pageUrl = 'https://www.shop.example/'): MapUrl {
  const host = parseSessionHost('http://{label}.{sid}.localhost:{port}', 8080);
  if (!host) throw new Error('the template is wrong');
  const aliases = new Map<string, string>();
  const table = {
    key: 'k',
    origin: (id: string) => aliases.get(id),
    remember: (id: string, origin: string) => void aliases.set(id, origin),
  };
  return createMapUrl(new UrlMap(host, 'abcdefghabcdefgh', table), pageUrl);
}
