/** Addresses as a look tells them, and which of them are of one site. */
import { getDomain } from 'tldts';

/** The same registrable domain: `accounts.shop.example` and `www.shop.example` are. */
export function isSameSite(one: string, other: string): boolean {
  const [a, b] = [one, other].map((url) => getDomain(url, { allowPrivateDomains: true }) ?? new URL(url).hostname);
  return a === b;
}

export function withoutQuery(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}
