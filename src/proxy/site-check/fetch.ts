/**
 * What a look at a site asks for: GET alone, through the connector as every other request, with cookies that live as long as
 * the look. Bounded in time, bytes and number of requests; what a bound cut off is known.
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import type { Config } from '../../config/index.ts';
import type { TargetJar } from '../../sessions/index.ts';
import { GatewayError } from '../../shared/error-codes.ts';
import { readBody } from '../read-body.ts';
import { askTarget } from '../target-answer.ts';

/** One answer may take so long to begin (ms). */
const FIRST_BYTE_MS = 8_000;
/** All of a look (ms): somebody waits for it, with a customer on the line. */
export const LOOK_MS = 15_000;
/** All bytes of a look, unpacked. */
const BYTES_MAX = 8 * 1024 * 1024;
/** Requests of a look: the page and its redirects, scripts, frames. */
const REQUESTS_MAX = 30;

export interface Fetched {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  /** There was more than is here. */
  readonly cut: boolean;
}

export interface Asker {
  readonly userAgent: string | undefined;
  readonly languages: string | undefined;
}

/** The requests of one look. */
export class Fetcher {
  readonly #dispatcher: Dispatcher;
  readonly #limits: Config['limits'];
  readonly #jar: TargetJar;
  readonly #asker: Asker;
  readonly #endsAt = Date.now() + LOOK_MS;
  readonly #open = new Set<() => void>();
  readonly #timer: NodeJS.Timeout;
  #requests = 0;
  #bytes = 0;
  #cut = false;

  constructor(deps: { dispatcher: Dispatcher; limits: Config['limits']; jar: TargetJar; asker: Asker }) {
    this.#dispatcher = deps.dispatcher;
    this.#limits = deps.limits;
    this.#jar = deps.jar;
    this.#asker = deps.asker;
    this.#timer = setTimeout(() => this.close(), LOOK_MS);
  }

  /** Was something left out for a bound? */
  get cut(): boolean {
    return this.#cut;
  }

  get kilobytes(): number {
    return Math.ceil(this.#bytes / 1024);
  }

  get leftMs(): number {
    return Math.max(0, this.#endsAt - Date.now());
  }

  close(): void {
    clearTimeout(this.#timer);
    for (const abort of this.#open) abort();
  }

  /** Throws a GatewayError; follows nothing. `limit`: bytes that are read of it. */
  async get(url: URL, kind: 'document' | 'script', limit: number): Promise<Fetched> {
    if (this.#requests >= REQUESTS_MAX || this.leftMs === 0) {
      this.#cut = true;
      throw new GatewayError('TARGET_TIMEOUT', { host: url.host });
    }
    this.#requests++;
    const cookie = this.#jar.header(url.href, { sameSite: 'lax' });
    const { answer, abort } = askTarget(this.#dispatcher, {
      origin: url.origin,
      path: url.pathname + url.search,
      method: 'GET',
      headers: {
        host: url.host,
        accept: kind === 'document' ? 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8' : '*/*',
        'accept-encoding': 'gzip, br',
        ...(this.#asker.languages === undefined ? {} : { 'accept-language': this.#asker.languages }),
        ...(this.#asker.userAgent === undefined ? {} : { 'user-agent': this.#asker.userAgent }),
        ...(cookie === '' ? {} : { cookie }),
      },
      body: null,
      headersTimeoutMs: Math.min(FIRST_BYTE_MS, this.leftMs),
      bodyTimeoutMs: Math.min(FIRST_BYTE_MS, this.leftMs),
      host: url.host,
      onBytes: () => undefined,
    });
    this.#open.add(abort);
    try {
      const head = await answer;
      this.#jar.setFromResponse(url.href, setCookies(head.headers), { sameSite: 'lax' });
      const { bytes, cut } = await readBody(head, this.#limits, Math.min(limit, BYTES_MAX - this.#bytes));
      this.#bytes += bytes.length;
      this.#cut ||= cut;
      return { status: head.status, headers: head.headers, bytes, cut };
    } finally {
      this.#open.delete(abort);
    }
  }
}

function setCookies(headers: IncomingHttpHeaders): readonly string[] {
  const lines = headers['set-cookie'];
  return Array.isArray(lines) ? lines : [];
}
