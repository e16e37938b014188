/**
 * A request's fields for the site behind: all of them as they came, less those of the hop, and with what a proxy says of the
 * one before it. X-Forwarded-* is believed from `trustProxies` alone: from anybody else it is a claim, and stops here.
 */
import type { IncomingMessage } from 'node:http';
import { MARKER_COOKIE } from '../../shared/boot.ts';
import { inAllowedRange, type PrivateAllowance } from '../address-rules.ts';

export interface Visit {
  /** How the browser asked: what a trusted proxy in front says, else how it came to us. */
  readonly scheme: 'http' | 'https';
  /** Host header of the browser. */
  readonly host: string;
  readonly peer: string;
  readonly isTrusted: boolean;
}

/** Fields of one connection (RFC 9110, 7.6.1), and what undici writes itself. */
const HOP: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
  'http2-settings',
  'host',
]);
const CLAIMS = /^(x-forwarded-(for|proto|host|port|server)|forwarded|x-real-ip)$/;
/** Addresses in X-Forwarded-For; a longer list is cut from the left, where anybody may have written. */
const FORWARDED_MAX = 20;

export function readVisit(req: IncomingMessage, trusted: PrivateAllowance): Visit {
  const peer = (req.socket.remoteAddress ?? '').replace(/^::ffff:/i, '');
  const isTrusted = inAllowedRange(peer, trusted);
  const told = isTrusted ? first(req.headers['x-forwarded-proto']) : undefined;
  const secure = 'encrypted' in req.socket && req.socket.encrypted === true;
  const scheme = told === 'https' || told === 'http' ? told : secure ? 'https' : 'http';
  return { scheme, host: req.headers.host?.toLowerCase() ?? '', peer, isTrusted };
}

/** A flat list of names and values, in the order in which they came. `change` may give a field another value, or none. */
export function forwardedFields(
  req: IncomingMessage,
  visit: Visit,
  change: (name: string, value: string) => string | undefined = (_name, value) => value,
): string[] {
  const named = new Set((req.headers.connection ?? '').toLowerCase().split(/[\s,]+/));
  const out = ['host', visit.host];
  for (let at = 0; at + 1 < req.rawHeaders.length; at += 2) {
    const written = req.rawHeaders[at] ?? '';
    const name = written.toLowerCase();
    if (HOP.has(name) || named.has(name) || CLAIMS.test(name)) continue;
    const value = name === 'cookie' ? withoutMarker(req.rawHeaders[at + 1] ?? '') : (req.rawHeaders[at + 1] ?? '');
    const kept = value === undefined ? undefined : change(name, value);
    if (kept !== undefined) out.push(written, kept);
  }
  const before = visit.isTrusted ? String(req.headers['x-forwarded-for'] ?? '') : '';
  const addresses = [...before.split(',').map((each) => each.trim()), visit.peer].filter((each) => each !== '').slice(-FORWARDED_MAX);
  out.push('x-forwarded-for', addresses.join(', '), 'x-forwarded-proto', visit.scheme, 'x-forwarded-host', visit.host);
  // A proxy that we trust has told who the visitor is; its word goes on.
  const real = visit.isTrusted ? req.headers['x-real-ip'] : undefined;
  if (typeof real === 'string') out.push('x-real-ip', real);
  return out;
}

/** Our own mark is none of the site's cookies. Undefined: nothing else was in the field. */
export function withoutMarker(header: string): string | undefined {
  if (!header.includes(MARKER_COOKIE)) return header;
  const pairs = header.split(';').filter((pair) => pair.split('=', 1)[0]?.trim() !== MARKER_COOKIE);
  const text = pairs.join(';').trim();
  return text === '' ? undefined : text;
}

function first(value: string | string[] | undefined): string | undefined {
  const text = Array.isArray(value) ? value[0] : value;
  return text?.split(',')[0]?.trim().toLowerCase();
}
