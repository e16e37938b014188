/** Text into fields so that the page's framework takes it: native setters, and the events in the order of a browser. */
import type { GuestAction } from '../../shared/messages.ts';
import { selectedOf } from '../capture/inputs.ts';
import type { Reach } from './reach.ts';

type Insert = Extract<GuestAction, { kind: 'insert' }>;
type Field = HTMLInputElement | HTMLTextAreaElement;

/** What an input method made of several keys. */
const COMPOSED = 'insertCompositionText';
const CLIPBOARD: Readonly<Record<string, 'paste' | 'cut'>> = { insertFromPaste: 'paste', deleteByCut: 'cut' };
/** One key, seen at the guest's by what it did. */
const ERASING: Readonly<Record<string, string>> = { deleteContentBackward: 'Backspace', deleteContentForward: 'Delete' };
const NAMED_CODES: Readonly<Record<string, number>> = { Backspace: 8, Enter: 13, Delete: 46 };

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

/** One edit at the guest's selection. False: this element takes no text. `isKeyed`: the events of the key that writes this have been fired. */
export function insertText(reach: Reach, element: Element, { text, start, end, inputType }: Insert, isKeyed = false): boolean {
  takeFocus(reach, element);
  const clip = CLIPBOARD[inputType];
  // Pages split a code over six fields, or take a pasted table apart: what the page does itself is not done again.
  if (clip && !fireClipboard(reach, element, clip, text)) return true;
  if (inputType === COMPOSED) compose(reach, element, 'compositionstart', '');
  const taken = isField(reach, element)
    ? insertInField(reach, element, { text, start, end, inputType }, isKeyed)
    : editContent(reach, element, text, inputType);
  if (inputType === COMPOSED) compose(reach, element, 'compositionend', text);
  return taken;
}

function takeFocus({ natives: n, document, keepsFocus }: Reach, element: Element): void {
  if (!keepsFocus && n.activeElement(document) !== element) n.focus(element as HTMLElement, { preventScroll: true }); // what takes text is one
}

function insertInField(
  reach: Reach,
  element: Field,
  { text, start, end, inputType }: Pick<Insert, 'text' | 'start' | 'end' | 'inputType'>,
  isKeyed: boolean,
): boolean {
  const { natives: n } = reach;
  const value = valueOf(reach, element);
  const canSelect = n.localName(element) === 'textarea' || SELECTABLE.test(n.inputType(element as HTMLInputElement)); // the tag says so
  const [from, to] =
    start >= 0
      ? [Math.min(start, value.length), Math.min(Math.max(start, end), value.length)]
      : selectionOf(reach, element, value, canSelect);
  // A page that sends what was written goes by the key, not by the line.
  const isLine = text === '\n' && inputType === 'insertLineBreak' && !isKeyed;
  const single = text.length === 1 && inputType === 'insertText' ? text : isLine ? 'Enter' : undefined;
  const pressed = single ?? ERASING[inputType];
  if (pressed !== undefined && !key(reach, element, 'keydown', pressed)) return true;
  if (single !== undefined && !key(reach, element, 'keypress', single)) return true;
  if (inputType === COMPOSED) compose(reach, element, 'compositionupdate', text);
  if (canSelect) select(reach, element, from, to);
  if (fireInput(reach, element, 'beforeinput', inputType, text)) {
    let next = value.slice(0, from) + text + value.slice(to);
    if (element.maxLength >= 0 && next.length > element.maxLength && next.length > value.length)
      next = next.slice(0, Math.max(element.maxLength, value.length));
    if (edited !== element) tellChange(reach);
    edited = element;
    setValue(reach, element, next);
    if (canSelect) select(reach, element, from + text.length, from + text.length);
    fireInput(reach, element, 'input', inputType, text);
  }
  if (pressed !== undefined) key(reach, element, 'keyup', pressed);
  return true;
}

