/**
 * Video and audio of the replica: this browser plays them by itself, from the guest's own asset route, and is kept in step
 * with the host. Without sound until the guest presses on it: nobody's loudspeaker belongs to a page that somebody else opened.
 */
import { PICTURE, type Media } from '../shared/dom-ops.ts';
import { BOX } from './frame-document.ts';
import type { AssetUrl } from './build.ts';

/** Apart by less than this the two show the same; a seek would be seen and heard (s). */
const STEP_S = 0.4;

/** What a canvas or a video without an address shows now. */
export function showPicture(element: Element, picture: string): void {
  if (!PICTURE.test(picture)) return;
  if (element.localName === 'video') {
    element.setAttribute('poster', picture);
    return;
  }
  element.removeAttribute(BOX);
  const { style } = element as HTMLElement; // a canvas
  style.setProperty('background', `url(${picture}) 0 0 / 100% 100% no-repeat content-box`);
}

export class MediaPlayers {
  readonly #told = new Map<HTMLMediaElement, Media>();
  readonly #heard = new WeakSet<HTMLMediaElement>();

  show(element: HTMLMediaElement, media: Media, assetUrl: AssetUrl): void {
    const n = /^asset:(\d+)$/.exec(media.src)?.[1];
    const src = n === undefined ? undefined : assetUrl(Number(n));
    if (src === undefined) return;
    if (!this.#told.has(element)) {
      element.muted = true;
      element.preload = 'auto';
      element.addEventListener('loadedmetadata', this.#onReady);
    }
    this.#told.set(element, media);
    if (element.getAttribute('src') !== src) element.setAttribute('src', src);
    this.#step(element, media);
  }

  close(): void {
    for (const element of this.#told.keys()) element.pause();
    this.#told.clear();
  }

  /** The guest pressed on one: its sound is heard from now on. */
  pressed(target: Node): void {
    const element = target as HTMLMediaElement; // those that are known are
    const media = this.#told.get(element);
    if (!media) return;
    this.#heard.add(element);
    this.#sound(element, media);
  }

  readonly #onReady = (event: Event): void => {
    const element = event.currentTarget as HTMLMediaElement; // where the listener was put
    const media = this.#told.get(element);
    if (media) this.#step(element, media);
  };

  #sound(element: HTMLMediaElement, { volume }: Media): void {
    element.muted = volume === 0 || !this.#heard.has(element);
    element.volume = Math.min(1, Math.max(0, volume));
  }

  #step(element: HTMLMediaElement, media: Media): void {
    this.#sound(element, media);
    element.loop = media.loop;
    try {
      if (element.playbackRate !== media.rate) element.playbackRate = media.rate;
    } catch {
      // A rate that this browser cannot play at: it goes on at its own, and is put right at the next word of the host.
    }
    if (element.readyState > 0 && (media.paused ? element.currentTime !== media.at : Math.abs(element.currentTime - media.at) > STEP_S))
      element.currentTime = media.at;
    if (media.paused) element.pause();
    // Refused (no right to play, nothing to play): it shows its picture, and the next word tries again.
    else if (element.paused) element.play().catch(() => undefined);
  }
}
