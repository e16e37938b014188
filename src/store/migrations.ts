/** The shape of the file, step by step. A step that was released is never changed; a new one is added below it. */
import type Database from 'libsql';

const steps: readonly string[] = [
  `CREATE TABLE sessions (
     id TEXT PRIMARY KEY,
     url TEXT NOT NULL,
     state TEXT NOT NULL,
     created_by TEXT NOT NULL,
     created_at INTEGER NOT NULL,
     ended_at INTEGER,
     ended_by TEXT
   );
   CREATE INDEX sessions_by_age ON sessions (created_at);
   CREATE TABLE participants (
     id TEXT PRIMARY KEY,
     session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
     role TEXT NOT NULL,
     name TEXT NOT NULL,
     device TEXT
   );
   CREATE INDEX participants_by_session ON participants (session);
   CREATE TABLE links (
     hash TEXT PRIMARY KEY,
     session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
     participant TEXT NOT NULL,
     expires_at INTEGER NOT NULL
   );
   CREATE INDEX links_by_session ON links (session);
   CREATE TABLE audit (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     at INTEGER NOT NULL,
     session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
     participant TEXT,
     event TEXT NOT NULL,
     detail TEXT NOT NULL
   );
   CREATE INDEX audit_by_session ON audit (session);
   CREATE TABLE secrets (name TEXT PRIMARY KEY, value TEXT NOT NULL);`,
];

/** Brings the file to the newest shape. Throws when a newer release has written it. */
export function migrate(db: Database.Database): void {
  const row: unknown = db.prepare('PRAGMA user_version').get();
  const version = typeof row === 'object' && row !== null && 'user_version' in row ? Number(row.user_version) : 0;
  if (version > steps.length)
    throw new Error(`cannot open the store: it was written by a newer release (shape ${version}, known ${steps.length})`);
  for (const [at, step] of steps.entries()) {
    if (at < version) continue;
    db.exec('BEGIN IMMEDIATE');
    try {
      db.exec(step);
      db.exec(`PRAGMA user_version = ${at + 1}`);
      db.exec('COMMIT');
    } catch (error) {
      db.exec('ROLLBACK');
      throw error;
    }
  }
}
