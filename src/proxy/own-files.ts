/** The scripts of ours that pages of a target load, as the build left them. */
import { createHash } from 'node:crypto';
import type { Config } from '../config/index.ts';
import type { SiteScriptSettings } from '../shared/boot.ts';

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
  readonly nativeWorker: OwnFile;
  /** Our script in pages of front and script mode, and the runtime that it loads for a session. */
  readonly siteScript: OwnFile;
  readonly siteRuntime: OwnFile;
}

export function ownFile(bytes: Buffer): OwnFile {
  return { bytes, hash: createHash('sha256').update(bytes).digest('hex').slice(0, 16) };
}

/** The prelude of workers, of both kinds of hosts. */
export function workerFiles(bytes: Buffer): Pick<OwnFiles, 'worker' | 'nativeWorker'> {
  const native = Buffer.concat([Buffer.from('self.__samepage$native=true;'), bytes]);
  return { worker: ownFile(bytes), nativeWorker: ownFile(native) };
}

/** The script of front and script mode is the same file everywhere, told at the start which gateway it belongs to. */
export function siteFiles(
  config: Pick<Config, 'controlOrigin' | 'host'>,
  script: string,
  runtime: Buffer,
): Pick<OwnFiles, 'siteScript' | 'siteRuntime'> {
  const siteRuntime = ownFile(runtime);
  const settings: SiteScriptSettings = { controlOrigin: config.controlOrigin, host: config.host, runtimeHash: siteRuntime.hash };
  // The one free name in the bundle.
  return { siteRuntime, siteScript: ownFile(Buffer.from(`((SAMEPAGE)=>{${script}})(${JSON.stringify(settings)});\n`)) };
}
