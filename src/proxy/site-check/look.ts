/**
 * What the markup of a page tells. Runs in a thread of its own (`thread.ts`): a parser of trees takes longer than the loop of
 * the gateway may stand still, and much longer on markup that was nested for it.
 */
import { load, type CheerioAPI } from 'cheerio';
import type { Policy } from '../../shared/policy.ts';
import { attributeKind, fetchedLinkRels, rewriteCss, rewriteRefresh, rewriteSrcset } from '../../rewriter/text/index.ts';
import { withoutQuery } from './addresses.ts';
import type { Element } from './names.ts';
import { countRules, type Count } from './rule-counts.ts';
import { isCaptcha, tellsIn, type Tell } from './tells.ts';

export interface PageFacts {
  readonly frames: readonly string[];
  readonly scripts: readonly string[];
  readonly tells: readonly Tell[];
  /** Pages where one signs in, on other origins. */
  readonly logins: readonly string[];
  readonly captchas: readonly string[];
  /** Hosts of what an https page loads by http. */
  readonly insecure: readonly string[];
  readonly hasPassword: boolean;
  readonly hasDrm: boolean;
  readonly refresh: string | undefined;
  /** Its markup is a place for scripts to fill. */
  readonly isHollow: boolean;
  readonly counts: readonly Count[];
}

/** Addresses of one kind that are told. */
const ADDRESSES_MAX = 200;
/** Letters of a page that scripts have yet to fill. */
const HOLLOW_LETTERS = 200;

/** Words of hosts and paths of sign-in pages. */
const LOGIN_PLACE =
  /(?:^|[./_-])(?:login|log-?in|logon|signin|sign-in|sign_in|sso|oauth2?|openid|saml2?|idp|auth|authorize|accounts?|connexion|anmelden|accedi)(?:[./_?-]|$)/i;
/** What links to them are called, in the languages that we speak. */
const LOGIN_NAME =
  /^(?:sign ?in|log ?in|my account|connexion|se connecter|s['’]identifier|mon compte|accedi|area clienti|iniciar sesi[oó]n|acceder|mi cuenta|anmelden|einloggen|mein konto|entrar|iniciar sess[aã]o|minha conta|ログイン|サインイン|マイページ|تسجيل الدخول|دخول|حسابي)$/i;

export function lookAtPage(markup: string, address: string, policy: Policy | undefined): PageFacts {
  const $ = load(markup);
  const written = $('base[href]').attr('href');
  const base = written !== undefined && URL.canParse(written, address) ? new URL(written, address).href : address;
  const absolute = (url: string | undefined): string | undefined =>
    url !== undefined && URL.canParse(url.trim(), base) ? new URL(url.trim(), base).href : undefined;
  const addresses = (selector: string, attribute: string): string[] =>
    elements($, selector)
      .flatMap((element) => absolute(element.attribs[attribute]) ?? [])
      .filter((url) => /^https?:/.test(url))
      .slice(0, ADDRESSES_MAX);
  const scripts = addresses('script[src]', 'src');
  const frames = addresses('iframe[src],frame[src]', 'src');
  const inline = $('script:not([src])')
    .get()
    .filter((element) => /^$|javascript|module|ecmascript/i.test(element.attribs['type'] ?? ''))
    .map((element) => $(element).text());
  const letters = $('body').clone().find('script,style,noscript,template').remove().end().text().replace(/\s+/g, '').length;
  return {
    frames,
    scripts,
    tells: [...new Set(inline.flatMap(tellsIn))],
    logins: loginsIn($, address, absolute),
    captchas: [...scripts, ...frames].filter(isCaptcha),
    insecure: address.startsWith('https:') ? insecureIn($, absolute) : [],
    hasPassword: $('input[type=password i]').length > 0,
    hasDrm: $('iframe[allow*=encrypted-media i]').length > 0,
    refresh: refreshIn($, absolute),
    isHollow: letters < HOLLOW_LETTERS && (scripts.length > 0 || inline.length > 0),
    counts: policy ? countRules($, policy) : [],
  };
}

function elements($: CheerioAPI, selector: string): Element[] {
  return $<Element, string>(selector).get();
}

function loginsIn($: CheerioAPI, address: string, absolute: (url: string | undefined) => string | undefined): string[] {
  const { origin } = new URL(address);
  const links = $('a[href],area[href]')
    .get()
    .flatMap((element) => {
      const url = absolute(element.attribs['href']);
      if (url === undefined || !/^https?:/.test(url)) return [];
      const { hostname, pathname } = new URL(url);
      const name = ($(element).text() || (element.attribs['aria-label'] ?? '')).replace(/\s+/g, ' ').trim();
      return LOGIN_PLACE.test(hostname + pathname) || LOGIN_NAME.test(name) ? [url] : [];
    });
  const forms = $('form:has(input[type=password i])')
    .get()
    .flatMap((element) => absolute(element.attribs['action']) ?? []);
  const elsewhere = [...links, ...forms].filter((url) => /^https?:/.test(url) && new URL(url).origin !== origin);
  // One of each host says it.
  const byHost = new Map(elsewhere.map((url) => [new URL(url).host, withoutQuery(url)]));
  return [...byHost.values()].slice(0, ADDRESSES_MAX);
}

/** Everything that the rewriter would map and the browser would load, by the rewriter's own table of attributes. */
function insecureIn($: CheerioAPI, absolute: (url: string | undefined) => string | undefined): string[] {
  const hosts = new Set<string>();
  const note = (url: string): undefined => {
    const found = absolute(url);
    if (found?.startsWith('http:')) hosts.add(new URL(found).host);
    return undefined;
  };
  for (const element of elements($, '*')) {
    if (element.name === 'a' || element.name === 'area' || element.name === 'form' || element.name === 'base') continue;
    for (const [name, value] of Object.entries(element.attribs)) {
      const kind = attributeKind(element.name, name);
      if (kind === 'url') note(value);
      else if (kind === 'srcset') rewriteSrcset(value, note);
      else if (kind === 'css' && /url\(/i.test(value)) rewriteCss(value, note);
      else if (kind === 'link' && (element.attribs['rel'] ?? '').split(/\s+/).some((rel) => fetchedLinkRels.has(rel.toLowerCase())))
        note(value);
    }
    if (element.name === 'style') rewriteCss($(element).text(), note);
  }
  return [...hosts].slice(0, ADDRESSES_MAX);
}

function refreshIn($: CheerioAPI, absolute: (url: string | undefined) => string | undefined): string | undefined {
  const content = $('meta[http-equiv=refresh i]').attr('content');
  let found: string | undefined;
  if (content !== undefined)
    rewriteRefresh(content, (url) => {
      found = absolute(url);
      return undefined;
    });
  return found;
}
