/** Reading the text of our smaller sockets, the board's and the step up's: bounded, and what is not understood is no message. */

export type Read<Message> = { readonly ok: true; readonly message: Message } | { readonly ok: false; readonly reason: string };

/** Of a browser, which may say anything. `most`: characters; `read`: undefined for what is no message. */
export function readText<Message>(text: string, most: number, read: (value: unknown) => Message | undefined): Read<Message> {
  if (text.length > most) return { ok: false, reason: 'too long' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, reason: 'no JSON' }; // what it was instead is of no use to anybody
  }
  const message = read(value);
  return message ? { ok: true, message } : { ok: false, reason: 'bad message' };
}

/** From our own gateway, trusted for content; a word of a newer one is passed over. */
export function readOwn<Message extends { readonly type: string }>(text: string, known: ReadonlySet<unknown>): Message | undefined {
  const value: unknown = JSON.parse(text);
  return typeof value === 'object' && value !== null && 'type' in value && known.has(value.type) ? (value as Message) : undefined; // as said above
}

export function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
