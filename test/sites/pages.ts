/**
 * Server of the one-topic pages: `www.pages.example` and `other.pages.example`. A page is a file of 10-40 lines in pages/;
 * the endpoints that pages talk to are here. Every page writes what it observes of itself to `window.observed`.
 */
import type { IncomingMessage } from 'node:http';
import { createHash, randomBytes } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import type { WebSocket } from 'ws';
import { DisguiseSite } from './disguise.ts';
import { readSiteFile, type Exchange, type Handler } from './serve.ts';
import { diamondFont } from './shop/font.ts';

export function createPages(): Handler {
  const font = diamondFont();
  const dot = png(4, 4);
  const notes = new Map<string, string>();
  /** Answers that wait for their page, a handful: a test opens few. */
  const held: (() => void)[] = [];
  const disguise = new DisguiseSite();
  return async (exchange) => {
    const { path, url, method } = exchange;
    const origin = exchange.req.headers.origin;
    if (path.startsWith('/disguise/')) return disguise.answer(exchange);
    switch (path) {
      case '/echo':
        return echo(exchange);
      case '/cors':
        if (origin !== undefined) exchange.header('Access-Control-Allow-Origin', origin).header('Access-Control-Allow-Credentials', 'true');
        exchange.header('Access-Control-Allow-Headers', 'X-Asked, Content-Type').header('Access-Control-Allow-Methods', 'PUT, POST');
        exchange.header('Access-Control-Expose-Headers', 'X-Told').header('X-Told', 'yes').header('Vary', 'Origin');
        return method === 'OPTIONS' ? void exchange.res.writeHead(204).end() : echo(exchange);
      case '/set-cookie':
        for (const text of url.searchParams.getAll('c')) exchange.cookie(text);
        return exchange.json({ set: url.searchParams.getAll('c').length });
      case '/reset':
        // Both with and without the shared domain: whichever it was set with.
        for (const name of exchange.cookies.keys()) {
          exchange.cookie(`${name}=; Path=/; Max-Age=0`).cookie(`${name}=; Path=/; Domain=pages.example; Max-Age=0`);
        }
        return exchange.send('<!doctype html><title>reset</title><script>window.observed = { reset: true }</script>');
      case '/redirect':
        return exchange.redirect(url.searchParams.get('to') ?? '/', Number(url.searchParams.get('status') ?? 302));
      case '/stream':
        return stream(exchange, held);
      case '/stream/on':
        for (const go of held.splice(0)) go();
        return exchange.json({});
      case '/sse':
        return events(exchange);
      case '/range':
        return range(exchange);
      case '/upload':
        return exchange.json({ type: (exchange.req.headers['content-type'] ?? '').split(';')[0], parts: parts(await exchange.body()) });
      case '/note':
        if (method === 'POST') notes.set(url.searchParams.get('key') ?? '', (await exchange.body()).toString());
        return exchange.json({ note: notes.get(url.searchParams.get('key') ?? '') ?? null });
      case '/dot.png':
        if (url.searchParams.has('open')) exchange.header('Access-Control-Allow-Origin', '*');
        return exchange.send(dot, 'image/png');
      case '/diamond.ttf':
        return exchange.header('Access-Control-Allow-Origin', '*').send(font, 'font/ttf');
      case '/latin.html':
        // No charset in the header: the page's own <meta> decides.
        return exchange.send(fileBytes(exchange, 'charset-meta.html'), 'text/html');
      case '/late-charset.html':
        return exchange.send(fileBytes(exchange, 'late-charset.html'), 'text/html');
      case '/charset.html':
        return exchange.send(fileBytes(exchange, 'charset.html'), 'text/html; charset=windows-1252');
      case '/policy.html':
        exchange.header(
          'Content-Security-Policy',
          `default-src 'self'; script-src 'nonce-n0nce' ${exchange.origins.other}; report-uri /note?key=csp`,
        );
        return exchange.file('pages/policy.html');
      case '/escapes.html':
        // A start tag beyond what is looked at (1 MB), whose address is absolute. Random, for else it would pack like a bomb.
        return exchange.send(
          `<!doctype html><title>escapes</title><img alt="" data-long="${randomBytes(600_000).toString('hex')}" src="${exchange.origins.other}/dot.png?escaped" onload="window.loaded = true" onerror="window.stopped = true">`,
        );
      case '/policy-hashes.html':
        exchange.header('Content-Security-Policy', policyOfHashes(fileBytes(exchange, 'policy-hashes.html').toString()));
        return exchange.file('pages/policy-hashes.html');
      default:
        if (path.startsWith('/kept/')) return kept(exchange);
        if (path.endsWith('.mjs') || url.searchParams.has('open')) exchange.header('Access-Control-Allow-Origin', '*');
        return exchange.file(`pages${path}`);
    }
  };
}

/** A browser may keep it for the test's time, and asks by its tag after that. */
function kept(exchange: Exchange): void {
  exchange.header('Cache-Control', 'max-age=600').header('ETag', '"kept"');
  if (exchange.req.headers['if-none-match'] === '"kept"') exchange.res.writeHead(304).end();
  else exchange.file(`pages${exchange.path}`);
}

