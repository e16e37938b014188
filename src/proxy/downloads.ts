/** Answers that the browser saves instead of showing them: the agents are told that there is one. */
import { plainMime } from '../shared/downloads.ts';
import type { Exchange } from './exchange.ts';
import { fileNameOf } from './file-name.ts';

/** What browsers show when it fills a tab; text is shown, whatever it is called, but for tables. */
const SHOWN =
  /^(?:image|video|audio|font)\/|^text\/(?!csv|calendar|vcard|x-vcard)|^application\/(?:json|xml|javascript|x-javascript|manifest\+json|pdf)$|\+xml$|\+json$|^$/;

export function noteDownload({ answer, incoming, visit, route }: Exchange): void {
  const { kind, visitor } = visit;
  if (!visitor || !kind.document || incoming.status !== 200 || answer.body.as !== 'untouched') return;
  const { headers } = incoming;
  const mime = plainMime(headers['content-type'] ?? '');
  const isAttached = /^\s*(?!inline\b|(?:file)?name\s*=)[\w-]/i.test(headers['content-disposition'] ?? '');
  if (!isAttached && kind.dest !== 'empty' && SHOWN.test(mime)) return;
  const length = headers['content-encoding'] === undefined ? Number(headers['content-length'] ?? NaN) : NaN;
  const name = fileNameOf(headers['content-disposition'], route.url);
  route.session.downloads.found({ mime, bytes: Number.isSafeInteger(length) ? length : null, name });
}
