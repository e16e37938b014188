/**
 * A target origin written as one DNS label, and back. Total and canonical: every origin has exactly one spelling, every
 * other spelling is refused, so that an allowlist can never be passed by writing the same host differently.
 *
 *   flat    body "--" sid [ "-" flags ]       flags = [x] [h] [p port]   or   a alias-id
 *   nested  body [ "--" flags ]               x escaped body, h http, p a port that is not the scheme's default
 *
 *   plain body     "." -> "-"   "-" -> "--"
 *   escaped body   "." -> "-"   "-" -> "zh"   "_" -> "zu"   ":" -> "zc"   "z" -> "zz"   trailing dot -> "zd"
 *
 * What does not fit the 63 octets of a DNS label (RFC 1035, 2.3.4) becomes an alias: a hint for people and an id that the
 * gateway keeps in a table.
 */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';

export interface AliasTable {
  /** HMAC key of alias ids. In a page: a key of this session alone. */
  readonly key: string;
  /** The origin that `id` was written for, or undefined. */
  origin(id: string): string | undefined;
  /** Remember before the label is handed out. Throws when another origin already has the id. */
  remember(id: string, origin: string): void;
}

const MAX_LABEL = 63;
const HINT_LENGTH = 24;
const ALIAS_LENGTH = 16;
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';
const PLAIN_HOST = /^(?!xn--)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;
const FLAGS = /^(x?)(h?)(?:p([1-9][0-9]{0,4}))?$/;
const ALIAS = new RegExp(`^a([a-z2-7]{${ALIAS_LENGTH}})$`);

interface Parts {
  readonly body: string;
  readonly flags: string;
}

/** Label of `origin` (any http, https, ws or wss address; path ignored). Undefined when it is none of these. */
export function encodeLabel(origin: string, sid: string, shape: 'flat' | 'nested', aliases: AliasTable): string | undefined {
  const url = parseOrigin(origin);
  if (!url) return undefined;
  const room = MAX_LABEL - 2 - sid.length;
  let parts = partsOf(url, shape);
  // Marks that browsers let stand in a host (!$&'()*+,;=) have no spelling here, and no name server would answer.
  if (!/^[a-z0-9-]+$/.test(parts.body)) return undefined;
  // One decision for both shapes, so that a session keeps its labels whichever template serves it.
  if (parts.body.length + (parts.flags ? parts.flags.length + 1 : 0) > room) parts = aliasOf(url, parts.body, sid, aliases);
  // The host `xn` and its flags would begin as punycode does.
  else if (parts.body === 'xn') parts = aliasOf(url, 'x', sid, aliases);
  if (shape === 'flat') return `${parts.body}--${sid}${parts.flags && `-${parts.flags}`}`;
  return parts.flags ? `${parts.body}--${parts.flags}` : parts.body;
}

/** Origin that `label` stands for, or undefined when it is not the one spelling of any. */
export function decodeLabel(label: string, sid: string, shape: 'flat' | 'nested', aliases: AliasTable): string | undefined {
  const text = label.toLowerCase();
  if (text.length > MAX_LABEL || !/^[a-z0-9-]+$/.test(text)) return undefined;
  for (const { body, flags } of splits(text, sid, shape)) {
    const origin = originOf(body, flags, aliases);
    if (origin !== undefined && encodeLabel(origin, sid, shape, aliases) === text) return origin;
  }
  return undefined;
}

/** The sid of a flat label, or undefined. */
export function sidOfFlatLabel(label: string): string | undefined {
  const at = label.lastIndexOf('--');
  if (at < 1) return undefined;
  const tail = label.slice(at + 2);
  const hyphen = tail.indexOf('-');
  const sid = hyphen < 0 ? tail : tail.slice(0, hyphen);
  return /^[a-z0-9]{2,16}$/.test(sid) ? sid : undefined;
}

function splits(text: string, sid: string, shape: 'flat' | 'nested'): Parts[] {
  const at = text.lastIndexOf('--');
  if (shape === 'nested') {
    const whole = { body: text, flags: '' };
    if (at < 1) return [whole];
    const flags = text.slice(at + 2);
    return (FLAGS.test(flags) || ALIAS.test(flags)) && flags ? [{ body: text.slice(0, at), flags }, whole] : [whole];
  }
  if (at < 1) return [];
  const tail = text.slice(at + 2);
  if (tail === sid) return [{ body: text.slice(0, at), flags: '' }];
  if (!tail.startsWith(`${sid}-`)) return [];
  return [{ body: text.slice(0, at), flags: tail.slice(sid.length + 1) }];
}

