/** Where the host's attention is in one document of the replica: pointer, focus, selection. Shown as marks; the guest's own stays its own. */
import { selectionPlaces } from '../shared/dom-ops.ts';
import { ACTIVE, FOCUS, FOCUS_VISIBLE, FOCUS_WITHIN, HOVER, Mark } from './states.ts';
import { parentOf, typeOf } from './tree.ts';

export const SELECTION = 'samepage-selection';

/**
 * The host's focus follows the guest's with the time of a round trip: a guest who has gone on to another field meanwhile is
 * not pulled back (ms). A key that moves the focus at the host asks to be followed at once.
 */
const OWN_MOVE_MS = 2000;
const MOVING_KEYS: ReadonlySet<string> = new Set(['Tab', 'Enter', 'Escape']);

export interface Point {
  readonly node: Node;
  readonly offset: number;
}

export class Attention {
  readonly #document: Document;
  readonly #hover = new Mark(HOVER, true);
  readonly #active = new Mark(ACTIVE, true);
  readonly #focus = new Mark(FOCUS, false);
  readonly #within = new Mark(FOCUS_WITHIN, true);
  readonly #visible = new Mark(FOCUS_VISIBLE, false);

  /** When the guest moved the focus, by `performance.now()`. */
  #movedAt = -Infinity;
  #following = false;
  readonly #listening = new AbortController();

  constructor(document: Document) {
    this.#document = document;
    const { signal } = this.#listening;
    const moved = () => {
      if (!this.#following) this.#movedAt = performance.now();
    };
    const pressed = ({ key }: KeyboardEvent) => {
      if (MOVING_KEYS.has(key)) this.#movedAt = -Infinity;
    };
    document.addEventListener('focusin', moved, { signal });
    document.addEventListener('keydown', pressed, { signal });
  }

  close(): void {
    this.#listening.abort();
  }

  over(hover: Node | undefined, active: Node | undefined): void {
    this.#hover.put(hover);
    this.#active.put(active);
  }

  focus(node: Node | undefined, visible: boolean): void {
    this.#focus.put(node);
    this.#within.put(node);
    this.#visible.put(visible ? node : undefined);
    // A guest who is at work elsewhere (the chat beside, another field) keeps the focus.
    if (!this.#document.hasFocus() || node === this.#document.activeElement) return;
    if (!node || !('focus' in node) || performance.now() - this.#movedAt < OWN_MOVE_MS) return;
    this.#following = true;
    (node as HTMLElement).focus({ preventScroll: true }); // what has the method
    this.#following = false;
  }

  /** Undefined: nothing is selected. */
  select(from: Point | undefined, to: Point | undefined): void {
    const window = this.#document.defaultView as (Window & typeof globalThis) | null; // of a document in a frame
    if (!window) return;
    const highlights = 'highlights' in window.CSS ? window.CSS.highlights : undefined;
    highlights?.delete(SELECTION);
    if (!from || !to) return;
    if (from.node === to.node && 'setSelectionRange' in from.node) {
      this.#selectInField(from.node as HTMLInputElement, from.offset, to.offset); // fields have the method
      return;
    }
    if (!highlights || !('Highlight' in window)) return;
    const [start, end] = [placeOf(from), placeOf(to)];
    const range = this.#document.createRange();
    range.setStart(...start);
    range.setEnd(...end);
    // Backwards: setting the end before the start has moved the start.
    if (range.collapsed) {
      range.setStart(...end);
      range.setEnd(...start);
    }
    if (!range.collapsed) highlights.set(SELECTION, new window.Highlight(range));
  }

  #selectInField(field: HTMLInputElement, from: number, to: number): void {
    if (this.#document.hasFocus() && this.#document.activeElement === field) return; // the guest's own caret
    try {
      field.setSelectionRange(from, to);
    } catch (error) {
      // InvalidStateError: a field that has no selection (number, date) on this engine.
      if (!(typeof error === 'object' && error !== null && 'code' in error)) throw error;
    }
  }
}

function placeOf({ node, offset }: Point): [Node, number] {
  if (offset === selectionPlaces.inside) return [node, node.childNodes.length];
  const parent = parentOf(node);
  if (offset === selectionPlaces.before && parent) return [parent, Array.prototype.indexOf.call(parent.childNodes, node)];
  if (typeOf(node) !== 3) return [node, 0]; // 3: text
  return [node, Math.min(Math.max(0, offset), (node as Text).data.length)]; // as above
}
