/**
 * Hashes in a document's policies. A script or style that a policy names by its hash is another text once its addresses are
 * mapped; so the hash is checked here, on the text as the target sent it, and the changed element is let in by a nonce that
 * the browser alone has been told. Handlers cannot show a nonce: named by a hash, they stay as they are.
 */
import { createHash } from 'node:crypto';

export type Inline = 'script' | 'style' | 'handler';

/** Of one policy: the hashes that its list for each place names, where the list has any. */
export type PolicyHashes = Readonly<Partial<Record<Inline, ReadonlySet<string>>>>;

const SOURCE = /^'(sha256|sha384|sha512)-([a-z0-9+/_-]+={0,2})'$/i;

/** `sha256-…` of a hash source, in the one spelling that is compared; undefined: the source is no hash. */
export function hashSource(word: string): string | undefined {
  const match = SOURCE.exec(word);
  return match ? `${(match[1] ?? '').toLowerCase()}-${(match[2] ?? '').replaceAll('-', '+').replaceAll('_', '/')}` : undefined;
}

export class DocumentPolicy {
  /** For elements of ours, and for those of the target that we have changed. */
  readonly nonce: string;
  #wanted = false;
  readonly #hashes: Record<Inline, ReadonlySet<string>[]> = { script: [], style: [], handler: [] };

  constructor(nonce: string) {
    this.nonce = nonce;
  }

  /** A policy of this document asks for the nonce, because addresses do not count in it. */
  get wantsNonce(): boolean {
    return this.#wanted;
  }

  add(policy: { readonly wantsNonce: boolean; readonly hashes: readonly PolicyHashes[] }): void {
    this.#wanted ||= policy.wantsNonce;
    for (const each of policy.hashes)
      for (const place of ['script', 'style', 'handler'] as const) {
        const list = each[place];
        if (list) this.#hashes[place].push(list);
      }
  }

  /** Are there hashes at all? Else no element has to wait for its end. */
  get checksText(): boolean {
    return this.#hashes.script.length > 0 || this.#hashes.style.length > 0;
  }

  /** Nonce for an element whose text every policy with hashes names; undefined: it needs none, or may not run. */
  admit(text: Buffer, place: 'script' | 'style'): string | undefined {
    return this.#named(text, place) ? this.nonce : undefined;
  }

  /** The same for a script of another file, by the hashes of its integrity (CSP 3, 6.7.2.3: all of them must be named). */
  admitFile(integrity: readonly string[]): string | undefined {
    const lists = this.#hashes.script;
    const named = lists.length > 0 && integrity.length > 0 && lists.every((list) => integrity.every((hash) => list.has(hash)));
    return named ? this.nonce : undefined;
  }

  /** A handler that runs as its policies name it, and not otherwise. */
  keepsHandler(text: Buffer): boolean {
    return this.#named(text, 'handler');
  }

  #named(text: Buffer, place: Inline): boolean {
    const lists = this.#hashes[place];
    if (lists.length === 0) return false;
    const known = new Map<string, string>();
    const hash = (algorithm: string): string => {
      const made = known.get(algorithm) ?? `${algorithm}-${createHash(algorithm).update(text).digest('base64')}`;
      known.set(algorithm, made);
      return made;
    };
    return lists.every((list) =>
      ['sha256', 'sha384', 'sha512'].some((algorithm) => hasAlgorithm(list, algorithm) && list.has(hash(algorithm))),
    );
  }
}

function hasAlgorithm(list: ReadonlySet<string>, algorithm: string): boolean {
  for (const each of list) if (each.startsWith(algorithm)) return true;
  return false;
}
