/**
 * A line over the picture, when there is one and something about it is not as it looks: the customer has gone elsewhere, the
 * page answers nothing, or it is the page itself that is empty.
 */
import type { Person } from '../shared/messages.ts';

/** What was asked of a page for so long is not answered any more (ms). */
const ANSWER_MS = 5_000;
/** A page may be empty for so long while it begins (ms). */
const EMPTY_MS = 2_500;

/** What is seen though it has no text. */
const SEEN = 'img,svg,canvas,video,audio,iframe,object,embed,input:not([type=hidden]),button,select,textarea,hr,progress,meter';

type Reason = 'elsewhere' | 'stalled' | 'empty';
/** The first that holds is said. */
const order: readonly Reason[] = ['stalled', 'elsewhere', 'empty'];

export class PictureNote {
  readonly #words: Readonly<Record<Reason, string>>;
  readonly #line = document.getElementById('note');
  readonly #holds = new Set<Reason>();
  #page: () => Document | null = () => null;
  #answerTimer: number | undefined;
  #emptyTimer: number | undefined;

  constructor(words: Readonly<Record<Reason, string>>) {
    this.#words = words;
  }

  people(people: readonly Person[]): void {
    const customer = people.find(({ role }) => role === 'customer');
    this.#set('elsewhere', customer?.state === 'here' && customer.presence === 'elsewhere');
  }

  /** Where the picture's own document is. */
  watch(page: () => Document | null): void {
    this.#page = page;
  }

  newPage(): void {
    this.answered();
    window.clearTimeout(this.#emptyTimer);
    this.#set('empty', false);
    this.#emptyTimer = window.setTimeout(() => this.#set('empty', isEmpty(this.#page())), EMPTY_MS);
  }

  /** The picture is another; only an empty one is looked at again, and there is little in it. */
  changed(): void {
    if (this.#holds.has('empty')) this.#set('empty', isEmpty(this.#page()));
  }

  /** Something was asked of the page. */
  asked(): void {
    this.#answerTimer ??= window.setTimeout(() => this.#set('stalled', true), ANSWER_MS);
  }

  /** The page said something. */
  answered(): void {
    window.clearTimeout(this.#answerTimer);
    this.#answerTimer = undefined;
    this.#set('stalled', false);
  }

  /** There is no picture, and so nothing to be said of it. */
  none(): void {
    this.#page = () => null;
    window.clearTimeout(this.#emptyTimer);
    this.#set('empty', false);
    this.answered();
  }

  #set(reason: Reason, holds: boolean): void {
    if (holds) this.#holds.add(reason);
    else this.#holds.delete(reason);
    if (!this.#line) return; // the customer's own preview has no line
    const said = this.#page() === null ? undefined : order.find((each) => this.#holds.has(each));
    this.#line.hidden = said === undefined;
    this.#line.textContent = said === undefined ? '' : this.#words[said];
  }
}

function isEmpty(page: Document | null): boolean {
  // A drawing, or a page of frames alone, has none.
  if (!page) return false;
  const body: Element | null = page.querySelector('body') ?? page.documentElement;
  if (!body) return true;
  if (body.querySelector(SEEN)) return false;
  const view = page.defaultView;
  if (view && [page.documentElement, body].some((element) => view.getComputedStyle(element).backgroundImage !== 'none')) return false;
  // A custom element may hold anything in its shadow.
  for (const element of body.querySelectorAll('*')) if (element.localName.includes('-')) return false;
  const walker = page.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    if (/\S/.test(node.nodeValue ?? '') && node.parentElement?.localName !== 'style') return false;
  return true;
}
