/** A front end that ships as files of an npm package: served by a small server of this process, with what its page needs. */
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import path from 'node:path';
import { inPackages, type App } from './processes.ts';

export interface FrontEnd {
  /** Path -> text; `{{origin}}` in it becomes the server's own. */
  readonly pages: Readonly<Record<string, string>>;
  /** Path prefix -> folder. The longest prefix wins. */
  readonly folders: Readonly<Record<string, string>>;
  /** Answers true when it took the request. */
  readonly api?: (req: IncomingMessage, res: ServerResponse) => boolean | Promise<boolean>;
  readonly stored?: () => string;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.md': 'text/markdown; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
};

/** Bodies that journeys send: a form, a JSON object. */
const MAX_BODY_BYTES = 1_000_000;

export const packageFolder = (...parts: readonly string[]): string => inPackages(...parts);

export async function bodyOf(req: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of req.setEncoding('utf8')) {
    text += String(part);
    if (text.length > MAX_BODY_BYTES) throw new Error('a body is larger than any journey sends');
  }
  return text;
}

export async function startFrontEnd(front: FrontEnd, port: number): Promise<App> {
  const origin = `http://127.0.0.1:${String(port)}`;
  const server = createServer((req, res) => {
    answer(front, origin, req, res).catch((error: unknown) => {
      res.writeHead(500).end(String(error));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  return {
    origin,
    port,
    stored: () => front.stored?.() ?? '',
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(front: FrontEnd, origin: string, req: IncomingMessage, res: ServerResponse): Promise<void> {
  if (await front.api?.(req, res)) return;
  const { pathname } = new URL(req.url ?? '/', origin);
  const page = front.pages[pathname];
  if (page !== undefined) {
    res.writeHead(200, { 'content-type': types[path.extname(pathname)] ?? types['.html'] }).end(page.replaceAll('{{origin}}', origin));
    return;
  }
  const file = fileOf(front, decodeURIComponent(pathname));
  if (file === undefined) {
    res.writeHead(404, { 'content-type': 'text/plain' }).end('not found');
    return;
  }
  const { size, mtimeMs } = statSync(file);
  const etag = `"${size.toString(36)}-${Math.round(mtimeMs).toString(36)}"`;
  const headers = { 'content-type': types[path.extname(file)] ?? 'application/octet-stream', etag, 'cache-control': 'public, max-age=600' };
  if (req.headers['if-none-match'] === etag) {
    res.writeHead(304, headers).end();
    return;
  }
  res.writeHead(200, { ...headers, 'content-length': size });
  createReadStream(file).pipe(res);
}

function fileOf(front: FrontEnd, pathname: string): string | undefined {
  const prefixes = Object.keys(front.folders).sort((a, b) => b.length - a.length);
  const prefix = prefixes.find((candidate) => pathname.startsWith(candidate));
  const folder = prefix === undefined ? undefined : front.folders[prefix];
  if (prefix === undefined || folder === undefined) return undefined;
  const file = path.join(folder, pathname.slice(prefix.length));
  return file.startsWith(folder) && existsSync(file) && statSync(file).isFile() ? file : undefined;
}
