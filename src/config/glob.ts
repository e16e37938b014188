/**
 * Patterns with `*`, matched in time linear in pattern and text: a pattern of the configuration is never made into a
 * RegExp, because a careless one could hold the whole gateway for minutes.
 */

/** `*` is any run of characters, the empty one included; everything else stands for itself. */
export function matchesGlob(pattern: string, text: string): boolean {
  const parts = pattern.split('*');
  const first = parts[0] ?? '';
  if (parts.length === 1) return text === pattern;
  if (!text.startsWith(first)) return false;
  const last = parts[parts.length - 1] ?? '';
  let at = first.length;
  // Leftmost match of each middle part is always right: whatever a later match would leave, the leftmost leaves too.
  for (const part of parts.slice(1, -1)) {
    if (part === '') continue;
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - at >= last.length && text.endsWith(last);
}

const ADDRESS = /^(https?|\*):\/\/([a-z0-9._*-]+(?::[0-9]{1,5})?)(\/[^?#]*)?$/;

/** `https://*.shop.example/cart/*`: scheme or *, host, path. Without a path: every path. */
export function isAddressPattern(pattern: string): boolean {
  return ADDRESS.test(pattern);
}

/** Part by part, so that a star in the host cannot reach into the path: `https://evil.example/.shop.example/` is not the shop's. */
export function matchesAddress(pattern: string, url: string): boolean {
  const [, scheme = '', host = '', path = '/*'] = ADDRESS.exec(pattern) ?? [];
  if (!URL.canParse(url)) return false;
  const parsed = new URL(url);
  return (
    matchesGlob(`${scheme}:`, parsed.protocol) &&
    matchesGlob(host, /:[0-9]+$/.test(host) ? parsed.host : parsed.hostname) &&
    matchesGlob(path, parsed.pathname)
  );
}

/** May a document of this address be opened, by `allow`? An empty list allows all; `*.shop.example` does not name `shop.example`. */
export function mayOpenHost(allow: readonly string[], url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, host, port } = new URL(url);
  if (protocol !== 'http:' && protocol !== 'https:') return false;
  if (allow.length === 0) return true;
  const full = port ? host : `${host}:${protocol === 'https:' ? '443' : '80'}`;
  return allow.some((glob) => matchesGlob(glob, /:[0-9]+$/.test(glob) ? full : hostname));
}
