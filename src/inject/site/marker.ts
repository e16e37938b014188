/**
 * The mark of a session on the site itself: a cookie that its pages read, so that the next page, another tab or another host
 * of the site goes on with it. Whoever forges it gets a dock that knows nobody, and so nothing.
 */
import { MARKER_COOKIE } from '../../shared/boot.ts';

export function readMarker(): string | undefined {
  for (const pair of document.cookie.split('; ')) if (pair.startsWith(`${MARKER_COOKIE}=`)) return pair.slice(MARKER_COOKIE.length + 1);
  return undefined;
}

export function writeMarker(sid: string, domain: string | undefined): void {
  write(sid, domain, '');
}

/** Both kinds: which one was written depends on what the page said of its domain then. */
export function removeMarker(domain: string | undefined): void {
  write('', undefined, '; Max-Age=0');
  if (domain) write('', domain, '; Max-Age=0');
}

function write(value: string, domain: string | undefined, end: string): void {
  const secure = location.protocol === 'https:' ? '; Secure' : '';
  document.cookie = `${MARKER_COOKIE}=${value}; Path=/${domain ? `; Domain=${domain}` : ''}; SameSite=Lax${secure}${end}`;
}
