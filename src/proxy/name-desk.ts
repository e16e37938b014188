/**
 * Names of targets -> addresses. The system's resolver answers few at a time, for all sessions together: names whose servers never
 * answer must not be what everybody waits behind. So one domain has few questions at a time, and none for a while once it was silent.
 */
import dns from 'node:dns/promises';
import { LRUCache } from 'lru-cache';
import { getDomain } from 'tldts';

/** Of one domain; as many as the resolver takes of all (half of libuv's four threads). */
const AT_ONCE = 2;
/** Names of one domain that wait for those; a page of a thousand hosts is none that anybody needs. */
const WAITING_MAX = 100;
/** A domain that did not answer is asked again after this time (ms). */
const SILENT_MS = 15_000;
/** Domains that are known at a time; what is forgotten is asked as if for the first time. */
const DOMAINS_MAX = 1000;

interface Domain {
  running: number;
  readonly waiting: (() => void)[];
  silentUntil: number;
}

export class NameDesk {
  readonly #timeoutMs: number;
  readonly #domains = new LRUCache<string, Domain>({ max: DOMAINS_MAX });

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  /** Every address of it. Throws when there is none, or none in time. */
  async lookup(host: string): Promise<string[]> {
    const key = getDomain(host) ?? host;
    let domain = this.#domains.get(key);
    if (!domain) this.#domains.set(key, (domain = { running: 0, waiting: [], silentUntil: 0 }));
    refuseSilent(domain);
    const known = domain;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_done, fail) => {
      timer = setTimeout(() => {
        known.silentUntil = Date.now() + SILENT_MS;
        fail(new Error(`no answer in ${this.#timeoutMs} ms`));
      }, this.#timeoutMs);
    });
    try {
      return await Promise.race([ask(known, host), late]);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** The turn ends with the resolver's answer, however late that comes: until then one of its threads is taken. */
async function ask(domain: Domain, host: string): Promise<string[]> {
  if (domain.running >= AT_ONCE) {
    if (domain.waiting.length >= WAITING_MAX) throw new Error('too many names of one domain');
    await new Promise<void>((turn) => domain.waiting.push(turn));
  }
  domain.running++;
  try {
    refuseSilent(domain);
    const answers = await dns.lookup(host, { all: true, verbatim: true });
    if (answers.length === 0) throw new Error('no addresses');
    return answers.map(({ address }) => address);
  } finally {
    domain.running--;
    domain.waiting.shift()?.();
  }
}

function refuseSilent({ silentUntil }: Domain): void {
  if (Date.now() < silentUntil) throw new Error('its name servers do not answer');
}
