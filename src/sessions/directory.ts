/** Every session that is not ended, and the ways in: links, PINs, tickets, cookies. */
import type { Logger } from 'pino';
import { SiteBook, type Config, type PolicyBook, type Site } from '../config/index.ts';
import { GatewayError } from '../shared/error-codes.ts';
import type { ParticipantId, SessionId } from '../shared/ids.ts';
import { ownPaths } from '../shared/boot.ts';
import type { Person, SessionSummary } from '../shared/messages.ts';
import { isGuestRole, type Role } from '../shared/roles.ts';
import { MAIN_COMPANY, seatRole, type Staff } from '../shared/staff.ts';
import { sha256, type Store } from '../store/index.ts';
import { cleanName } from './chat.ts';
import { VisitorCookies } from './cookies.ts';
import type { RoomEvent, RoomListener } from './listener.ts';
import { hostOf, isOpenable, LiveSession, type LiveSessionDeps } from './live-session.ts';
import { newParticipantId } from './participant.ts';
import { CustomerPins, PinTries, type AskingPage, type ClaimStatus } from './pin.ts';
import { randomId, randomToken } from './random.ts';
import { aboutIn, NOTHING_ABOUT, type Session, type SessionAbout, type SessionGate, type SessionTest, type Visitor } from './session.ts';
import { Ratings } from './ratings.ts';
import { Tickets, type Redeemed, type Watch } from './tickets.ts';

export interface DirectoryDeps {
  readonly config: Config;
  /** The rules of a company's sessions. */
  readonly policies: { of(company: string): PolicyBook };
  readonly store: Store;
  readonly log: Logger;
  readonly listeners: readonly RoomListener[];
  /** Ready-made chat messages of a company. */
  answers(company: string): readonly string[];
  /** Throws a GatewayError when the target may not be opened: `proxy.checkTarget`. */
  checkTarget(url: string, allowed: ReadonlySet<string>): Promise<void>;
}

export interface CreatedSession {
  readonly session: Session;
  readonly links: { readonly customer: string; readonly agent: string };
  /** Nine digits; the customer may type them instead of opening the link. */
  readonly pin: string;
}

/** Rows of the list, ended sessions included. */
const LIST_MAX = 200;
/** What a customer is called until somebody knows better; the consoles say it in their own language. */
const UNNAMED = 'Customer';
/** Ended sessions that still answer "ended" at once, without a look into the store. */
const ENDED_MAX = 10_000;
/** How often rows that are too old are looked for (ms). */
const SWEEP_MS = 60 * 60 * 1000;

export class SessionDirectory implements SessionGate {
  readonly #deps: DirectoryDeps;
  readonly #cookies: VisitorCookies;
  readonly #ratings: Ratings;
  readonly #live = new Map<string, LiveSession>();
  readonly #ended = new Set<string>();
  readonly #watchers = new Set<() => void>();
  readonly #pins: CustomerPins;
  readonly #agentTries: PinTries;
  readonly #companyTries: PinTries;
  readonly #customerTries: PinTries;
  readonly #tickets: Tickets;
  /** Passes of customers who said yes: from the consent page to the dock in a page of the site. */
  readonly #entries: Tickets;
  /** Of one document's runtime in a page of a site. */
  readonly #pageTickets: Tickets;
  readonly #book: SiteBook;
  readonly #sweep: NodeJS.Timeout;
  /** Writes to the store that nobody waits for; `close` does. */
  readonly #writes = new Set<Promise<void>>();

  static async open(deps: DirectoryDeps): Promise<SessionDirectory> {
    const cookieKey = await deps.store.keepSecret('visitor-cookie-key', randomToken() + randomToken());
    const ended = (await deps.store.sessions(ENDED_MAX)).filter(({ state }) => state === 'ended').map(({ id }) => id);
    const directory = new SessionDirectory(deps, cookieKey, ended);
    await directory.#forgetOld();
    return directory;
  }

