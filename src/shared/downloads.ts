/** A file that goes to the customer's own disk, as agents are told of it: never its bytes, and its name only where no rule hides it. */
export interface Download {
  /** The same number again: more is known of it. */
  readonly id: number;
  /** Media type in lower case; empty: nobody said. */
  readonly mime: string;
  /** Null: nobody said. */
  readonly bytes: number | null;
  readonly name: string | null;
}

export const MIME_MAX = 100;
export const DOWNLOAD_NAME_MAX = 200;

const MIME = /^[a-z0-9][a-z0-9!#$&^_.+-]*\/[a-z0-9][a-z0-9!#$&^_.+-]*$/;

/** The type without its parameters; empty: it is none. */
export function plainMime(type: string): string {
  const mime = (type.split(';')[0] ?? '').trim().toLowerCase();
  return mime.length <= MIME_MAX && MIME.test(mime) ? mime : '';
}
