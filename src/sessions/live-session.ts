/** One session in memory: everything the doors need of it, made together and cleared together. */
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Config, PolicyBook, Site, SiteBook } from '../config/index.ts';
import { mayOpenHost } from '../config/index.ts';
import { GatewayError } from '../shared/error-codes.ts';
import type { ParticipantId, SessionId } from '../shared/ids.ts';
import type { SessionState, SessionSummary } from '../shared/messages.ts';
import type { Policy } from '../shared/policy.ts';
import type { Staff, StaffRole } from '../shared/staff.ts';
import { UrlMap } from '../shared/url-map.ts';
import { Aliases } from './aliases.ts';
import { createAssets, type AssetStore } from './asset-store.ts';
import { createJar, type TargetJar } from './cookie-jar.ts';
import { Lifetime } from './lifetime.ts';
import type { RoomEvent } from './listener.ts';
import { MirrorState } from './mirror-state.ts';
import { keyedId, randomDigits, randomToken } from './random.ts';
import { SessionNotes } from './notes.ts';
import { Room } from './room.ts';
import { aboutIn, type Session, type SessionAbout, type SessionTest } from './session.ts';

export interface LiveSessionDeps {
  readonly config: Config;
  readonly policies: { of(company: string): PolicyBook };
  readonly book: SiteBook;
  /** Ready-made messages of a company. */
  answers(company: string): readonly string[];
  checkTarget(url: string, allowed: ReadonlySet<string>): Promise<void>;
  tell(session: SessionId, event: RoomEvent): void;
  requestEnd(session: SessionId, by: string): void;
  addFriend(session: LiveSession, name: string): Promise<{ readonly link: string; readonly participant: ParticipantId }>;
  changed(session: LiveSession): void;
}

/** Labels of one visit that are cleared at its end; more than a visit's pages and frames come from. */
const MAX_LABELS = 300;

export class LiveSession implements Session {
  readonly id: SessionId;
  readonly url: string;
  readonly site: Site | undefined;
  readonly createdAt = new Date();
  readonly company: string;
  readonly owner: string;
  about: SessionAbout;
  readonly notes = new SessionNotes();
  readonly test: SessionTest | undefined;
  readonly urls: UrlMap;
  readonly aliases = new Aliases();
  readonly policy: Policy;
  readonly jar: TargetJar = createJar();
  readonly assets: AssetStore;
  readonly room: Room;
  readonly allowedPrivate: ReadonlySet<string>;
  readonly labelsUsed: Set<string> = new BoundedSet(MAX_LABELS);
  readonly hidden: readonly string[];
  readonly mayOpen: (url: string) => boolean;
  /** Seats of signed-in users. */
  readonly userSeats = new Map<string, ParticipantId>();
  /** What each of them was when the seat was taken. */
  readonly seatRoles = new Map<string, StaffRole>();
  /** Of whoever started it, or of whom its agent's link was made for. */
  firstSeat: ParticipantId | undefined;
  /** The nine digits were typed: they open nothing any more. */
  pinUsed = false;
  /** The page that waits with a PIN is told that the customer said yes. */
  onStarted: ((entry: string) => void) | undefined;
  /** What is noted is kept after the end, as the chat is. */
  readonly keepsNotes: boolean;
  readonly #noted: (text: string) => void;
  readonly #lifetime: Lifetime;