  private constructor(deps: DirectoryDeps, cookieKey: string, ended: readonly SessionId[]) {
    this.#deps = deps;
    const { limits, host } = deps.config;
    this.#ratings = new Ratings(cookieKey);
    this.#cookies = new VisitorCookies({ host, key: cookieKey, lifetimeMs: limits.linkLifetimeMs + limits.sessionLifetimeMs });
    this.#ended = new Set(ended);
    this.#pins = new CustomerPins(limits);
    this.#agentTries = new PinTries(limits);
    const companyMax = limits.pinTriesPerCompanyAndHourMax;
    this.#companyTries = new PinTries({ pinTriesPerMinuteMax: companyMax, pinTriesPerHourMax: companyMax });
    this.#customerTries = new PinTries(limits);
    this.#tickets = new Tickets(limits.ticketLifetimeMs);
    this.#entries = new Tickets(limits.entryLifetimeMs);
    this.#pageTickets = new Tickets(limits.ticketLifetimeMs);
    this.#book = new SiteBook(deps.config);
    this.#sweep = setInterval(() => this.#later(this.#forgetOld()), SWEEP_MS).unref();
  }

  // ---- sessions --------------------------------------------------------------------------------------------------------

  /** Throws BAD_URL, TARGET_NOT_ALLOWED (`allow`), TOO_MANY_SESSIONS. The target itself is checked by the caller before. */
  async create(options: {
    url: string;
    by: Staff;
    about?: SessionAbout;
    allowPrivate?: string;
    test?: SessionTest;
  }): Promise<CreatedSession> {
    const { config, policies, store } = this.#deps;
    const url = parseTarget(options.url, config.limits.urlLimitBytes);
    if (!isOpenable(config, policies.of(options.by.company), url, url))
      throw new GatewayError('TARGET_NOT_ALLOWED', { host: hostOf(url), reason: 'it is not on the list of allowed sites' });
    const { by } = options;
    const ofCompany = [...this.#live.values()].filter(({ company }) => company === by.company).length;
    if (this.#live.size >= config.limits.sessionsMax || ofCompany >= config.limits.sessionsPerCompanyMax)
      throw new GatewayError('TOO_MANY_SESSIONS');
    const id = randomId(16) as SessionId; // 16 characters of that alphabet
    const allowedPrivate = options.allowPrivate === undefined ? [] : [options.allowPrivate.toLowerCase()];
    const about = options.about ?? NOTHING_ABOUT;
    const session = new LiveSession({ id, url, by, about, allowedPrivate, test: options.test }, this.#sessionDeps());
    this.#live.set(id, session);
    try {
      const createdAt = session.createdAt.getTime();
      await store.addSession({
        id,
        url: withoutQuery(url),
        state: 'waiting',
        company: by.company,
        owner: by.id,
        ...about,
        createdBy: by.name,
        createdAt,
        endedAt: null,
        endedBy: null,
      });
      this.#tell(id, { type: 'created', url, by: by.name, company: by.company });
      const customer = await this.#addSeat(session, 'customer', about.customer || UNNAMED);
      // Whoever starts it in person is announced by name; a program and the operator start it for somebody else.
      const person = by.is === 'person';
      const name = options.test ? (options.test.is === 'pick' ? 'Rules' : 'Leak test') : person ? by.name : 'Agent';
      const agent = await this.#addSeat(session, person && !options.test ? seatRole[by.role] : 'agent', name);
      session.firstSeat = agent.participant;
      return { session, links: { customer: customer.link, agent: agent.link }, pin: session.room.pin };
    } catch (error) {
      this.#live.delete(id);
      session.end();
      throw error;
    }
  }

  find(sid: string): Session | 'ended' | undefined {
    return this.#live.get(sid) ?? (this.#ended.has(sid) ? 'ended' : undefined);
  }

  async summary(sid: string): Promise<SessionSummary | undefined> {
    const live = this.#live.get(sid);
    if (live) return live.summary();
    const row = await this.#deps.store.session(sid);
    if (!row) return undefined;
    const seats = await this.#deps.store.participants(row.id);
    return {
      id: row.id,
      url: row.url,
      state: row.state,
      ...aboutIn(row),
      createdAt: new Date(row.createdAt).toISOString(),
      endedAt: row.endedAt === null ? null : new Date(row.endedAt).toISOString(),
      ...(row.rating === undefined ? {} : { rating: row.rating }),
      participants: seats.map(({ role, name }) => ({ role, name, state: 'left' as const })),
    };
  }

  /** Newest first; of one company, or of one owner in it. */
  async list(of: { readonly company: string; readonly owner?: string }): Promise<SessionSummary[]> {
    const rows = await this.#deps.store.sessions(LIST_MAX, of);
    const summaries = await Promise.all(rows.map(({ id }) => this.summary(id)));
    return summaries.filter((summary) => summary !== undefined);
  }

  /** `by`: who or what ended it, for the audit. Ended twice is ended. */
  async end(sid: string, by: string): Promise<'ended' | 'unknown'> {
    const session = this.#live.get(sid);
    if (!session) return this.#ended.has(sid) || (await this.#deps.store.session(sid)) ? 'ended' : 'unknown';
    this.#live.delete(sid);
    this.#remember(sid);
    session.end();
    this.#tell(session.id, { type: 'ended', by });
    await this.#deps.store.endSession(session.id, Date.now(), by);
    this.#listChanged();
    return 'ended';
  }

  /** For the browser of the customer of this session, which is over. */
  ratingPass(sid: string, cookieHeader: string | undefined): string | undefined {
    return this.#ended.has(sid) && this.#cookies.read(sid as SessionId, cookieHeader) ? this.#ratings.pass(sid as SessionId) : undefined; // it was one
  }

  /** False: not with this pass, or for the second time. */
  async rate(sid: string, pass: string, rating: number): Promise<boolean> {
    const id = sid as SessionId; // a pass is good for no other text
    if (!this.#ratings.isGood(id, pass) || !(await this.#deps.store.rateSession(id, rating))) return false;
    this.#tell(id, { type: 'rated', rating });
    this.#listChanged();
    return true;
  }

  /** Whom it is with, and its ticket, learned meanwhile or after the end. `by`: for the audit. Throws SESSION_NOT_FOUND. */
  async setAbout(sid: string, about: SessionAbout, by: string): Promise<SessionSummary> {
    const live = this.#live.get(sid);
    const id = sid as SessionId; // whether it is one, the store says
    if (!(await this.#deps.store.setAbout(id, about, about.customer || UNNAMED))) throw new GatewayError('SESSION_NOT_FOUND');
    if (live) {
      live.about = about;
      live.room.nameCustomer(about.customer || UNNAMED);
    }
    this.#tell(id, { type: 'about', by });
    const session = await this.summary(sid);
    if (!session) throw new GatewayError('SESSION_NOT_FOUND');
    live?.room.tellConsoles({ type: 'session', session });
    this.#listChanged();
    return session;
  }

  /** Called when the list changed. Hands back how to stop that. */
  watch(listener: () => void): () => void {
    this.#watchers.add(listener);
    return () => this.#watchers.delete(listener);
  }

  /** What is hidden from guests here, in words for people. */
  hidden(session: Session): readonly string[] {
    return this.#deps.policies.of(session.company).hidden(session.policy);
  }

  /** A company's rules are others now: pages that are open are masked by them at once. */
  policyChanged(company: string): void {
    for (const session of this.#live.values()) if (session.company === company) session.room.policyChanged();
  }

  // ---- seats and links -------------------------------------------------------------------------------------------------

  /** A further guest. Throws SESSION_NOT_FOUND, SESSION_ENDED, BAD_REQUEST, QUOTA. */
  async addParticipant(sid: string, options: { role: Role; name: string }): Promise<{ link: string; participant: ParticipantId }> {
    const session = await this.#require(sid);
    if (!isGuestRole(options.role)) throw new GatewayError('BAD_REQUEST', { reason: 'a session has one customer' });
    if (options.role === 'friend') throw new GatewayError('BAD_REQUEST', { reason: 'a friend comes by the customer’s own link' });
    const name = cleanName(options.name);
    if (name === undefined) throw new GatewayError('BAD_REQUEST', { reason: 'name is empty' });
    return this.#addSeat(session, options.role, name);
  }

  /** `device`: a random value that the browser keeps in a cookie. Throws LINK_UNKNOWN, LINK_USED, LINK_EXPIRED, SESSION_ENDED. */
  async openLink(token: string, device: string): Promise<{ session: Session; participant: ParticipantId; role: Role }> {
    const { store } = this.#deps;
    const link = await store.link(sha256(token));
    if (!link) throw new GatewayError('LINK_UNKNOWN');
    const session = this.#live.get(link.session);
    if (!session) throw new GatewayError('SESSION_ENDED');
    let seat = session.room.person(link.participant);
    if (!seat) throw new GatewayError('LINK_UNKNOWN');
    let bound = await store.bindSeat(seat.id, sha256(device), link.expiresAt > Date.now());
    if (bound === 'expired') throw new GatewayError('LINK_EXPIRED');
    // A signed-in user took the seat before its link was opened: the link's bearer gets one beside it.
    if (bound === 'bound' && [...session.userSeats.values()].includes(seat.id)) {
      const other = await this.#newSeat(session, seat.role, seat.name);
      await store.moveLink(link.hash, other.id);
      bound = await store.bindSeat(other.id, sha256(device), true);
      seat = other;
    }
    if (bound === 'other') throw new GatewayError('LINK_USED');
    if (bound === 'bound') this.#tell(session.id, { type: 'link-opened', participant: seat.id, role: seat.role });
    return { session, participant: seat.id, role: seat.role };
  }

  /** Are notes of this session kept after its end? */
  keepsNotes(sid: string): boolean {
    return this.#live.get(sid)?.keepsNotes ?? false;
  }

  /** Whose session it is; undefined: there is none of that id. */
  async ownership(sid: string): Promise<{ readonly company: string; readonly owner: string } | undefined> {
    return this.#live.get(sid) ?? (await this.#deps.store.session(sid));
  }

  /**
   * The seat of a signed-in user: the agent's of the new session while nobody has opened its link and it was theirs to open,
   * else one of their own.
   */
  async seatOf(session: Session, { id: user, name, role }: Pick<Staff, 'id' | 'name' | 'role'>): Promise<ParticipantId> {
    const live = await this.#require(session.id);
    const known = live.userSeats.get(user);
    // Whoever has become somebody else sits elsewhere: what is masked, and what may be done, goes by the seat.
    if (known !== undefined && live.seatRoles.get(user) === role) return known;
    const taken = new Set(live.userSeats.values());
    const first = live.firstSeat === undefined ? undefined : live.room.person(live.firstSeat);
    const theirs = live.owner === user && seatRole[role] !== 'observer';
    const free = theirs && first && !taken.has(first.id) && !(await this.#deps.store.isBound(first.id));
    // Asked again after the wait: two windows of one user may have come at once.
    const meanwhile = live.userSeats.get(user);
    if (meanwhile !== undefined && meanwhile !== known) return meanwhile;
    live.seatRoles.set(user, role);
    if (free) {
      live.userSeats.set(user, first.id);
      return first.id;
    }
    const seat = await this.#newSeat(live, seatRole[role], cleanName(name) ?? 'Agent');
    live.userSeats.set(user, seat.id);
    return seat.id;
  }

  /** The customer's consent. Set-Cookie values for the session's own origin, and the page to go to. Throws FORBIDDEN for anybody else. */
  start(
    session: Session,
    participant: ParticipantId,
    notice?: { readonly version: string; readonly language: string },
  ): { cookies: string[]; location: string; inPage: boolean } {
    const live = this.#live.get(session.id);
    if (!live) throw new GatewayError('SESSION_ENDED');
    if (live.room.person(participant)?.role !== 'customer') throw new GatewayError('FORBIDDEN', { action: 'start this session' });
    live.pinUsed = true;
    if (notice && live.state === 'waiting') this.#tell(live.id, { type: 'notice', participant, ...notice });
    live.start(participant, this.#deps.config.grants);
    if (live.site) {
      const entry = () => this.#entries.issue(live, participant);
      live.onStarted?.(entry());
      return { cookies: [], location: this.#inPlace(live, entry()), inPage: live.onStarted !== undefined };
    }
    const location = live.urls.toGateway(live.url);
    if (location === undefined) throw new GatewayError('BAD_URL', { url: withoutQuery(live.url) });
    return { cookies: this.#cookies.issue(live.id, participant), location, inPage: false };
  }

  /** The site that a page of this address belongs to: sessions on it run in place. */
  siteOf(address: string): Site | undefined {
    return this.#book.siteOf(address);
  }

  /** A single-use pass of the consent page: the cookie for the dock in a page of the site. */
  enterSite(session: Session, entry: string): string | undefined {
    const found = this.#entries.redeem(entry);
    if (found?.session.id !== session.id) return undefined;
    return this.#cookies.issueFramed(session.id, found.participant);
  }

  /** For one document's runtime, single use, 30 s: asked for by the dock beside it. */
  pageTicket(session: Session, participant: ParticipantId): string {
    return this.#pageTickets.issue(session, participant);
  }

  /** `origin`: of the page, by its browser. A ticket is good on pages of the session's own site only. */
  redeemPageTicket(ticket: string, origin: string | undefined): { session: Session; visitor: Visitor } | undefined {
    const found = this.#pageTickets.redeem(ticket);
    const seat = found?.session.room.person(found.participant);
    if (!found || !seat || !found.session.site || origin === undefined) return undefined;
    if (this.#book.siteOf(origin) !== found.session.site) return undefined;
    return { session: found.session, visitor: { participant: seat.id, role: seat.role } };
  }

  /** Where a customer who came by a link goes: through a page of ours on the front's own host, or to the page itself. */
  #inPlace(session: LiveSession, entry: string): string {
    const url = new URL(session.url);
    const pass = `samepage=${session.id}.${entry}`;
    if (session.site?.mode === 'script') return `${url.origin}${url.pathname}${url.search}#${pass}~${url.hash.slice(1)}`;
    return `${url.origin}${ownPaths.enter}#${pass}~${encodeURIComponent(url.pathname + url.search + url.hash)}`;
  }

  // ---- the gate of the proxy -------------------------------------------------------------------------------------------

  /** Whom the cookies of a request name in this session. */
  admit(session: Session, cookieHeader: string | undefined): Visitor | undefined {
    const participant = this.#cookies.read(session.id, cookieHeader);
    const seat = participant === undefined ? undefined : session.room.person(participant);
    return seat && { participant: seat.id, role: seat.role };
  }

  labelCookies(session: Session, visitor: Visitor): string[] {
    return this.#cookies.issue(session.id, visitor.participant);
  }

  isOwnCookie(name: string): boolean {
    return this.#cookies.isOwn(name);
  }

  // ---- PINs ------------------------------------------------------------------------------------------------------------

  /** Customer first: six digits for the waiting page. `claim` is that page's secret. Throws TOO_MANY_TRIES. */
  async newPin(ip: string, company: string, page?: AskingPage): Promise<{ pin: string; claim: string; expiresAt: Date }> {
    return this.#pins.create(ip, company, page);
  }

  /** Throws PIN_INVALID, TOO_MANY_TRIES, and what `create` throws. */
  async redeemPin(pin: string, url: string | undefined, by: Staff, about?: SessionAbout): Promise<CreatedSession> {
    const agent = `${by.company} ${by.id}`;
    await this.#companyTries.count(by.company);
    await this.#agentTries.count(agent);
    const taken = this.#pins.take(by.company, pin);
    if (!taken) throw new GatewayError('PIN_INVALID');
    await this.#agentTries.giveBack(agent);
    await this.#companyTries.giveBack(by.company);
    try {
      // A customer who asks on a page of a site is helped there, whatever else was typed.
      const address = taken.page?.url ?? url;
      if (address === undefined) throw new GatewayError('BAD_REQUEST', { reason: 'this PIN needs an address with it' });
      const created = await this.create({ url: address, by, ...(about ? { about } : {}) });
      const live = this.#live.get(created.session.id);
      if (live && taken.page) live.onStarted = (entry) => taken.started(live.urls.own, entry);
      taken.ready(created.links.customer);
      return created;
    } catch (error) {
      taken.giveBack();
      throw error;
    }
  }

  async pinStatus(claim: string): Promise<ClaimStatus> {
    return this.#pins.status(claim);
  }

  /** Agent first: the session's nine digits, typed by the customer. Throws PIN_INVALID, TOO_MANY_TRIES. */
  async customerLinkByPin(pin: string, ip: string, company: string): Promise<{ link: string }> {
    await this.#customerTries.count(ip);
    const session = [...this.#live.values()].find((one) => one.company === company && !one.pinUsed && one.room.pin === pin);
    const customer = session?.room.people().find(({ role }) => role === 'customer');
    // Taken before the first wait, so that of two who type it at once, one gets in.
    if (session) session.pinUsed = true;
    if (!session || !customer || (await this.#deps.store.isBound(customer.id))) throw new GatewayError('PIN_INVALID');
    await this.#customerTries.giveBack(ip);
    return { link: await this.#newLink(session, customer, this.#deps.config.limits.pinLifetimeMs) };
  }

  // ---- viewers ---------------------------------------------------------------------------------------------------------

  /** For one viewer, single use, 30 s. What is opened by it ends with the sign-in that `watch` watches. */
  ticket(session: Session, participant: ParticipantId, watch?: Watch): string {
    return this.#tickets.issue(session, participant, watch);
  }

  redeemTicket(ticket: string): Redeemed | undefined {
    return this.#tickets.redeem(ticket);
  }

  /** `token`: `<connection capability>.<asset id>`. Only while an element that guests may see refers to it. */
  assetRequest(session: Session, token: string): { url: string } | undefined {
    const [capability, id, rest] = token.split('.');
    if (!capability || !id || rest !== undefined) return undefined;
    const url = session.room.assetAddress(capability, id);
    return url === undefined ? undefined : { url };
  }

  // ---- the end ---------------------------------------------------------------------------------------------------------

  /** Ends every session: nothing of a visit may outlive the process that kept its cookies. */
  async close(): Promise<void> {
    clearInterval(this.#sweep);
    await Promise.all([...this.#live.keys()].map((sid) => this.end(sid, 'gateway stopped')));
    await Promise.all(this.#writes);
    this.#watchers.clear();
  }

  #sessionDeps(): LiveSessionDeps {
    const { config, policies } = this.#deps;
    return {
      config,
      policies,
      book: this.#book,
      checkTarget: (url, allowed) => this.#deps.checkTarget(url, allowed),
      answers: (company) => this.#deps.answers(company),
      tell: (session, event) => this.#tell(session, event),
      requestEnd: (session, by) => this.#later(this.end(session, by)),
      addFriend: (session, name) => this.#addFriend(session, name),
      changed: () => this.#listChanged(),
    };
  }

  async #require(sid: string): Promise<LiveSession> {
    const session = this.#live.get(sid);
    if (session) return session;
    throw new GatewayError(this.#ended.has(sid) || (await this.#deps.store.session(sid)) ? 'SESSION_ENDED' : 'SESSION_NOT_FOUND');
  }

  async #addSeat(session: LiveSession, role: Role, name: string): Promise<{ link: string; participant: ParticipantId }> {
    const seat = await this.#newSeat(session, role, name);
    return { link: await this.#newLink(session, seat, this.#deps.config.limits.linkLifetimeMs), participant: seat.id };
  }

  async #addFriend(session: LiveSession, name: string): Promise<{ link: string; participant: ParticipantId }> {
    const seat = await this.#newSeat(session, 'friend', name);
    return { link: await this.#newLink(session, seat, this.#deps.config.limits.friendLinkLifetimeMs), participant: seat.id };
  }

  async #newSeat(session: LiveSession, role: Role, name: string): Promise<Person> {
    if (session.room.full) throw new GatewayError('QUOTA', { reason: 'no seat is left' });
    const id = newParticipantId();
    session.room.addSeat({ id, role, name });
    await this.#deps.store.addParticipant({ id, session: session.id, role, name });
    this.#tell(session.id, { type: 'invited', participant: id, role, name });
    const seat = session.room.person(id);
    if (!seat) throw new Error('a seat that was just added is not there');
    return seat;
  }

  async #newLink(session: LiveSession, seat: Person, lifetimeMs: number): Promise<string> {
    const token = randomToken();
    await this.#deps.store.addLink({ hash: sha256(token), session: session.id, participant: seat.id, expiresAt: Date.now() + lifetimeMs });
    // A console's page is in the looks of its company, which it knows before the seat by its address.
    const whose = session.company === MAIN_COMPANY ? '' : `?company=${session.company}`;
    // In the fragment: it reaches no server, log or Referer.
    return seat.role === 'customer' ? `${session.urls.own}/#${token}` : `${this.#deps.config.controlOrigin}/${whose}#seat.${token}`;
  }

  #tell(session: SessionId, event: RoomEvent): void {
    if (event.type === 'state' && event.state !== 'ended') this.#later(this.#deps.store.setState(session, event.state));
    for (const listener of this.#deps.listeners) {
      try {
        listener.told(session, event);
      } catch (error) {
        this.#deps.log.error({ err: error, event: event.type }, 'a listener of the room failed');
      }
    }
  }

  #listChanged(): void {
    for (const watcher of this.#watchers) watcher();
  }

  #remember(sid: string): void {
    this.#ended.add(sid);
    if (this.#ended.size <= ENDED_MAX) return;
    const [oldest] = this.#ended;
    if (oldest !== undefined) this.#ended.delete(oldest);
  }

  async #forgetOld(): Promise<void> {
    const count = await this.#deps.store.forget(Date.now() - this.#deps.config.limits.auditRetentionMs);
    if (count > 0) this.#deps.log.info({ count }, 'forgot old sessions');
  }

  /** Nobody waits for it: a failure is logged, and `close` waits until it is done. */
  #later(work: Promise<unknown>): void {
    const done: Promise<void> = work.then(
      () => undefined,
      (error: unknown) => this.#deps.log.error({ err: error }, 'the store could not be written'),
    );
    this.#writes.add(done);
    void done.finally(() => this.#writes.delete(done));
  }
}

/** Canonical address, or BAD_URL. Without user and password: they would stand in logs and headers of everything behind. */
function parseTarget(text: string, limitBytes: number): string {
  const trimmed = text.trim();
  const shown = trimmed.slice(0, 100);
  if (trimmed.length > limitBytes || !URL.canParse(trimmed)) throw new GatewayError('BAD_URL', { url: shown });
  const url = new URL(trimmed);
  if ((url.protocol !== 'http:' && url.protocol !== 'https:') || !/^https?:\/\//i.test(trimmed) || url.username || url.password) {
    throw new GatewayError('BAD_URL', { url: shown });
  }
  return url.href;
}

function withoutQuery(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}
