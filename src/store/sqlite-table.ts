/** Statements of one SQLite file, prepared once, and columns read with their type checked. */
import type Database from 'libsql';

/** What libsql hands back for a row. */
export type Row = Readonly<Record<string, unknown>>;

export class Table {
  readonly #db: Database.Database;
  /** The statements are those of this folder: a bounded number. */
  readonly #statements = new Map<string, Database.Statement>();

  constructor(db: Database.Database) {
    this.#db = db;
  }

  /** Hands back how many rows changed. */
  run(sql: string, ...values: (string | number | null)[]): number {
    return this.#prepare(sql).run(...values).changes;
  }

  all(sql: string, ...values: (string | number | null)[]): Row[] {
    return this.#prepare(sql).all(...values) as Row[]; // libsql types rows as unknown; the readers below check each column
  }

  close(): void {
    this.#statements.clear();
    this.#db.close();
  }

  #prepare(sql: string): Database.Statement {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#db.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

export function textIn(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw new Error(`the store holds no text in ${column}`);
  return value;
}

export function numberIn(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== 'number') throw new Error(`the store holds no number in ${column}`);
  return value;
}