function originOf(body: string, flags: string, aliases: AliasTable): string | undefined {
  const alias = ALIAS.exec(flags);
  if (alias) return aliases.origin(alias[1] ?? '');
  const match = FLAGS.exec(flags);
  if (!match) return undefined;
  const host = match[1] ? unescapeBody(body) : plainHost(body);
  if (!host) return undefined;
  const scheme = match[2] ? 'http' : 'https';
  return parseOrigin(`${scheme}://${host}${match[3] ? `:${match[3]}` : ''}`)?.origin;
}

function parseOrigin(text: string): URL | undefined {
  const url = parsed(text.replace(/^ws(s?):/i, 'http$1:'));
  if (!url) return undefined;
  const web = url.protocol === 'http:' || url.protocol === 'https:';
  // An empty label ("a..b") and port 0 have no spelling here; no name server would answer, no browser connects.
  return web && url.hostname && url.port !== '0' && !/^\.|\.\./.test(url.hostname) ? url : undefined;
}

/** Not asked with `canParse` first: that parses once more, and nearly all can be. */
function parsed(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined; // no address
  }
}

function partsOf(url: URL, shape: 'flat' | 'nested'): Parts {
  const host = url.hostname;
  const rest = `${url.protocol === 'http:' ? 'h' : ''}${url.port && `p${url.port}`}`;
  if (PLAIN_HOST.test(host)) {
    const body = encodePlain(host);
    const readsAsFlags = shape === 'nested' && !rest && splits(body, '', 'nested').length > 1;
    // Browsers and Node disagree about a label that starts with xn-- and is no punycode.
    if (!readsAsFlags && !body.startsWith('xn--')) return { body, flags: rest };
  }
  return { body: escapeBody(host), flags: `x${rest}` };
}

function encodePlain(host: string): string {
  return host.replace(/[.-]/g, (mark) => (mark === '.' ? '-' : '--'));
}

function plainHost(body: string): string | undefined {
  const runs = body.match(/-+/g) ?? [];
  if (runs.some((run) => run.length > 1 && run.length % 2 === 1)) return undefined;
  const host = body.replace(/-+/g, (run) => (run.length === 1 ? '.' : '-'.repeat(run.length / 2)));
  return PLAIN_HOST.test(host) ? host : undefined;
}

const escapes: Readonly<Record<string, string>> = { '.': '-', '-': 'zh', _: 'zu', ':': 'zc', z: 'zz' };
const unescapes: Readonly<Record<string, string>> = { h: '-', u: '_', c: ':', z: 'z', d: '.' };

function escapeBody(hostname: string): string {
  const bare = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
  const dotless = bare.endsWith('.') ? bare.slice(0, -1) : bare;
  const body = dotless.replace(/[.\-_:z]/g, (mark) => escapes[mark] ?? mark);
  return bare === dotless ? body : `${body}zd`;
}

function unescapeBody(body: string): string | undefined {
  if (body.includes('--')) return undefined;
  let host = '';
  for (let at = 0; at < body.length; at++) {
    const char = body[at];
    if (char === '-') host += '.';
    else if (char !== 'z') host += char;
    else {
      const mark = unescapes[body[++at] ?? ''];
      if (mark === undefined || (mark === '.' && at !== body.length - 1)) return undefined;
      host += mark;
    }
  }
  return host.includes(':') ? `[${host}]` : host;
}

function aliasOf(url: URL, body: string, sid: string, aliases: AliasTable): Parts {
  const digest = hmac(sha256, utf8ToBytes(aliases.key), utf8ToBytes(`${sid}\0${url.origin}`));
  const id = base32(digest).slice(0, ALIAS_LENGTH);
  aliases.remember(id, url.origin);
  return { body: body.slice(0, HINT_LENGTH).replace(/-+$/, ''), flags: `a${id}` };
}

function base32(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xfff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += BASE32[(value >> bits) & 31];
    }
  }
  return text;
}
