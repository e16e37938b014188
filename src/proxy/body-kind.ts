/** How an answer's body is treated: what it is used for (Fetch metadata) and what the target calls it, together. */
import type { IncomingHttpHeaders } from 'node:http';
import type { JsKind } from '../rewriter/text/index.ts';
import { isWorkerScript, type RequestKind } from './request-kind.ts';

export type BodyKind =
  | { readonly as: 'html'; readonly contentType: string; readonly charset: string | undefined }
  | { readonly as: 'css' }
  | { readonly as: 'js'; readonly worker: boolean }
  | { readonly as: 'manifest' }
  | { readonly as: 'speculation-rules' }
  | { readonly as: 'playlist'; readonly format: 'hls' | 'dash' }
  /** Shown in a page of ours, which reads the bytes by itself. */
  | { readonly as: 'pdf' }
  | { readonly as: 'untouched' };

const UNTOUCHED: BodyKind = { as: 'untouched' };
const SCRIPT_TYPES = /^(text|application)\/(x-)?(java|ecma|live|j)script(1\.[0-5])?$/;
const SCRIPT_DESTS: ReadonlySet<string> = new Set(['script', 'audioworklet', 'paintworklet']);
/** Never run as a script, whatever the element (HTML standard, "fetch a classic script"). */
const NEVER_SCRIPT = /^(image|audio|video)\/|^text\/(csv|html)$/;

/** XML by its type (MIME sniffing standard, 4.6): XHTML, SVG, and whatever names a style sheet. */
const XML = /^(?:text|application)\/xml$|\+xml$/;

const PDF = /^(?:application|text)\/(?:x-)?pdf$/;

/** Of an answer: its headers, what it was asked for, and whether all of it is here. */
export function bodyKindOf(headers: IncomingHttpHeaders, kind: RequestKind, status: number): BodyKind {
  const nosniff = /nosniff/i.test(String(headers['x-content-type-options'] ?? ''));
  // Chromium's word for a link with `download`.
  if (kind.document && kind.dest === 'empty') return UNTOUCHED;
  // A document that is to be saved is a file: it must be the one that the target keeps.
  if (kind.document && /^\s*(?!inline\b|(?:file)?name\s*=)[\w-]/i.test(headers['content-disposition'] ?? '')) return UNTOUCHED;
  const found = bodyKind(headers['content-type'], kind, nosniff);
  // A part is of the target's bytes, which fit no rewritten ones. Players ask for "all from the first byte on", though.
  if (found.as === 'pdf' && status !== 200) return UNTOUCHED;
  if (status === 206 && !(found.as === 'playlist' && isWhole(headers['content-range']))) return UNTOUCHED;
  return found;
}

function isWhole(range: string | undefined): boolean {
  const match = /^bytes 0-(\d+)\/(\d+)$/.exec(range ?? '');
  return match !== null && Number(match[1]) + 1 === Number(match[2]);
}

export function bodyKind(contentType: string | undefined, kind: RequestKind, nosniff: boolean): BodyKind {
  const { type, charset } = parseType(contentType);
  const { dest } = kind;
  if (kind.document && PDF.test(type)) return { as: 'pdf' };
  if (kind.document) return type === 'text/html' || XML.test(type) ? { as: 'html', contentType: type, charset } : UNTOUCHED;
  if (isWorkerScript(dest)) return SCRIPT_TYPES.test(type) || !nosniff ? { as: 'js', worker: true } : UNTOUCHED;
  if (SCRIPT_DESTS.has(dest)) {
    const runs = SCRIPT_TYPES.test(type) || (!nosniff && !NEVER_SCRIPT.test(type));
    return runs ? { as: 'js', worker: false } : UNTOUCHED;
  }
  if (dest === 'style') return type === 'text/css' || type === '' ? { as: 'css' } : UNTOUCHED;
  if (dest === 'manifest') return { as: 'manifest' };
  if (dest === 'speculationrules') return { as: 'speculation-rules' };
  // What a page fetches as text is its own matter: our overrides see it again when it becomes markup or code. Players
  // of the browser itself are the exception, they read addresses where no override looks.
  if (dest === 'video' || dest === 'audio') return playlist(type);
  // Without Fetch metadata, or loaded ahead for nobody knows what: the type has to do.
  if (dest !== '' && !(dest === 'empty' && kind.prefetch)) return UNTOUCHED;
  if (type === 'text/css') return { as: 'css' };
  return SCRIPT_TYPES.test(type) ? { as: 'js', worker: false } : UNTOUCHED;
}

export function parseType(contentType: string | undefined): { type: string; charset: string | undefined } {
  const text = contentType ?? '';
  const type = (text.split(';')[0] ?? '').trim().toLowerCase();
  const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(text)?.[1];
  return { type, charset };
}

/** Static imports and exports make a module; scripts of both kinds are asked for with the same metadata. */
export function scriptKind(text: string, worker: boolean): JsKind {
  if (worker) return 'worker';
  return isModule(text) ? 'module' : 'script';
}

export function isModule(text: string): boolean {
  return /(?:^|[;}\n\r]|\*\/)\s*(?:import\s*(?:["'{*]|[\w$]+\s*(?:,|from\b))|export\s*(?:[{*]|default\b|const\b|let\b|var\b|function\b|class\b|async\b))|\bimport\.meta\b/.test(
    text,
  );
}

function playlist(type: string): BodyKind {
  if (/mpegurl$/.test(type)) return { as: 'playlist', format: 'hls' };
  return type === 'application/dash+xml' ? { as: 'playlist', format: 'dash' } : UNTOUCHED;
}
