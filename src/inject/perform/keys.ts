/** Keys that are no text: their events, and what a browser does after them. */
import type { ActOutcome, GuestAction } from '../../shared/messages.ts';
import { defaultButton, isSubmitBlocked, pathOf, refusalFor, refusalForPress, type Reach } from './reach.ts';
import { moveCaret } from './selection.ts';
import { insertText, isField, isReadOnly, tellChange } from './typing.ts';

type Key = Extract<GuestAction, { kind: 'key' }>;

const KEY_CODES: Readonly<Record<string, number>> = {
  Backspace: 8,
  Tab: 9,
  Enter: 13,
  Escape: 27,
  ' ': 32,
  PageUp: 33,
  PageDown: 34,
  End: 35,
  Home: 36,
  ArrowLeft: 37,
  ArrowUp: 38,
  ArrowRight: 39,
  ArrowDown: 40,
  Delete: 46,
};
const SUBMITTING_FIELDS =
  /^(?:text|search|url|tel|email|password|number|date|month|week|time|datetime-local|checkbox|radio|color|range|file)$/;
const TABBABLE =
  'a[href],area[href],button:not(:disabled),input:not(:disabled):not([type=hidden]),select:not(:disabled),textarea:not(:disabled),summary,[tabindex],[contenteditable]:not([contenteditable=false])';

const done: ActOutcome = { result: 'done' };

export function pressKey(reach: Reach, element: Element, action: Key): ActOutcome {
  const { natives: n, document } = reach;
  // What the key would press is asked before its first event: a page's own key handler may do the pressing.
  const pressed = pressedBy(reach, element, action);
  const refusal = pressed && refusalForPress(reach, pressed);
  if (refusal) return { result: 'refused', code: refusal };
  const form = action.key === 'Enter' ? formOf(reach, element) : undefined;
  if (form && isSubmitBlocked(reach, form, null)) return { result: 'refused', code: 'BLOCKED' };
  if (n.activeElement(document) !== element && element !== n.body(document)) n.focus(element as HTMLElement, { preventScroll: true }); // what a guest has the focus on is one
  if (fire(reach, element, 'keydown', action)) {
    const printable = action.key === 'Enter' ? fire(reach, element, 'keypress', action) : true;
    if (printable) effect(reach, element, action, pressed, form);
  }
  const target = n.activeElement(document) ?? element;
  if (n.isConnected(target)) fire(reach, target, 'keyup', action);
  return done;
}

/** The element that Space or Enter on `element` clicks. */
function pressedBy({ natives: n }: Reach, element: Element, { key }: Key): Element | undefined {
  if (key !== 'Enter' && key !== ' ') return undefined;
  const tag = n.localName(element);
  if (tag === 'button' || tag === 'summary') return element;
  if (tag === 'a' || tag === 'area') return key === 'Enter' ? element : undefined;
  if (tag === 'input') {
    const type = n.inputType(element as HTMLInputElement); // the tag says so
    if (/^(?:button|submit|reset|image)$/.test(type)) return element;
    return key === ' ' && (type === 'checkbox' || type === 'radio') ? element : undefined;
  }
  // A page's own button made of another element answers to keys by its own code: the rules count all the same.
  return /^(?:button|link|menuitem|option|tab|switch|checkbox)$/.test(n.getAttribute(element, 'role') ?? '') ? element : undefined;
}

/** The form that Enter in this field submits. */
function formOf({ natives: n }: Reach, element: Element): HTMLFormElement | undefined {
  if (n.localName(element) !== 'input' || !SUBMITTING_FIELDS.test(n.inputType(element as HTMLInputElement))) return undefined; // the tag says so
  return (element as HTMLInputElement).form ?? undefined; // as above
}

function effect(reach: Reach, element: Element, action: Key, pressed: Element | undefined, form: HTMLFormElement | undefined): void {
  const { natives: n } = reach;
  const { key, mods } = action;
  if (n.isContentEditable(element as HTMLElement) && moveCaret(reach, action)) return; // HTML elements have it, others read undefined
  if (mods?.alt || mods?.ctrl || mods?.meta) return;
  const isNative =
    pressed && n.getAttribute(pressed, 'role') === null ? true : pressed !== undefined && n.matches(pressed, 'button,a,input,summary,area');
  if (pressed && isNative) {
    n.click(pressed as HTMLElement); // what a key presses is one
    return;
  }
  switch (key) {
    case 'Enter':
      if (form) submitImplicitly(reach, form, element);
      else if (n.localName(element) === 'textarea')
        insertText(reach, element, { ...empty(action), text: '\n', inputType: 'insertLineBreak' }, true);
      else if (n.isContentEditable(element as HTMLElement))
        insertText(reach, element, { ...empty(action), text: '\n', inputType: 'insertParagraph' }); // HTML elements have it, others read undefined
      return;
    case 'Tab':
      moveFocus(reach, element, mods?.shift === true);
      return;
    case 'Escape':
      closeDialog(reach, element);
      return;
    default:
      if (/^(?:Page|Home|End|Arrow)/.test(key)) move(reach, element, key);
  }
}

