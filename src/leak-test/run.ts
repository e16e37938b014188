/**
 * One leak test: a session of its own whose customer is a browser of the administrator's. Two guests that only listen sit in
 * it, one from the beginning and one who comes late. Once the page stands still it is told to plant; what the page said,
 * what the guests received, what may be fetched for them, the log, the kept files and the figures are searched.
 *
 *   waiting (for Start) -> plant -> both guests have seen it -> session ended -> files searched -> report signed
 */
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from 'pino';
import type { PolicyBook } from '../config/index.ts';
import type { CreatedSession, Session, SessionTest } from '../sessions/index.ts';
import { TOP_FRAME, type FrameId, type ParticipantId, type SessionId } from '../shared/ids.ts';
import {
  searchedPlaces,
  type LeakReport,
  type LeakTestState,
  type LeakVerdict,
  type PlantOrder,
  type SearchedPlace,
} from '../shared/leak-test.ts';
import type { Policy } from '../shared/policy.ts';
import type { Staff } from '../shared/staff.ts';
import { PlantedBook } from './planted.ts';
import { samplesOf } from './samples.ts';
import { CanarySearch } from './search.ts';
import type { ReportSigner } from './signing.ts';
import { SilentGuest } from './silent-guest.ts';
import { spellingNames } from './spellings.ts';

/** How often conditions are looked at (ms). */
const LOOK_MS = 100;
/** A page that said nothing for so long stands still (ms) … */
const QUIET_MS = 800;
/** … and one that never does is tested as it moves, after so long (ms). */
const PATIENCE_MS = 15_000;
/** The customer's browser must open the link and press Start in this time (ms). */
const START_MS = 15 * 60_000;
/** For a page of megabytes on a slow line (ms). */
const LOAD_MS = 120_000;
/** Images, fonts and sheets that are fetched for the guest. */
const MAX_ASSETS = 500;
/** Beyond this a kept file is none of a session's (bytes); the report says that not all was searched. */
const MAX_FILE_BYTES = 2 ** 31;
const READ_BYTES = 1 << 20;

/** Why a test came to nothing, in words for whoever started it. */
class Stopped extends Error {}

export interface LeakTestDeps {
  /** Of the program. */
  readonly version: string;
  readonly dataDir: string;
  readonly signer: ReportSigner;
  readonly policies: { of(company: string): PolicyBook };
  readonly log: Logger;
  create(options: { url: string; by: Staff; test: SessionTest }): Promise<CreatedSession>;
  end(session: SessionId): Promise<unknown>;
  /** What a guest would get for this address. */
  asset(session: Session, address: string): Promise<{ readonly bytes: Buffer } | undefined>;
  /** Calls back with every line of the log; hands back how to stop that. */
  lines(listener: (line: string) => void): () => void;
  /** Until rows on their way are in the store. */
  written(): Promise<unknown>;
  /** What is measured and shown of the gateway. */
  figures(): unknown;
}

export class LeakTestRun implements SessionTest {
  readonly is = 'leak-test';
  state: LeakTestState = { state: 'waiting' };
  sealed = false;
  readonly startedAt = Date.now();
  readonly company: string;
  readonly #deps: LeakTestDeps;
  readonly #by: Staff;
  readonly #url: string;
  readonly #order: PlantOrder;
  readonly #search: CanarySearch<SearchedPlace>;
  readonly #book: PlantedBook;
  readonly #policy: Policy;
  /** Position in the stream after planting, by frame. */
  readonly #planted = new Map<FrameId, { readonly epoch: number; readonly seq: number }>();
  #isWhole = true;

  constructor(deps: LeakTestDeps, options: { by: Staff; url: string; policy: Policy; stem: string; control: string }) {
    this.#deps = deps;
    this.#by = options.by;
    this.company = options.by.company;
    this.#url = options.url;
    this.#policy = options.policy;
    this.#order = { stem: options.stem, control: options.control, samples: samplesOf(options.policy) };
    this.#book = new PlantedBook(options.stem);
    this.#search = new CanarySearch([options.stem, options.control, ...this.#order.samples.map(({ text }) => text)]);
  }

  // ---- what the session's doors tell ------------------------------------------------------------------------------------

