/**
 * The host's page and a guest's replica as they look: the normalised document (compare-dom.ts), the boxes of a sample of
 * its elements, and the pixels of two screenshots; frames inside are compared in the same way, one by one.
 */
import type { ElementHandle, Frame, Page } from 'playwright-core';
import { pictureDifference, pictureOf, type Readable } from './compare-dom.ts';
import { readPng, type Picture } from './png.ts';

/** Elements whose boxes are compared, spread evenly over the document. */
const SAMPLE = 400;
/** A box may be off by less than this: fractions of pixels are rounded where a size is told as a number. */
const BOX_TOLERANCE_PX = 1;
/** A pixel differs when one of its channels does by more than this, of 255. */
const CHANNEL_TOLERANCE = 32;
/** This part of all pixels may differ: a caret that blinks, the edge of a letter. A tenth of a percent is a patch of 30 by 30. */
const PIXEL_TOLERANCE = 0.001;
/** 10 s: two screenshots take half a second each on a loaded machine. */
const ALIKE_TIMEOUT_MS = 10_000;

/** A frame that has a document answers in milliseconds. */
const ANSWER_TIMEOUT_MS = 5000;

export interface Sides {
  readonly host: Page;
  /** The replica's top frame. */
  readonly replica: () => Promise<Frame>;
}

export interface LookOptions {
  /** `false` where the two are known to differ in pixels: why stands at the call. */
  readonly pixels?: boolean;
  readonly timeoutMs?: number;
  /** Another tolerance of boxes than the usual one: why stands at the call. */
  readonly boxPx?: number;
}

/** Waits until both look the same; throws with the first difference when they never do. */
export async function untilAlike(
  sides: Sides,
  { pixels = true, timeoutMs = ALIKE_TIMEOUT_MS, boxPx = BOX_TOLERANCE_PX }: LookOptions = {},
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  let last = ['nothing was compared'];
  do {
    try {
      last = await differences(sides, pixels, boxPx);
      if (last.length === 0) return;
    } catch (error) {
      last = [String(error)]; // a frame that navigates while it is read: it is read again
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  } while (Date.now() < deadline);
  throw new Error(`the replica never looked like the host's page\n${last.join('\n')}`);
}

async function differences(sides: Sides, pixels: boolean, boxPx: number): Promise<string[]> {
  const { host, replica } = sides;
  const top = await replica();
  const inFrames = await frameDifferences(host.mainFrame(), top, 'top', boxPx);
  if (inFrames.length > 0 || !pixels) return inFrames;
  // The driver would hide the caret with a sheet of its own, which the mirror would mirror.
  const frame = await top.frameElement();
  const [left, right] = [await host.screenshot({ caret: 'initial' }), await frame.screenshot({ caret: 'initial' })];
  return pixelDifferences(readPng(left), readPng(right));
}

async function frameDifferences(host: Frame, replica: Frame, name: string, boxPx: number): Promise<string[]> {
  const found = await answered(documentDifferences(host, replica, boxPx), name);
  if (found.length > 0) return [name, ...found];
  const outer = await host.$$('iframe');
  const inner = await replica.$$('iframe, samepage-box');
  if (outer.length > inner.length) return [name, `${outer.length} frames and ${inner.length}`];
  for (const element of outer) {
    const id = await element.getAttribute('id');
    const other = id === null ? undefined : await byId(inner, id);
    if (!other) continue; // frames without an id are looked at as boxes only
    const [ourFrame, theirFrame] = [await element.contentFrame(), await other.contentFrame()];
    // A box stands for what cannot be mirrored; its size was compared with the rest.
    if (!ourFrame || !theirFrame) continue;
    const found = await frameDifferences(ourFrame, theirFrame, `${name} > #${id ?? ''}`, boxPx);
    if (found.length > 0) return found;
  }
  return [];
}

/** Documents, scroll and boxes of one frame and its replica. */
export async function documentDifferences(host: Readable, replica: Readable, boxPx = BOX_TOLERANCE_PX): Promise<string[]> {
  const [left, right] = await Promise.all([pictureOf(host), pictureOf(replica)]);
  const inDom = pictureDifference(left, right);
  if (inDom.length > 0) return inDom;
  if (left.scroll.join() !== right.scroll.join()) return [`scrolled to ${left.scroll.join()} and ${right.scroll.join()}`];
  const [ours, theirs] = await Promise.all([boxesOf(host), boxesOf(replica)]);
  return boxDifferences(ours, theirs, boxPx);
}

/** The driver waits without end for a frame whose document never comes. */
async function answered<T>(work: Promise<T>, name: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`nothing answers in ${name}`));
    }, ANSWER_TIMEOUT_MS);
  });
  try {
    return await Promise.race([work, silence]);
  } finally {
    clearTimeout(timer);
  }
}

