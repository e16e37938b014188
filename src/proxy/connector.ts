/**
 * The only code that opens a connection to a target. A target's address is parsed once (by URL), resolved once, refused
 * unless every answer is public or allowed, and the very addresses that were checked are the ones dialled; after that the
 * peer's address is compared again, before a byte is written. undici, node:http and the WebSocket relay all dial here.
 */
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import os from 'node:os';
import tls from 'node:tls';
import type { Duplex } from 'node:stream';
import { Agent } from 'undici';
import { LRUCache } from 'lru-cache';
import { GatewayError } from '../shared/error-codes.ts';
import type { SessionHost } from '../shared/url-map.ts';
import { NameDesk } from './name-desk.ts';
import {
  inAllowedRange,
  isBadPort,
  isLoopbackOrUnspecified,
  isMetadataHost,
  isPublicAddress,
  parseAllowance,
  sameAddress,
  type PrivateAllowance,
} from './address-rules.ts';

export interface ConnectorOptions {
  readonly allowPrivateTargets: readonly string[];
  /** Ports that any public target may have. */
  readonly targetPorts: readonly number[];
  /** Static hosts table: name -> address. Asked before DNS, checked like its answers. */
  readonly resolve: Readonly<Record<string, string>>;
  /** PEM file of authorities that targets may be signed by, beside the public ones. */
  readonly targetCa: string | null;
  /** Who we are: targets that lead back to us are refused. */
  readonly own: { readonly host: SessionHost; readonly controlOrigin: string; readonly port: number };
  readonly dnsTimeoutMs: number;
  readonly connectTimeoutMs: number;
  readonly firstByteTimeoutMs: number;
}

/** Where a checked target is dialled. */
interface Place {
  readonly host: string;
  readonly port: number;
  readonly addresses: readonly string[];
}

type Answer = (error: Error | null, socket?: Duplex) => void;

/** Sets of private places in use at once; each has pools of its own, so that no session reuses another's private socket. */
const ALLOWANCES_MAX = 100;
/** Idle sockets stay this long: within a page's life, and short beside a DNS change (ms). */
const KEEP_ALIVE_MS = 8_000;
/** Parallel connections to one origin. */
const CONNECTIONS_PER_ORIGIN = 48;
/** What a target may send as headers (bytes); sites with long policies exceed Node's 16 KiB. */
const RESPONSE_HEADERS_LIMIT_BYTES = 64 * 1024;

const NOTHING: ReadonlySet<string> = new Set();

export class Connector {
  readonly #options: ConnectorOptions;
  readonly #allowance: PrivateAllowance;
  readonly #ca: string[] | undefined;
  readonly #names: NameDesk;
  readonly #doors = new LRUCache<string, Door>({ max: ALLOWANCES_MAX, dispose: (door) => void door.close() });

  constructor(options: ConnectorOptions) {
    this.#options = options;
    this.#names = new NameDesk(options.dnsTimeoutMs);
    this.#allowance = parseAllowance(options.allowPrivateTargets);
    this.#ca = options.targetCa === null ? undefined : authorities(options.targetCa);
  }

  /** Throws TARGET_NOT_ALLOWED or TARGET_UNRESOLVABLE when a connection to `url` would be refused. */
  async check(url: URL, allowed: ReadonlySet<string> = NOTHING): Promise<void> {
    await this.#locate(url, allowed);
  }

  /** The pools for requests of a session that may reach `allowed`; `connections`: of each origin, for other than a session's. */
  dispatcher(allowed: ReadonlySet<string> = NOTHING, connections = CONNECTIONS_PER_ORIGIN): Agent {
    return this.#door(allowed, connections).dispatcher;
  }

  /** Agent for `http.request`/`https.request` (the WebSocket relay): one fresh connection a request. */
  agent(scheme: 'http' | 'https', allowed: ReadonlySet<string> = NOTHING): http.Agent {
    const door = this.#door(allowed);
    return scheme === 'https' ? door.httpsAgent : door.httpAgent;
  }

