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
  `CREATE TABLE companies (
     id TEXT PRIMARY KEY,
     name TEXT NOT NULL,
     created_at INTEGER NOT NULL
   );
   INSERT INTO companies (id, name, created_at) VALUES ('main', '', 0);
   ALTER TABLE sessions ADD COLUMN company TEXT NOT NULL DEFAULT 'main';
   ALTER TABLE sessions ADD COLUMN owner TEXT NOT NULL DEFAULT 'operator';
   CREATE INDEX sessions_by_company ON sessions (company, created_at);
   CREATE TABLE users (
     id TEXT PRIMARY KEY,
     company TEXT NOT NULL REFERENCES companies (id),
     login TEXT NOT NULL,
     name TEXT NOT NULL,
     role TEXT NOT NULL,
     password TEXT,
     subject TEXT,
     created_at INTEGER NOT NULL,
     disabled_at INTEGER,
     UNIQUE (company, login)
   );
   CREATE UNIQUE INDEX users_by_subject ON users (company, subject) WHERE subject IS NOT NULL;
   CREATE TABLE welcomes (
     hash TEXT PRIMARY KEY,
     user TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
     expires_at INTEGER NOT NULL
   );
   CREATE TABLE sign_ins (
     hash TEXT PRIMARY KEY,
     company TEXT NOT NULL,
     user TEXT REFERENCES users (id) ON DELETE CASCADE,
     created_at INTEGER NOT NULL,
     used_at INTEGER NOT NULL
   );
   CREATE INDEX sign_ins_by_user ON sign_ins (user);
   CREATE TABLE keys (
     id TEXT PRIMARY KEY,
     company TEXT NOT NULL REFERENCES companies (id),
     name TEXT NOT NULL,
     role TEXT NOT NULL,
     hash TEXT NOT NULL UNIQUE,
     created_by TEXT NOT NULL,
     created_at INTEGER NOT NULL,
     used_at INTEGER,
     expires_at INTEGER
   );
   CREATE TABLE deeds (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     at INTEGER NOT NULL,
     company TEXT NOT NULL,
     who TEXT NOT NULL,
     event TEXT NOT NULL,
     detail TEXT NOT NULL
   );
   CREATE INDEX deeds_by_company ON deeds (company, id);`,
  `CREATE TABLE policies (
     company TEXT NOT NULL REFERENCES companies (id),
     version INTEGER NOT NULL,
     text TEXT NOT NULL,
     author TEXT NOT NULL,
     at INTEGER NOT NULL,
     note TEXT NOT NULL,
     PRIMARY KEY (company, version)
   );`,
  `CREATE TABLE site_visits (
     company TEXT NOT NULL,
     site TEXT NOT NULL,
     visits INTEGER NOT NULL,
     PRIMARY KEY (company, site)
   );
   CREATE TABLE rule_hits (
     company TEXT NOT NULL,
     site TEXT NOT NULL,
     rule TEXT NOT NULL,
     hits INTEGER NOT NULL,
     visits INTEGER NOT NULL,
     last_visit INTEGER NOT NULL,
     last_at INTEGER NOT NULL,
     PRIMARY KEY (company, site, rule)
   );`,
  `CREATE TABLE answers (
     company TEXT PRIMARY KEY REFERENCES companies (id),
     texts TEXT NOT NULL
   );
   CREATE TABLE transcripts (
     session TEXT PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
     text TEXT NOT NULL
   );`,
  `CREATE TABLE policy_pages (
     company TEXT PRIMARY KEY REFERENCES companies (id),
     urls TEXT NOT NULL
   );`,
  `CREATE TABLE brandings (
     company TEXT PRIMARY KEY REFERENCES companies (id),
     version INTEGER NOT NULL DEFAULT 0,
     text TEXT NOT NULL DEFAULT '',
     logo TEXT,
     logo_hash TEXT
   );
   ALTER TABLE sessions ADD COLUMN customer TEXT NOT NULL DEFAULT '';
   ALTER TABLE sessions ADD COLUMN ticket TEXT NOT NULL DEFAULT '';
   CREATE TABLE notes (
     session TEXT PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
     text TEXT NOT NULL
   );`,
  'ALTER TABLE sessions ADD COLUMN rating INTEGER;',
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
