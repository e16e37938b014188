/** Numbers of a page's window and boxes, as they are told. */
import type { FrameId } from '../../shared/ids.ts';
import type { Place } from '../../shared/messages.ts';
import type { Natives } from '../natives.ts';
import type { NodeTable } from './node-table.ts';

/** Of a box: 0 to 1, the middle where there is none. */
function fraction(offset: number, size: number): number {
  return size > 0 ? Math.round(Math.min(1, Math.max(0, offset / size)) * 1000) / 1000 : 0.5;
}

/** One of several that are masked, or the label of it: a hand or the focus there would say which was chosen. */
export function isHiddenChoice(n: Natives, table: NodeTable, element: Element): boolean {
  const label = n.closest(element, 'label');
  const field: unknown = label ? Reflect.get(label, 'control') : element;
  if (!(field instanceof Element) || n.localName(field) !== 'input' || table.get(field)?.masked !== true) return false;
  return /^(?:radio|checkbox)$/.test(n.inputType(field as HTMLInputElement)); // the name says so
}

/** Of boxes that stand for text the size would tell of it: a place of its own is as wide as a word, and a block so many steps high. */
const WORD: readonly [number, number] = [96, 24];
const STEP = 64;
const BLOCKS = /^(?:block|flex|grid|list-item|flow-root|table)$/;
/** Their size is their own, or their author's. */
const REPLACED = /^(?:img|picture|canvas|video|audio|object|embed|iframe|svg|math|input)$/;

/** Of the box that stands for an element. */
export function boxOf(n: Natives, element: Element): readonly [number, number] {
  const { width, height } = n.getBoundingClientRect(element);
  const [w, h] = [Math.round(width), Math.round(height)];
  if (REPLACED.test(n.localName(element)) || w === 0 || h === 0) return [w, h];
  const style = n.getComputedStyle(element);
  const around = n.parentElement(element);
  const isInLine = around !== null && !/^(?:block|list-item|flow-root|table-cell)$/.test(n.getComputedStyle(around).display);
  if (!BLOCKS.test(style.display) || isInLine || style.float !== 'none' || /^(?:absolute|fixed)$/.test(style.position)) return WORD;
  return [w, Math.ceil(h / STEP) * STEP];
}

/** On the nearest element around `target` that the room knows. */
export function placeAt(
  n: Natives,
  table: NodeTable,
  frame: FrameId,
  { x, y, target }: { readonly x: number; readonly y: number; readonly target: Node | null },
): Place | undefined {
  for (let at: Node | null = target; at; at = n.parentNode(at) ?? (n.nodeType(at) === 11 ? n.shadowHost(at as ShadowRoot) : null)) {
    const entry = n.nodeType(at) === 1 ? table.get(at) : undefined; // 11: a shadow root, 1: an element
    if (!entry) continue;
    if (isHiddenChoice(n, table, at as Element)) return undefined; // as above
    const cover = table.coverOf(at);
    if (cover) return { frame, node: cover.id, fx: 0.5, fy: 0.5 };
    const { left, top, width, height } = n.getBoundingClientRect(at as Element); // as above
    return { frame, node: entry.id, fx: fraction(x - left, width), fy: fraction(y - top, height) };
  }
  return undefined;
}