async function byId(all: readonly ElementHandle<Element>[], id: string): Promise<ElementHandle<Element> | undefined> {
  for (const one of all) if ((await one.getAttribute('id')) === id) return one;
  return undefined;
}

type Box = readonly [name: string, left: number, top: number, width: number, height: number];

/** Boxes of everything that is laid out, in the order of the document, shadow trees included. */
async function boxesOf(frame: Readable): Promise<Box[]> {
  return frame.evaluate(() => {
    const gone = /^(?:script|noscript|template|meta|base|link|style|title|head|samepage-overlay|param|source|track|frameset|frame)$/;
    const boxes: [string, number, number, number, number][] = [];
    const visit = (element: Element): void => {
      if (gone.test(element.localName)) return;
      const { left, top, width, height } = element.getBoundingClientRect();
      const id = element.getAttribute('id');
      // Chromium leaves out inline boxes that paint nothing, depending on what they were before, and then tells the sum of what is inside.
      const isInline = element.firstElementChild !== null && getComputedStyle(element).display === 'inline';
      boxes.push(isInline ? [element.localName, 0, 0, 0, 0] : [id === null ? element.localName : `#${id}`, left, top, width, height]);
      const closed = Reflect.get(window, 'closedRoots') as Map<Element, ShadowRoot> | undefined; // see compare-dom.ts
      for (const child of (element.shadowRoot ?? closed?.get(element))?.children ?? []) visit(child);
      // What stands in a field or a box is the browser's own affair.
      if (!/^(?:canvas|object|embed|iframe|video|audio|samepage-box|select|textarea)$/.test(element.localName))
        for (const child of element.children) visit(child);
    };
    visit(document.documentElement);
    return boxes;
  });
}

function boxDifferences(host: readonly Box[], replica: readonly Box[], boxPx: number): string[] {
  if (host.length !== replica.length) return [`${host.length} boxes and ${replica.length}`];
  const step = Math.max(1, Math.floor(host.length / SAMPLE));
  for (let at = 0; at < host.length; at += step) {
    const [name, ...ours] = host[at] ?? [''];
    const [, ...theirs] = replica[at] ?? [''];
    if (ours.some((value, i) => !(Math.abs(value - (theirs[i] ?? NaN)) < boxPx)))
      return [`box ${at} of ${name}: ${ours.join(' ')}, and ${theirs.join(' ')}`];
  }
  return [];
}

export function pixelDifferences(host: Picture, replica: Picture): string[] {
  if (host.width !== replica.width || host.height !== replica.height)
    return [`${host.width}x${host.height} and ${replica.width}x${replica.height} pixels`];
  let different = 0;
  const area = { left: host.width, top: host.height, right: 0, bottom: 0 };
  for (let at = 0; at < host.rgb.length; at += 3) {
    const far = [0, 1, 2].some((i) => Math.abs((host.rgb[at + i] ?? 0) - (replica.rgb[at + i] ?? 0)) > CHANNEL_TOLERANCE);
    if (!far) continue;
    different++;
    const x = (at / 3) % host.width;
    const y = Math.floor(at / 3 / host.width);
    area.left = Math.min(area.left, x);
    area.right = Math.max(area.right, x);
    area.top = Math.min(area.top, y);
    area.bottom = Math.max(area.bottom, y);
  }
  const all = host.width * host.height;
  return different > all * PIXEL_TOLERANCE
    ? [`${different} of ${all} pixels differ, between ${area.left},${area.top} and ${area.right},${area.bottom}`]
    : [];
}
