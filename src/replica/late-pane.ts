/**
 * Where the browser feels no hand in the replica's frame, the pane (pane.ts) does. It is a program of its own, for WebKit alone to
 * load; until it is here nothing is felt, and who wants to listen is kept.
 */
import type { Pane, PaneDeps } from './pane.ts';
import type { Felt, Listening, Senses } from './senses.ts';

/** Of the viewer's own origin. */
const PROGRAM = '/static/pane.js';
/** A line that failed is tried again so often, so far apart (ms). */
const TRIES = 10;
const AGAIN_MS = 2000;

interface Kept {
  readonly document: Document;
  readonly types: readonly string[];
  readonly felt: Felt;
  readonly options: Listening;
}

export class LatePane implements Senses {
  readonly #deps: PaneDeps;
  #pane: Pane | undefined;
  /** Those whose document is gone leave with the next one. */
  #kept: Kept[] = [];
  #isClosed = false;

  constructor(deps: PaneDeps) {
    this.#deps = deps;
    void this.#load();
  }

  on(document: Document, types: readonly string[], felt: Felt, options: Listening): void {
    if (this.#pane) return this.#pane.on(document, types, felt, options);
    this.#kept = [...this.#kept.filter((one) => !one.options.signal.aborted), { document, types, felt, options }];
  }

  hasFocus(document: Document): boolean {
    return this.#pane?.hasFocus(document) === true;
  }

  activeElement(document: Document): Element | null {
    return this.#pane ? this.#pane.activeElement(document) : document.body;
  }

  focus(element: HTMLElement): void {
    this.#pane?.focus(element);
  }

  refresh(): void {
    this.#pane?.refresh();
  }

  close(): void {
    this.#isClosed = true;
    this.#pane?.close();
  }

  async #load(): Promise<void> {
    for (let attempt = 0; attempt < TRIES && !this.#isClosed; attempt++) {
      try {
        // A failed module stays failed under its address.
        const address = attempt === 0 ? PROGRAM : `${PROGRAM}?again=${attempt}`;
        const program = (await import(address)) as { startPane(deps: PaneDeps): Pane }; // our own program
        if (!this.#isClosed) this.#begin(program.startPane(this.#deps));
        return;
      } catch (error) {
        // The last one is said by the browser, as a fault of nobody's.
        if (attempt === TRIES - 1) throw error;
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      }
    }
  }

  #begin(pane: Pane): void {
    this.#pane = pane;
    for (const { document, types, felt, options } of this.#kept) if (!options.signal.aborted) pane.on(document, types, felt, options);
    this.#kept = [];
    pane.refresh();
  }
}
