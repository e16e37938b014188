/** State of fields that no attribute shows: value, checked, selected. Setters are hooked, because scripts fire no event. */
import type { ElementExtra } from '../../shared/dom-ops.ts';
import type { Mask } from '../mask.ts';
import type { Natives } from '../natives.ts';
import type { HostPage } from '../page.ts';

type FieldState = Pick<ElementExtra, 'value' | 'checked' | 'mixed' | 'selected'>;

const NO_VALUE = /^(?:file|hidden|image|button|submit|reset)$/;
const none: FieldState = {};
/** Of one list, looked for elsewhere. */
const MAX_CHOSEN = 50;

export function fieldState(n: Natives, mask: Mask, element: Element, tag: string, masked: boolean): FieldState {
  switch (tag) {
    case 'input': {
      const input = element as HTMLInputElement; // the tag says so, here and below
      const type = n.inputType(input);
      if (NO_VALUE.test(type)) return none;
      if (type === 'checkbox' || type === 'radio') {
        if (masked) return none;
        return { checked: n.inputChecked(input), ...(n.inputIndeterminate(input) ? { mixed: true } : {}) };
      }
      if (masked && (type === 'range' || type === 'color')) return none;
      return { value: mask.value(n.inputValue(input), masked) };
    }
    case 'textarea':
      return { value: mask.value(n.textAreaValue(element as HTMLTextAreaElement), masked) };
    case 'select':
      return masked ? none : { selected: selectedOf(n, element as HTMLSelectElement) };
    default:
      return none;
  }
}

export function selectedOf(n: Natives, select: HTMLSelectElement): number[] {
  const selected: number[] = [];
  const options = n.selectOptions(select);
  for (let i = 0; i < options.length && selected.length < 10_000; i++) {
    const option = options.item(i);
    if (option && n.optionSelected(option)) selected.push(i);
  }
  return selected;
}

/** A radio button unchecks the others of its group without a word. */
export function changedWith(n: Natives, document: Document, field: Element): Element[] {
  const isRadio = n.localName(field) === 'input' && n.inputType(field as HTMLInputElement) === 'radio'; // the tag says so
  const name = isRadio ? n.getAttribute(field, 'name') : null;
  if (!name) return [field];
  const root = n.getRootNode(field);
  if (n.nodeType(root) !== 11) return [field, ...document.getElementsByName(name)];
  // A shadow tree (11) has groups of its own.
  return Array.from(n.fragmentQueryAll(root as ShadowRoot, 'input[name]')).filter((one) => n.getAttribute(one, 'name') === name); // as above
}

/** What somebody typed or chose, as it is: for the taint set alone. */
export function rawValues(n: Natives, element: Element, tag: string): string[] {
  switch (tag) {
    case 'input': {
      const input = element as HTMLInputElement; // the tag says so, here and below
      const type = n.inputType(input);
      if (type === 'file') return Array.from(n.inputFiles(input) ?? [], ({ name }) => name);
      if (/^(?:checkbox|radio|button|submit|reset|image|range|color)$/.test(type)) return [];
      return [n.inputValue(input), n.getAttribute(input, 'value') ?? ''];
    }
    case 'textarea':
      return [n.textAreaValue(element as HTMLTextAreaElement), n.textContent(element) ?? ''];
    case 'select':
      return [n.selectValue(element as HTMLSelectElement), ...chosen(n, element as HTMLSelectElement)];
    default:
      return [];
  }
}

function chosen(n: Natives, select: HTMLSelectElement): string[] {
  const options = n.selectOptions(select);
  return selectedOf(n, select)
    .slice(0, MAX_CHOSEN)
    .flatMap((at) => [n.textContent(options[at] ?? select) ?? '', options[at]?.label ?? '']);
}

/** Tells `changed` of every field whose state may be another. Once per realm; lives as long as the page. */
export function hookFields({ window, disguise }: Pick<HostPage, 'window' | 'disguise'>, changed: (element: Element) => void): void {
  const { HTMLInputElement, HTMLTextAreaElement, HTMLSelectElement, HTMLOptionElement, HTMLFormElement, Element: RealmElement } = window;
  const hook = (owner: object, name: string): void => {
    disguise.accessor(owner, name, undefined, (native, self, value) => {
      (native as (value: unknown) => void)(value); // the setter half
      if (self instanceof RealmElement) changed(self);
    });
  };
  for (const name of ['value', 'checked', 'valueAsNumber', 'valueAsDate', 'indeterminate']) hook(HTMLInputElement.prototype, name);
  hook(HTMLTextAreaElement.prototype, 'value');
  for (const name of ['value', 'selectedIndex', 'length']) hook(HTMLSelectElement.prototype, name);
  hook(HTMLOptionElement.prototype, 'selected');
  for (const [owner, name] of [
    [HTMLInputElement.prototype, 'setRangeText'],
    [HTMLInputElement.prototype, 'stepUp'],
    [HTMLInputElement.prototype, 'stepDown'],
    [HTMLTextAreaElement.prototype, 'setRangeText'],
    [HTMLFormElement.prototype, 'reset'],
  ] as const) {
    disguise.method(owner, name, (native, self, args) => {
      const result: unknown = Reflect.apply(native, self, args);
      if (self instanceof HTMLFormElement)
        for (const field of Array.from(HTMLFormElement.prototype === owner ? self.elements : [])) changed(field);
      else if (self instanceof RealmElement) changed(self);
      return result;
    });
  }
}
