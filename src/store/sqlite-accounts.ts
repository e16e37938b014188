/** Companies, users, sign-ins and keys in the embedded store. */
import type { StaffRole } from '../shared/staff.ts';
import type { AccountStore, CompanyRow, DeedRow, KeyRow, PolicyRow, RuleHitRow, SignInRow, UserRow } from './account-store.ts';
import { numberIn, textIn, type Row, type Table } from './sqlite-table.ts';

export class SqliteAccounts implements AccountStore {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async addCompany(row: CompanyRow): Promise<'added' | 'taken'> {
    const sql = 'INSERT INTO companies (id, name, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING';
    return this.#table.run(sql, row.id, row.name, row.createdAt) === 1 ? 'added' : 'taken';
  }

  async company(id: string): Promise<CompanyRow | undefined> {
    return this.#table.all('SELECT * FROM companies WHERE id = ?', id).map(toCompany)[0];
  }

  async companies(limit: number): Promise<CompanyRow[]> {
    return this.#table.all('SELECT * FROM companies ORDER BY created_at, id LIMIT ?', limit).map(toCompany);
  }

  async addUser(row: UserRow): Promise<'added' | 'taken'> {
    const sql = `INSERT INTO users (id, company, login, name, role, password, subject, created_at, disabled_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`;
    const { id, company, login, name, role, password, subject, createdAt, disabledAt } = row;
    return this.#table.run(sql, id, company, login, name, role, password, subject, createdAt, disabledAt) === 1 ? 'added' : 'taken';
  }

  async user(id: string): Promise<UserRow | undefined> {
    return this.#table.all('SELECT * FROM users WHERE id = ?', id).map(toUser)[0];
  }

  async userByLogin(company: string, login: string): Promise<UserRow | undefined> {
    return this.#table.all('SELECT * FROM users WHERE company = ? AND login = ?', company, login).map(toUser)[0];
  }

  async userBySubject(company: string, subject: string): Promise<UserRow | undefined> {
    return this.#table.all('SELECT * FROM users WHERE company = ? AND subject = ?', company, subject).map(toUser)[0];
  }

  async users(company: string, limit: number): Promise<UserRow[]> {
    return this.#table.all('SELECT * FROM users WHERE company = ? ORDER BY created_at, rowid LIMIT ?', company, limit).map(toUser);
  }

  async setUser(row: UserRow): Promise<void> {
    const sql = 'UPDATE users SET name = ?, role = ?, password = ?, subject = ?, disabled_at = ? WHERE id = ?';
    this.#table.run(sql, row.name, row.role, row.password, row.subject, row.disabledAt, row.id);
  }

  async addWelcome(hash: string, user: string, expiresAt: number): Promise<void> {
    this.#table.run('INSERT INTO welcomes (hash, user, expires_at) VALUES (?, ?, ?)', hash, user, expiresAt);
  }

  async welcome(hash: string, now: number): Promise<string | undefined> {
    return this.#table.all('SELECT user FROM welcomes WHERE hash = ? AND expires_at > ?', hash, now).map((row) => textIn(row, 'user'))[0];
  }

  async takeWelcome(hash: string, now: number): Promise<string | undefined> {
    const row = this.#table.all('DELETE FROM welcomes WHERE hash = ? RETURNING user, expires_at', hash)[0];
    return row && numberIn(row, 'expires_at') > now ? textIn(row, 'user') : undefined;
  }

  async dropWelcomes(user: string): Promise<void> {
    this.#table.run('DELETE FROM welcomes WHERE user = ?', user);
  }

  async addSignIn(row: SignInRow): Promise<void> {
    const sql = 'INSERT INTO sign_ins (hash, company, user, created_at, used_at) VALUES (?, ?, ?, ?, ?)';
    this.#table.run(sql, row.hash, row.company, row.user, row.createdAt, row.usedAt);
  }

