/** Assets that only the host's browser can get: asked for over the runtime's socket, answered once, or not at all. */
import type { FrameId, TabId } from '../shared/ids.ts';
import type { RoomToRuntime } from '../shared/messages.ts';

export interface HostAsset {
  /** What the browser was told; what the bytes are is for others to say. */
  readonly mime: string;
  readonly bytes: Buffer;
}

/** Questions without an answer yet; a page of a thousand pictures gets them in turns. */
const OPEN_MAX = 24;
/** A browser that says nothing for so long will not (ms). */
const PATIENCE_MS = 10_000;

export class HostAssets {
  /** By number of the question: which tab was asked, and who waits. */
  readonly #open = new Map<number, { readonly tab: TabId; readonly done: (asset: HostAsset | undefined) => void }>();
  #last = 0;

  /** `send`: to the page of this tab that may have it, in this frame of it. */
  ask(
    { tab, frame }: { readonly tab: TabId; readonly frame: FrameId },
    address: string,
    send: (message: Extract<RoomToRuntime, { type: 'need-asset' }>) => void,
  ): Promise<HostAsset | undefined> {
    if (this.#open.size >= OPEN_MAX) return Promise.resolve(undefined);
    const id = ++this.#last;
    return new Promise((done) => {
      const timer = setTimeout(() => this.settle(tab, id, undefined), PATIENCE_MS).unref();
      this.#open.set(id, {
        tab,
        done: (asset) => {
          clearTimeout(timer);
          done(asset);
        },
      });
      send({ type: 'need-asset', frame, id, address });
    });
  }

  /** Only the tab that was asked answers: another page of the session could show guests a picture in its name. */
  settle(tab: TabId, id: number, asset: HostAsset | undefined): void {
    const asked = this.#open.get(id);
    if (asked?.tab !== tab) return;
    this.#open.delete(id);
    asked.done(asset);
  }

  clear(): void {
    for (const [id, { tab }] of [...this.#open]) this.settle(tab, id, undefined);
  }
}
