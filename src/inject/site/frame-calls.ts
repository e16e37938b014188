/**
 * Frames of a site that carry the script too: each asks the page around it whether a session runs there. Both sides look at
 * the other's origin: a page of somebody else learns nothing by asking, and nobody's page is described to a stranger's.
 */
export const FRAME_ASKS = 'samepage:frame-asks';
export const FRAME_START = 'samepage:frame-start';

/** Frames that asked before a session began; a page has a handful. */
const MAX_FRAMES = 50;

export interface Started {
  readonly sid: string;
}

export class FrameCalls {
  readonly #isFriend: (origin: string) => boolean;
  #waiting: { readonly source: Window; readonly origin: string }[] = [];
  #session: Started | undefined;

  constructor(isFriend: (origin: string) => boolean) {
    this.#isFriend = isFriend;
    window.addEventListener('message', (event: MessageEvent<unknown>) => {
      const { data, origin, source } = event;
      if (typeof data !== 'object' || data === null || !(FRAME_ASKS in data) || !source || !this.#isFriend(origin)) return;
      const asker = { source: source as Window, origin }; // ports and workers do not ask
      this.#waiting = [...this.#waiting.filter((one) => one.source !== asker.source), asker].slice(-MAX_FRAMES);
      if (this.#session) this.#tell(asker, this.#session);
    });
  }

  /** A session runs here now, or (undefined) no more. */
  session(session: Started | undefined): void {
    this.#session = session;
    if (session) for (const asker of this.#waiting) this.#tell(asker, session);
  }

  /** For a frame: `started` is called when the page around it has a session. */
  ask(started: (session: Started, parent: string) => void): void {
    window.addEventListener('message', (event: MessageEvent<unknown>) => {
      const { data, origin } = event;
      if (event.source !== window.parent || !this.#isFriend(origin)) return;
      if (typeof data !== 'object' || data === null || !(FRAME_START in data)) return;
      const { sid } = data as { sid?: unknown };
      if (typeof sid === 'string') started({ sid }, origin);
    });
    window.parent.postMessage({ [FRAME_ASKS]: 1 }, '*');
  }

  #tell({ source, origin }: { source: Window; origin: string }, { sid }: Started): void {
    source.postMessage({ [FRAME_START]: 1, sid }, origin);
  }
}

/** `sources`: what data-parents lists, `https://www.shop.example` or `https://www.shop.example:*`. */
export function isFriendOf(sources: string, own: string): (origin: string) => boolean {
  const list = sources.split(/\s+/).filter((source) => source !== '');
  return (origin) =>
    origin === own ||
    list.some((source) => source === origin || (source.endsWith(':*') && origin.replace(/:\d+$/, '') === source.slice(0, -2)));
}