  async signIn(hash: string): Promise<SignInRow | undefined> {
    return this.#table.all('SELECT * FROM sign_ins WHERE hash = ?', hash).map((row) => ({
      hash,
      company: textIn(row, 'company'),
      user: textOrNull(row, 'user'),
      createdAt: numberIn(row, 'created_at'),
      usedAt: numberIn(row, 'used_at'),
    }))[0];
  }

  async useSignIn(hash: string, at: number): Promise<void> {
    this.#table.run('UPDATE sign_ins SET used_at = ? WHERE hash = ?', at, hash);
  }

  async endSignIn(hash: string): Promise<void> {
    this.#table.run('DELETE FROM sign_ins WHERE hash = ?', hash);
  }

  async endSignInsOf(user: string): Promise<string[]> {
    return this.#table.all('DELETE FROM sign_ins WHERE user = ? RETURNING hash', user).map((row) => textIn(row, 'hash'));
  }

  async forgetSignIns(createdBefore: number, usedBefore: number): Promise<void> {
    this.#table.run('DELETE FROM sign_ins WHERE created_at < ? OR used_at < ?', createdBefore, usedBefore);
  }

  async addKey(row: KeyRow): Promise<void> {
    const sql = `INSERT INTO keys (id, company, name, role, hash, created_by, created_at, used_at, expires_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`;
    const { id, company, name, role, hash, createdBy, createdAt, usedAt, expiresAt } = row;
    this.#table.run(sql, id, company, name, role, hash, createdBy, createdAt, usedAt, expiresAt);
  }

  async keyByHash(hash: string): Promise<KeyRow | undefined> {
    return this.#table.all('SELECT * FROM keys WHERE hash = ?', hash).map(toKey)[0];
  }

  async keys(company: string, limit: number): Promise<KeyRow[]> {
    return this.#table.all('SELECT * FROM keys WHERE company = ? ORDER BY created_at, rowid LIMIT ?', company, limit).map(toKey);
  }

  async useKey(id: string, at: number): Promise<void> {
    this.#table.run('UPDATE keys SET used_at = ? WHERE id = ?', at, id);
  }

  async dropKey(company: string, id: string): Promise<boolean> {
    return this.#table.run('DELETE FROM keys WHERE company = ? AND id = ?', company, id) === 1;
  }

  async addPolicy(row: PolicyRow): Promise<'added' | 'stale'> {
    // The version before must be the newest: the key alone would let a gap through.
    const sql = `INSERT INTO policies (company, version, text, author, at, note)
      SELECT ?, ?, ?, ?, ?, ? WHERE ? = (SELECT 1 + COALESCE(MAX(version), 0) FROM policies WHERE company = ?)`;
    const { company, version, text, author, at, note } = row;
    return this.#table.run(sql, company, version, text, author, at, note, version, company) === 1 ? 'added' : 'stale';
  }

  async policies(): Promise<PolicyRow[]> {
    const sql = 'SELECT * FROM policies AS p WHERE version = (SELECT MAX(version) FROM policies WHERE company = p.company)';
    return this.#table.all(sql).map(toPolicy);
  }

  async policy(company: string, version: number): Promise<PolicyRow | undefined> {
    return this.#table.all('SELECT * FROM policies WHERE company = ? AND version = ?', company, version).map(toPolicy)[0];
  }

  async policyVersions(company: string, limit: number): Promise<PolicyRow[]> {
    return this.#table.all('SELECT * FROM policies WHERE company = ? ORDER BY version DESC LIMIT ?', company, limit).map(toPolicy);
  }

  async policyPages(company: string): Promise<string[]> {
    const [row] = this.#table.all('SELECT urls FROM policy_pages WHERE company = ?', company);
    return row ? (JSON.parse(textIn(row, 'urls')) as string[]) : []; // written by `setPolicyPages`
  }

  async setPolicyPages(company: string, urls: readonly string[]): Promise<void> {
    const sql = 'INSERT INTO policy_pages (company, urls) VALUES (?, ?) ON CONFLICT (company) DO UPDATE SET urls = excluded.urls';
    this.#table.run(sql, company, JSON.stringify(urls));
  }

  async addVisit(company: string, site: string, hits: Readonly<Record<string, number>>, at: number): Promise<void> {
    this.#table.run(
      'INSERT INTO site_visits (company, site, visits) VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET visits = visits + 1',
      company,
      site,
    );
    const sql = `INSERT INTO rule_hits (company, site, rule, hits, visits, last_visit, last_at)
      SELECT ?, ?, ?, ?, 1, visits, ? FROM site_visits WHERE company = ? AND site = ?
      ON CONFLICT DO UPDATE SET hits = hits + excluded.hits, visits = visits + 1, last_visit = excluded.last_visit, last_at = excluded.last_at`;
    for (const [rule, count] of Object.entries(hits)) this.#table.run(sql, company, site, rule, count, at, company, site);
  }

  async ruleHits(company: string, limit: number): Promise<RuleHitRow[]> {
    const sql = `SELECT h.*, s.visits - h.last_visit AS missed FROM rule_hits AS h JOIN site_visits AS s USING (company, site)
      WHERE company = ? ORDER BY missed DESC, h.last_at LIMIT ?`;
    return this.#table.all(sql, company, limit).map((row) => ({
      rule: textIn(row, 'rule'),
      site: textIn(row, 'site'),
      hits: numberIn(row, 'hits'),
      visits: numberIn(row, 'visits'),
      missed: numberIn(row, 'missed'),
      lastAt: numberIn(row, 'last_at'),
    }));
  }

  async forgetRuleHits(company: string, site: string, rule: string): Promise<void> {
    this.#table.run('DELETE FROM rule_hits WHERE company = ? AND site = ? AND rule = ?', company, site, rule);
  }

  async addDeed(row: DeedRow): Promise<void> {
    const sql = 'INSERT INTO deeds (at, company, who, event, detail) VALUES (?, ?, ?, ?, ?)';
    this.#table.run(sql, row.at, row.company, row.who, row.event, JSON.stringify(row.detail));
  }

  async deeds(company: string, limit: number): Promise<DeedRow[]> {
    return this.#table.all('SELECT * FROM deeds WHERE company = ? ORDER BY id DESC LIMIT ?', company, limit).map((row) => ({
      at: numberIn(row, 'at'),
      company,
      who: textIn(row, 'who'),
      event: textIn(row, 'event'),
      detail: JSON.parse(textIn(row, 'detail')) as DeedRow['detail'], // written by `addDeed`
    }));
  }
}

