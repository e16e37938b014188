/**
 * What the policies of pages stopped, as browsers report it. A report that names a host of ours is the site's own rule at
 * work; one that names another host is an escape: an address that we failed to map, and that only the policy held back.
 */
import type { Logger } from 'pino';
import type { Session } from '../sessions/index.ts';

/** Lines in the log; a page can report as often as it likes. */
const LINES_PER_MINUTE = 10;

export class EscapeCounter {
  readonly #log: Logger;
  #minute = 0;
  #lines = 0;
  /** Since the start. */
  escapes = 0;

  constructor(log: Logger) {
    this.#log = log;
  }

  /** `body`: what the browser posted; whatever is no report is nothing. */
  take(session: Session, body: unknown): void {
    const report = field(body, 'csp-report');
    const blocked = text(field(report, 'blocked-uri'));
    const escaped = isForeign(blocked, session) && text(field(report, 'disposition')) !== 'report';
    if (escaped) this.escapes++;
    const minute = Math.floor(Date.now() / 60_000);
    if (this.#minute !== minute) {
      this.#minute = minute;
      this.#lines = 0;
    }
    if (this.#lines++ >= LINES_PER_MINUTE) return;
    const directive = (text(field(report, 'effective-directive')) || text(field(report, 'violated-directive'))).slice(0, 100);
    // Addresses in full may hold what is nobody's business.
    const host = URL.canParse(blocked) ? new URL(blocked).origin : blocked.slice(0, 20);
    const line = { session: session.id, directive, blocked: host };
    if (escaped) this.#log.warn(line, 'a page asked for an address that was not mapped; its policy stopped it');
    else this.#log.info(line, 'policy of a page stopped a request');
  }
}

/** `inline`, `eval`, `data` and the like are no addresses. */
function isForeign(blocked: string, session: Session): boolean {
  return /^(?:https?|wss?):/i.test(blocked) && URL.canParse(blocked) && !session.urls.isGateway(blocked);
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
