/** Role and accessible name of an element, as far as the rules of the policy need them: a simple form of accname. */
import type { Natives } from '../natives.ts';

export type NamedRole = 'button' | 'link' | 'textbox';

/** What `roleOf` can answer something for; also what a change of text inside may rename. */
export const NAMED = 'button,a,area,input,textarea,summary,[role],[contenteditable]';

const BUTTON_TYPES = new Set(['button', 'submit', 'reset', 'image']);
const FIELD_TYPES = /^(?:text|search|email|tel|url|password|number|date|datetime-local|month|week|time)$/;
/** Characters of a name that are looked at. */
const MAX_NAME = 300;

export function roleOf(n: Natives, element: Element): NamedRole | undefined {
  const role = n.getAttribute(element, 'role')?.trim().toLowerCase();
  if (role === 'button' || role === 'link' || role === 'textbox') return role;
  if (role === 'menuitem') return 'button';
  const tag = n.localName(element);
  if (tag === 'button' || tag === 'summary') return 'button';
  if ((tag === 'a' || tag === 'area') && n.hasAttribute(element, 'href')) return 'link';
  if (tag === 'textarea') return 'textbox';
  if (tag === 'input') {
    const type = n.inputType(element as HTMLInputElement); // the tag says so
    return BUTTON_TYPES.has(type) ? 'button' : FIELD_TYPES.test(type) ? 'textbox' : undefined;
  }
  return n.hasAttribute(element, 'contenteditable') ? 'textbox' : undefined;
}

/** Every name that people may know it by: a rule or phrase that matches one of them holds. */
export function namesOf(n: Natives, element: Element, role: NamedRole): string[] {
  const names: string[] = [];
  const add = (name: string | null | undefined): void => {
    const plain = name?.slice(0, MAX_NAME).replace(/\s+/g, ' ').trim();
    if (plain) names.push(plain);
  };
  add(textOfIds(n, element, n.getAttribute(element, 'aria-labelledby')));
  add(n.getAttribute(element, 'aria-label'));
  const tag = n.localName(element);
  if (role === 'textbox') {
    for (const label of labelsOf(element)) add(n.textContent(label));
    add(n.getAttribute(element, 'placeholder'));
  } else if (tag === 'input') {
    add(n.getAttribute(element, 'value') ?? (n.inputType(element as HTMLInputElement) === 'submit' ? 'Submit' : null)); // the tag says so
    add(n.getAttribute(element, 'alt'));
  } else {
    add(textOf(n, element, 0));
  }
  add(n.getAttribute(element, 'title'));
  return names;
}

function labelsOf(element: Element): readonly Element[] {
  const labels: unknown = Reflect.get(element, 'labels');
  return labels && typeof labels === 'object' ? Array.from(labels as NodeListOf<HTMLLabelElement>) : []; // `labels` of a field
}

function textOfIds(n: Natives, element: Element, ids: string | null): string {
  if (!ids) return '';
  const document = n.ownerDocument(element);
  return ids
    .split(/\s+/)
    .map((id) => (document && id ? (document.getElementById(id)?.textContent ?? '') : ''))
    .join(' ');
}

/** Text with the alternative texts of images in it; hidden parts are no part of a name. */
function textOf(n: Natives, node: Node, depth: number): string {
  if (depth > 8) return '';
  let text = '';
  for (let child = n.firstChild(node); child && text.length < MAX_NAME; child = n.nextSibling(child)) {
    if (n.nodeType(child) === 3)
      text += n.data(child as Text); // type 3 is text
    else if (n.nodeType(child) === 1) {
      const element = child as Element; // type 1 is an element
      const tag = n.localName(element);
      if (tag === 'script' || tag === 'style' || n.getAttribute(element, 'aria-hidden') === 'true') continue;
      const inside =
        n.getAttribute(element, 'aria-label') ?? (tag === 'img' ? (n.getAttribute(element, 'alt') ?? '') : textOf(n, element, depth + 1));
      text += tag === 'span' || tag === 'b' || tag === 'strong' || tag === 'em' || tag === 'i' ? inside : ` ${inside} `;
    }
  }
  const root = depth === 0 || text === '' ? n.shadowRoot(node as Element) : null; // null for text; elements are all that comes here
  return root ? `${text} ${textOf(n, root, depth + 1)}` : text;
}
