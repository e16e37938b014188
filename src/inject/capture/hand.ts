/** Where the customer's own pointer is, and where it presses: for the eyes of guests. */
import type { Place, RuntimeToRoom } from '../../shared/messages.ts';
import type { HostPage } from '../page.ts';

const POINTER_MS = 50;
/** A tenth of a second on a slow line. */
const LATE_BYTES = 6 << 10;
/** Of two presses in this time (ms) one is told. */
const PRESS_MS = 150;

export interface HandDeps {
  readonly page: HostPage;
  /** Undefined: nothing is told yet, or the pointer is over our own element, where it draws and is seen by that. */
  readonly placeAt: (x: number, y: number, target: Node) => Place | undefined;
  readonly send: (message: RuntimeToRoom) => boolean;
  /** What the line still holds (bytes). */
  readonly buffered: () => number;
}

export class Hand {
  readonly #deps: HandDeps;
  #movedAt = 0;
  #pressedAt = 0;

  constructor(deps: HandDeps) {
    this.#deps = deps;
  }

  moved(event: PointerEvent, target: Node): void {
    const now = this.#deps.page.natives.now();
    // Worth nothing later: while the line is behind, none is told.
    if (!event.isTrusted || now - this.#movedAt < POINTER_MS || this.#deps.buffered() > LATE_BYTES) return;
    const at = this.#deps.placeAt(event.clientX, event.clientY, target);
    if (!at) return;
    this.#movedAt = now;
    this.#deps.send({ type: 'pointer', at });
  }

  pressed(event: PointerEvent, target: Node): void {
    const now = this.#deps.page.natives.now();
    if (!event.isTrusted || !event.isPrimary || now - this.#pressedAt < PRESS_MS) return;
    const at = this.#deps.placeAt(event.clientX, event.clientY, target);
    if (!at) return;
    this.#pressedAt = now;
    // A finger was nowhere before it came down.
    this.#deps.send({ type: 'pointer', at });
    this.#deps.send({ type: 'ink', act: { do: 'ripple', at } });
  }
}
