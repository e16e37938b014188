/**
 * Elements that show a document or file of their own. To a guest all of them are frames, images, or boxes: <frame>, <object> and
 * <embed> load whatever they name, and have no sandbox.
 */
import type { Natives } from '../natives.ts';
import type { Resources } from './resources.ts';

/** `page`: a document that has our runtime. `picture`: an image file. `own`: what the page has put inside for browsers that cannot show it. */
export type Embedded = 'page' | 'picture' | 'own' | 'box';

/** Of which nobody knows what they show before it is there. */
export function isPlugin(tag: string): boolean {
  return tag === 'object' || tag === 'embed';
}

export function mayBeFrame(tag: string): boolean {
  return tag === 'iframe' || tag === 'frame' || isPlugin(tag);
}

/** The window inside; null where there is none, or (an <embed> with a page) where the browser keeps it to itself. */
export function windowIn(n: Natives, element: Element): Window | null {
  const tag = n.localName(element);
  if (tag === 'embed') return n.embedDocument(element as HTMLEmbedElement)?.defaultView ?? null; // the name says so, here and below
  if (tag === 'object') return n.objectWindow(element as HTMLObjectElement);
  return tag === 'frame' ? n.frameWindow(element as HTMLFrameElement) : n.contentWindow(element as HTMLIFrameElement);
}

/**
 * Of a window that no element names: the only <embed> that may show it. Of two, one may be masked, so masked ones count whatever
 * they are called, and of the others an image has no window.
 */
export function embedOf(
  n: Natives,
  window: Window,
  source: unknown,
  all: readonly Element[],
  isMasked: (element: Element) => boolean,
): Element | undefined {
  const taken = all.map((element) => windowIn(n, element));
  const left = Array.from({ length: n.windowLength(window) }, (_, at) => window[at]).filter((one) => !taken.includes(one ?? null));
  const embeds = all.filter(
    (element, at) => n.localName(element) === 'embed' && taken[at] === null && (isMasked(element) || !isPictureName(n, element)),
  );
  return left.length === 1 && left[0] === source && embeds.length === 1 ? embeds[0] : undefined;
}

const PICTURE_NAME = /\.(?:png|jpe?g|gif|webp|avif|bmp|ico)(?:[?#]|$)|^data:image\/(?!svg)/i;

/** By what the page says of it. SVG is a document of its own there. */
function isPictureName(n: Natives, element: Element): boolean {
  const type = n.getAttribute(element, 'type') ?? '';
  return type === '' ? PICTURE_NAME.test(addressOf(n, element) ?? '') : /^image\/(?!svg)/i.test(type);
}

function addressOf(n: Natives, element: Element): string | null {
  return n.getAttribute(element, n.localName(element) === 'object' ? 'data' : 'src');
}

/** The image that one shows, as a reference. */
export function pictureOf(n: Natives, element: Element, resources: Resources): string | undefined {
  const address = addressOf(n, element);
  if (!address || windowIn(n, element) || !isPictureName(n, element)) return undefined;
  const reference = resources.reference(address, n.baseURI(element));
  return /^(?:asset:\d|data:)/.test(reference) ? reference : undefined;
}

/** Is what stands inside an <object> laid out? The browser does that only where it has nothing better. */
export function showsOwn(n: Natives, element: Element): boolean {
  if (n.localName(element) !== 'object' || !n.firstChild(element)) return false;
  const range = n.createRange(n.ownerDocument(element) as Document); // elements have one
  range.selectNodeContents(element);
  return range.getClientRects().length > 0;
}
