/** The scripts of ours that pages of a target load, as the build left them. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { Config } from '../config/index.ts';
import type { Session } from '../sessions/index.ts';
import type { SiteScriptSettings } from '../shared/boot.ts';

export interface OwnFile {
  readonly bytes: Buffer;
  /** Content hash (hex), also the `v` of its address, so that a browser may keep it for ever. */
  readonly hash: string;
  /** The same bytes by content coding: a third of the size, for phones on their first page of each origin. */
  readonly packed: { readonly br?: Buffer; readonly gzip?: Buffer };
}

export interface OwnFiles {
  /** The runtime of documents. */
  readonly runtime: OwnFile;
  /** The same of sessions that are a leak test. */
  readonly testRuntime: OwnFile;
  /** And of pages that are pointed at for rules. */
  readonly pickRuntime: OwnFile;
  /** The prelude of workers. */
  readonly worker: OwnFile;
  readonly nativeWorker: OwnFile;
  /** Our script in pages of front and script mode, and the runtime that it loads for a session. */
  readonly siteScript: OwnFile;
  readonly siteRuntime: OwnFile;
  /** What draws ink, in every mode. */
  readonly ink: OwnFile;
  /** What performs guests' actions, in every mode. */
  readonly act: OwnFile;
  readonly pdf: PdfFiles;
}

/** What shows PDFs of targets. */
export interface PdfFiles {
  readonly program: OwnFile;
  readonly worker: OwnFile;
  /** Of the page, as text. */
  readonly style: string;
  /** What the worker may ask for by name, as the build left it; undefined: there is no such file. */
  data(name: string): Buffer | undefined;
}

export function runtimeOf(files: OwnFiles, session: Pick<Session, 'test'>): OwnFile {
  if (!session.test) return files.runtime;
  return session.test.is === 'pick' ? files.pickRuntime : files.testRuntime;
}

export function ownFile(bytes: Buffer, packed: OwnFile['packed'] = {}): OwnFile {
  return { bytes, hash: createHash('sha256').update(bytes).digest('hex').slice(0, 16), packed };
}

/** With what the build packed beside it. */
export function builtFile(file: string): OwnFile {
  const beside = (end: string): Buffer | undefined => (existsSync(file + end) ? readFileSync(file + end) : undefined);
  const [br, gzip] = [beside('.br'), beside('.gz')];
  return ownFile(readFileSync(file), { ...(br && { br }), ...(gzip && { gzip }) });
}

/** `folder`: where the build put the pages. Data is read when it is first asked for: 3 MB, of which a document needs little. */
export function pdfFiles(folder: string): PdfFiles {
  const data = path.join(folder, 'pdf-data');
  const known = new Map<string, Buffer | undefined>(existsSync(data) ? readdirSync(data).map((name) => [name, undefined]) : []);
  return {
    program: builtFile(path.join(folder, 'pdf.js')),
    worker: builtFile(path.join(folder, 'pdf-worker.js')),
    style: readFileSync(path.join(folder, 'pdf.css'), 'utf8'),
    data(name) {
      if (!known.has(name)) return undefined;
      const bytes = known.get(name) ?? readFileSync(path.join(data, name));
      known.set(name, bytes);
      return bytes;
    },
  };
}

/** The prelude of workers, of both kinds of hosts. */
export function workerFiles(worker: OwnFile): Pick<OwnFiles, 'worker' | 'nativeWorker'> {
  return { worker, nativeWorker: ownFile(Buffer.concat([Buffer.from('self.__samepage$native=true;'), worker.bytes])) };
}

/** The script of front and script mode is the same file everywhere, told at the start which gateway it belongs to. */
export function siteFiles(
  config: Pick<Config, 'controlOrigin' | 'host'>,
  script: string,
  siteRuntime: OwnFile,
): Pick<OwnFiles, 'siteScript' | 'siteRuntime'> {
  const settings: SiteScriptSettings = { controlOrigin: config.controlOrigin, host: config.host, runtimeHash: siteRuntime.hash };
  // The one free name in the bundle.
  const bytes = Buffer.from(`((SAMEPAGE)=>{${script}})(${JSON.stringify(settings)});\n`);
  return { siteRuntime, siteScript: ownFile(bytes, { br: brotliCompressSync(bytes), gzip: gzipSync(bytes) }) };
}
