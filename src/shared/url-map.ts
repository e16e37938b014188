/**
 * Target addresses <-> the gateway's addresses, for one session. `sessionHost` is a template of one of two shapes:
 *   nested  http://{label}.{sid}.localhost:8080        flat  https://{label}--{sid}.gw.example
 * The session's own origin is the same host without the label.
 */
import { decodeLabel, encodeLabel, sidOfFlatLabel, type AliasTable } from './label.ts';

/** A parsed `sessionHost` template. */
export interface SessionHost {
  readonly shape: 'flat' | 'nested';
  readonly scheme: 'http' | 'https';
  /** Domain that all sessions share: `localhost`, `gw.example`. */
  readonly base: string;
  /** `:8080`, or empty for the scheme's default. */
  readonly port: string;
}

/** What a Host header names: a label of a session, or (label undefined) the session's own origin. */
export interface HostParts {
  readonly sid: string;
  readonly label: string | undefined;
}

/** Undefined when the template is of neither shape. `port` fills `{port}`. */
export function parseSessionHost(template: string, port: number): SessionHost | undefined {
  const filled = template.replace('{port}', String(port));
  const match = /^(https?):\/\/\{label\}(\.|--)\{sid\}\.([a-z0-9.-]+?)(?::(\d+))?\/?$/.exec(filled);
  if (!match) return undefined;
  const scheme = match[1] as 'http' | 'https'; // the pattern has no third way
  const standard = scheme === 'http' ? '80' : '443';
  return {
    shape: match[2] === '.' ? 'nested' : 'flat',
    scheme,
    base: match[3] ?? '',
    port: match[4] && match[4] !== standard ? `:${match[4]}` : '',
  };
}

/** `host` as a browser sends it, port included. Undefined: not one of our session hosts. */
export function parseHostHeader(host: SessionHost, header: string): HostParts | undefined {
  const text = header.toLowerCase();
  const suffix = `.${host.base}${host.port}`;
  if (!text.endsWith(suffix)) return undefined;
  const left = text.slice(0, -suffix.length);
  if (host.shape === 'nested') {
    const dot = left.lastIndexOf('.');
    const sid = left.slice(dot + 1);
    const label = dot < 0 ? undefined : left.slice(0, dot);
    if (!/^[a-z0-9]{2,16}$/.test(sid) || label === '' || label?.includes('.')) return undefined;
    return { sid, label };
  }
  if (left.includes('.')) return undefined;
  const sid = sidOfFlatLabel(left);
  if (sid !== undefined) return { sid, label: left };
  return /^[a-z0-9]{2,16}$/.test(left) ? { sid: left, label: undefined } : undefined;
}

/** `http://<sid>.localhost:8080`: consent, dock, viewer, assets, end page. */
export function ownOrigin(host: SessionHost, sid: string): string {
  return `${host.scheme}://${sid}.${host.base}${host.port}`;
}

/** CSP source of every session's own origin. */
export function sessionSource(host: SessionHost): string {
  return `${host.scheme}://*.${host.base}${host.port}`;
}

export class UrlMap {
  /** `http://<sid>.localhost:8080`. */
  readonly own: string;

  readonly #host: SessionHost;
  readonly #sid: string;
  readonly #aliases: AliasTable;
  readonly #suffix: string;
  /** Host of the session's own origin. */
  readonly #ownHost: string;
  // Behind `g` and `t` by what `gatewayOrigin` and `targetOrigin` were asked.
  // Pages name the same few origins thousands of times. 1000, some 200 KB: more than a site has; then it starts over.
  readonly #origins = new Map<string, string | undefined>();
  static readonly #maxOrigins = 1000;

  constructor(host: SessionHost, sid: string, aliases: AliasTable) {
    this.#host = host;
    this.#sid = sid;
    this.#aliases = aliases;
    this.own = ownOrigin(host, sid);
    this.#ownHost = this.own.slice(this.own.indexOf('//') + 2);
    this.#suffix = host.shape === 'nested' ? `.${sid}.${host.base}${host.port}` : `.${host.base}${host.port}`;
  }

