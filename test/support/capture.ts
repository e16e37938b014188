/**
 * Records what crosses the lines that a mask guards: every WebSocket frame and HTTP body that leaves the host's browser
 * for the gateway's own endpoints, and everything that a guest's browser receives. Then searches it for planted strings
 * in every spelling that would give them away.
 */
import { gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import type { BrowserContext, Page, Request, Response, WebSocket } from 'playwright-core';

export interface Captured {
  /** `ws-sent wss://...`, `body-received http://...`: where it was seen. */
  readonly where: string;
  readonly bytes: Buffer;
}

export interface Capture {
  readonly items: readonly Captured[];
  /** Waits for bodies that are still being read. */
  settle(): Promise<void>;
}

/** What leaves the host's browser: frames sent, request bodies and addresses. `concerns` keeps what goes to the target itself out. */
export function captureSent(context: BrowserContext, concerns: (address: URL) => boolean): Capture {
  const items: Captured[] = [];
  const onRequest = (request: Request): void => {
    const address = new URL(request.url());
    if (!/^(http|ws)/.test(address.protocol) || !concerns(address)) return;
    const body = request.postDataBuffer();
    items.push({ where: `address ${request.url()}`, bytes: Buffer.from(request.url()) });
    if (body) items.push({ where: `body-sent ${request.url()}`, bytes: body });
  };
  onEachPage(context, (page) => {
    page.on('websocket', (socket: WebSocket) => {
      if (!concerns(new URL(socket.url()))) return;
      socket.on('framesent', ({ payload }) => items.push({ where: `ws-sent ${socket.url()}`, bytes: Buffer.from(payload) }));
    });
  });
  context.on('request', onRequest);
  return { items, settle: () => Promise.resolve() };
}

/** What a guest's browser is given: frames, answer bodies, headers. */
export function captureReceived(context: BrowserContext): Capture {
  const items: Captured[] = [];
  const reading = new Set<Promise<void>>();
  onEachPage(context, (page) => {
    page.on('websocket', (socket: WebSocket) => {
      socket.on('framereceived', ({ payload }) => items.push({ where: `ws-received ${socket.url()}`, bytes: Buffer.from(payload) }));
    });
  });
  context.on('response', (response: Response) => {
    items.push({ where: `headers ${response.url()}`, bytes: Buffer.from(`${response.url()}\n${JSON.stringify(response.headers())}`) });
    const read = response
      .body()
      .then((bytes) => void items.push({ where: `body-received ${response.url()}`, bytes }))
      // Redirects and answers of frames that are gone have no body to read.
      .catch(() => undefined)
      .finally(() => reading.delete(read));
    reading.add(read);
  });
  return {
    items,
    async settle() {
      await Promise.all(reading);
    },
  };
}

function onEachPage(context: BrowserContext, each: (page: Page) => void): void {
  context.pages().forEach(each);
  context.on('page', each);
}

/** Every place where a secret was found, as `secret (spelling) in where`. Empty is what a mask promises. */
export function findSecrets(items: readonly Captured[], secrets: readonly string[]): string[] {
  const spellings = secrets.flatMap((secret) => spell(secret).map(([name, needle]) => ({ secret, name, needle })));
  const found = new Set<string>();
  for (const item of items) {
    for (const bytes of unpacked(item.bytes)) {
      for (const { secret, name, needle } of spellings) {
        if (bytes.includes(needle)) found.add(`${secret} (${name}) in ${item.where}`);
      }
    }
  }
  return [...found];
}

function spell(secret: string): [string, Buffer][] {
  const plain = Buffer.from(secret);
  const dashed = secret.replace(/(.{4})(?=.)/g, '$1 ');
  return [
    ['plain', plain],
    ['grouped', Buffer.from(dashed)],
    ['url-encoded', Buffer.from([...plain].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''))],
    ['entities', Buffer.from([...secret].map((char) => `&#${String(char.charCodeAt(0))};`).join(''))],
    ['hex entities', Buffer.from([...secret].map((char) => `&#x${char.charCodeAt(0).toString(16)};`).join(''))],
    ['utf-16', Buffer.from(secret, 'utf16le')],
    ['utf-16 big-endian', Buffer.from(secret, 'utf16le').swap16()],
    ['hex', Buffer.from(plain.toString('hex'))],
    ['reversed', Buffer.from([...secret].reverse().join(''))],
    ...[0, 1, 2].map((offset): [string, Buffer] => [`base64 +${String(offset)}`, base64At(plain, offset)]),
  ];
}

/** The base64 text that a secret has inside a longer text, when `offset` bytes stand before it: without its ragged ends. */
function base64At(plain: Buffer, offset: number): Buffer {
  const text = Buffer.concat([Buffer.alloc(offset), plain])
    .toString('base64')
    .replace(/=+$/, '');
  const from = offset === 0 ? 0 : offset + 1;
  const whole = Math.floor((offset + plain.length) / 3) * 4;
  return Buffer.from(text.slice(from, whole));
}

/** The bytes themselves, and what they hold when they are compressed. */
function unpacked(bytes: Buffer): Buffer[] {
  const all = [bytes];
  for (const unpack of [gunzipSync, inflateSync, inflateRawSync]) {
    try {
      all.push(unpack(bytes));
    } catch {
      // Not compressed this way: there is nothing more to search.
    }
  }
  return all;
}
