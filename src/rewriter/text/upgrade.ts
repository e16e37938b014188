/**
 * `upgrade-insecure-requests` (Upgrade Insecure Requests, 4.1): in a page with this policy the browser asks for what is loaded
 * and for where forms go over https, whatever the page wrote; links only where they lead to the page's own host, or in a frame.
 */
import type { MapUrl } from './types.ts';

const INSECURE = /^([\0-\x20]*(?:http|ws))(:[/\\]*)([^/\\?#]*)/i;
const SCHEMELESS = /^[\0-\x20]*[/\\]{2}/;
/** Trustworthy without TLS, so left alone (Secure Contexts, 3.1). */
const LOOPBACK = /^(?:.*\.)?localhost\.?$|^127(?:\.\d+){1,3}$|^\[::1\]$/i;

/** Undefined: it is not, or may not be. */
function upgraded(url: string): string | undefined {
  const match = INSECURE.exec(url);
  if (!match) return undefined;
  const [whole, scheme = '', slashes = '', authority = ''] = match;
  if (LOOPBACK.test(authority.replace(/^.*@|:\d*$/g, ''))) return undefined;
  return `${scheme}s${slashes}${authority.replace(/:80$/, '')}${url.slice(whole.length)}`;
}

/** Does a link of the page at `page` stay on the page's own host and port? */
function staysOn(url: string, page: string): boolean {
  if (!URL.canParse(url, page) || !URL.canParse(page)) return false;
  return new URL(url, page).host === new URL(page).host;
}

export interface UpgradeRule {
  /** Target address of the document. */
  readonly page: () => string;
  readonly nested: boolean;
  readonly applies: () => boolean;
}

/** The mappers of a page: of what it loads, and of its links. */
export function upgradingMaps(map: MapUrl, rule: UpgradeRule): { readonly load: MapUrl; readonly link: MapUrl } {
  const load: MapUrl = (url) => {
    const written = SCHEMELESS.test(url) && /^http:/i.test(rule.page()) ? `http:${url.trimStart()}` : url;
    const secure = upgraded(written);
    return map(secure !== undefined && rule.applies() ? secure : url);
  };
  return { load, link: (url) => (rule.nested || staysOn(url, rule.page()) ? load(url) : map(url)) };
}