/** HTML standard, "implicit submission". */
function submitImplicitly(reach: Reach, form: HTMLFormElement, field: Element): void {
  const { natives: n } = reach;
  tellChange(reach, field);
  const button = defaultButton(n, form);
  if (button) {
    if (!n.matches(button, ':disabled')) n.click(button);
    return;
  }
  const blocking = Array.from(n.formElements(form)).filter(
    (one) =>
      n.localName(one) === 'input' &&
      SUBMITTING_FIELDS.test(n.inputType(one as HTMLInputElement)) &&
      !/^(?:checkbox|radio|color|range|file)$/.test(n.inputType(one as HTMLInputElement)),
  ); // the tag says so
  if (blocking.length <= 1) n.formRequestSubmit(form);
}

function moveFocus(reach: Reach, from: Element, back: boolean): void {
  const { natives: n, document } = reach;
  const all = Array.from(n.documentQueryAll(document, TABBABLE)).filter(
    (one) => n.getAttribute(one, 'tabindex') !== '-1' && n.getClientRects(one).length > 0 && !reach.capture.isOwn(one),
  );
  const order = (one: Element): number => Number(n.getAttribute(one, 'tabindex') ?? 0) || Infinity;
  all.sort((a, b) => order(a) - order(b) || 0);
  const index = all.indexOf(from);
  const next = all[(index + (back ? -1 : 1) + all.length) % all.length];
  if (isField(reach, from)) tellChange(reach, from);
  if (next) n.focus(next as HTMLElement); // what can have the focus is one
}

function closeDialog(reach: Reach, element: Element): void {
  const { natives: n } = reach;
  for (const at of pathOf(n, element)) {
    if (n.localName(at) === 'dialog' && n.matches(at, ':modal')) {
      if (n.dispatchEvent(at, new n.Event('cancel', { cancelable: true }))) (at as HTMLDialogElement).close(); // the tag says so
      return;
    }
  }
}

/** Arrow keys and their like: radio groups, selects and numbers change, everything else scrolls. */
function move(reach: Reach, element: Element, key: string): void {
  const { natives: n, window } = reach;
  const forward = key === 'ArrowDown' || key === 'ArrowRight';
  if (n.localName(element) === 'input' && !isReadOnly(reach, element) && /^Arrow/.test(key)) {
    const input = element as HTMLInputElement; // the tag says so
    const type = n.inputType(input);
    if (type === 'radio') {
      const name = n.getAttribute(input, 'name');
      const group = Array.from(input.form ? n.formElements(input.form) : [input]).filter(
        (one) => n.getAttribute(one, 'name') === name && n.localName(one) === 'input',
      );
      const next = group[(group.indexOf(input) + (forward ? 1 : -1) + group.length) % group.length];
      if (!next || refusalFor(reach, next)) return;
      n.focus(next as HTMLElement); // an input
      n.click(next as HTMLElement); // as above
      return;
    }
    if (type === 'number' || type === 'range') {
      // In a number the arrows to the sides move the caret, which is the guest's own.
      if (type === 'number' && (key === 'ArrowLeft' || key === 'ArrowRight')) return;
      if (key === 'ArrowUp' || key === 'ArrowRight') input.stepUp();
      else input.stepDown();
      n.dispatchEvent(input, new n.Event('input', { bubbles: true }));
      n.dispatchEvent(input, new n.Event('change', { bubbles: true }));
      return;
    }
    return;
  }
  if (isField(reach, element)) return;
  const page = window.innerHeight * 0.9;
  const by = { ArrowDown: 40, ArrowUp: -40, PageDown: page, PageUp: -page, End: 1e7, Home: -1e7 }[key];
  if (by !== undefined) window.scrollBy({ top: by, behavior: 'instant' });
}

function empty({ frame, node, start = -1, end = -1 }: Key): Extract<GuestAction, { kind: 'insert' }> {
  return { kind: 'insert', frame, node, text: '', start, end, inputType: 'insertText' };
}

function fire({ natives: n, window }: Reach, element: Element, type: string, { key, code, mods }: Key): boolean {
  const keyCode = KEY_CODES[key] ?? (key.length === 1 ? key.toUpperCase().charCodeAt(0) : 0);
  const init = {
    key,
    code,
    keyCode,
    which: keyCode,
    view: window,
    bubbles: true,
    cancelable: true,
    composed: true,
    altKey: mods?.alt === true,
    ctrlKey: mods?.ctrl === true,
    metaKey: mods?.meta === true,
    shiftKey: mods?.shift === true,
  };
  return n.dispatchEvent(element, new n.KeyboardEvent(type, init));
}
