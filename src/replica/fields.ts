/** What kind of thing a node of the replica is for a guest's hand, and whether the guest may touch it. */
import type { Modifiers } from '../shared/messages.ts';
import { BLOCKED, MASKED } from './frame-document.ts';
import { typeOf, upFrom } from './tree.ts';

const BUTTONS = /^(?:button|submit|reset|image|file)$/;

/** Blocked or masked, by itself or by what is around it. */
export function refusalOf(node: Node): { code: 'BLOCKED' | 'MASKED'; element: Element } | undefined {
  for (let at: Node | null = node; at; at = upFrom(at)) {
    if (typeOf(at) !== 1) continue;
    const element = at as Element; // type 1
    if (element.hasAttribute(BLOCKED)) return { code: 'BLOCKED', element };
    if (element.hasAttribute(MASKED)) return { code: 'MASKED', element };
    if (element.localName === 'label') {
      const { control } = element as HTMLLabelElement; // the name says so
      if (control?.hasAttribute(BLOCKED)) return { code: 'BLOCKED', element: control };
      if (control?.hasAttribute(MASKED)) return { code: 'MASKED', element: control };
    }
  }
  return undefined;
}

export function elementOf(node: Node): Element {
  return node.nodeType === 1 ? (node as Element) : (node.parentElement ?? (node.ownerDocument ?? (node as Document)).documentElement); // type 1; a document is its own
}

export function isField(element: Node): element is HTMLInputElement | HTMLTextAreaElement {
  const name = (element as Element).localName; // text and documents have none
  return name === 'input' || name === 'textarea';
}

export function isToggle(element: Node): element is HTMLInputElement {
  return isField(element) && (element.type === 'checkbox' || element.type === 'radio');
}

export function isSelect(element: Node): element is HTMLSelectElement {
  return (element as Element).localName === 'select'; // as above
}

/** Takes text: a field, or edited content. */
export function isText(element: Node): boolean {
  if (isField(element)) return !isToggle(element) && !BUTTONS.test(element.type);
  return 'isContentEditable' in element && element.isContentEditable === true;
}

export function withModifiers({ altKey, ctrlKey, metaKey, shiftKey }: MouseEvent | KeyboardEvent): { mods?: Modifiers } {
  if (!altKey && !ctrlKey && !metaKey && !shiftKey) return {};
  return {
    mods: {
      ...(altKey ? { alt: true } : {}),
      ...(ctrlKey ? { ctrl: true } : {}),
      ...(metaKey ? { meta: true } : {}),
      ...(shiftKey ? { shift: true } : {}),
    },
  };
}
