/** What is above the pages: where one is, how large, what is looked for, and the ways to keep the document. */
import type { words as english } from '../words/en/pdf.ts';
import type { Spoken } from '../words/types.ts';

export type Strings = Spoken<typeof english>;

export interface BarDeps {
  readonly strings: Strings;
  readonly step: (by: number) => void;
  readonly goTo: (page: number) => void;
  readonly zoom: (factor: number) => void;
  /** Looks for the words, or, the same again, for their next place. */
  readonly find: (words: string) => void;
  readonly print: () => void;
  readonly save: () => void;
}

/** Lucide's paths of these names (ISC licence), 24 by 24. */
const icons = {
  previous: 'm18 15-6-6-6 6',
  next: 'm6 9 6 6 6-6',
  smaller: 'M5 12h14',
  larger: 'M5 12h14M12 5v14',
  print: 'M6 18H4a2 2 0 0 1-2-2v-5a2 2 0 0 1 2-2h16a2 2 0 0 1 2 2v5a2 2 0 0 1-2 2h-2M6 9V3h12v6M6 14h12v8H6z',
  save: 'M12 15V3M21 15v4a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-4m4-5 5 5 5-5',
  find: 'm21 21-4.3-4.3M11 19a8 8 0 1 0 0-16 8 8 0 0 0 0 16',
} as const;

export class Bar {
  readonly element: HTMLElement;
  readonly #page: HTMLInputElement;
  readonly #count: HTMLElement;
  readonly #percent: HTMLElement;
  readonly #found: HTMLElement;
  readonly #strings: Strings;

  constructor(deps: BarDeps) {
    const { strings } = deps;
    this.#strings = strings;
    this.#page = field('text', strings.page);
    this.#page.inputMode = 'numeric';
    this.#page.className = 'number';
    this.#page.addEventListener('change', () => deps.goTo(Number(this.#page.value)));
    this.#page.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') deps.goTo(Number(this.#page.value));
    });
    this.#count = text('span', '');
    this.#percent = text('span', '');
    this.#percent.className = 'percent';
    this.#found = text('span', '');
    this.#found.className = 'found-count';
    this.#found.setAttribute('role', 'status');
    const words = field('search', strings.find);
    words.placeholder = strings.find;
    words.className = 'words';
    words.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') deps.find(words.value);
    });
    words.addEventListener('input', () => {
      if (words.value === '') deps.find('');
    });
    this.element = group(
      'bar',
      group(
        'pages',
        button('previous', strings.previous, () => deps.step(-1)),
        button('next', strings.next, () => deps.step(1)),
        this.#page,
        this.#count,
      ),
      group(
        'sizes',
        button('smaller', strings.smaller, () => deps.zoom(1 / 1.25)),
        this.#percent,
        button('larger', strings.larger, () => deps.zoom(1.25)),
      ),
      group(
        'finder',
        words,
        button('find', strings.findNext, () => deps.find(words.value)),
        this.#found,
      ),
      group('keeping', button('print', strings.print, deps.print), button('save', strings.save, deps.save)),
    );
    this.element.setAttribute('role', 'toolbar');
    this.element.setAttribute('aria-label', strings.tools);
  }

  at(page: number, count: number): void {
    if (document.activeElement !== this.#page) this.#page.value = String(page);
    this.#count.textContent = this.#strings.of({ count });
  }

  zoomed(percent: number): void {
    this.#percent.textContent = this.#strings.zoom({ percent });
  }

  /** Undefined: nothing is looked for. */
  found(at: number, count: number | undefined): void {
    this.#found.textContent = count === undefined ? '' : count === 0 ? this.#strings.foundNone : this.#strings.found({ at, count });
  }
}

function group(className: string, ...children: readonly Node[]): HTMLElement {
  const element = document.createElement('div');
  element.className = className;
  element.append(...children);
  return element;
}

function text(tag: string, content: string): HTMLElement {
  const element = document.createElement(tag);
  element.textContent = content;
  return element;
}

export function field(type: string, label: string): HTMLInputElement {
  const input = document.createElement('input');
  input.type = type;
  input.autocomplete = 'off';
  input.setAttribute('aria-label', label);
  return input;
}

function button(name: keyof typeof icons, label: string, press: () => void): HTMLButtonElement {
  const element = document.createElement('button');
  element.type = 'button';
  element.className = name;
  element.title = label;
  element.setAttribute('aria-label', label);
  const SVG = 'http://www.w3.org/2000/svg';
  const icon = document.createElementNS(SVG, 'svg');
  icon.setAttribute('viewBox', '0 0 24 24');
  icon.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', icons[name]);
  icon.append(path);
  element.append(icon);
  element.addEventListener('click', press);
  return element;
}