  constructor(
    options: {
      id: SessionId;
      url: string;
      by: Staff;
      about: SessionAbout;
      allowedPrivate: readonly string[];
      test: SessionTest | undefined;
    },
    deps: LiveSessionDeps,
  ) {
    const { config } = deps;
    // Asked for each time: what an administrator saves holds from the next page on.
    const policy = () => deps.policies.of(options.by.company);
    this.id = options.id;
    this.url = options.url;
    this.test = options.test;
    // A site with front or script mode is tested on labels: the same masks, and requests that can be held back.
    this.site = options.test ? undefined : deps.book.siteOf(options.url);
    this.company = options.by.company;
    this.owner = options.by.id;
    this.about = options.about;
    this.#noted = (text) => deps.tell(options.id, { type: 'notes', text });
    this.keepsNotes = config.keepTranscripts.includes(options.by.company);
    this.allowedPrivate = new Set(options.allowedPrivate);
    this.urls = new UrlMap(config.host, options.id, this.aliases);
    this.policy = policy().forUrl(options.url);
    this.hidden = policy().hidden(this.policy);
    this.mayOpen = (url) => isOpenable(config, policy(), url, options.url);
    this.assets = createAssets(config.limits.assetBytesPerSession);
    this.#lifetime = new Lifetime({ ...config.limits, end: (by) => deps.requestEnd(options.id, by) });
    const assetKey = randomToken();
    this.room = new Room({
      id: options.id,
      url: options.url,
      origin: this.urls.own,
      pin: randomDigits(9),
      hidden: this.hidden,
      limits: config.limits,
      turn: config.turn,
      stepUp: config.stepUp,
      dataDir: config.dataDir === ':memory:' ? path.join(tmpdir(), `samepage-${process.pid}`) : config.dataDir,
      hrefOf: (url) => (this.site ? (deps.book.siteOf(url) === this.site ? url : undefined) : this.urls.toGateway(url)),
      keepsChat: config.keepTranscripts.includes(options.by.company),
      answers: () => deps.answers(options.by.company),
      // A test is of every rule, whoever it is for.
      policyFor: (url, watching) => policy().forUrl(url, options.url, options.test ? undefined : watching),
      wordsOf: (of, rules) => policy().wordsOf(of, rules),
      createMirror: ({ patterns }) => new MirrorState({ patterns, assetId: (address) => keyedId(assetKey, address) }),
      checkGo: async (url) => {
        if (this.urls.isGateway(url) || !this.mayOpen(url))
          throw new GatewayError('TARGET_NOT_ALLOWED', { host: hostOf(url), reason: 'not on the list' });
        if (this.site) {
          if (deps.book.siteOf(url) !== this.site)
            throw new GatewayError('TARGET_NOT_ALLOWED', { host: hostOf(url), reason: 'it is another site' });
          return;
        }
        await deps.checkTarget(url, this.allowedPrivate);
      },
      tell: (event) => deps.tell(options.id, event),
      requestEnd: (by) => deps.requestEnd(options.id, by),
      addFriend: (name) => deps.addFriend(this, name),
      isOwner: (participant) => participant === (this.userSeats.get(this.owner) ?? this.firstSeat),
      pointed: (picked) => options.test?.pointed(picked),
      planted: (message) => options.test?.planted(message),
      presence: (here) => this.#lifetime.presence(here),
      changed: () => deps.changed(this),
    });
  }

  get state(): SessionState {
    return this.room.state;
  }

  get downloads(): Room['downloads'] {
    return this.room.downloads;
  }

  get notices(): Room['notices'] {
    return this.room.notices;
  }

  start(participant: ParticipantId, granted: Config['grants']): void {
    // A test's guest listens and does nothing else.
    this.room.start(participant, this.test ? ['view'] : granted);
    this.#lifetime.start();
    const customerHere = this.room.people().some(({ role, state }) => role === 'customer' && state === 'here');
    this.#lifetime.presence({ customer: customerHere, anybody: this.room.people().some(({ state }) => state === 'here') });
  }

  summary(endedAt: Date | null = null): SessionSummary {
    return {
      id: this.id,
      url: this.url,
      state: this.state,
      createdAt: this.createdAt.toISOString(),
      endedAt: endedAt?.toISOString() ?? null,
      ...aboutIn(this.about),
      participants: this.room.people().map(({ role, name, state }) => ({ role, name, state })),
    };
  }

  /** Sockets closed, cookies, bytes and shadow copies gone. */
  end(): void {
    this.#lifetime.close();
    if (this.keepsNotes && this.notes.text !== '') this.#noted(this.notes.text);
    this.room.end();
    this.jar.clear();
    this.assets.clear();
  }
}

/** May a document of this address be opened in a session that began at `sessionUrl`? Private addresses are another question. */
export function isOpenable(config: Config, policy: PolicyBook, url: string, sessionUrl: string): boolean {
  return mayOpenHost(config.allow, url) && policy.mayOpen(url, sessionUrl);
}

export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'this address';
}

/** Forgets the oldest. */
class BoundedSet extends Set<string> {
  readonly #max: number;

  constructor(max: number) {
    super();
    this.#max = max;
  }

  override add(value: string): this {
    super.add(value);
    if (this.size > this.#max) {
      const [oldest] = this;
      if (oldest !== undefined) this.delete(oldest);
    }
    return this;
  }
}