  heard(text: string): void {
    this.#search.look('page', Buffer.from(text));
  }

  names(text: string): boolean {
    return text.toLowerCase().includes(this.#order.stem);
  }

  pointed(): void {
    // Nobody points here.
  }

  planted({ frame, epoch, seq, planted }: Parameters<SessionTest['planted']>[0]): void {
    if (this.sealed && this.#book.take(planted)) this.#planted.set(frame, { epoch, seq });
    else this.#isWhole = false;
  }

  // ---- the test ---------------------------------------------------------------------------------------------------------

  /** Never rejects: what went wrong is the state. */
  async run({ session }: CreatedSession, guest: ParticipantId): Promise<void> {
    const unlisten = this.#deps.lines((line) => this.#search.look('log', Buffer.from(line)));
    const first = new SilentGuest((bytes) => this.#search.look('guest', bytes));
    const late = new SilentGuest((bytes) => this.#search.look('guest', bytes));
    try {
      if (!first.enter(session, guest)) throw new Stopped('the room did not let the silent guest in');
      await this.#until(START_MS, 'nobody pressed Start', () => session.state === 'live', session);
      this.state = { state: 'running' };
      await this.#until(LOAD_MS, 'the page did not load', () => first.positions.has(TOP_FRAME), session);
      await this.#standsStill(first, session);
      this.sealed = true;
      if (!session.room.plant(this.#order)) throw new Stopped('the page is gone');
      await this.#until(LOAD_MS, 'the page did not plant', () => this.#planted.has(TOP_FRAME), session);
      await this.#until(PATIENCE_MS, 'the guest did not see it', () => this.#hasSeen(first), session);
      await this.#standsStill(first, session);
      if (!late.enter(session, guest)) throw new Stopped('the room did not let the late guest in');
      const before = first.positions.get(TOP_FRAME)?.epoch;
      session.room.refresh();
      await this.#until(LOAD_MS, 'the page was not described again', () => first.positions.get(TOP_FRAME)?.epoch !== before, session);
      await this.#standsStill(first, session);
      await this.#fetchAssets(first, session);
      await this.#deps.end(session.id);
      this.state = { state: 'searching' };
      await this.#deps.written();
      await this.#searchKept();
      this.#search.look('metrics', Buffer.from(JSON.stringify(this.#deps.figures())));
      unlisten();
      await this.#search.settle();
      this.state = { state: 'done', signed: this.#deps.signer.sign(this.#report()) };
    } catch (error) {
      if (!(error instanceof Stopped)) this.#deps.log.error({ err: error }, 'a leak test failed');
      this.state = { state: 'failed', reason: error instanceof Stopped ? error.message : 'something went wrong on our side' };
      await this.#deps.end(session.id);
    } finally {
      unlisten();
      first.leave();
      late.leave();
    }
  }

  async #until(ms: number, otherwise: string, holds: () => boolean, session: CreatedSession['session']): Promise<void> {
    const deadline = Date.now() + ms;
    while (!holds()) {
      if (session.state === 'ended') throw new Stopped('the session ended before the test was over');
      if (Date.now() > deadline) throw new Stopped(otherwise);
      await pause(LOOK_MS);
    }
  }

  async #standsStill(guest: SilentGuest, session: CreatedSession['session']): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS;
    const isStill = () => Date.now() > deadline || Date.now() - guest.changedAt >= QUIET_MS;
    await this.#until(PATIENCE_MS + QUIET_MS, 'the page is gone', isStill, session);
  }

  #hasSeen(guest: SilentGuest): boolean {
    return [...this.#planted].every(([frame, { epoch, seq }]) => {
      const at = guest.positions.get(frame);
      return at !== undefined && (at.epoch !== epoch || at.seq >= seq);
    });
  }

  async #fetchAssets(guest: SilentGuest, session: CreatedSession['session']): Promise<void> {
    if (guest.assets.size > MAX_ASSETS) this.#isWhole = false;
    for (const id of [...guest.assets].slice(0, MAX_ASSETS)) {
      const address = session.room.assetAddress(guest.capability, id);
      const asset = address === undefined ? undefined : await this.#deps.asset(session, address);
      if (asset) this.#search.look('assets', asset.bytes, true);
    }
  }

  async #searchKept(): Promise<void> {
    const { dataDir } = this.#deps;
    if (dataDir === ':memory:') return;
    for (const name of await readdir(dataDir, { recursive: true })) {
      const file = path.join(dataDir, name);
      const { size } = await stat(file);
      if (!(await stat(file)).isFile()) continue;
      if (size > MAX_FILE_BYTES) {
        this.#isWhole = false;
        continue;
      }
      let rest = Buffer.alloc(0);
      for await (const chunk of createReadStream(file, { highWaterMark: READ_BYTES }) as AsyncIterable<Buffer>) {
        const bytes = Buffer.concat([rest, chunk]);
        this.#search.look('store', bytes, size <= READ_BYTES);
        rest = bytes.subarray(-this.#search.overlap);
        await this.#search.settle();
      }
    }
  }

  // ---- the report -------------------------------------------------------------------------------------------------------

  #report(): LeakReport {
    const { control, samples } = this.#order;
    const sampled = new Map(samples.map(({ rule, text }) => [text, { rule, kind: 'pattern', lifted: null }]));
    const finds = this.#search.finds(this.#book.canaries);
    const planted = finds.filter(({ text }) => text !== control);
    const hits = planted.map(({ where, spelling, text }) => ({
      where,
      spelling,
      place: sampled.get(text) ?? this.#book.placeOf(text) ?? null,
    }));
    // What no rule bares stands first.
    hits.sort((a, b) => Number(a.place?.lifted != null) - Number(b.place?.lifted != null));
    const places = [...this.#book.all(), ...(this.#planted.size > 0 ? sampled.values() : [])];
    const rules = new Set(places.map(({ rule }) => rule));
    const reasons = new Map(this.#policy.rules.map(({ id, reason }) => [id, reason ?? '']));
    const controlSeen = finds.some(({ text, where }) => text === control && where === 'guest');
    const isBlind = !this.#isWhole || this.#search.overrun || (this.#book.controlStands && !controlSeen) || places.length === 0;
    return {
      kind: 'samepage-leak-test',
      format: 1,
      gateway: this.#deps.version,
      company: this.company,
      by: this.#by.name,
      url: this.#url,
      startedAt: new Date(this.startedAt).toISOString(),
      endedAt: new Date().toISOString(),
      policy: this.#policy.version,
      planted: [...rules].map((rule) => {
        const here = places.filter((place) => place.rule === rule);
        return { rule, canaries: here.length, kinds: [...new Set(here.map(({ kind }) => kind))].sort() };
      }),
      lifted: countLifted(places).map((row) => ({ ...row, reason: reasons.get(row.by) ?? '' })),
      untested: [
        ...this.#policy.rules
          .filter(({ id, kind }) => kind === 'mask' && !this.#book.matched.has(id))
          .map(({ id }) => ({ rule: id, why: 'no match' as const })),
        ...this.#policy.patterns.filter(({ id }) => !rules.has(id)).map(({ id }) => ({ rule: id, why: 'no sample' as const })),
      ],
      searched: searchedPlaces.map((where) => ({ where, ...(this.#search.counts.get(where) ?? { items: 0, bytes: 0 }) })),
      spellings: spellingNames,
      controlSeen,
      hits,
      verdict: verdictOf(hits, isBlind),
    };
  }
}

function verdictOf(hits: LeakReport['hits'], isBlind: boolean): LeakVerdict {
  // A find is one whatever was not seen beside it.
  if (hits.some(({ place }) => place?.lifted == null)) return 'leak';
  if (isBlind) return 'blind';
  return hits.length > 0 ? 'lifted' : 'clean';
}

function countLifted(
  places: readonly { readonly rule: string; readonly lifted: string | null }[],
): { rule: string; by: string; canaries: number }[] {
  const counts = new Map<string, { rule: string; by: string; canaries: number }>();
  for (const { rule, lifted } of places) {
    if (lifted === null) continue;
    const key = `${rule} ${lifted}`;
    const row = counts.get(key) ?? { rule, by: lifted, canaries: 0 };
    counts.set(key, row);
    row.canaries++;
  }
  return [...counts.values()];
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
