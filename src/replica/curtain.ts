/**
 * A new document is not shown before its style sheets are here, as in any browser: its nodes come in one message, its
 * sheets one by one over the network, and in between it would flash bare. Only its looks are held back, never an op.
 */
import { UNSTYLED } from './frame-document.ts';
import { firstChildOf, nextSiblingOf, parentOf } from './tree.ts';

/** Longest time that a document stays out of sight: a slow sheet is worse than a bare page. */
const LONGEST_MS = 1500;
/** What stood in the body for longer than this has been seen: hiding it again would be the flash. */
const UNSEEN_MS = 50;

export class Curtain {
  #root: Element | undefined;
  #until = 0;
  #contentAt = Infinity;
  #timer: number | undefined;
  readonly #waiting = new Set<Element>();

  /** Of a new document: sheets that come from now on are waited for. */
  begin(root: Element): void {
    this.close();
    this.#root = root;
    this.#until = performance.now() + LONGEST_MS;
    this.#contentAt = Infinity;
    for (let child = firstChildOf(root); child; child = nextSiblingOf(child)) this.#noteContent(child);
  }

  /** Nodes were put in: among them `sheets`. */
  inserted(parent: Node, sheets: readonly Element[]): void {
    const now = performance.now();
    if (!this.#root || now > this.#until) return;
    this.#noteContent(parent);
    const isHidden = this.#waiting.size > 0;
    if (!isHidden && now - this.#contentAt > UNSEEN_MS) return;
    for (const sheet of sheets) {
      if (!isLoading(sheet)) continue;
      this.#waiting.add(sheet);
      sheet.addEventListener('load', this.#arrived);
      sheet.addEventListener('error', this.#arrived);
    }
    if (isHidden || this.#waiting.size === 0) return;
    this.#root.setAttribute(UNSTYLED, '');
    this.#timer = window.setTimeout(() => this.#open(), this.#until - now);
  }

  /** Nodes or attributes were taken away: a sheet that is no longer one never arrives. */
  changed(): void {
    if (this.#waiting.size === 0) return;
    for (const sheet of this.#waiting) if (!sheet.isConnected || !isLoading(sheet)) this.#waiting.delete(sheet);
    if (this.#waiting.size === 0) this.#open();
  }

  close(): void {
    this.#open();
    this.#root = undefined;
  }

  readonly #arrived = (event: Event): void => {
    this.#waiting.delete(event.currentTarget as Element); // where the listener was put
    if (this.#waiting.size === 0) this.#open();
  };

  #open(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting.clear();
    this.#root?.removeAttribute(UNSTYLED);
  }

  #noteContent(at: Node): void {
    const isBody = 'localName' in at && at.localName === 'body' && parentOf(at) === this.#root;
    if (isBody && this.#contentAt === Infinity && firstChildOf(at)) this.#contentAt = performance.now();
  }
}

/** Will it fire `load` or `error`? A sheet for paper is fetched too, but nobody waits for it. */
function isLoading(sheet: Element): boolean {
  const media = sheet.getAttribute('media') ?? '';
  if (media !== '' && !matchMedia(media).matches) return false;
  if (sheet.localName === 'style') return /@import/i.test(sheet.textContent);
  return sheet.hasAttribute('href') && sheet.getAttribute('rel') === 'stylesheet' && !sheet.hasAttribute('disabled');
}
