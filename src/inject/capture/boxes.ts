/** Sizes of what stands as a box at the guest's: its own content gives it none there, so every change is told. */
import type { HostPage } from '../page.ts';
import { boxOf } from './measures.ts';

/** Watched; what comes beyond keeps the size that it had when it was described. */
const MAX_BOXES = 1000;

export class Boxes {
  readonly #page: HostPage;
  readonly #told = new Map<Element, string>();
  readonly #observer: ResizeObserver;

  constructor(page: HostPage, changed: (element: Element) => void) {
    this.#page = page;
    this.#observer = new page.natives.ResizeObserver((entries) =>
      page.safely(undefined, () => {
        for (const { target } of entries) {
          if (!page.natives.isConnected(target)) this.#forget(target);
          else if (this.#told.get(target) !== this.#sizeOf(target)) changed(target);
        }
      }),
    );
  }

  /** Its size is being told now. */
  told(element: Element): void {
    const isNew = !this.#told.has(element);
    if (isNew && this.#told.size >= MAX_BOXES) return;
    this.#told.set(element, this.#sizeOf(element));
    if (isNew) this.#observer.observe(element, { box: 'border-box' });
  }

  close(): void {
    this.#observer.disconnect();
    this.#told.clear();
  }

  #forget(element: Element): void {
    this.#told.delete(element);
    this.#observer.unobserve(element);
  }

  #sizeOf(element: Element): string {
    return boxOf(this.#page.natives, element).join(' ');
  }
}
