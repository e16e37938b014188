/** Companies, their users and keys: who there is, who may change it, and every change in the company's own audit. */
import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { GatewayError } from '../shared/error-codes.ts';
import { isCompanyId, type Staff, type StaffRole } from '../shared/staff.ts';
import { countTry, sha256, type CompanyRow, type DeedRow, type KeyRow, type Store, type UserRow } from '../store/index.ts';
import { demand } from './demand.ts';
import { checkPassword, Passwords } from './passwords.ts';
import { staffOf, type SignIns } from './sign-ins.ts';

/** Users, keys and deeds that one answer lists. */
const LIST_MAX = 1000;
/** How long the link to a first password is good (ms). */
const WELCOME_MS = 3 * 24 * 60 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;
export const KEY_PREFIX = 'key.';

/** Wrong passwords: of one address for one login in a quarter of an hour, for one login in an hour, of one address in an hour. */
const TRIES = { pair: { points: 5, duration: 900 }, login: { points: 30, duration: 3600 }, address: { points: 60, duration: 3600 } };

export interface NewUser {
  readonly login: string;
  readonly name: string;
  readonly role: StaffRole;
}

export interface UserChange {
  readonly name?: string;
  readonly role?: StaffRole;
  readonly disabled?: boolean;
}

export class Accounts {
  readonly #store: Store;
  readonly #signIns: SignIns;
  readonly #log: Logger;
  readonly #passwords: Passwords;
  readonly #tries = {
    pair: new RateLimiterMemory(TRIES.pair),
    login: new RateLimiterMemory(TRIES.login),
    address: new RateLimiterMemory(TRIES.address),
  };

  constructor(deps: { store: Store; signIns: SignIns; log: Logger; passwords?: Passwords }) {
    this.#passwords = deps.passwords ?? new Passwords();
    this.#store = deps.store;
    this.#signIns = deps.signIns;
    this.#log = deps.log;
  }

  // ---- signing in ------------------------------------------------------------------------------------------------------

  /** Throws SIGN_IN_FAILED, whatever was wrong, and TOO_MANY_TRIES. */
  async byPassword(given: { company: string; login: string; password: string }, ip: string): Promise<Staff> {
    const login = given.login.trim().toLowerCase();
    const keys = { pair: `${given.company}\n${login}\n${ip}`, login: `${given.company}\n${login}`, address: ip };
    for (const kind of ['address', 'login', 'pair'] as const) await countTry(this.#tries[kind], keys[kind]);
    const user = await this.#store.userByLogin(given.company, login);
    const right = await this.#passwords.matches(user?.disabledAt === null ? user.password : null, given.password);
    if (!user || !right) {
      if (user) await this.#deed(user.company, user.name, 'sign-in-refused', { user: user.id });
      throw new GatewayError('SIGN_IN_FAILED');
    }
    for (const kind of ['address', 'login', 'pair'] as const) await this.#tries[kind].reward(keys[kind]);
    await this.#deed(user.company, user.name, 'sign-in', { user: user.id, by: 'password' });
    return staffOf(user);
  }

  /** Undefined: no such key, or none any more. */
  async byKey(key: string): Promise<Staff | undefined> {
    const row = await this.#store.keyByHash(sha256(key));
    const now = Date.now();
    if (!row || (row.expiresAt !== null && row.expiresAt <= now)) return undefined;
    // Written once a minute at most: a key may come a thousand times in that time.
    if (row.usedAt === null || row.usedAt + 60_000 <= now) await this.#store.useKey(row.id, now);
    return { company: row.company, id: row.id, name: row.name, role: row.role, is: 'program' };
  }

  /**
   * Somebody whom the company's identity provider vouches for. Who comes first is made a user, if the provider's roles name
   * one; a role that has changed there is taken over. Throws SIGN_IN_FAILED.
   */
  async bySubject(company: string, subject: string, claims: { login: string; name: string; role: StaffRole }): Promise<Staff> {
    const known = await this.#store.userBySubject(company, subject);
    if (known) {
      if (known.disabledAt !== null) throw new GatewayError('SIGN_IN_FAILED');
      const user = { ...known, name: claims.name, role: claims.role };
      if (user.role !== known.role) {
        await this.#signIns.endOf(known.id);
        await this.#deed(company, user.name, 'user-changed', { user: user.id, role: user.role, by: 'identity provider' });
      }
      await this.#store.setUser(user);
      await this.#deed(company, user.name, 'sign-in', { user: user.id, by: 'identity provider' });
      return staffOf(user);
    }
    // A local user of the same login stays who it is: a provider must not take over an account by naming it.
    const taken = (await this.#store.userByLogin(company, claims.login)) !== undefined;
    const user = newRow(company, { ...claims, login: taken ? subject.toLowerCase() : claims.login }, subject);
    if ((await this.#store.addUser(user)) === 'taken') throw new GatewayError('SIGN_IN_FAILED');
    await this.#deed(company, user.name, 'user-added', { user: user.id, role: user.role, by: 'identity provider' });
    return staffOf(user);
  }

  // ---- users -----------------------------------------------------------------------------------------------------------

  async users(by: Staff): Promise<UserRow[]> {
    demand(by, 'people');
    return this.#store.users(by.company, LIST_MAX);
  }

  /** `welcome`: token of the link by which the user chooses a password. Throws FORBIDDEN, LOGIN_TAKEN, QUOTA. */
  async addUser(by: Staff, given: NewUser): Promise<{ user: UserRow; welcome: string }> {
    demand(by, 'people');
    if ((await this.#store.users(by.company, LIST_MAX)).length >= LIST_MAX)
      throw new GatewayError('QUOTA', { reason: `a company has ${LIST_MAX} users at most` });
    const user = newRow(by.company, { ...given, login: given.login.trim().toLowerCase() }, null);
    if ((await this.#store.addUser(user)) === 'taken') throw new GatewayError('LOGIN_TAKEN', { login: user.login });
    await this.#deed(by.company, by.name, 'user-added', { user: user.id, login: user.login, role: user.role });
    return { user, welcome: await this.#welcome(user) };
  }

  /** Throws FORBIDDEN, USER_NOT_FOUND, LAST_ADMIN. What changes ends the user's sign-ins. */
  async changeUser(by: Staff, id: string, change: UserChange): Promise<UserRow> {
    const known = await this.#userOf(by, id);
    const user: UserRow = {
      ...known,
      name: change.name ?? known.name,
      role: change.role ?? known.role,
      disabledAt: change.disabled === undefined ? known.disabledAt : change.disabled ? (known.disabledAt ?? Date.now()) : null,
    };
    const isAdmin = (row: UserRow) => row.role === 'admin' && row.disabledAt === null;
    if (isAdmin(known) && !isAdmin(user)) {
      const others = (await this.#store.users(by.company, LIST_MAX)).filter((row) => row.id !== id && isAdmin(row));
      if (others.length === 0 && by.is !== 'operator') throw new GatewayError('LAST_ADMIN');
    }
    await this.#store.setUser(user);
    if (user.disabledAt !== null) await this.#store.dropWelcomes(id);
    if (user.role !== known.role || user.disabledAt !== known.disabledAt) await this.#signIns.endOf(id);
    await this.#deed(by.company, by.name, 'user-changed', {
      user: id,
      role: user.role,
      disabled: user.disabledAt !== null,
    });
    return user;
  }

  /** A new link to choose a password by; the old ones and the password itself are void. */
  async welcomeAgain(by: Staff, id: string): Promise<string> {
    const user = await this.#userOf(by, id);
    if (user.disabledAt !== null) throw new GatewayError('BAD_REQUEST', { reason: 'this user is disabled' });
    await this.#store.dropWelcomes(id);
    await this.#store.setUser({ ...user, password: null });
    await this.#signIns.endOf(id);
    await this.#deed(by.company, by.name, 'password-reset', { user: id });
    return this.#welcome(user);
  }

  /** Throws WELCOME_INVALID, PASSWORD_WEAK; a weak one does not use up the link. */
  async choosePassword(welcome: string, password: string): Promise<Staff> {
    const hash = sha256(welcome);
    const id = await this.#store.welcome(hash, Date.now());
    const user = id === undefined ? undefined : await this.#store.user(id);
    if (!user || user.disabledAt !== null) throw new GatewayError('WELCOME_INVALID');
    checkPassword(password, [user.login, user.name]);
    // Of two who use it at once, one gets it.
    if ((await this.#store.takeWelcome(hash, Date.now())) === undefined) throw new GatewayError('WELCOME_INVALID');
    await this.#setPassword(user, password);
    return staffOf(user);
  }

  /** Throws SIGN_IN_FAILED when the old one is wrong, PASSWORD_WEAK, TOO_MANY_TRIES. All other sign-ins end. */
  async changePassword(who: Staff, old: string, password: string): Promise<void> {
    await countTry(this.#tries.login, `${who.company}\n${who.id}`);
    const user = await this.#store.user(who.id);
    if (!user || !(await this.#passwords.matches(user.password, old))) throw new GatewayError('SIGN_IN_FAILED');
    checkPassword(password, [user.login, user.name]);
    await this.#setPassword(user, password);
  }

  // ---- keys ------------------------------------------------------------------------------------------------------------

  async keys(by: Staff): Promise<KeyRow[]> {
    demand(by, 'people');
    return this.#store.keys(by.company, LIST_MAX);
  }

  /** `key` is shown this once. Throws FORBIDDEN, QUOTA. */
  async addKey(by: Staff, given: { name: string; role: StaffRole; days: number | undefined }): Promise<{ row: KeyRow; key: string }> {
    demand(by, 'people');
    if ((await this.#store.keys(by.company, LIST_MAX)).length >= LIST_MAX)
      throw new GatewayError('QUOTA', { reason: `a company has ${LIST_MAX} keys at most` });
    const key = KEY_PREFIX + randomBytes(24).toString('base64url');
    const now = Date.now();
    const row: KeyRow = {
      id: newId('k'),
      company: by.company,
      name: given.name,
      role: given.role,
      hash: sha256(key),
      createdBy: by.name,
      createdAt: now,
      usedAt: null,
      expiresAt: given.days === undefined ? null : now + given.days * DAY_MS,
    };
    await this.#store.addKey(row);
    await this.#deed(by.company, by.name, 'key-added', { key: row.id, name: row.name, role: row.role });
    return { row, key };
  }

  /** Throws FORBIDDEN, KEY_NOT_FOUND. */
  async dropKey(by: Staff, id: string): Promise<void> {
    demand(by, 'people');
    if (!(await this.#store.dropKey(by.company, id))) throw new GatewayError('KEY_NOT_FOUND');
    await this.#deed(by.company, by.name, 'key-dropped', { key: id });
  }

  // ---- companies -------------------------------------------------------------------------------------------------------

  async company(id: string): Promise<CompanyRow | undefined> {
    return isCompanyId(id) ? this.#store.company(id) : undefined;
  }

  async companies(by: Staff): Promise<CompanyRow[]> {
    demand(by, 'companies');
    return this.#store.companies(LIST_MAX);
  }

  /** With its first administrator. Throws FORBIDDEN, BAD_REQUEST, COMPANY_TAKEN, QUOTA. */
  async addCompany(by: Staff, given: { id: string; name: string }): Promise<CompanyRow> {
    demand(by, 'companies');
    if (!isCompanyId(given.id))
      throw new GatewayError('BAD_REQUEST', { reason: '"id" must be 3 to 32 of a-z, 0-9 and -, and begin with a letter' });
    if ((await this.#store.companies(LIST_MAX)).length >= LIST_MAX)
      throw new GatewayError('QUOTA', { reason: `a gateway has ${LIST_MAX} companies at most` });
    const row = { id: given.id, name: given.name, createdAt: Date.now() };
    if ((await this.#store.addCompany(row)) === 'taken') throw new GatewayError('COMPANY_TAKEN', { id: given.id });
    await this.#deed(given.id, by.name, 'company-added', { name: given.name });
    return row;
  }

  /** The operator, acting in a company. Throws FORBIDDEN, COMPANY_NOT_FOUND. */
  async actIn(by: Staff, company: string): Promise<Staff> {
    demand(by, 'companies');
    if (!(await this.company(company))) throw new GatewayError('COMPANY_NOT_FOUND');
    return { ...by, company };
  }

  /** Newest first. Throws FORBIDDEN. */
  async deeds(by: Staff): Promise<DeedRow[]> {
    demand(by, 'audit');
    return this.#store.deeds(by.company, LIST_MAX);
  }

  async #userOf(by: Staff, id: string): Promise<UserRow> {
    demand(by, 'people');
    const user = await this.#store.user(id);
    // Another company's users do not exist.
    if (user?.company !== by.company) throw new GatewayError('USER_NOT_FOUND');
    return user;
  }

  async #welcome(user: UserRow): Promise<string> {
    const token = randomBytes(24).toString('base64url');
    await this.#store.addWelcome(sha256(token), user.id, Date.now() + WELCOME_MS);
    return token;
  }

  async #setPassword(user: UserRow, password: string): Promise<void> {
    await this.#store.setUser({ ...user, password: await this.#passwords.hash(password) });
    await this.#signIns.endOf(user.id);
    await this.#deed(user.company, user.name, 'password-chosen', { user: user.id });
  }

  async #deed(company: string, who: string, event: string, detail: DeedRow['detail']): Promise<void> {
    await this.#store.addDeed({ at: Date.now(), company, who, event, detail });
    this.#log.info({ company, who, event, ...detail }, 'accounts');
  }
}

function newRow(company: string, given: NewUser, subject: string | null): UserRow {
  const { login, name, role } = given;
  return { id: newId('u'), company, login, name, role, password: null, subject, createdAt: Date.now(), disabledAt: null };
}

function newId(kind: 'u' | 'k'): string {
  return kind + randomBytes(12).toString('hex');
}
