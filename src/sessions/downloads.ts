/**
 * Files that go to the customer's disk. What the gateway sees pass is told at once by type and size; its name goes to the
 * customer's page first, which takes out of it what it takes out of everything else. Without a page nobody hears the name.
 */
import { plainMime, type Download } from '../shared/downloads.ts';
import type { RuntimeToRoom } from '../shared/messages.ts';
import { Bucket } from './bucket.ts';

/** Whose names are asked for at the same time; of older ones the name stays untold. */
const MAX_ASKED = 20;
/** That a page tells of by itself. */
const TOLD = { perSecond: 1, burst: 10 };

export interface DownloadsDeps {
  /** May agents hear of the page now? */
  readonly isLive: () => boolean;
  /** Ask the page that the customer looks at for what may be told of this name. */
  readonly askName: (id: number, name: string) => void;
  readonly tellAgents: (download: Download) => void;
  readonly tell: (event: { readonly type: 'download'; readonly mime: string; readonly bytes: number | null }) => void;
}

export class Downloads {
  readonly #deps: DownloadsDeps;
  readonly #asked = new Map<number, Download>();
  readonly #told = new Bucket(TOLD);
  #last = 0;

  constructor(deps: DownloadsDeps) {
    this.#deps = deps;
  }

  /** The gateway's: an answer that the browser saves. */
  found(file: { readonly mime: string; readonly bytes: number | null; readonly name: string }): void {
    const download = this.#add(file.mime, file.bytes, null);
    if (!this.#deps.isLive() || file.name === '') return;
    if (this.#asked.size >= MAX_ASKED) this.#asked.delete(this.#asked.keys().next().value ?? 0);
    this.#asked.set(download.id, download);
    this.#deps.askName(download.id, file.name);
  }

  /** The page's: a name that may be told, or a file that was made in the page. */
  fromHost({ of, mime, bytes, name }: Extract<RuntimeToRoom, { type: 'download' }>): void {
    if (of === null) {
      if (this.#told.take()) this.#add(plainMime(mime), bytes, name);
      return;
    }
    const download = this.#asked.get(of);
    this.#asked.delete(of);
    if (download && name !== null && this.#deps.isLive()) this.#deps.tellAgents({ ...download, name });
  }

  #add(mime: string, bytes: number | null, name: string | null): Download {
    const download = { id: ++this.#last, mime, bytes, name };
    this.#deps.tell({ type: 'download', mime, bytes });
    if (this.#deps.isLive()) this.#deps.tellAgents(download);
    return download;
  }
}
