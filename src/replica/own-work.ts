/**
 * What a guest is at while a frame is built anew: what has its keys, the caret there, and what it wrote that the host has not
 * answered. A slow line and a lost one bring the same picture again, with the same numbers; then the guest goes on where it was.
 * With another picture its keys go nowhere rather than into the field that the customer is in.
 */
import type { NodeId } from '../shared/ids.ts';
import { isField, isSelect, isToggle } from './fields.ts';
import { FOCUS } from './states.ts';
import type { Senses } from './senses.ts';
import { shadowOf } from './tree.ts';

/** Of a field what no attribute shows. */
export interface FieldState {
  value?: string;
  checked?: boolean;
  mixed?: boolean;
  selected?: readonly number[];
}

export interface OwnWork {
  /** What has the guest's keys, where that is not the whole page. */
  readonly at?: { readonly node: NodeId; readonly caret?: Caret };
  /** That is not what the customer is in. */
  readonly isAway: boolean;
  readonly written: ReadonlyMap<NodeId, FieldState>;
}

interface Caret {
  readonly start: number;
  readonly end: number;
  readonly direction: 'forward' | 'backward' | 'none';
}

export const NO_WORK: OwnWork = { isAway: false, written: new Map() };

export function workIn(
  document: Document,
  senses: Senses,
  numbers: WeakMap<Node, NodeId>,
  pending: ReadonlyMap<NodeId, Node | undefined>,
): OwnWork {
  const written = new Map<NodeId, FieldState>();
  for (const [id, node] of pending) {
    const now = node && writtenIn(node);
    if (now) written.set(id, now);
  }
  let active = senses.hasFocus(document) ? senses.activeElement(document) : null;
  while (active) {
    const inner: Element | null | undefined = shadowOf(active)?.activeElement;
    if (!inner) break;
    active = inner;
  }
  if (!active || active === document.body || active === document.documentElement) return { ...NO_WORK, written };
  const [node, caret] = [numbers.get(active), caretIn(active)];
  return { ...(node === undefined ? {} : { at: { node, ...(caret ? { caret } : {}) } }), isAway: !active.hasAttribute(FOCUS), written };
}

/** After the line was cut: what of it came through, the host's picture says. */
export function afterCut({ at, isAway }: OwnWork): OwnWork {
  return { ...(at ? { at } : {}), isAway, written: new Map() };
}

/** The same in another picture: its nodes are others. */
export function elsewhere({ isAway }: OwnWork): OwnWork {
  return { ...NO_WORK, isAway };
}

/** The keys go where they went, before anything else of the same picture has them. `atOnce`: nobody could turn elsewhere since. */
export function resume({ at }: OwnWork, senses: Senses, nodeOf: (id: NodeId) => Node | undefined, atOnce: boolean): void {
  const node = at && nodeOf(at.node);
  // Whoever went to the chat meanwhile stays there. The focus of a frame that was taken away is nowhere, not even around it.
  if (!node || !('focus' in node) || !(atOnce || document.hasFocus())) return;
  senses.focus(node as HTMLElement); // what has the method
  if (at.caret && isField(node)) node.setSelectionRange(at.caret.start, at.caret.end, at.caret.direction);
}

/** Fields that have none (numbers, dates) say null. */
function caretIn(element: Element): Caret | undefined {
  if (!isField(element)) return undefined;
  const { selectionStart: start, selectionEnd: end, selectionDirection: direction } = element;
  return start === null || end === null ? undefined : { start, end, direction: direction ?? 'none' };
}

function writtenIn(node: Node): FieldState | undefined {
  if (isToggle(node)) return { checked: node.checked };
  if (isField(node)) return { value: node.value };
  if (isSelect(node)) return { selected: [...node.options].flatMap((option, at) => (option.selected ? [at] : [])) };
  return undefined;
}
