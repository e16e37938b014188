/** What a pane (pane.ts) finds below it, as a browser does by itself where it feels the hand: pure looks at the replica. */
import { editingHost } from './editing.ts';
import { elementOf, isField, isSelect, isText } from './fields.ts';
import { upFrom } from './tree.ts';

/** What takes the keys at or around a place: undefined, nothing does. */
export function focusable(from: Element): Element | undefined {
  for (let at: Node | null = from; at; at = upFrom(at)) {
    const element = elementOf(at);
    if (isText(element) && !isField(element)) return editingHost(element);
    if (element.matches(':disabled')) return undefined;
    if (isSelect(element) || ('tabIndex' in element && (element.tabIndex as number) >= 0) || element.hasAttribute('tabindex'))
      return element; // a number in each that has it
  }
  return undefined;
}

/** What was pressed and let go in different places was clicked where both are. */
export function around(pressed: Element, released: Element): Element | undefined {
  for (let at: Node | null = pressed; at; at = upFrom(at)) if (at.nodeType === 1 && at.contains(released)) return at as Element; // type 1
  // Of another shadow tree, or another document.
  return pressed.getRootNode() === released.getRootNode() ? undefined : released;
}

/** Words alone: a picture's address is the page's. */
export function cursorOf(element: Element): string {
  const seen = element.ownerDocument.defaultView?.getComputedStyle(element).cursor ?? '';
  const word = seen.slice(seen.lastIndexOf(',') + 1).trim();
  if (word === 'auto' && isText(element)) return 'text';
  return /^[a-z-]+$/.test(word) && word !== 'auto' ? word : 'default';
}

/** The one before or behind in the group of a radio button, round and round. */
export function nextRadio(from: HTMLInputElement, back: boolean): HTMLInputElement | undefined {
  const root = from.getRootNode() as Document | ShadowRoot; // what an element of the replica stands in
  const group = [...root.querySelectorAll<HTMLInputElement>('input[type=radio]')].filter(
    (one) => one === from || (one.name === from.name && one.form === from.form && !one.matches(':disabled')),
  );
  return group.at((group.indexOf(from) + (back ? -1 : 1)) % group.length);
}
