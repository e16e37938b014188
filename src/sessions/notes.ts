/** What agents note of a session: one text for all of them, saved as they write. */

/** Characters: some eight pages. */
export const NOTES_MAX = 20_000;

export class SessionNotes {
  #text = '';
  #version = 0;

  get text(): string {
    return this.#text;
  }

  get version(): number {
    return this.#version;
  }

  /** False: somebody else has written meanwhile, and nothing is changed. */
  write(text: string, base: number): boolean {
    if (base !== this.#version) return false;
    this.#text = text.slice(0, NOTES_MAX);
    this.#version++;
    return true;
  }
}
