/** What is kept of companies and of the people who sign in. Of a password, a token and a key only a hash. */
import type { StaffRole } from '../shared/staff.ts';

export interface CompanyRow {
  readonly id: string;
  /** Shown to customers; empty: the name of the config. */
  readonly name: string;
  readonly createdAt: number;
}

export interface UserRow {
  readonly id: string;
  readonly company: string;
  /** In lower case; one user of a company has it. */
  readonly login: string;
  readonly name: string;
  readonly role: StaffRole;
  /** In PHC string format; null: none was chosen yet, or signs in elsewhere. */
  readonly password: string | null;
  /** `<issuer> <subject>` at the company's identity provider. */
  readonly subject: string | null;
  readonly createdAt: number;
  readonly disabledAt: number | null;
}

export interface SignInRow {
  /** SHA-256 of the cookie's value, hex. */
  readonly hash: string;
  readonly company: string;
  /** Null: the operator. */
  readonly user: string | null;
  readonly createdAt: number;
  readonly usedAt: number;
}

export interface KeyRow {
  readonly id: string;
  readonly company: string;
  readonly name: string;
  readonly role: StaffRole;
  /** SHA-256, hex: a key is 192 random bits, which nobody guesses. */
  readonly hash: string;
  readonly createdBy: string;
  readonly createdAt: number;
  readonly usedAt: number | null;
  readonly expiresAt: number | null;
}

/** What somebody did to a company's accounts and settings: the audit outside sessions. */
export interface DeedRow {
  readonly at: number;
  readonly company: string;
  /** Name of who did it. */
  readonly who: string;
  readonly event: string;
  readonly detail: Readonly<Record<string, string | number | boolean>>;
}

export interface PolicyRow {
  readonly company: string;
  /** Counts from 1. */
  readonly version: number;
  /** YAML, as `config/policy/` holds it. */
  readonly text: string;
  readonly author: string;
  readonly at: number;
  readonly note: string;
}

export interface RuleHitRow {
  readonly rule: string;
  /** Host name of the documents. */
  readonly site: string;
  readonly hits: number;
  /** Visits of the site in which it matched. */
  readonly visits: number;
  /** Visits of the site since it matched last. */
  readonly missed: number;
  readonly lastAt: number;
}

export interface AccountStore {
  addCompany(row: CompanyRow): Promise<'added' | 'taken'>;
  company(id: string): Promise<CompanyRow | undefined>;
  companies(limit: number): Promise<CompanyRow[]>;

  addUser(row: UserRow): Promise<'added' | 'taken'>;
  user(id: string): Promise<UserRow | undefined>;
  userByLogin(company: string, login: string): Promise<UserRow | undefined>;
  userBySubject(company: string, subject: string): Promise<UserRow | undefined>;
  users(company: string, limit: number): Promise<UserRow[]>;
  /** All but id, company, login and age. */
  setUser(row: UserRow): Promise<void>;

  addWelcome(hash: string, user: string, expiresAt: number): Promise<void>;
  /** Whose it is, while it is good. */
  welcome(hash: string, now: number): Promise<string | undefined>;
  /** Takes it: the second who asks gets nothing. */
  takeWelcome(hash: string, now: number): Promise<string | undefined>;
  /** Takes back all that were not used. */
  dropWelcomes(user: string): Promise<void>;

  addSignIn(row: SignInRow): Promise<void>;
  signIn(hash: string): Promise<SignInRow | undefined>;
  useSignIn(hash: string, at: number): Promise<void>;
  endSignIn(hash: string): Promise<void>;
  /** All of one user; hands back their hashes. */
  endSignInsOf(user: string): Promise<string[]>;
  /** Those made before `createdBefore` or used last before `usedBefore`. */
  forgetSignIns(createdBefore: number, usedBefore: number): Promise<void>;

  addKey(row: KeyRow): Promise<void>;
  keyByHash(hash: string): Promise<KeyRow | undefined>;
  keys(company: string, limit: number): Promise<KeyRow[]>;
  useKey(id: string, at: number): Promise<void>;
  /** False: the company has no such key. */
  dropKey(company: string, id: string): Promise<boolean>;

  /** The next version; `stale` when another one was added meanwhile. */
  addPolicy(row: PolicyRow): Promise<'added' | 'stale'>;
  /** The newest of every company that has one. */
  policies(): Promise<PolicyRow[]>;
  policy(company: string, version: number): Promise<PolicyRow | undefined>;
  /** Newest first. */
  policyVersions(company: string, limit: number): Promise<PolicyRow[]>;

  /** Addresses on which a company tries its rules. */
  policyPages(company: string): Promise<string[]>;
  setPolicyPages(company: string, urls: readonly string[]): Promise<void>;

  /** One visit of a site is over; `hits` by rule id. */
  addVisit(company: string, site: string, hits: Readonly<Record<string, number>>, at: number): Promise<void>;
  /** Those that matched longest ago first. */
  ruleHits(company: string, limit: number): Promise<RuleHitRow[]>;

  /** As if the rule had never matched there. */
  forgetRuleHits(company: string, site: string, rule: string): Promise<void>;

  addDeed(row: DeedRow): Promise<void>;
  /** Newest first. */
  deeds(company: string, limit: number): Promise<DeedRow[]>;
}
