/** Lists, calendars and palettes that the browser itself draws: no page sees what is in them, only that one is open. */
import type { HostPage } from '../page.ts';

/** What opens one. */
const PICKED =
  'select:not([multiple]),input:is([type=date],[type=time],[type=month],[type=week],[type=datetime-local],[type=color],[type=file])';
/** An open one is looked at so often: it closes without an event. */
const LOOK_MS = 200;
/** It opens after the event that opens it. */
const SOON_MS = 60;

export class Pickers {
  readonly #page: HostPage;
  readonly #changed: (field: Element) => void;
  #open: Element | undefined;
  #timer: number | undefined;

  constructor(page: HostPage, changed: (field: Element) => void) {
    this.#page = page;
    this.#changed = changed;
  }

  isOpen(field: Element): boolean {
    return this.#open === field;
  }

  /** Something happened to a field that may have opened or closed its picker. */
  look(event: Event, target: Element): void {
    const { natives: n } = this.#page;
    if (!event.isTrusted || !n.matches(target, PICKED)) return;
    const isFile = n.localName(target) === 'input' && n.inputType(target as HTMLInputElement) === 'file'; // the tag says so
    if (!isFile) this.#later(target, SOON_MS);
    // The browser asks for files in a window of its own, and tells when that is closed.
    else if (event.type === 'click') this.#set(target);
    else if (event.type === 'change' || event.type === 'cancel') this.#set(undefined);
  }

  close(): void {
    if (this.#timer !== undefined) this.#page.natives.clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #later(field: Element, ms: number): void {
    const { natives: n } = this.#page;
    this.close();
    this.#timer = n.setTimeout(() => {
      this.#timer = undefined;
      const isOpen = n.isConnected(field) && this.#says(field);
      this.#set(isOpen ? field : undefined);
      if (isOpen) this.#later(field, LOOK_MS);
    }, ms);
  }

  #says(field: Element): boolean {
    try {
      return this.#page.natives.matches(field, ':open');
    } catch {
      return false; // an engine without the selector: nothing is told
    }
  }

  #set(field: Element | undefined): void {
    if (this.#open === field) return;
    const before = this.#open;
    this.#open = field;
    for (const one of [before, field]) if (one) this.#changed(one);
  }
}
