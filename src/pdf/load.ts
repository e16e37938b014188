/** From the path of the bytes to a document that can be asked for its pages, or to the reason why not. */
import { getDocument, PasswordResponses, PDFWorker, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { ownPaths } from '../shared/boot.ts';
import type { PdfHost } from './index.ts';

/** Pixels of one picture within a document; larger ones stay away (a picture of 100 by 100 cm at 300 dpi has 140 million). */
const MAX_IMAGE_PIXELS = 150_000_000;

export type Failure = 'gone' | 'broken';

/** The document's own bytes, whatever becomes of it. */
export async function loadBytes(host: PdfHost): Promise<Blob | undefined> {
  const answer = await host.fetch(host.boot.bytes, { cache: 'no-store' });
  return answer.ok ? new Blob([await answer.arrayBuffer()], { type: 'application/pdf' }) : undefined;
}

export interface Opening {
  /** Rejects with what is wrong with it. */
  readonly document: Promise<PDFDocumentProxy>;
  close(): void;
}

/** `password`: is asked until the right one comes. */
export function open(host: PdfHost, bytes: ArrayBuffer, password: (isAgain: boolean, give: (word: string) => void) => void): Opening {
  const { version } = host.boot;
  const data = new URL(ownPaths.pdfData, location.origin).href;
  // Its type here is one of tests alone.
  const worker = PDFWorker.create({ port: host.worker(`${ownPaths.pdfWorker}?v=${version.slice(version.length / 2)}`) } as never);
  const task = getDocument({
    data: bytes,
    worker,
    // The way from a broken font to code of somebody's making (CVE-2024-4367); the page's policy forbids it once more.
    isEvalSupported: false,
    enableXfa: false,
    maxImageSize: MAX_IMAGE_PIXELS,
    cMapUrl: data,
    cMapPacked: true,
    standardFontDataUrl: data,
    wasmUrl: data,
    useWorkerFetch: true,
    stopAtErrors: false,
    verbosity: 0,
  });
  task.onPassword = (give: (word: string) => void, reason: number) => {
    password(reason === PasswordResponses.INCORRECT_PASSWORD, give);
  };
  return {
    document: task.promise,
    close: () => void task.destroy().catch((error: unknown) => host.fault(error)),
  };
}
