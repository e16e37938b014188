/** By keys into the customer's page, where they are the page's own, and out of it again: how, is said to whoever came by keys. */
import { say } from './state.ts';
import { work } from './strings.ts';

const STOPS = 'a[href],button,input,select,textarea,summary,iframe,[tabindex="0"]';

/** Whoever came by the pointer leaves by it. */
let byKey = false;

export function listenForWayIn(): void {
  for (const type of ['keydown', 'pointerdown'])
    window.addEventListener(type, () => (byKey = type === 'keydown'), { capture: true, passive: true });
  // The focus goes into a frame: this window loses it, and its document says to which.
  window.addEventListener('blur', () => {
    if (byKey && document.activeElement?.matches('iframe.viewer')) say(work.keys.wayOut);
  });
}

/** The keyboard goes on behind the frame, or before it, as the browser does from any other place. */
export function leaveFrame(frame: HTMLIFrameElement, back: boolean): void {
  const stops = [...document.querySelectorAll<HTMLElement>(STOPS)].filter(
    (stop) => stop === frame || (stop.tabIndex >= 0 && !stop.matches(':disabled, .behind') && stop.getClientRects().length > 0),
  );
  const at = stops.indexOf(frame) + (back ? -1 : 1);
  byKey = true;
  stops[(at + stops.length) % stops.length]?.focus();
}
