/**
 * Asks every site behind front mode, now and then, whether it is up. The state is for people (API, log): no request is
 * refused because of it, or a wrong path in the config would take a good site down.
 */
import type { Logger } from 'pino';
import type { FrontHost } from '../../config/index.ts';
import type { Connector } from '../connector.ts';
import { askTarget } from '../target-answer.ts';

export interface SiteHealth {
  readonly host: string;
  readonly target: string;
  readonly state: 'unknown' | 'up' | 'down';
  /** ISO 8601; null before the first check. */
  readonly since: string | null;
  readonly checkedAt: string | null;
  /** Milliseconds until the answer began. */
  readonly tookMs: number | null;
  /** Status of the last answer, or what stood in its way. */
  readonly finding: string | null;
}

export interface HealthDeps {
  readonly connector: Connector;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly log: Logger;
}

/** Wrong answers in a row before a site counts as down: one may be a restart. */
const FAILURES_UNTIL_DOWN = 2;

export class HealthCheck {
  readonly #deps: HealthDeps;
  readonly #fronts: readonly FrontHost[];
  readonly #health = new Map<string, SiteHealth>();
  readonly #failures = new Map<string, number>();
  readonly #timer: NodeJS.Timeout | undefined;
  #running = false;
  #closed = false;

  constructor(fronts: readonly FrontHost[], deps: HealthDeps) {
    this.#deps = deps;
    this.#fronts = fronts;
    for (const { host, target } of fronts) {
      const health = { host, target: target.origin, state: 'unknown', since: null, checkedAt: null, tookMs: null, finding: null } as const;
      this.#health.set(host, health);
    }
    if (fronts.length === 0) return;
    this.#timer = setInterval(() => void this.checkAll(), deps.intervalMs).unref();
    setImmediate(() => void this.checkAll());
  }

  list(): SiteHealth[] {
    return [...this.#health.values()];
  }

  /** One round at a time: a round that is still waiting is not doubled. */
  async checkAll(): Promise<void> {
    if (this.#running || this.#closed) return;
    this.#running = true;
    try {
      await Promise.all(this.#fronts.map((front) => this.#check(front)));
    } finally {
      this.#running = false;
    }
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#timer);
  }

  async #check(front: FrontHost): Promise<void> {
    const { connector, timeoutMs } = this.#deps;
    const started = performance.now();
    const { answer, abort } = askTarget(connector.dispatcher(placesOf(front)), {
      origin: front.target.origin,
      path: front.health,
      method: 'GET',
      headers: { host: front.host, 'user-agent': 'samepage-health', accept: '*/*', 'x-forwarded-proto': front.scheme },
      body: null,
      headersTimeoutMs: timeoutMs,
      bodyTimeoutMs: timeoutMs,
      host: front.host,
      onBytes: () => undefined,
    });
    const late = setTimeout(abort, timeoutMs);
    try {
      const { status } = await answer;
      // Its head is all that was asked for.
      abort();
      this.#note(front, status < 500, `status ${status}`, performance.now() - started);
    } catch (error) {
      this.#note(front, false, error instanceof Error ? error.message : String(error), performance.now() - started);
    } finally {
      clearTimeout(late);
    }
  }

  #note(front: FrontHost, isGood: boolean, finding: string, tookMs: number): void {
    const before = this.#health.get(front.host);
    if (this.#closed || !before) return;
    const failures = isGood ? 0 : (this.#failures.get(front.host) ?? 0) + 1;
    this.#failures.set(front.host, failures);
    const state = isGood ? 'up' : failures >= FAILURES_UNTIL_DOWN || before.state === 'unknown' ? 'down' : before.state;
    const now = new Date().toISOString();
    const changed = state !== before.state;
    this.#health.set(front.host, {
      ...before,
      state,
      finding,
      checkedAt: now,
      since: changed ? now : before.since,
      tookMs: Math.round(tookMs),
    });
    if (changed)
      this.#deps.log[state === 'down' ? 'warn' : 'info']({ host: front.host, state, finding }, 'a site behind front mode changed');
  }
}

/** What the connector may reach for this host although it may be private: the config names it. */
export function placesOf({ target }: FrontHost): ReadonlySet<string> {
  const name = target.hostname.replace(/^\[|\]$/g, '');
  return new Set([`${name}:${target.port || (target.protocol === 'https:' ? '443' : '80')}`]);
}