  /** Gateway origin of a target's origin (or of any of its addresses); undefined when not http, https, ws, wss. */
  gatewayOrigin(target: string): string | undefined {
    const key = `g${target}`;
    if (this.#origins.has(key)) return this.#origins.get(key);
    const label = encodeLabel(target, this.#sid, this.#host.shape, this.#aliases);
    return this.#keep(key, label === undefined ? undefined : `${this.#host.scheme}://${label}${this.#suffix}`);
  }

  /** Target origin behind a gateway origin (`http://www-shop-example.<sid>.localhost:8080`), or undefined. */
  targetOrigin(gateway: string): string | undefined {
    const key = `t${gateway}`;
    if (this.#origins.has(key)) return this.#origins.get(key);
    return this.#keep(key, this.#decode(gateway));
  }

  /**
   * Gateway address of an absolute target address: scheme and host change (ws stays a socket scheme), user, password and
   * every byte after the host stay. Undefined when it is not an absolute http(s)/ws(s) address, or already one of this session's.
   */
  toGateway(target: string): string | undefined {
    const split = splitAddress(target);
    if (!split || this.#isOurs(split.host)) return undefined;
    // With a slash: what is no host to a URL parser must not become one because it stands at the end.
    const origin = this.gatewayOrigin(`${split.scheme}://${split.host}/`);
    if (origin === undefined) return undefined;
    return withUser(split.scheme.startsWith('ws') ? origin.replace(/^http/, 'ws') : origin, split.user) + split.rest;
  }

  /** Target address behind one of this session's gateway addresses, or undefined. */
  toTarget(gateway: string): string | undefined {
    const split = splitAddress(gateway);
    if (!split) return undefined;
    const socket = split.scheme.startsWith('ws');
    const origin = this.targetOrigin(`${socket ? split.scheme.replace('ws', 'http') : split.scheme}://${split.host}`);
    if (origin === undefined) return undefined;
    return withUser(socket ? origin.replace(/^http/, 'ws') : origin, split.user) + split.rest;
  }

  /** Is this an address on one of this session's hosts, or the session's own origin? */
  isGateway(address: string): boolean {
    const split = splitAddress(address);
    return split !== undefined && this.#isOurs(split.host);
  }

  #isOurs(written: string): boolean {
    const host = written.toLowerCase();
    if (host === this.#ownHost) return true;
    return host.endsWith(this.#suffix) && this.targetOrigin(`${this.#host.scheme}://${host}`) !== undefined;
  }

  #decode(gateway: string): string | undefined {
    const prefix = `${this.#host.scheme}://`;
    if (!gateway.startsWith(prefix) || !gateway.endsWith(this.#suffix)) return undefined;
    const label = gateway.slice(prefix.length, gateway.length - this.#suffix.length);
    return decodeLabel(label, this.#sid, this.#host.shape, this.#aliases);
  }

  #keep(key: string, value: string | undefined): string | undefined {
    if (this.#origins.size >= UrlMap.#maxOrigins) this.#origins.clear();
    this.#origins.set(key, value);
    return value;
  }
}

interface SplitAddress {
  readonly scheme: string;
  readonly authority: string;
  /** `user:password@`, or empty. */
  readonly user: string;
  /** Authority without user and password. */
  readonly host: string;
  /** Path, query and fragment, as written. */
  readonly rest: string;
}

// Backslashes and missing or extra slashes are what the URL standard forgives for special schemes; tabs and line ends
// are dropped by callers that take addresses from markup.
const ADDRESS = /^\s*(https?|wss?):[/\\]*([^/\\?#]+)([^]*)$/i;

function splitAddress(text: string): SplitAddress | undefined {
  const match = ADDRESS.exec(text);
  if (!match) return undefined;
  const authority = match[2] ?? '';
  const rest = match[3] ?? '';
  const at = authority.lastIndexOf('@') + 1;
  return {
    scheme: (match[1] ?? '').toLowerCase(),
    authority,
    user: authority.slice(0, at),
    host: authority.slice(at),
    rest: rest === '' || rest.startsWith('/') || rest.startsWith('\\') ? rest : `/${rest}`,
  };
}

function withUser(origin: string, user: string): string {
  return user === '' ? origin : origin.replace('//', () => `//${user}`);
}
