/** Video and audio of a real address: where they are in time and whether they run, so that a guest's browser plays the same by itself. */
import type { Media } from '../../shared/dom-ops.ts';
import type { HostPage } from '../page.ts';
import type { Resources } from './resources.ts';

/** A running medium tells its place so often besides (ms): two clocks drift. */
const AGAIN_MS = 5000;
const EVENTS = 'play pause seeked ratechange ended emptied loadedmetadata volumechange timeupdate'.split(' ');

export function isMedia(tag: string): boolean {
  return tag === 'video' || tag === 'audio';
}

/** Undefined: it has no address that a guest could have; what it shows is sampled, or not shown at all. */
export function mediaState(resources: Resources, media: HTMLMediaElement, base: string): Media | undefined {
  const { currentSrc, currentTime, paused, playbackRate, ended, loop, muted, volume } = media;
  if (media.srcObject || !/^https?:/i.test(currentSrc)) return undefined;
  const src = resources.reference(currentSrc.replace(/#[^]*$/, ''), base);
  if (!/^asset:\d+$/.test(src)) return undefined;
  return {
    src,
    at: Math.round(currentTime * 1000) / 1000,
    paused: paused || ended,
    rate: playbackRate,
    loop,
    volume: muted ? 0 : volume,
  };
}

/** Fed by a script (MSE): its frames may be looked at. A camera or a call is nobody's but the customer's. */
export function isFed(media: HTMLMediaElement): boolean {
  return !media.srcObject && media.currentSrc.startsWith('blob:');
}

export class MediaEvents {
  readonly #page: HostPage;
  readonly #changed: (element: Element) => void;
  readonly #toldAt = new WeakMap<Element, number>();

  constructor(page: HostPage, changed: (element: Element) => void) {
    this.#page = page;
    this.#changed = changed;
  }

  /** Events of media do not bubble, but are captured on the way down. */
  listen(root: Document | ShadowRoot): void {
    for (const type of EVENTS) this.#page.natives.addEventListener(root, type, this.#onEvent, { capture: true, passive: true });
  }

  close(root: Document | ShadowRoot): void {
    for (const type of EVENTS) this.#page.natives.removeEventListener(root, type, this.#onEvent, { capture: true });
  }

  readonly #onEvent = (event: Event): void => {
    const { natives: n } = this.#page;
    const target = n.composedPath(event)[0];
    if (!target || !('currentSrc' in target)) return;
    const element = target as HTMLMediaElement; // what has that; an <img> has no such events
    const now = n.now();
    if (event.type === 'timeupdate' && now - (this.#toldAt.get(element) ?? -Infinity) < AGAIN_MS) return;
    this.#toldAt.set(element, now);
    this.#changed(element);
  };
}