/** The whole value at once, as after the user closed a picker or a program filled the field. */
export function setField(reach: Reach, field: Field, value: string): void {
  const { natives: n } = reach;
  // A guest who has left the field tells of it: the focus has gone on already.
  if (valueOf(reach, field) === value) return tellChange(reach, field);
  takeFocus(reach, field);
  setValue(reach, field, value);
  if (edited === field) edited = undefined;
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

/** The field that a guest has edited and that has not told `change` yet: what is set by script tells none by itself when it loses the focus. */
let edited: Field | undefined;

export function tellChange({ natives: n }: Reach, field: Element | undefined = edited): void {
  if (!field || field !== edited) return;
  edited = undefined;
  n.dispatchEvent(field, new n.Event('change', { bubbles: true }));
}

/** Something lost the focus: was it that field? (In a closed shadow tree no event says so.) */
export function tellChangeIfLeft(reach: Reach): void {
  if (edited && !reach.natives.matches(edited, ':focus')) tellChange(reach);
}

function editContent(reach: Reach, element: Element, text: string, inputType: string): boolean {
  const { natives: n, document } = reach;
  if (!n.isContentEditable(element as HTMLElement)) return false; // only HTML elements come here with an id of a field
  const selection = n.getSelection(document);
  if (selection && !n.contains(element, selection.anchorNode)) {
    selection.selectAllChildren(element);
    selection.collapseToEnd();
  }
  const single = text.length === 1 && inputType === 'insertText' ? text : undefined;
  const pressed = single ?? ERASING[inputType];
  if (pressed !== undefined && !key(reach, element, 'keydown', pressed)) return true;
  if (single !== undefined && !key(reach, element, 'keypress', single)) return true;
  if (inputType === COMPOSED) compose(reach, element, 'compositionupdate', text);
  // Commands fire no `beforeinput`; editors that keep a model of their own live by it.
  const edited = fireInput(reach, element, 'beforeinput', inputType, text) ? command(reach, selection, text, inputType) : true;
  if (pressed !== undefined) key(reach, element, 'keyup', pressed);
  return edited;
}

const COMMANDS: Readonly<Record<string, string>> = {
  insertParagraph: 'insertParagraph',
  insertLineBreak: 'insertLineBreak',
  formatBold: 'bold',
  formatItalic: 'italic',
  formatUnderline: 'underline',
  historyUndo: 'undo',
  historyRedo: 'redo',
};

function command({ natives: n, document }: Reach, selection: Selection | null, text: string, inputType: string): boolean {
  const named = COMMANDS[inputType];
  if (named !== undefined) return n.execCommand(document, named);
  if (!inputType.startsWith('delete')) return n.execCommand(document, 'insertText', false, text);
  const forward = inputType.endsWith('Forward');
  const far = inputType.includes('Word') ? 'word' : /(?:Soft|Hard)Line/.test(inputType) ? 'lineboundary' : undefined;
  if (far !== undefined && selection && n.selectionIsCollapsed(selection))
    n.modifySelection(selection, 'extend', forward ? 'forward' : 'backward', far);
  return n.execCommand(document, forward ? 'forwardDelete' : 'delete');
}

/** False when the page took it for itself. */
function fireClipboard({ natives: n }: Reach, element: Element, type: 'paste' | 'cut', text: string): boolean {
  const clipboardData = new n.DataTransfer();
  if (type === 'paste') clipboardData.setData('text/plain', text);
  return n.dispatchEvent(element, new n.ClipboardEvent(type, { bubbles: true, composed: true, cancelable: true, clipboardData }));
}

function compose({ natives: n, window }: Reach, element: Element, type: string, data: string): void {
  n.dispatchEvent(element, new n.CompositionEvent(type, { bubbles: true, composed: true, cancelable: true, view: window, data }));
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
    new n.InputEvent(type, {
      bubbles: true,
      composed: true,
      cancelable: type === 'beforeinput' && inputType !== COMPOSED,
      isComposing: inputType === COMPOSED,
      inputType,
      data,
    }),
  );
}

function key({ natives: n }: Reach, element: Element, type: string, text: string): boolean {
  const named = NAMED_CODES[text];
  const code =
    named !== undefined
      ? text
      : /^[a-z]$/i.test(text)
        ? `Key${text.toUpperCase()}`
        : /^\d$/.test(text)
          ? `Digit${text}`
          : text === ' '
            ? 'Space'
            : '';
  const upper = named ?? text.toUpperCase().charCodeAt(0);
  const keyCode = type === 'keypress' ? (named ?? text.charCodeAt(0)) : named !== undefined || /^[a-z0-9 ]$/i.test(text) ? upper : 0;
  return n.dispatchEvent(
    element,
    new n.KeyboardEvent(type, { key: text, code, keyCode, bubbles: true, cancelable: true, composed: true } as KeyboardEventInit),
  ); // keyCode is no part of the type, old pages read it
}
