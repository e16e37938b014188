/**
 * The keys of a guest in the page go to the host, Tab among them: nobody would come out of it again by keys alone (WCAG 2.2, 2.1.2).
 * Escape, then Tab leads out of it; Escape itself is the host's as every key. Whose keys do nothing there is led out by Tab alone.
 */

export interface WayOutDeps {
  /** Do the guest's keys do anything in the page? */
  readonly mayAct: () => boolean;
  /** To what stands behind the page, or before it. */
  readonly leave: (back: boolean) => void;
}

const WITH_OTHERS: ReadonlySet<string> = new Set(['Shift', 'Control', 'Alt', 'Meta', 'CapsLock']);

export class WayOut {
  readonly #deps: WayOutDeps;
  #isAsked = false;

  constructor(deps: WayOutDeps) {
    this.#deps = deps;
  }

  /** True: it led out, and is nobody else's. */
  takes({ key, shiftKey, ctrlKey, altKey, metaKey }: KeyboardEvent): boolean {
    if (WITH_OTHERS.has(key)) return false;
    const leads = key === 'Tab' && !ctrlKey && !altKey && !metaKey && (this.#isAsked || !this.#deps.mayAct());
    this.#isAsked = key === 'Escape';
    if (leads) this.#deps.leave(shiftKey);
    return leads;
  }
}
