/** Where the host's attention is in one document of the replica: pointer, focus, selection. Shown as marks; the guest's own stays its own. */
import { selectionPlaces } from '../shared/dom-ops.ts';
import type { Senses } from './senses.ts';
import { ACTIVE, FOCUS, FOCUS_VISIBLE, FOCUS_WITHIN, HOVER, Mark } from './states.ts';
import { parentOf, typeOf } from './tree.ts';

export const SELECTION = 'samepage-selection';

/** What the page does because of a guest's own action comes with the time of a round trip, and of a slow page (ms). */
const MOVING_KEYS: ReadonlySet<string> = new Set(['Tab', 'Enter', 'Escape', 'Backspace']);
const OWN_ACT_MS = 3000;
/** Fields that the guest was in by itself: the host's focus comes there later, and is no reason to go back. */
const MAX_VISITED = 20;

export interface Point {
  readonly node: Node;
  readonly offset: number;
}

export class Attention {
  readonly #document: Document;
  readonly #senses: Senses;
  readonly #hover = new Mark(HOVER, true);
  readonly #active = new Mark(ACTIVE, true);
  readonly #focus = new Mark(FOCUS, false);
  readonly #within = new Mark(FOCUS_WITHIN, true);
  readonly #visible = new Mark(FOCUS_VISIBLE, false);

  /** When the guest last did something, by `performance.now()`. */
  #actedAt = -Infinity;
  /** Where the guest went by itself since then, oldest first. */
  #visited: Node[] = [];
  #following = false;
  readonly #listening = new AbortController();

  /** `pressed`: the guest's own pointer went down there. */
  constructor(document: Document, senses: Senses, pressed: (at: Node) => void) {
    this.#document = document;
    this.#senses = senses;
    const options = { signal: this.#listening.signal, passive: true };
    const moved = (_event: Event, target: Node): void => {
      if (this.#following) return;
      this.#visited = [...this.#visited.filter((one) => one !== target), target].slice(-MAX_VISITED);
    };
    const acted = (event: Event): void => {
      this.#actedAt = performance.now();
      // After these the focus may well go back to where it was.
      if (event.type === 'pointerdown' || ('key' in event && MOVING_KEYS.has(String(event.key)))) this.#visited = [];
    };
    senses.on(document, ['focusin'], moved, options);
    senses.on(document, ['pointerdown'], (_event, target) => pressed(target), options);
    senses.on(document, ['keydown', 'pointerdown', 'input'], acted, options);
  }

  close(): void {
    this.#listening.abort();
  }

  over(hover: Node | undefined, active: Node | undefined): void {
    this.#hover.put(hover);
    this.#active.put(active);
  }

  /** `why`: because of what some guest did, or the host turned there; or the guest is elsewhere and stays there. */
  focus(node: Node | undefined, visible: boolean, why: 'guest' | 'host' | 'away'): void {
    this.#focus.put(node);
    this.#within.put(node);
    this.#visible.put(visible ? node : undefined);
    const { body } = this.#document;
    const activeElement = this.#senses.activeElement(this.#document);
    if (why === 'away' || !this.#senses.hasFocus(this.#document) || node === activeElement || !node || !('focus' in node)) return;
    // A guest who is at work (the chat beside, a field of the page) keeps the focus, whatever the customer turns to.
    const isMine = why === 'guest' && performance.now() - this.#actedAt < OWN_ACT_MS && !this.#visited.includes(node);
    if (!isMine && activeElement !== body && activeElement !== null) return;
    this.#following = true;
    this.#senses.focus(node as HTMLElement); // what has the method
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
    const [start, end] = [placeOf(from), placeOf(to)];
    // Both edit there: the host's caret is the one that letters go to.
    const active = this.#senses.activeElement(this.#document);
    if (
      this.#senses.hasFocus(this.#document) &&
      active &&
      'isContentEditable' in active &&
      active.isContentEditable === true &&
      active.contains(start[0])
    ) {
      this.#document.getSelection()?.setBaseAndExtent(...start, ...end);
      return;
    }
    if (!highlights || !('Highlight' in window)) return;
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
    if (this.#senses.hasFocus(this.#document) && this.#senses.activeElement(this.#document) === field) return; // the guest's own caret
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
