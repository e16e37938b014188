/**
 * Pictures of what only the browser can draw: canvases, and video that a script feeds. Looked at twice a second at most, in
 * the page's own animation frame (a WebGL buffer is empty outside of it), smaller and seldomer when the line is slow or
 * nothing moves. What the browser keeps from scripts (a picture of another site in it, a protected stream) stays a box.
 */
import type { Cover, PdfView } from '../../pdf/index.ts';
import type { Mask } from '../mask.ts';
import { SEALED_LABEL, type DomOp } from '../../shared/dom-ops.ts';
import type { HostPage } from '../page.ts';
import { paintOver, type Region } from './regions.ts';
import { Quality } from './quality.ts';

/** Between two looks, and between two at something that does not move (ms). */
const LOOK_MS = 500;
const LONGEST_MS = 2000;
/** Looked at in one tick; a page of more canvases gets them in turn. */
const MAX_AT_ONCE = 4;
/** Watched; the page that has more shows boxes for the rest. */
const MAX_WATCHED = 100;
/** Smaller ones show nothing to anybody. */
const VISIBLE_PX = 8;
/** Characters of a picture as it is told (`domLimits.pictureLength`); what is longer is left out. */
const MAX_LENGTH = 400_000;

interface Sample {
  picture: string | undefined;
  isFresh: boolean;
  isSealed: boolean;
  isBusy: boolean;
  waitMs: number;
  due: number;
  /** Of a PDF: what the last picture showed. */
  version?: string;
}

export interface SamplesDeps {
  readonly page: HostPage;
  readonly buffered: () => number;
  /** May it be seen now? Rules are asked again each time. */
  readonly isShown: (element: Element) => boolean;
  /** What is painted over, asked when the picture is made. Undefined: it may not be seen any more. */
  readonly regions: (element: Element) => readonly Region[] | undefined;
  readonly changed: (element: Element) => void;
}

export class Samples {
  /** Of a PDF: what is hidden on it. A page that shows one tells no picture before this is there. */
  paper: PdfView | undefined;
  readonly #deps: SamplesDeps;
  readonly #watched = new Map<Element, Sample>();
  readonly #quality = new Quality();
  #scratch: HTMLCanvasElement | undefined;
  #timer: number | undefined;

  constructor(deps: SamplesDeps) {
    this.#deps = deps;
  }

  /** By other rules: pictures of before were looked at by those of then. */
  startOver(mask: Mask): void {
    this.close();
    mask.also = this.#deps.page.pdf && ((element) => this.paper?.hides(element) === true);
  }

