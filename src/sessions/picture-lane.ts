/**
 * Pictures of canvases on their way to one guest. They wait for everything else: only so many of their bytes are on the line at a
 * time as it carries in a moment, in pieces between which words pass; and what is sent is the newest picture, never an old one.
 */
import type { FrameId, NodeId, TabId } from '../shared/ids.ts';
import type { RoomToViewer } from '../shared/messages.ts';
import type { Connection } from './connection.ts';

/** Bytes on the line at a time: at first, and as it turns out to be slow or quick. */
const [FIRST_WINDOW, LEAST_WINDOW, MOST_WINDOW] = [16 << 10, 4 << 10, 1 << 20];
/** A piece is half of that, within these (characters). */
const [LEAST_PIECE, MOST_PIECE] = [4 << 10, 128 << 10];
/** Longer than the quickest answer of this line by so much: too much was on it; by less than so much: more will do (ms). */
const [SLOW_MS, QUICK_MS] = [250, 80];
/** Canvases with a new picture; a page of more waits for its next ones. */
const MAX_WAITING = 400;

export interface PictureAt {
  readonly tab: TabId;
  readonly frame: FrameId;
  readonly node: NodeId;
}

export interface PictureLaneDeps {
  readonly connection: Connection;
  /** The picture of now; undefined: there is none any more, or this guest may not see it. */
  find(at: PictureAt): { readonly epoch: number; readonly picture: string } | undefined;
  now(): number;
}

interface Sending extends PictureAt {
  readonly epoch: number;
  readonly picture: string;
  at: number;
}

export class PictureLane {
  readonly #deps: PictureLaneDeps;
  readonly #waiting = new Map<string, PictureAt>();
  #sending: Sending | undefined;
  #onLine = 0;
  #window = FIRST_WINDOW;
  #quickest = Infinity;
  #closed = false;

  constructor(deps: PictureLaneDeps) {
    this.#deps = deps;
  }

  /** There is a new one. */
  want(at: PictureAt): void {
    const key = `${at.tab} ${at.frame} ${at.node}`;
    if (this.#closed || (!this.#waiting.has(key) && this.#waiting.size >= MAX_WAITING)) return;
    this.#waiting.set(key, at);
    this.#go();
  }

  /** Whole pictures follow: what was on its way belongs to nothing any more. */
  clear(): void {
    this.#waiting.clear();
    this.#sending = undefined;
  }

  close(): void {
    this.#closed = true;
    this.clear();
  }

  #go(): void {
    while (!this.#closed && this.#onLine < this.#window) {
      const piece = this.#next();
      if (!piece) return;
      this.#send(piece);
    }
  }

  #next(): Extract<RoomToViewer, { type: 'picture' }> | undefined {
    for (;;) {
      // Hidden since, or the document is another. One that is newer waits: at two a second a slow line would finish none.
      if (this.#sending && this.#deps.find(this.#sending)?.epoch !== this.#sending.epoch) this.#sending = undefined;
      const now = this.#sending;
      if (now) {
        const { tab, frame, epoch, node, picture, at } = now;
        const data = picture.slice(at, at + Math.min(MOST_PIECE, Math.max(LEAST_PIECE, this.#window / 2)));
        now.at += data.length;
        const isLast = now.at >= picture.length;
        if (isLast) this.#sending = undefined;
        return { type: 'picture', tab, frame, epoch, node, at, data, last: isLast };
      }
      const [first] = this.#waiting;
      if (!first) return undefined;
      const [key, at] = first;
      this.#waiting.delete(key);
      const found = this.#deps.find(at);
      if (found) this.#sending = { ...at, ...found, at: 0 };
    }
  }

  #send(piece: Extract<RoomToViewer, { type: 'picture' }>): void {
    const { connection } = this.#deps;
    const text = JSON.stringify(piece);
    const from = this.#deps.now();
    this.#onLine += text.length;
    const arrived = (): void => {
      this.#onLine -= text.length;
      this.#learn(this.#deps.now() - from);
      this.#go();
    };
    if (connection.sendAndHear) connection.sendAndHear(text, arrived);
    else connection.send(text, arrived);
  }

  #learn(took: number): void {
    this.#quickest = Math.min(this.#quickest, took);
    const late = took - this.#quickest;
    if (late > SLOW_MS) this.#window = Math.max(LEAST_WINDOW, this.#window / 2);
    else if (late < QUICK_MS) this.#window = Math.min(MOST_WINDOW, this.#window * 2);
  }
}
