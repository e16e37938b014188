/** Where an action really lands, and whether a guest may do it there: asked of the document as it is now, never of ids alone. */
import type { RefusalCode } from '../../shared/messages.ts';
import type { Capture } from '../capture/capture.ts';
import type { Natives } from '../natives.ts';

export interface Reach {
  readonly natives: Natives;
  readonly document: Document;
  readonly window: Window;
  readonly capture: Capture;
  /** The customer is at work in another field: what a guest writes must not take the keyboard away. */
  keepsFocus: boolean;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Element and everything around it, out through shadow hosts. */
export function* pathOf(n: Natives, from: Element): Generator<Element> {
  for (let at: Node | null = from; at; at = n.parentNode(at) ?? (n.nodeType(at) === 11 ? n.shadowHost(at as ShadowRoot) : null)) {
    if (n.nodeType(at) === 1) yield at as Element; // 11: a shadow root, 1: an element
  }
}

/** Why a guest may not act on `element`, or undefined. Rules are asked again: classes and names may have changed since they were sent. */
export function refusalFor({ natives: n, capture }: Reach, element: Element): RefusalCode | undefined {
  const { mask } = capture;
  if (!mask) return 'NOT_POSSIBLE';
  let masked: boolean | undefined;
  for (const at of pathOf(n, element)) {
    if (capture.isOwn(at)) return 'NOT_ALLOWED';
    const decision = mask.decide(at);
    if (decision.blocked) return 'BLOCKED';
    masked ??= decision.hide ? true : decision.masked;
  }
  return masked ? 'MASKED' : undefined;
}

/** The same for a click: labels press their field, and a button that submits is what its form is. */
export function refusalForPress(reach: Reach, element: Element): RefusalCode | undefined {
  const own = refusalFor(reach, element);
  if (own) return own;
  for (const at of pathOf(reach.natives, element)) {
    const tag = reach.natives.localName(at);
    if (tag === 'label') {
      const { control } = at as HTMLLabelElement; // the tag says so
      return control ? refusalFor(reach, control) : undefined;
    }
    if (tag === 'button' || tag === 'input' || tag === 'a') break;
  }
  return undefined;
}

/** The button that Enter in a field of this form presses: the first submit button in tree order. */
export function defaultButton(n: Natives, form: HTMLFormElement): HTMLElement | undefined {
  for (const field of Array.from(n.formElements(form))) {
    const tag = n.localName(field);
    const type = n.getAttribute(field, 'type')?.toLowerCase();
    const isSubmit = tag === 'button' ? type !== 'button' && type !== 'reset' : tag === 'input' && (type === 'submit' || type === 'image');
    if (isSubmit) return field as HTMLElement; // form elements are
  }
  // Image buttons are not among `elements`.
  for (const image of n.querySelectorAll(form, 'input[type=image]')) return image as HTMLElement; // an input is
  return undefined;
}

/** Every button that could submit this form: a page's own code may press any of them for its default. */
export function isSubmitBlocked(reach: Reach, form: HTMLFormElement, submitter: Element | null): boolean {
  const { natives: n } = reach;
  if (submitter) return refusalFor(reach, submitter) === 'BLOCKED';
  if (refusalFor(reach, form) === 'BLOCKED') return true;
  const button = defaultButton(n, form);
  return button !== undefined && refusalFor(reach, button) === 'BLOCKED';
}

/** Brings the point into view when it is not, as little as needed. */
export function pointIn({ natives: n, window }: Reach, element: Element, fx: number, fy: number): Point {
  const at = (): Point => {
    // The first box of text that wraps: the middle of all boxes may lie outside every one of them.
    const boxes = n.getClientRects(element);
    const box = boxes.length > 1 ? (boxes[0] ?? n.getBoundingClientRect(element)) : n.getBoundingClientRect(element);
    const inset = (size: number, f: number): number => Math.min(Math.max(size * f, Math.min(1, size / 2)), Math.max(size - 1, size / 2));
    return { x: box.left + inset(box.width, fx), y: box.top + inset(box.height, fy) };
  };
  const point = at();
  if (point.x >= 0 && point.y >= 0 && point.x < window.innerWidth && point.y < window.innerHeight) return point;
  n.scrollIntoView(element, { block: 'center', inline: 'nearest', behavior: 'instant' });
  return at();
}

/** Is `inner` the element or inside it, shadow trees included? */
export function isWithin(n: Natives, inner: Element, outer: Element): boolean {
  for (const at of pathOf(n, inner)) if (at === outer) return true;
  return false;
}