  /** It was described: from now on its pictures are told. */
  watch(element: Element): void {
    const { natives: n } = this.#deps.page;
    const old = this.#watched.get(element);
    if (old) old.isFresh = old.picture !== undefined || old.isSealed;
    else if (this.#watched.size >= MAX_WATCHED) return;
    else this.#watched.set(element, { picture: undefined, isFresh: false, isSealed: false, isBusy: false, waitMs: LOOK_MS, due: 0 });
    if (old?.isFresh) this.#deps.changed(element);
    this.#timer ??= n.setInterval(() => this.#deps.page.safely(undefined, () => this.#look()), LOOK_MS);
  }

  /** What was not told yet. */
  take(element: Element): { picture?: string; label?: string } {
    const sample = this.#watched.get(element);
    if (!sample?.isFresh) return {};
    sample.isFresh = false;
    return sample.isSealed ? { label: SEALED_LABEL } : sample.picture === undefined ? {} : { picture: sample.picture };
  }

  close(): void {
    if (this.#timer !== undefined) this.#deps.page.natives.clearInterval(this.#timer);
    this.#timer = undefined;
    this.#watched.clear();
  }

  #look(): void {
    const { page, buffered, isShown } = this.#deps;
    const { natives: n, window, document } = page;
    if (n.visibilityState(document) !== 'visible') return;
    const look = this.#quality.next(buffered());
    if (!look) return;
    const due: Element[] = [];
    for (const [element, sample] of this.#watched) {
      if (!n.isConnected(element)) this.#watched.delete(element);
      else if (due.length < MAX_AT_ONCE && !sample.isSealed && !sample.isBusy && sample.due <= n.now() && isShown(element)) {
        const { left, top, right, bottom, width, height } = n.getBoundingClientRect(element);
        const isSeen = right > 0 && bottom > 0 && left < window.innerWidth && top < window.innerHeight;
        if (isSeen && width >= VISIBLE_PX && height >= VISIBLE_PX) due.push(element);
      }
    }
    if (this.#watched.size === 0) this.close();
    if (due.length === 0) return;
    // Asked for after the page has asked for its own frame: ours is called when it has drawn.
    n.requestAnimationFrame(() => {
      for (const element of due) page.safely(undefined, () => this.#draw(element, look));
    });
  }

  #draw(element: Element, { side, quality }: { readonly side: number; readonly quality: number }): void {
    const { natives: n, document } = this.#deps.page;
    const sample = this.#watched.get(element);
    if (!sample) return;
    let cover: Cover | undefined;
    if (this.#deps.page.pdf) {
      cover = this.paper?.cover(element);
      const version = cover ? `${side} ${cover.version}` : '';
      // Unknown what is hidden: nothing leaves. The same as before: nothing new.
      if (!cover || version === sample.version) {
        sample.due = n.now() + (cover ? LONGEST_MS : 0);
        return;
      }
      sample.version = version;
    }
    const [width, height] = sizeOf(element);
    if (width === 0 || height === 0) return;
    const scale = Math.min(1, side / Math.max(width, height));
    const scratch = (this.#scratch ??= n.createElement(document, 'canvas') as HTMLCanvasElement); // of that tag
    scratch.width = Math.max(1, Math.round(width * scale));
    scratch.height = Math.max(1, Math.round(height * scale));
    const context = n.canvasContext(scratch, '2d');
    if (!context) return;
    const regions = this.#deps.regions(element);
    if (!regions) return this.#deps.changed(element);
    sample.isBusy = true;
    try {
      n.drawImage(context, element as HTMLCanvasElement, 0, 0, scratch.width, scratch.height); // or a video: both can be drawn
      paintOver(n, context, regions);
      cover?.paint(context, scratch.width / width);
      n.canvasToBlob(
        scratch,
        (blob) => {
          void this.#encoded(element, sample, blob);
        },
        'image/webp',
        quality,
      );
    } catch {
      // SecurityError: there is a picture of another site in it. Our own canvas is spoilt by it.
      this.#scratch = undefined;
      sample.isBusy = false;
      sample.isSealed = true;
      sample.isFresh = true;
      this.#deps.changed(element);
    }
  }

  async #encoded(element: Element, sample: Sample, blob: Blob | null): Promise<void> {
    const { natives: n } = this.#deps.page;
    try {
      const picture = blob ? `data:${blob.type};base64,${base64(new Uint8Array(await blob.arrayBuffer()))}` : '';
      const isNew = picture !== sample.picture && picture !== '' && picture.length <= MAX_LENGTH;
      sample.waitMs = isNew ? LOOK_MS : Math.min(LONGEST_MS, sample.waitMs * 2);
      sample.due = n.now() + sample.waitMs - LOOK_MS / 2;
      if (!isNew) return;
      sample.picture = picture;
      sample.isFresh = true;
      this.#deps.changed(element);
    } catch (error) {
      this.#deps.page.fault(error);
    } finally {
      sample.isBusy = false;
    }
  }
}

/** Only a picture, and what stands for it. */
export function isPicture(op: DomOp): boolean {
  return op[0] === 'state' && op[2].picture !== undefined;
}

function sizeOf(element: Element): [number, number] {
  if ('videoWidth' in element) {
    const video = element as HTMLVideoElement; // what has that
    return [video.videoWidth, video.videoHeight];
  }
  const { width, height } = element as HTMLCanvasElement; // the other kind
  return [width, height];
}

export function base64(bytes: Uint8Array): string {
  let text = '';
  // In pieces: a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 0x2000) text += String.fromCharCode(...bytes.subarray(at, at + 0x2000));
  return btoa(text);
}
