/** What the test sites are served with: one exchange, its body, and answers that compress themselves when asked. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

/** Absolute origins of all test sites, with the ports that they really listen on. */
export interface Origins {
  readonly www: string;
  readonly wwwHttp: string;
  readonly api: string;
  readonly cdn: string;
  readonly pay: string;
  readonly idp: string;
  readonly pages: string;
  readonly pagesHttp: string;
  readonly other: string;
}

export type Handler = (exchange: Exchange) => void | Promise<void>;

const LETTERS = 'bcdfghjkmnpqrstvwxzBCDFGHJKLMNPQRSTVWXZ23456789';

const folder = path.dirname(fileURLToPath(import.meta.url));
/** 8 MiB: more than any test uploads. */
const BODY_LIMIT_BYTES = 8 * 1024 * 1024;

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
};

export class Exchange {
  readonly url: URL;
  readonly cookies: ReadonlyMap<string, string>;

  constructor(
    readonly req: IncomingMessage,
    readonly res: ServerResponse,
    readonly origins: Origins,
  ) {
    this.url = new URL(req.url ?? '/', 'http://site.invalid');
    this.cookies = parseCookies(req.headers.cookie);
  }

  get method(): string {
    return this.req.method ?? 'GET';
  }

  get path(): string {
    return this.url.pathname;
  }

  async body(): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of this.req) {
      const bytes = chunk as Buffer; // no encoding is set, so chunks are buffers
      size += bytes.length;
      if (size > BODY_LIMIT_BYTES) throw new Error('the test site takes no body this large');
      chunks.push(bytes);
    }
    return Buffer.concat(chunks);
  }

  async form(): Promise<URLSearchParams> {
    return new URLSearchParams((await this.body()).toString());
  }

  header(name: string, value: string | string[]): this {
    this.res.setHeader(name, value);
    return this;
  }

  cookie(text: string): this {
    this.res.appendHeader('Set-Cookie', text);
    return this;
  }

  /** Text leaves compressed when the client takes it, as almost every real site does. */
  send(body: string | Buffer, type = 'text/html; charset=utf-8', status = 200): void {
    let bytes = typeof body === 'string' ? Buffer.from(body) : body;
    const accepted = this.req.headers['accept-encoding'] ?? '';
    if (/^(text|application\/json|image\/svg)/.test(type) && bytes.length > 200) {
      if (/\bbr\b/.test(accepted)) {
        bytes = brotliCompressSync(bytes);
        this.header('Content-Encoding', 'br');
      } else if (/\bgzip\b/.test(accepted)) {
        bytes = gzipSync(bytes);
        this.header('Content-Encoding', 'gzip');
      }
      this.header('Vary', 'Accept-Encoding');
    }
    this.res.statusCode = status;
    this.header('Content-Type', type);
    this.header('Content-Length', String(bytes.length));
    this.res.end(this.method === 'HEAD' ? undefined : bytes);
  }

  json(value: unknown, status = 200): void {
    this.send(JSON.stringify(value), 'application/json', status);
  }

  redirect(to: string, status = 302): void {
    this.res.statusCode = status;
    this.header('Location', to);
    this.res.end();
  }

  notFound(): void {
    this.send('<!doctype html><title>Not found</title><h1>Not found</h1>', undefined, 404);
  }

  /** A file below test/sites, with its `{{tokens}}` filled. */
  file(name: string): void {
    const bytes = readSiteFile(name, this.origins, this.url.searchParams.get('set') ?? 'a');
    if (bytes) this.send(bytes, types[path.extname(name)] ?? 'application/octet-stream');
    else this.notFound();
  }
}

/**
 * `{{www}}` and the other names become origins; `{{byte:e9}}` becomes that one byte, whatever the file's charset;
 * `{{secret:place}}` a string that occurs nowhere else, another one in every set.
 */
export function readSiteFile(name: string, origins: Origins, set = 'a'): Buffer | undefined {
  const full = path.resolve(folder, name);
  if (!full.startsWith(`${folder}${path.sep}`)) return undefined;
  let text: string;
  try {
    text = readFileSync(full, 'latin1');
  } catch {
    return undefined; // the caller answers 404
  }
  const filled = text.replace(/\{\{([\w:-]+)\}\}/g, (whole, token: string) => {
    if (token.startsWith('byte:')) return String.fromCharCode(parseInt(token.slice(5), 16));
    if (token.startsWith('secret:')) return secretOf(token.slice(7), set);
    if (token.startsWith('host:')) return new URL(origins[token.slice(5) as keyof Origins]).host; // a wrong name throws in URL
    return origins[token as keyof Origins] ?? whole; // an unknown token stays visible
  });
  return Buffer.from(filled, 'latin1');
}

/** 16 letters that tell nothing and are found nowhere by chance: what the canary sweep plants. */
export function secretOf(place: string, set = 'a'): string {
  const digest = createHash('sha256').update(`${set} ${place}`).digest();
  return [...digest.subarray(0, 16)].map((byte) => LETTERS[byte % LETTERS.length] ?? '').join('');
}

function parseCookies(header: string | undefined): Map<string, string> {
  const cookies = new Map<string, string>();
  for (const part of (header ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at > 0) cookies.set(part.slice(0, at).trim(), part.slice(at + 1).trim());
  }
  return cookies;
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${String(char.charCodeAt(0))};`);
}
