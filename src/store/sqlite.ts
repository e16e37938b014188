/**
 * The embedded store: one SQLite file in `dataDir`, written ahead. What a process left behind as live is ended when the
 * next one opens the file, because rooms, cookies and shadow copies died with it.
 */
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import type { ParticipantId, SessionId } from '../shared/ids.ts';
import type { SessionState } from '../shared/messages.ts';
import type { Role } from '../shared/roles.ts';
import { migrate } from './migrations.ts';
import type { AuditRow, LinkRow, ParticipantRow, SessionRow, Store } from './store.ts';

/** What libsql hands back for a row. */
type Row = Readonly<Record<string, unknown>>;

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
  const store = new SqliteStore(db);
  store.endLive(Date.now(), 'gateway restarted');
  return store;
}

class SqliteStore implements Store {
  readonly #db: Database.Database;
  readonly #statements = new Map<string, Database.Statement>();

  constructor(db: Database.Database) {
    this.#db = db;
  }

  endLive(at: number, by: string): void {
    this.#run("UPDATE sessions SET state = 'ended', ended_at = ?, ended_by = ? WHERE state <> 'ended'", at, by);
  }

  async addSession(row: SessionRow): Promise<void> {
    this.#run(
      'INSERT INTO sessions (id, url, state, created_by, created_at, ended_at, ended_by) VALUES (?, ?, ?, ?, ?, ?, ?)',
      row.id,
      row.url,
      row.state,
      row.createdBy,
      row.createdAt,
      row.endedAt,
      row.endedBy,
    );
  }

  async setState(id: SessionId, state: SessionState): Promise<void> {
    this.#run("UPDATE sessions SET state = ? WHERE id = ? AND state <> 'ended'", state, id);
  }

  async endSession(id: SessionId, at: number, by: string): Promise<void> {
    this.#run("UPDATE sessions SET state = 'ended', ended_at = ?, ended_by = ? WHERE id = ? AND state <> 'ended'", at, by, id);
  }

  async session(id: string): Promise<SessionRow | undefined> {
    return this.#all('SELECT * FROM sessions WHERE id = ?', id).map(toSession)[0];
  }

  async sessions(limit: number): Promise<SessionRow[]> {
    return this.#all('SELECT * FROM sessions ORDER BY created_at DESC, rowid DESC LIMIT ?', limit).map(toSession);
  }

  async addParticipant(row: ParticipantRow): Promise<void> {
    this.#run('INSERT INTO participants (id, session, role, name) VALUES (?, ?, ?, ?)', row.id, row.session, row.role, row.name);
  }

  async participants(session: SessionId): Promise<ParticipantRow[]> {
    return this.#all('SELECT * FROM participants WHERE session = ? ORDER BY rowid', session).map((row) => ({
      id: text(row, 'id') as ParticipantId, // ids and roles were written by `addParticipant`
      session,
      role: text(row, 'role') as Role,
      name: text(row, 'name'),
    }));
  }

  async addLink(row: LinkRow): Promise<void> {
    this.#run(
      'INSERT INTO links (hash, session, participant, expires_at) VALUES (?, ?, ?, ?)',
      row.hash,
      row.session,
      row.participant,
      row.expiresAt,
    );
  }

  async link(hash: string): Promise<LinkRow | undefined> {
    return this.#all('SELECT * FROM links WHERE hash = ?', hash).map((row) => ({
      hash,
      session: text(row, 'session') as SessionId, // written by `addLink`
      participant: text(row, 'participant') as ParticipantId,
      expiresAt: number(row, 'expires_at'),
    }))[0];
  }

  async moveLink(hash: string, participant: ParticipantId): Promise<void> {
    this.#run('UPDATE links SET participant = ? WHERE hash = ?', participant, hash);
  }

  async bindSeat(participant: ParticipantId, device: string, mayBind: boolean): Promise<'bound' | 'same' | 'other' | 'expired'> {
    // One statement decides, so that of two browsers that come at once one wins.
    if (mayBind && this.#run('UPDATE participants SET device = ? WHERE id = ? AND device IS NULL', device, participant) === 1)
      return 'bound';
    const holder = this.#deviceOf(participant);
    if (holder === null) return 'expired';
    return holder === device ? 'same' : 'other';
  }

  async isBound(participant: ParticipantId): Promise<boolean> {
    return this.#deviceOf(participant) !== null;
  }

  async addAudit(row: AuditRow): Promise<void> {
    this.#run(
      'INSERT INTO audit (at, session, participant, event, detail) VALUES (?, ?, ?, ?, ?)',
      row.at,
      row.session,
      row.participant,
      row.event,
      JSON.stringify(row.detail),
    );
  }

  async audit(session: SessionId, limit: number): Promise<AuditRow[]> {
    return this.#all('SELECT * FROM audit WHERE session = ? ORDER BY id LIMIT ?', session, limit).map((row) => ({
      at: number(row, 'at'),
      session,
      participant: row['participant'] === null ? null : (text(row, 'participant') as ParticipantId), // written by `addAudit`, as is the detail
      event: text(row, 'event'),
      detail: JSON.parse(text(row, 'detail')) as AuditRow['detail'],
    }));
  }

  async secret(name: string): Promise<string | undefined> {
    return this.#all('SELECT value FROM secrets WHERE name = ?', name).map((row) => text(row, 'value'))[0];
  }

  async keepSecret(name: string, value: string): Promise<string> {
    this.#run('INSERT INTO secrets (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING', name, value);
    return (await this.secret(name)) ?? value;
  }

  async setSecret(name: string, value: string): Promise<void> {
    this.#run('INSERT INTO secrets (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value', name, value);
  }

  async forget(before: number): Promise<number> {
    // Seats, links and audit go with their session (ON DELETE CASCADE).
    return this.#run("DELETE FROM sessions WHERE state = 'ended' AND ended_at < ?", before);
  }

  async close(): Promise<void> {
    this.#statements.clear();
    this.#db.close();
  }

  /** Null: nobody's yet. */
  #deviceOf(participant: ParticipantId): string | null {
    const device = this.#all('SELECT device FROM participants WHERE id = ?', participant)[0]?.['device'];
    return typeof device === 'string' ? device : null;
  }

  #run(sql: string, ...values: (string | number | null)[]): number {
    return this.#prepare(sql).run(...values).changes;
  }

  #all(sql: string, ...values: (string | number | null)[]): Row[] {
    return this.#prepare(sql).all(...values) as Row[]; // libsql types rows as unknown; the readers below check each column
  }

  /** The statements are those of this file: a bounded number. */
  #prepare(sql: string): Database.Statement {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#db.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

function toSession(row: Row): SessionRow {
  return {
    id: text(row, 'id') as SessionId, // id and state were written by `addSession` and `setState`
    url: text(row, 'url'),
    state: text(row, 'state') as SessionState,
    createdBy: text(row, 'created_by'),
    createdAt: number(row, 'created_at'),
    endedAt: row['ended_at'] === null ? null : number(row, 'ended_at'),
    endedBy: row['ended_by'] === null ? null : text(row, 'ended_by'),
  };
}

function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw new Error(`the store holds no text in ${column}`);
  return value;
}

function number(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== 'number') throw new Error(`the store holds no number in ${column}`);
  return value;
}