function toCompany(row: Row): CompanyRow {
  return { id: textIn(row, 'id'), name: textIn(row, 'name'), createdAt: numberIn(row, 'created_at') };
}

function toUser(row: Row): UserRow {
  return {
    id: textIn(row, 'id'),
    company: textIn(row, 'company'),
    login: textIn(row, 'login'),
    name: textIn(row, 'name'),
    role: textIn(row, 'role') as StaffRole, // written by `addUser` and `setUser`
    password: textOrNull(row, 'password'),
    subject: textOrNull(row, 'subject'),
    createdAt: numberIn(row, 'created_at'),
    disabledAt: numberOrNull(row, 'disabled_at'),
  };
}

function toKey(row: Row): KeyRow {
  return {
    id: textIn(row, 'id'),
    company: textIn(row, 'company'),
    name: textIn(row, 'name'),
    role: textIn(row, 'role') as StaffRole, // written by `addKey`
    hash: textIn(row, 'hash'),
    createdBy: textIn(row, 'created_by'),
    createdAt: numberIn(row, 'created_at'),
    usedAt: numberOrNull(row, 'used_at'),
    expiresAt: numberOrNull(row, 'expires_at'),
  };
}

function toPolicy(row: Row): PolicyRow {
  return {
    company: textIn(row, 'company'),
    version: numberIn(row, 'version'),
    text: textIn(row, 'text'),
    author: textIn(row, 'author'),
    at: numberIn(row, 'at'),
    note: textIn(row, 'note'),
  };
}

function textOrNull(row: Row, column: string): string | null {
  return row[column] === null ? null : textIn(row, column);
}

function numberOrNull(row: Row, column: string): number | null {
  return row[column] === null ? null : numberIn(row, column);
}
