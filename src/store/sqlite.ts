/**
 * The embedded store: one SQLite file in `dataDir`, written ahead. What a process left behind as live is ended when the
 * next one opens the file, because rooms, cookies and shadow copies died with it.
 */
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import type { ParticipantId, SessionId } from '../shared/ids.ts';
import type { SessionState } from '../shared/messages.ts';
import type { Role } from '../shared/roles.ts';
import { migrate } from './migrations.ts';
import { SqliteAccounts } from './sqlite-accounts.ts';
import { numberIn, Table, textIn, type Row } from './sqlite-table.ts';
import type { AuditRow, LinkRow, ParticipantRow, SessionRow, Store } from './store.ts';

/** `:memory:` keeps nothing. */
export async function openStore(config: { readonly dataDir: string }): Promise<Store> {
  const inMemory = config.dataDir === ':memory:';
  if (!inMemory) mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  const file = inMemory ? ':memory:' : join(config.dataDir, 'samepage.db');
  const db = new Database(file);
  // The instance's keys are in it.
  if (!inMemory) chmodSync(file, 0o600);
  db.exec('PRAGMA journal_mode = WAL');
  db.exec('PRAGMA synchronous = NORMAL');
  db.exec('PRAGMA foreign_keys = ON');
  db.exec('PRAGMA busy_timeout = 5000');
  migrate(db);
  const store = new SqliteStore(new Table(db));
  store.endLive(Date.now(), 'gateway restarted');
  return store;
}

class SqliteStore extends SqliteAccounts implements Store {
  readonly #table: Table;

  constructor(table: Table) {
    super(table);
    this.#table = table;
  }

  endLive(at: number, by: string): void {
    this.#table.run("UPDATE sessions SET state = 'ended', ended_at = ?, ended_by = ? WHERE state <> 'ended'", at, by);
  }