  async close(): Promise<void> {
    const doors = [...this.#doors.values()];
    this.#doors.clear();
    await Promise.all(doors.map((door) => door.close()));
  }

  #door(allowed: ReadonlySet<string>, connections = CONNECTIONS_PER_ORIGIN): Door {
    // Asked with every request, and nearly always for no private place.
    const key = allowed.size === 0 ? String(connections) : `${connections} ${[...allowed].sort().join(' ')}`;
    let door = this.#doors.get(key);
    if (!door) {
      const fixed = new Set(allowed);
      door = new Door((url, answer) => void this.#dial(url, fixed, answer), this.#options.firstByteTimeoutMs, connections);
      this.#doors.set(key, door);
    }
    return door;
  }

  async #dial(url: URL, allowed: ReadonlySet<string>, answer: Answer): Promise<void> {
    try {
      const place = await this.#locate(url, allowed);
      const plain = await this.#connect(place);
      answer(null, isSecure(url) ? await this.#secure(plain, place.host) : plain);
    } catch (cause) {
      answer(cause instanceof Error ? cause : new Error(String(cause)));
    }
  }

  /** The one check: what comes back is what is dialled. */
  async #locate(url: URL, allowed: ReadonlySet<string>): Promise<Place> {
    if (!/^(https?|wss?):$/.test(url.protocol)) throw refused(url.host, `${url.protocol} is not a web address`);
    const host = bareHost(url);
    // A resolver reads `gw.example..` as `gw.example`, and none of the names below would be it.
    if (!net.isIP(host) && host.split('.').includes('')) throw refused(host, 'its name has an empty part');
    const port = Number(url.port) || (isSecure(url) ? 443 : 80);
    const place = `${host}:${port}`;
    const named = allowed.has(place) || this.#allowance.places.has(place);
    if (this.#isOurName(host, port)) throw refused(host, 'it is this gateway');
    if (!named && isMetadataHost(host)) throw refused(host, 'it is a metadata service');
    if (!named && isBadPort(port)) throw refused(place, `port ${port} is not for web sites`);

    const addresses = await this.#resolve(host, named);
    const inRange = addresses.every((address) => inAllowedRange(address, this.#allowance));
    for (const address of addresses) {
      if (this.#isOurListener(address, port)) throw refused(host, 'it is this gateway');
      const open = isPublicAddress(address) && !ownAddresses().some((own) => sameAddress(own, address));
      if (!open && !named && !inAllowedRange(address, this.#allowance)) throw refused(host, 'its address is private');
    }
    if (!named && !inRange && !this.#options.targetPorts.includes(port)) throw refused(place, `port ${port} is not in targetPorts`);
    return { host, port, addresses };
  }

  async #resolve(host: string, named: boolean): Promise<string[]> {
    if (net.isIP(host)) return [host];
    const fixed = Object.hasOwn(this.#options.resolve, host) ? this.#options.resolve[host] : undefined;
    if (fixed !== undefined) {
      if (!net.isIP(fixed)) throw new GatewayError('TARGET_UNRESOLVABLE', { host });
      return [fixed];
    }
    if (host === 'localhost' || host.endsWith('.localhost')) {
      // RFC 6761, 6.3: never asked of DNS. A development server may listen on one of the two only.
      const both = ['127.0.0.1', '::1'];
      const open = named ? both : both.filter((address) => inAllowedRange(address, this.#allowance));
      return open.length > 0 ? open : both;
    }
    try {
      return await this.#names.lookup(host);
    } catch (cause) {
      throw new GatewayError('TARGET_UNRESOLVABLE', { host }, cause);
    }
  }

  #connect(place: Place): Promise<net.Socket> {
    const answers = place.addresses.map((address) => ({ address, family: net.isIP(address) }));
    const first = answers[0];
    if (!first) return Promise.reject(new GatewayError('TARGET_UNRESOLVABLE', { host: place.host }));
    return new Promise((done, fail) => {
      const socket = net.connect({
        host: place.host,
        port: place.port,
        noDelay: true,
        keepAlive: true,
        autoSelectFamily: true,
        // Hands out what was checked; nothing is resolved a second time.
        lookup: (_host, options, callback) => {
          if (options.all) callback(null, answers);
          else callback(null, first.address, first.family);
        },
      });
      const timer = setTimeout(
        () => socket.destroy(new GatewayError('TARGET_TIMEOUT', { host: place.host })),
        this.#options.connectTimeoutMs,
      );
      socket.once('error', (cause) => {
        clearTimeout(timer);
        fail(cause instanceof GatewayError ? cause : unreachable(place.host, cause));
      });
      socket.once('connect', () => {
        clearTimeout(timer);
        const peer = socket.remoteAddress ?? '';
        if (place.addresses.some((address) => sameAddress(address, peer))) {
          socket.removeAllListeners('error');
          done(socket);
        } else {
          socket.destroy();
          fail(refused(place.host, 'another address answered'));
        }
      });
    });
  }

  #secure(plain: net.Socket, host: string): Promise<tls.TLSSocket> {
    return new Promise((done, fail) => {
      const socket = tls.connect({
        socket: plain,
        host,
        // RFC 6066, 3: no literal addresses in SNI.
        ...(net.isIP(host) ? {} : { servername: host }),
        ...(this.#ca ? { ca: this.#ca } : {}),
        ALPNProtocols: ['http/1.1'],
        rejectUnauthorized: true,
      });
      const timer = setTimeout(() => socket.destroy(new GatewayError('TARGET_TIMEOUT', { host })), this.#options.connectTimeoutMs);
      const onError = (cause: Error): void => {
        clearTimeout(timer);
        plain.destroy();
        fail(cause instanceof GatewayError ? cause : new GatewayError('TARGET_TLS', { host, reason: tlsReason(cause) }, cause));
      };
      socket.once('error', onError);
      socket.once('secureConnect', () => {
        clearTimeout(timer);
        socket.off('error', onError);
        done(socket);
      });
    });
  }

  #isOurName(host: string, port: number): boolean {
    const { host: own, controlOrigin } = this.#options.own;
    const text = `${host}${port === (own.scheme === 'https' ? 443 : 80) ? '' : `:${port}`}`;
    const base = `${own.base}${own.port}`;
    const control = new URL(controlOrigin);
    return text === base || text.endsWith(`.${base}`) || text === control.host;
  }

  #isOurListener(address: string, port: number): boolean {
    if (port !== this.#options.own.port) return false;
    return isLoopbackOrUnspecified(address) || ownAddresses().some((own) => sameAddress(own, address));
  }
}

/** Pools and agents under one set of allowed private places. */
class Door {
  readonly dispatcher: Agent;
  readonly httpAgent: http.Agent;
  readonly httpsAgent: https.Agent;

  constructor(dial: Dial, firstByteTimeoutMs: number, connections: number) {
    this.dispatcher = new Agent({
      connections,
      pipelining: 1,
      keepAliveTimeout: KEEP_ALIVE_MS,
      keepAliveMaxTimeout: KEEP_ALIVE_MS * 4,
      headersTimeout: firstByteTimeoutMs,
      // Server-sent events and downloads may be silent for hours; the visitor's leaving ends them.
      bodyTimeout: 0,
      maxHeaderSize: RESPONSE_HEADERS_LIMIT_BYTES,
      connect: (options, callback) => {
        const port = options.port ? `:${options.port}` : '';
        dial(new URL(`${options.protocol}//${options.hostname}${port}`), (error, socket) => {
          // A socket of ours is a net.Socket or a TLSSocket; undici's type says the same with other words.
          if (error) callback(error, null);
          else callback(null, socket as net.Socket);
        });
      },
    });
    this.httpAgent = new DialAgent(dial);
    this.httpsAgent = new DialSecureAgent(dial);
  }

  async close(): Promise<void> {
    this.httpAgent.destroy();
    this.httpsAgent.destroy();
    await this.dispatcher.destroy();
  }
}

interface DialOptions {
  readonly host?: string | null | undefined;
  readonly hostname?: string | null | undefined;
  readonly port?: number | string | null | undefined;
}

type NodeAnswer = (error: Error | null, stream: Duplex) => void;
type Dial = (url: URL, answer: Answer) => void;

function dialFor(dial: Dial, scheme: 'http' | 'https', options: DialOptions, callback: NodeAnswer | undefined): undefined {
  const name = options.hostname ?? options.host ?? '';
  const host = net.isIPv6(name) ? `[${name}]` : name.replace(/:\d+$/, '');
  const url = new URL(`${scheme}://${host}:${options.port ?? (scheme === 'https' ? 443 : 80)}`);
  // On an error node:http does not look at the second argument, whatever its type says.
  dial(url, (error, socket) => callback?.(error, socket as Duplex));
  // Nothing is returned: node:http then waits for the callback.
  return undefined;
}

class DialAgent extends http.Agent {
  readonly #dial: Dial;

  constructor(dial: Dial) {
    super({ keepAlive: false });
    this.#dial = dial;
  }

  override createConnection(options: http.ClientRequestArgs, callback?: NodeAnswer): undefined {
    return dialFor(this.#dial, 'http', options, callback);
  }
}

class DialSecureAgent extends https.Agent {
  readonly #dial: Dial;

  constructor(dial: Dial) {
    super({ keepAlive: false });
    this.#dial = dial;
  }

  override createConnection(options: https.RequestOptions, callback?: NodeAnswer): undefined {
    return dialFor(this.#dial, 'https', options, callback);
  }
}

let interfaces: { readonly at: number; readonly addresses: readonly string[] } | undefined;
/** Interfaces come and go, but not within this time (ms). */
const INTERFACES_FRESH_MS = 10_000;

function ownAddresses(): readonly string[] {
  if (!interfaces || Date.now() - interfaces.at > INTERFACES_FRESH_MS) {
    const all = Object.values(os.networkInterfaces()).flatMap((list) => list ?? []);
    interfaces = { at: Date.now(), addresses: all.map((entry) => entry.address) };
  }
  return interfaces.addresses;
}

/** A custom list replaces Node's, NODE_EXTRA_CA_CERTS included: so all three go in. */
function authorities(file: string): string[] {
  const extra = process.env['NODE_EXTRA_CA_CERTS'];
  return [...tls.rootCertificates, readFileSync(file, 'utf8'), ...(extra ? [readFileSync(extra, 'utf8')] : [])];
}

function bareHost(url: URL): string {
  const host = url.hostname.toLowerCase();
  if (host.startsWith('[')) return host.slice(1, -1);
  return host.endsWith('.') ? host.slice(0, -1) : host;
}

function isSecure(url: URL): boolean {
  return url.protocol === 'https:' || url.protocol === 'wss:';
}

function refused(host: string, reason: string): GatewayError {
  return new GatewayError('TARGET_NOT_ALLOWED', { host, reason });
}

function codeOf(cause: Error): string {
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
}

function unreachable(host: string, cause: Error): GatewayError {
  const code = codeOf(cause);
  if (code === 'ETIMEDOUT') return new GatewayError('TARGET_TIMEOUT', { host }, cause);
  const reasons: Record<string, string> = {
    ECONNREFUSED: 'nothing listens there',
    EHOSTUNREACH: 'no way to the host',
    ENETUNREACH: 'no way to the network',
    ECONNRESET: 'it closed the connection',
  };
  return new GatewayError('TARGET_UNREACHABLE', { host, reason: reasons[code] ?? 'the connection failed' }, cause);
}

function tlsReason(cause: Error): string {
  const reasons: Record<string, string> = {
    CERT_HAS_EXPIRED: 'its certificate has expired',
    CERT_NOT_YET_VALID: 'its certificate is not valid yet',
    ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
    DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
    SELF_SIGNED_CERT_IN_CHAIN: 'its certificate chain is self-signed',
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate chain is incomplete',
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its authority is unknown',
  };
  return reasons[codeOf(cause)] ?? 'the TLS handshake failed';
}
