/** Caret and selection in edited content: the host's are the ones that count, a guest's keys and choices move them. */
import { selectionPlaces, type Selected } from '../../shared/dom-ops.ts';
import type { GuestAction } from '../../shared/messages.ts';
import { pathOf, type Reach } from './reach.ts';

type Key = Extract<GuestAction, { kind: 'key' }>;

/** The outermost element around `element` whose content is edited as one. */
export function editingHost({ natives: n }: Reach, element: Element): Element | undefined {
  let host: Element | undefined;
  for (const at of pathOf(n, element)) {
    if (!n.isContentEditable(at as HTMLElement)) break; // HTML elements have it, others read undefined
    host = at;
  }
  return host;
}

/** What the guest selected. False: it is not there any more, or outside of what is edited. */
export function selectIn(reach: Reach, element: Element, [anchor, anchorOffset, focus, focusOffset]: Selected): boolean {
  const { natives: n, document } = reach;
  const host = editingHost(reach, element);
  const selection = n.getSelection(document);
  const [from, to] = [placeOf(reach, anchor, anchorOffset), placeOf(reach, focus, focusOffset)];
  if (!host || !selection || !from || !to || !n.contains(host, from[0]) || !n.contains(host, to[0])) return false;
  if (n.activeElement(document) !== host) n.focus(host as HTMLElement, { preventScroll: true }); // what is edited is one
  n.setSelection(selection, from[0], from[1], to[0], to[1]);
  return true;
}

function placeOf({ natives: n, capture }: Reach, id: number, offset: number): [Node, number] | undefined {
  const node = capture.table.nodeOf(id);
  if (!node) return undefined;
  if (n.nodeType(node) !== 1) return [node, Math.min(Math.max(0, offset), n.data(node as Text).length)]; // 1: an element; else text
  if (offset === selectionPlaces.inside) return [node, n.childNodes(node).length];
  const parent = n.parentNode(node);
  if (offset !== selectionPlaces.before || !parent) return [node, 0];
  let at = 0;
  for (let child = n.firstChild(parent); child && child !== node; child = n.nextSibling(child)) at++;
  return [parent, at];
}

/** Arrows, Home and End in edited content, with Shift and Ctrl as a browser means them. False: no such key. */
export function moveCaret({ natives: n, document }: Reach, { key, mods }: Key): boolean {
  const word = mods?.ctrl === true || mods?.alt === true;
  const [direction, granularity] =
    {
      ArrowLeft: ['left', word ? 'word' : 'character'],
      ArrowRight: ['right', word ? 'word' : 'character'],
      ArrowUp: ['backward', 'line'],
      ArrowDown: ['forward', 'line'],
      Home: ['backward', word ? 'documentboundary' : 'lineboundary'],
      End: ['forward', word ? 'documentboundary' : 'lineboundary'],
    }[key] ?? [];
  const selection = n.getSelection(document);
  if (!direction || !granularity || !selection) return false;
  n.modifySelection(selection, mods?.shift === true ? 'extend' : 'move', direction, granularity);
  return true;
}
