/** Packs rewritten bodies again: brotli 1 is faster than gzip 1 and smaller; on loopback the plain bytes are faster still. */
import type { IncomingMessage } from 'node:http';
import type { Transform } from 'node:stream';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { isLoopbackOrUnspecified } from './address-rules.ts';

export type Coding = 'br' | 'gzip' | undefined;

/** Smaller bodies are sent as they are: the header would cost what packing saves (bytes). */
const PACK_FROM_BYTES = 1024;

const brotli = promisify(zlib.brotliCompress);
const gzip = promisify(zlib.gzip);
const BROTLI = { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 1 } };

export function chooseCoding(req: IncomingMessage): Coding {
  // With a proxy in front the peer is near, but the visitor need not be.
  const direct = req.headers['x-forwarded-for'] === undefined && req.headers['forwarded'] === undefined;
  return direct && isNear(req.socket.remoteAddress ?? '') ? undefined : acceptedCoding(req);
}

/** The best that this browser unpacks. */
export function acceptedCoding(req: IncomingMessage): Coding {
  const accepted = String(req.headers['accept-encoding'] ?? '');
  if (/\bbr\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/.test(accepted)) return 'br';
  return /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/.test(accepted) ? 'gzip' : undefined;
}

/** By address of a peer: most come again with each request. */
const near = new Map<string, boolean>();
const NEAR_MAX = 1000;

function isNear(address: string): boolean {
  let is = near.get(address);
  if (is === undefined) {
    is = isLoopbackOrUnspecified(address);
    if (near.size >= NEAR_MAX) near.clear();
    near.set(address, is);
  }
  return is;
}

/** Flushes with every chunk: a page must show as it arrives. */
export function encoder(coding: Coding): Transform | undefined {
  if (coding === 'br') return zlib.createBrotliCompress({ ...BROTLI, flush: zlib.constants.BROTLI_OPERATION_FLUSH });
  return coding === 'gzip' ? zlib.createGzip({ level: 1, flush: zlib.constants.Z_SYNC_FLUSH }) : undefined;
}

export async function encodeWhole(bytes: Buffer, coding: Coding): Promise<{ bytes: Buffer; coding: Coding }> {
  if (coding === undefined || bytes.length < PACK_FROM_BYTES) return { bytes, coding: undefined };
  return { bytes: coding === 'br' ? await brotli(bytes, BROTLI) : await gzip(bytes, { level: 1 }), coding };
}