  async addSession(row: SessionRow): Promise<void> {
    this.#table.run(
      `INSERT INTO sessions (id, url, state, company, owner, customer, ticket, created_by, created_at, ended_at, ended_by)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      row.id,
      row.url,
      row.state,
      row.company,
      row.owner,
      row.customer,
      row.ticket,
      row.createdBy,
      row.createdAt,
      row.endedAt,
      row.endedBy,
    );
  }

  async setState(id: SessionId, state: SessionState): Promise<void> {
    this.#table.run("UPDATE sessions SET state = ? WHERE id = ? AND state <> 'ended'", state, id);
  }

  async endSession(id: SessionId, at: number, by: string): Promise<void> {
    this.#table.run("UPDATE sessions SET state = 'ended', ended_at = ?, ended_by = ? WHERE id = ? AND state <> 'ended'", at, by, id);
  }

  async rateSession(id: SessionId, rating: number): Promise<boolean> {
    return this.#table.run("UPDATE sessions SET rating = ? WHERE id = ? AND state = 'ended' AND rating IS NULL", rating, id) > 0;
  }

  async setAbout(id: SessionId, { customer, ticket }: { customer: string; ticket: string }, seat: string): Promise<boolean> {
    if (this.#table.run('UPDATE sessions SET customer = ?, ticket = ? WHERE id = ?', customer, ticket, id) === 0) return false;
    this.#table.run("UPDATE participants SET name = ? WHERE session = ? AND role = 'customer'", seat, id);
    return true;
  }

  async session(id: string): Promise<SessionRow | undefined> {
    return this.#table.all('SELECT * FROM sessions WHERE id = ?', id).map(toSession)[0];
  }

  async sessions(limit: number, of?: { readonly company: string; readonly owner?: string }): Promise<SessionRow[]> {
    const order = 'ORDER BY created_at DESC, rowid DESC LIMIT ?';
    const select = 'SELECT * FROM sessions';
    if (!of) return this.#table.all(`${select} ${order}`, limit).map(toSession);
    if (of.owner === undefined) return this.#table.all(`${select} WHERE company = ? ${order}`, of.company, limit).map(toSession);
    return this.#table.all(`${select} WHERE company = ? AND owner = ? ${order}`, of.company, of.owner, limit).map(toSession);
  }

  async addParticipant(row: ParticipantRow): Promise<void> {
    this.#table.run('INSERT INTO participants (id, session, role, name) VALUES (?, ?, ?, ?)', row.id, row.session, row.role, row.name);
  }

  async participants(session: SessionId): Promise<ParticipantRow[]> {
    return this.#table.all('SELECT * FROM participants WHERE session = ? ORDER BY rowid', session).map((row) => ({
      id: textIn(row, 'id') as ParticipantId, // ids and roles were written by `addParticipant`
      session,
      role: textIn(row, 'role') as Role,
      name: textIn(row, 'name'),
    }));
  }

  async addLink(row: LinkRow): Promise<void> {
    this.#table.run(
      'INSERT INTO links (hash, session, participant, expires_at) VALUES (?, ?, ?, ?)',
      row.hash,
      row.session,
      row.participant,
      row.expiresAt,
    );
  }

  async link(hash: string): Promise<LinkRow | undefined> {
    return this.#table.all('SELECT * FROM links WHERE hash = ?', hash).map((row) => ({
      hash,
      session: textIn(row, 'session') as SessionId, // written by `addLink`
      participant: textIn(row, 'participant') as ParticipantId,
      expiresAt: numberIn(row, 'expires_at'),
    }))[0];
  }

  async moveLink(hash: string, participant: ParticipantId): Promise<void> {
    this.#table.run('UPDATE links SET participant = ? WHERE hash = ?', participant, hash);
  }

  async bindSeat(participant: ParticipantId, device: string, mayBind: boolean): Promise<'bound' | 'same' | 'other' | 'expired'> {
    // One statement decides, so that of two browsers that come at once one wins.
    if (mayBind && this.#table.run('UPDATE participants SET device = ? WHERE id = ? AND device IS NULL', device, participant) === 1)
      return 'bound';
    const holder = this.#deviceOf(participant);
    if (holder === null) return 'expired';
    return holder === device ? 'same' : 'other';
  }

  async isBound(participant: ParticipantId): Promise<boolean> {
    return this.#deviceOf(participant) !== null;
  }

  async addAudit(row: AuditRow): Promise<void> {
    this.#table.run(
      'INSERT INTO audit (at, session, participant, event, detail) VALUES (?, ?, ?, ?, ?)',
      row.at,
      row.session,
      row.participant,
      row.event,
      JSON.stringify(row.detail),
    );
  }

  async audit(session: SessionId, limit: number): Promise<AuditRow[]> {
    return this.#table.all('SELECT * FROM audit WHERE session = ? ORDER BY id LIMIT ?', session, limit).map((row) => ({
      at: numberIn(row, 'at'),
      session,
      participant: row['participant'] === null ? null : (textIn(row, 'participant') as ParticipantId), // written by `addAudit`, as is the detail
      event: textIn(row, 'event'),
      detail: JSON.parse(textIn(row, 'detail')) as AuditRow['detail'],
    }));
  }

  async answers(): Promise<{ company: string; texts: string[] }[]> {
    return this.#table.all('SELECT company, texts FROM answers').map((row) => ({
      company: textIn(row, 'company'),
      texts: JSON.parse(textIn(row, 'texts')) as string[], // written by `setAnswers`
    }));
  }

  async setAnswers(company: string, texts: readonly string[]): Promise<void> {
    this.#table.run(
      'INSERT INTO answers (company, texts) VALUES (?, ?) ON CONFLICT (company) DO UPDATE SET texts = excluded.texts',
      company,
      JSON.stringify(texts),
    );
  }

  async brandings(): Promise<{ company: string; version: number; text: string; logo: string | undefined }[]> {
    return this.#table.all('SELECT company, version, text, logo_hash FROM brandings').map((row) => ({
      company: textIn(row, 'company'),
      version: numberIn(row, 'version'),
      text: textIn(row, 'text'),
      logo: row['logo_hash'] === null ? undefined : textIn(row, 'logo_hash'),
    }));
  }

  async setBranding({ company, version, text }: { company: string; version: number; text: string }): Promise<void> {
    this.#table.run(
      `INSERT INTO brandings (company, version, text) VALUES (?, ?, ?)
       ON CONFLICT (company) DO UPDATE SET version = excluded.version, text = excluded.text`,
      company,
      version,
      text,
    );
  }

  async logo(company: string): Promise<Buffer | undefined> {
    const bytes = this.#table.all('SELECT logo FROM brandings WHERE company = ?', company)[0]?.['logo'];
    return typeof bytes === 'string' ? Buffer.from(bytes, 'base64') : undefined;
  }

  async setLogo(company: string, bytes: Buffer | null): Promise<void> {
    const hash = bytes && createHash('sha256').update(bytes).digest('hex').slice(0, 16);
    this.#table.run(
      `INSERT INTO brandings (company, logo, logo_hash) VALUES (?, ?, ?)
       ON CONFLICT (company) DO UPDATE SET logo = excluded.logo, logo_hash = excluded.logo_hash`,
      company,
      bytes && bytes.toString('base64'),
      hash,
    );
  }

  async setNotes(session: SessionId, text: string): Promise<void> {
    this.#table.run(
      'INSERT INTO notes (session, text) VALUES (?, ?) ON CONFLICT (session) DO UPDATE SET text = excluded.text',
      session,
      text,
    );
  }

  async notes(session: SessionId): Promise<string | undefined> {
    return this.#table.all('SELECT text FROM notes WHERE session = ?', session).map((row) => textIn(row, 'text'))[0];
  }

  async addTranscript(session: SessionId, text: string): Promise<void> {
    this.#table.run('INSERT INTO transcripts (session, text) VALUES (?, ?) ON CONFLICT (session) DO NOTHING', session, text);
  }

  async transcript(session: SessionId): Promise<string | undefined> {
    return this.#table.all('SELECT text FROM transcripts WHERE session = ?', session).map((row) => textIn(row, 'text'))[0];
  }

  async secret(name: string): Promise<string | undefined> {
    return this.#table.all('SELECT value FROM secrets WHERE name = ?', name).map((row) => textIn(row, 'value'))[0];
  }

  async keepSecret(name: string, value: string): Promise<string> {
    this.#table.run('INSERT INTO secrets (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING', name, value);
    return (await this.secret(name)) ?? value;
  }

  async setSecret(name: string, value: string): Promise<void> {
    this.#table.run('INSERT INTO secrets (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value', name, value);
  }

  async forget(before: number): Promise<number> {
    // Seats, links and audit go with their session (ON DELETE CASCADE).
    return this.#table.run("DELETE FROM sessions WHERE state = 'ended' AND ended_at < ?", before);
  }

  async close(): Promise<void> {
    this.#table.close();
  }

  /** Null: nobody's yet. */
  #deviceOf(participant: ParticipantId): string | null {
    const device = this.#table.all('SELECT device FROM participants WHERE id = ?', participant)[0]?.['device'];
    return typeof device === 'string' ? device : null;
  }
}

function toSession(row: Row): SessionRow {
  return {
    id: textIn(row, 'id') as SessionId, // id and state were written by `addSession` and `setState`
    url: textIn(row, 'url'),
    state: textIn(row, 'state') as SessionState,
    company: textIn(row, 'company'),
    owner: textIn(row, 'owner'),
    customer: textIn(row, 'customer'),
    ticket: textIn(row, 'ticket'),
    createdBy: textIn(row, 'created_by'),
    createdAt: numberIn(row, 'created_at'),
    endedAt: row['ended_at'] === null ? null : numberIn(row, 'ended_at'),
    endedBy: row['ended_by'] === null ? null : textIn(row, 'ended_by'),
    ...(row['rating'] === null ? {} : { rating: numberIn(row, 'rating') }),
  };
}
