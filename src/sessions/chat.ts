/** The chat of one session: bounded, in memory, without characters that could make a name or an address look like another. */
import type { ChatMessage, Person } from '../shared/messages.ts';

// Controls except line end and tab; marks that change the direction of text; separators that are no line end to people.
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff]/g;

export class Chat {
  readonly #limits: { readonly messagesMax: number; readonly textBytes: number };
  #messages: ChatMessage[] = [];
  #last = 0;

  constructor(limits: { messagesMax: number; textBytes: number }) {
    this.#limits = limits;
  }

  /** Undefined when there is nothing left to say, or too much. */
  add(from: Person, text: string): ChatMessage | undefined {
    const clean = wellFormed(text).replace(UNSEEN, '').trim();
    if (clean === '' || Buffer.byteLength(clean) > this.#limits.textBytes) return undefined;
    const message = { id: ++this.#last, from: from.id, name: from.name, role: from.role, text: clean, at: Date.now() };
    this.#messages.push(message);
    if (this.#messages.length > this.#limits.messagesMax) this.#messages.shift();
    return message;
  }

  list(): readonly ChatMessage[] {
    return [...this.#messages];
  }

  clear(): void {
    this.#messages = [];
  }
}

/** A name as it may stand beside a message or a cursor. Undefined: nothing readable is left. */
export function cleanName(name: string, max = 60): string | undefined {
  const clean = wellFormed(name).replace(UNSEEN, '').replace(/\s+/g, ' ').trim().slice(0, max);
  return clean === '' ? undefined : clean;
}

/** Half a surrogate pair is no text: some consumers of a log or a socket refuse the whole message for it. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}