function fileBytes(exchange: Exchange, name: string): Buffer {
  const bytes = readSiteFile(`pages/${name}`, exchange.origins);
  if (!bytes) throw new Error(`no such page: ${name}`);
  return bytes;
}

/** Names every inline script, style and handler of a page but the second of each. */
function policyOfHashes(html: string): string {
  const hashes = (pattern: RegExp): string =>
    [...html.matchAll(pattern)]
      .filter((_found, at) => at !== 1)
      .map(([, text = '']) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`)
      .join(' ');
  const scripts = `'self' 'unsafe-hashes' ${hashes(/<script>([^]*?)<\/script>/g)} ${hashes(/onclick="([^"]*)"/g)}`;
  return `script-src ${scripts}; style-src ${hashes(/<style>([^]*?)<\/style>/g)}`;
}

/** The request as it arrived, as far as a page can expect it to be the same through the gateway. */
async function echo(exchange: Exchange): Promise<void> {
  const { headers } = exchange.req;
  const body = (await exchange.body()).toString();
  exchange.json({
    method: exchange.method,
    host: headers.host,
    url: exchange.req.url,
    cookies: Object.fromEntries([...exchange.cookies].sort()),
    origin: headers.origin ?? null,
    referer: headers.referer ?? null,
    authorization: headers.authorization ?? null,
    asked: headers['x-asked'] ?? null,
    site: headers['sec-fetch-site'] ?? null,
    dest: headers['sec-fetch-dest'] ?? null,
    forwarded: Object.keys(headers).filter((name) => /forwarded|^via$|samepage/.test(name)),
    body,
  });
}

/** One part at once, and the others when the page has told that it has it: `/stream/on`. */
function stream(exchange: Exchange, held: (() => void)[]): void {
  exchange.res.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Cache-Control': 'no-store' });
  exchange.res.write('chunk 1\n');
  held.push(() => {
    for (const more of [2, 3]) exchange.res.write(`chunk ${String(more)}\n`);
    exchange.res.end('chunk 4\n');
  });
}

function events(exchange: Exchange): void {
  if (exchange.req.headers.origin !== undefined) {
    exchange.header('Access-Control-Allow-Origin', exchange.req.headers.origin).header('Access-Control-Allow-Credentials', 'true');
  }
  exchange.res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  const last = exchange.req.headers['last-event-id'];
  // The first connection ends after two events: a browser comes back and says where it was.
  exchange.res.write('retry: 50\n\n');
  if (last === undefined) {
    exchange.res.end('id: 1\ndata: one\n\nid: 2\nevent: named\ndata: {"two":2}\n\n');
  } else {
    exchange.res.write(`id: 3\ndata: after ${String(last)}\n\n`);
  }
}

function range(exchange: Exchange): void {
  const bytes = Buffer.from('0123456789'.repeat(10));
  const match = /^bytes=(\d+)-(\d+)$/.exec(exchange.req.headers.range ?? '');
  exchange.header('Accept-Ranges', 'bytes').header('ETag', '"range-1"');
  if (!match) return exchange.send(bytes, 'application/octet-stream');
  const [from, to] = [Number(match[1]), Number(match[2])];
  exchange.header('Content-Range', `bytes ${String(from)}-${String(to)}/${String(bytes.length)}`);
  exchange.send(bytes.subarray(from, to + 1), 'application/octet-stream', 206);
}

/** Names and sizes of the parts of a multipart body. */
function parts(body: Buffer): object[] {
  const text = body.toString('latin1');
  return [...text.matchAll(/name="([^"]*)"(?:; filename="([^"]*)")?[^]*?\r\n\r\n([^]*?)\r\n--/g)].map((match) => ({
    name: match[1],
    file: match[2] ?? null,
    bytes: match[3]?.length ?? 0,
  }));
}

/** Echoes with what the handshake said. */
export function runPageSocket(socket: WebSocket, req: IncomingMessage): void {
  socket.send(
    JSON.stringify({
      origin: req.headers.origin ?? null,
      host: req.headers.host,
      protocol: socket.protocol,
      cookie: req.headers.cookie ?? null,
    }),
  );
  socket.on('message', (data: Buffer, binary: boolean) => {
    if (data.toString() === 'close') socket.close(4001, 'as you wish');
    else socket.send(data, { binary });
  });
}

/** An opaque one-colour PNG, from its chunks. */
function png(width: number, height: number): Buffer {
  const row = Buffer.concat([Buffer.from([0]), ...Array.from({ length: width }, () => Buffer.from([63, 91, 75]))]);
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const ends = Buffer.alloc(8);
    ends.writeUInt32BE(data.length, 0);
    ends.writeUInt32BE(crc(body), 4);
    return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(Array.from({ length: height }, () => row)))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function crc(bytes: Buffer): number {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return (value ^ 0xffffffff) >>> 0;
}
