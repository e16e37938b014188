/** The two scripts of ours that every label serves, as the build left them. */
import { createHash } from 'node:crypto';

export interface OwnFile {
  readonly bytes: Buffer;
  /** Content hash (hex), also the `v` of its address, so that a browser may keep it for ever. */
  readonly hash: string;
}

export interface OwnFiles {
  /** The runtime of documents. */
  readonly runtime: OwnFile;
  /** The prelude of workers. */
  readonly worker: OwnFile;
}

export function ownFile(bytes: Buffer): OwnFile {
  return { bytes, hash: createHash('sha256').update(bytes).digest('hex').slice(0, 16) };
}
