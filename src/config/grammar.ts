/** The small languages that settings are written in: origins, host globs, address ranges. Each refuses with a finding and a fix. */
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { isCompanyId } from '../shared/staff.ts';
import { parseSessionHost } from '../shared/url-map.ts';

/** `http://localhost:{port}`: an origin, without path, user or query. */
export const originTemplate = z.string().refine(
  (text) => {
    const filled = text.replace('{port}', '8080');
    if (!URL.canParse(filled)) return false;
    const url = new URL(filled);
    return (
      (url.protocol === 'http:' || url.protocol === 'https:') &&
      (filled === url.origin || filled === `${url.origin}/` || sameButPort(filled, url))
    );
  },
  { error: 'is not an origin | Write scheme, host and port only, such as https://console.example.' },
);

export const sessionHostTemplate = z.string().refine((text) => parseSessionHost(text, 8080) !== undefined, {
  error: 'is of neither shape | Write http(s)://{label}.{sid}.<base> or http(s)://{label}--{sid}.<base>, in lower case.',
});

export const addressRange = z.string().refine(isRange, { error: 'is no address range | Write a CIDR such as 10.0.0.0/8 or fd00::/8.' });

export const privateTarget = z.string().refine((text) => isRange(text) || HOST_AND_PORT.test(text), {
  error: 'is no address range and no host:port | Write a CIDR such as 10.0.0.0/8, or a target such as localhost:3000.',
});

export const hostGlob = z.string().refine((text) => HOST_GLOB.test(text), {
  error: 'is no host name pattern | Write a host name in lower case with * for any characters, such as *.shop.example.',
});

/** `https://www.shop.example`: an origin as it is, nothing to fill in. */
export const plainOrigin = z.string().refine((text) => isWebOrigin(text), {
  error: 'is not an origin | Write scheme, host and port only, such as https://www.shop.example.',
});

/** A host name, with the port when pages are asked for on another than the standard one. */
export const siteHost = z.string().refine((text) => SITE_HOST.test(text) && URL.canParse(`http://${text}`), {
  error: 'is no host name | Write the name in lower case as browsers send it, such as www.shop.example.',
});

export const siteKey = z.string().refine((text) => SITE_KEY.test(text), {
  error: 'is no key | Write 1 to 63 of a-z, 0-9, dot and hyphen, such as shop.',
});

/** A path, or a pattern of one, with `*` for any characters. */
export const pathGlob = z.string().refine((text) => /^\/[^\s?#]{0,500}$/.test(text), {
  error: 'is no path | Start with /; * stands for any characters.',
});

const SITE_HOST = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?(:[0-9]{1,5})?$/;
const SITE_KEY = /^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$/;

function isWebOrigin(text: string): boolean {
  return /^https?:\/\/[^/]+$/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

const HOST_AND_PORT = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+):[0-9]{1,5}$/i;
const HOST_GLOB = /^[a-z0-9._*-]{1,253}(:[0-9]{1,5})?$/;

function isRange(text: string): boolean {
  return ipaddr.isValid(text) || ipaddr.isValidCIDR(text);
}

// "https://console.example:443" is an origin too, although the URL standard drops the port.
function sameButPort(text: string, url: URL): boolean {
  return text === `${url.origin}:${url.protocol === 'https:' ? '443' : '80'}`;
}

export const companyId = z.string().refine(isCompanyId, 'is no company id | Write 3 to 32 of a-z, 0-9 and -, beginning with a letter');

/** Over https, or on this machine. */
export const providerIssuer = z.string().refine((text) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || url.search || url.hash || url.username) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname));
}, 'is no issuer address | Write https:// and the address that the provider names, without a query');

/** `turn:turn.example.com:3478?transport=udp`: of RFC 7065, host names and addresses alike. */
export const turnAddress = z.string().refine((text) => TURN.test(text), {
  error: 'is no TURN address | Write turn:HOST:PORT or turns:HOST:PORT, with ?transport=udp or ?transport=tcp if need be.',
});

const TURN = /^turns?:([a-z0-9][a-z0-9.-]{0,252}|\[[0-9a-f:.]{2,45}\])(:[0-9]{1,5})?(\?transport=(udp|tcp))?$/i;
