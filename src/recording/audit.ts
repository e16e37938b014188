/**
 * The audit: who came, what was allowed, what was refused, who ended it. Rows outlive the session; nothing of a page is in
 * them, and addresses lose their query.
 */
import type { Logger } from 'pino';
import { withoutTokens, type RoomEvent, type RoomListener } from '../sessions/index.ts';
import type { ParticipantId, SessionId } from '../shared/ids.ts';
import { passingKinds } from '../shared/messages.ts';
import type { AuditRow, Store } from '../store/index.ts';

type Detail = AuditRow['detail'];

/** Rows of one session: a day of clicking. Beyond it only who came, went and ended is kept. */
const MAX_ROWS = 20_000;
/** Of one kind of fault per session: a broken page can report the same thing for hours. */
const MAX_FAULTS = 100;

export class AuditListener implements RoomListener {
  readonly #store: Store;
  readonly #log: Logger;
  readonly #counts = new Map<SessionId, { rows: number; faults: number }>();
  // One after the other: the order of rows is the order of events, whatever the store.
  #queue: Promise<void> = Promise.resolve();

  constructor(store: Store, log: Logger) {
    this.#store = store;
    this.#log = log;
  }

  told(session: SessionId, event: RoomEvent): void {
    const count = this.#counts.get(session) ?? { rows: 0, faults: 0 };
    this.#counts.set(session, count);
    if (event.type === 'ended' || event.type === 'rated') this.#counts.delete(session);
    if (event.type === 'fault' && ++count.faults > MAX_FAULTS) return;
    const row = rowOf(event);
    if (!row) return;
    const frequent =
      event.type === 'act' || event.type === 'page' || event.type === 'chat' || event.type === 'ink' || event.type === 'download';
    if (frequent && ++count.rows > MAX_ROWS) return;
    const at = Date.now();
    this.#queue = this.#queue
      .then(() => this.#store.addAudit({ at, session, participant: row.participant, event: event.type, detail: row.detail }))
      .catch((error: unknown) => this.#log.error({ err: error, event: event.type }, 'an audit row could not be written'));
  }

  /** Waits for rows on their way; before the store is closed. */
  close(): Promise<void> {
    return this.#queue;
  }
}

function rowOf(event: RoomEvent): { participant: ParticipantId | null; detail: Detail } | undefined {
  switch (event.type) {
    case 'created':
      return { participant: null, detail: { url: withoutQuery(event.url), by: event.by } };
    case 'invited':
    case 'joined':
    case 'left':
      return { participant: event.participant, detail: { role: event.role, name: event.name } };
    case 'sent-off':
      return { participant: event.by, detail: { whose: event.participant, name: event.name } };
    case 'link-opened':
      return { participant: event.participant, detail: { role: event.role } };
    case 'notice':
      return { participant: event.participant, detail: { version: event.version, language: event.language } };
    case 'consent':
      return { participant: event.participant, detail: { granted: event.granted.join(',') } };
    case 'state':
      return { participant: event.participant, detail: { state: event.state } };
    case 'rights':
      return { participant: event.by, detail: { whose: event.participant, action: event.action, allow: event.allow } };
    case 'control':
      return { participant: event.by, detail: { whose: event.participant, control: event.control } };
    case 'page':
      return { participant: null, detail: { url: withoutQuery(event.url) } };
    case 'act':
      return actRow(event);
    case 'chat':
      return { participant: event.participant, detail: {} };
    case 'ink':
      return { participant: event.participant, detail: { what: event.what } };
    case 'board': {
      const { participant, what, item, kind, url } = event;
      return { participant, detail: { what, item, kind, ...(url === undefined ? {} : { url: withoutQuery(url) }) } };
    }
    case 'step-up': {
      const { step, is, participant, by } = event;
      return { participant: by, detail: { whose: participant, step, is } };
    }
    case 'download':
      return { participant: null, detail: { mime: event.mime, ...(event.bytes === null ? {} : { bytes: event.bytes }) } };
    case 'fault':
      return { participant: event.participant, detail: { finding: event.finding.slice(0, 200) } };
    case 'notes':
      return { participant: null, detail: { characters: event.text.length } };
    case 'transcript':
      return { participant: null, detail: { lines: event.lines.length } };
    case 'hits':
      return undefined; // counts for the alarm, which are no deed of anybody
    case 'rated':
      return { participant: null, detail: { rating: event.rating } };
    case 'about':
    case 'ended':
      return { participant: null, detail: { by: event.by } };
    default:
      return event satisfies never;
  }
}

/** Every refusal, and every deed that changes something; pointing and scrolling about would bury both. */
function actRow(event: Extract<RoomEvent, { type: 'act' }>): { participant: ParticipantId; detail: Detail } | undefined {
  const { participant, kind, outcome } = event;
  if (outcome.result === 'refused') return { participant, detail: { kind, result: outcome.result, code: outcome.code } };
  return passingKinds.has(kind) || outcome.result !== 'done' ? undefined : { participant, detail: { kind, result: outcome.result } };
}

function withoutQuery(url: string): string {
  if (!URL.canParse(url)) return '';
  const { origin, pathname } = new URL(url);
  return origin === 'null' ? '' : withoutTokens(origin + pathname);
}
