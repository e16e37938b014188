/** Text into fields so that the page's framework takes it: native setters, and the events in the order of a browser. */
import type { GuestAction } from '../../shared/messages.ts';
import { selectedOf } from '../capture/inputs.ts';
import type { Reach } from './reach.ts';

type Insert = Extract<GuestAction, { kind: 'insert' }>;
type Field = HTMLInputElement | HTMLTextAreaElement;

const SELECTABLE = /^(?:text|search|url|tel|password)$/;

export function isField(reach: Reach, element: Element): element is Field {
  const tag = reach.natives.localName(element);
  return tag === 'input' || tag === 'textarea';
}

export function isReadOnly(reach: Reach, element: Element): boolean {
  return reach.natives.matches(element, ':disabled') || (isField(reach, element) && element.readOnly);
}

export function valueOf({ natives: n }: Reach, field: Field): string {
  return n.localName(field) === 'textarea' ? n.textAreaValue(field as HTMLTextAreaElement) : n.inputValue(field as HTMLInputElement); // the tag says so
}

/** One edit at the guest's selection. False: this element takes no text. */
export function insertText(reach: Reach, element: Element, { text, start, end, inputType }: Insert): boolean {
  const { natives: n, document } = reach;
  if (n.activeElement(document) !== element) n.focus(element as HTMLElement, { preventScroll: true }); // what takes text is one
  if (!isField(reach, element)) return editContent(reach, element, text, inputType);
  const value = valueOf(reach, element);
  const canSelect = n.localName(element) === 'textarea' || SELECTABLE.test(n.inputType(element as HTMLInputElement)); // the tag says so
  const [from, to] =
    start >= 0
      ? [Math.min(start, value.length), Math.min(Math.max(start, end), value.length)]
      : selectionOf(reach, element, value, canSelect);
  const single = text.length === 1 && inputType === 'insertText';
  if (single && !key(reach, element, 'keydown', text)) return true;
  if (single && !key(reach, element, 'keypress', text)) return true;
  if (canSelect) select(reach, element, from, to);
  if (fireInput(reach, element, 'beforeinput', inputType, text)) {
    let next = value.slice(0, from) + text + value.slice(to);
    if (element.maxLength >= 0 && next.length > element.maxLength && next.length > value.length)
      next = next.slice(0, Math.max(element.maxLength, value.length));
    setValue(reach, element, next);
    if (canSelect) select(reach, element, from + text.length, from + text.length);
    fireInput(reach, element, 'input', inputType, text);
  }
  if (single) key(reach, element, 'keyup', text);
  return true;
}

/** The whole value at once, as after the user closed a picker or a program filled the field. */
export function setField(reach: Reach, field: Field, value: string): void {
  const { natives: n, document } = reach;
  if (n.activeElement(document) !== field) n.focus(field, { preventScroll: true });
  if (valueOf(reach, field) === value) return;
  setValue(reach, field, value);
  fireInput(reach, field, 'input', 'insertReplacementText', value);
  n.dispatchEvent(field, new n.Event('change', { bubbles: true }));
}

export function setSelected(reach: Reach, select: HTMLSelectElement, selected: readonly number[]): void {
  const { natives: n } = reach;
  const before = selectedOf(n, select).join();
  const options = n.selectOptions(select);
  const wanted = new Set(selected);
  for (let i = 0; i < options.length; i++) {
    const option = options.item(i);
    if (option && !option.disabled && n.optionSelected(option) !== wanted.has(i)) n.setOptionSelected(option, wanted.has(i));
  }
  if (selectedOf(n, select).join() === before) return;
  n.dispatchEvent(select, new n.Event('input', { bubbles: true, composed: true }));
  n.dispatchEvent(select, new n.Event('change', { bubbles: true }));
}

/** A field that loses the focus after edits tells `change`: ours made none by themselves. */
export function tellChange({ natives: n }: Reach, field: Element): void {
  n.dispatchEvent(field, new n.Event('change', { bubbles: true }));
}

function editContent(reach: Reach, element: Element, text: string, inputType: string): boolean {
  const { natives: n, document } = reach;
  if (!n.isContentEditable(element as HTMLElement)) return false; // only HTML elements come here with an id of a field
  const selection = n.getSelection(document);
  if (selection && !n.contains(element, selection.anchorNode)) {
    selection.selectAllChildren(element);
    selection.collapseToEnd();
  }
  if (inputType === 'insertParagraph' || inputType === 'insertLineBreak') return n.execCommand(document, inputType);
  if (inputType.startsWith('deleteContentForward')) return n.execCommand(document, 'forwardDelete');
  if (inputType.startsWith('delete')) return n.execCommand(document, 'delete');
  return n.execCommand(document, 'insertText', false, text);
}

function selectionOf({ natives: n }: Reach, field: Field, value: string, canSelect: boolean): [number, number] {
  if (!canSelect) return [value.length, value.length];
  if (n.localName(field) === 'textarea') {
    const area = field as HTMLTextAreaElement; // the tag says so
    return [n.textAreaSelectionStart(area), n.textAreaSelectionEnd(area)];
  }
  const input = field as HTMLInputElement; // the other field
  return [n.inputSelectionStart(input) ?? value.length, n.inputSelectionEnd(input) ?? value.length];
}

function select({ natives: n }: Reach, field: Field, from: number, to: number): void {
  if (n.localName(field) === 'textarea')
    n.textAreaSetSelectionRange(field as HTMLTextAreaElement, from, to); // the tag says so
  else n.inputSetSelectionRange(field as HTMLInputElement, from, to); // the other field
}

function setValue(reach: Reach, field: Field, value: string): void {
  const { natives: n, capture } = reach;
  // The prototype's setter: React keeps a tracker on the element itself, and must not learn of it before the event.
  if (n.localName(field) === 'textarea')
    n.setTextAreaValue(field as HTMLTextAreaElement, value); // the tag says so
  else n.setInputValue(field as HTMLInputElement, value); // the other field
  capture.fieldChanged(field);
}

function fireInput({ natives: n }: Reach, element: Element, type: 'beforeinput' | 'input', inputType: string, text: string): boolean {
  const data = inputType.startsWith('insert') ? text : null;
  return n.dispatchEvent(
    element,
    new n.InputEvent(type, { bubbles: true, composed: true, cancelable: type === 'beforeinput', inputType, data }),
  );
}

function key({ natives: n }: Reach, element: Element, type: string, text: string): boolean {
  const code = /^[a-z]$/i.test(text) ? `Key${text.toUpperCase()}` : /^\d$/.test(text) ? `Digit${text}` : text === ' ' ? 'Space' : '';
  const upper = text.toUpperCase().charCodeAt(0);
  const keyCode = type === 'keypress' ? text.charCodeAt(0) : /^[a-z0-9 ]$/i.test(text) ? upper : 0;
  return n.dispatchEvent(
    element,
    new n.KeyboardEvent(type, { key: text, code, keyCode, bubbles: true, cancelable: true, composed: true } as KeyboardEventInit),
  ); // keyCode is no part of the type, old pages read it
}
