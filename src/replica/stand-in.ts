/**
 * A field of our own over one of the replica's, where hands are felt by a pane (pane.ts): what browsers do with carets, input
 * methods, clipboards, lists and calendars they do for it, and it tells the other. It shows its caret and what is selected; the
 * text below is the replica's.
 */
import { setValue } from './caret.ts';
import { isField, isSelect, isText, refusalOf } from './fields.ts';

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** Options of one list; the rest of a longer one cannot be chosen here. */
const MAX_OPTIONS = 5000;
/** Written as plain text, with a caret that can be asked for. */
const TEXTS = /^(?:text|search|url|tel|password|email)$/;
/** What makes letters stand where the field's do. */
const LETTERS = [
  'font-family',
  'font-size',
  'font-style',
  'font-weight',
  'font-stretch',
  'line-height',
  'letter-spacing',
  'word-spacing',
  'text-indent',
  'text-align',
  'text-transform',
  'direction',
  'white-space',
  'overflow-wrap',
  'padding-top',
  'padding-right',
  'padding-bottom',
  'padding-left',
  'border-top-width',
  'border-right-width',
  'border-bottom-width',
  'border-left-width',
] as const;

/** Has its own behaviour under a hand, and the guest may use it. A list that shows several lines is worked line by line. */
export function hasStandIn(element: Element): element is Field {
  if (element.matches(':disabled') || refusalOf(element)) return false;
  if (isSelect(element)) return !element.multiple && element.size <= 1;
  return isField(element) && isText(element);
}

export class StandIn {
  readonly field: Field;
  readonly node: Field;
  /** Of a select: what its list was made of. */
  #options = '';
  /** An input method is writing: nothing may come between. */
  isComposing = false;

  constructor(field: Field) {
    this.field = field;
    this.node = makeField(field);
    this.node.dataset['testid'] = 'stand-in';
    this.read();
  }

  /** `x`, `y`: the corner of the field's frame in the pane. */
  place(x: number, y: number): void {
    const box = this.field.getBoundingClientRect();
    const { style } = this.node;
    style.left = `${x + box.left}px`;
    style.top = `${y + box.top}px`;
    style.width = `${box.width}px`;
    style.height = `${box.height}px`;
  }

  /** What the field has, unless an input method is at work. */
  read(): void {
    const { field, node } = this;
    if (this.isComposing) return;
    if (isSelect(field) && isSelect(node)) {
      const options = [...field.options].slice(0, MAX_OPTIONS);
      const made = JSON.stringify(options.map((one) => [one.label, isOff(one)]));
      if (made !== this.#options) {
        this.#options = made;
        node.replaceChildren(
          ...options.map((one) => {
            const option = new Option(one.label);
            option.disabled = isOff(one);
            return option;
          }),
        );
      }
      node.selectedIndex = field.selectedIndex;
    } else if (isField(field) && isField(node)) setValue(node, field.value);
  }

  /** What was done here is done there. */
  write(): void {
    const { field, node } = this;
    if (isSelect(field) && isSelect(node)) field.selectedIndex = node.selectedIndex;
    else if (isField(field) && isField(node)) {
      if (field.value !== node.value) field.value = node.value;
      const { selectionStart, selectionEnd } = node;
      // What has no selection (a number, an address of mail) gives none.
      if (selectionStart !== null && field.selectionStart !== null) field.setSelectionRange(selectionStart, selectionEnd);
      field.scrollLeft = node.scrollLeft;
      field.scrollTop = node.scrollTop;
    }
  }
}

function makeField(field: Field): Field {
  const node = document.createElement(isSelect(field) ? 'select' : field.localName === 'textarea' ? 'textarea' : 'input');
  const { style } = node;
  style.cssText =
    'position:absolute;margin:0;box-sizing:border-box;border:0 solid transparent;border-radius:0;outline:0;resize:none;background:none;pointer-events:none';
  node.autocomplete = 'off';
  if (isSelect(field) || isSelect(node) || !isField(node)) {
    style.opacity = '0';
    return node;
  }
  node.spellcheck = false;
  node.autocapitalize = 'off';
  node.readOnly = field.readOnly;
  if (field.maxLength >= 0) node.maxLength = field.maxLength;
  const seen = field.ownerDocument.defaultView?.getComputedStyle(field);
  if (node.localName === 'input' && !TEXTS.test(field.type)) {
    const [from, to] = [field as HTMLInputElement, node as HTMLInputElement]; // text areas are of no such type
    to.type = from.type;
    [to.min, to.max, to.step] = [from.min, from.max, from.step];
    if (from.type !== 'number') style.opacity = '0';
  } else if (field.type === 'email' || field.type === 'url' || field.type === 'tel') node.inputMode = field.type;
  if (!seen) return node;
  for (const name of LETTERS) style.setProperty(name, seen.getPropertyValue(name));
  style.setProperty('appearance', 'none');
  style.setProperty('color', 'transparent');
  style.setProperty('-webkit-text-fill-color', 'transparent');
  style.setProperty('caret-color', seen.color);
  if (field.type === 'password') style.setProperty('-webkit-text-security', 'disc');
  style.cursor = 'text';
  return node;
}

function isOff(option: HTMLOptionElement): boolean {
  const group = option.parentElement;
  return option.disabled || (group?.localName === 'optgroup' && group.hasAttribute('disabled'));
}
