/**
 * A press often takes away what was pressed: a notice, a question, a row. The browser then starts again at the top of the page, and
 * says nothing. Here the keyboard goes on at the next press in the nearest part that is still there.
 */

/** What parts focus by themselves once they are drawn comes first (ms). */
const OWN_MS = 60;
/** No fields: on a phone they would open the keyboard. */
const PRESSES = 'a[href],button:not(:disabled),summary,[tabindex="0"]';

/** `start`: where to go on when a whole view is another. */
export function keepFocus(root: Element, start: () => HTMLElement | null): void {
  const page = root.ownerDocument;
  /** What had the focus last, and the parts that it stood in, from the inside out. */
  let last: readonly Element[] = [];
  let timer: number | undefined;
  page.addEventListener('focusin', ({ target }) => {
    const chain: Element[] = [];
    for (let at = target as Element | null; at && at !== root; at = at.parentElement) chain.push(at); // elements alone have the focus
    last = chain;
  });
  // A press beside everything gives the focus up on purpose.
  page.addEventListener('pointerdown', () => (last = []), { capture: true, passive: true });
  const goOn = () => {
    timer = undefined;
    const [gone, ...around] = last;
    if (!gone || gone.isConnected || !page.hasFocus() || page.activeElement !== page.body) return;
    const part = around.find((one) => one.isConnected);
    const next = part ? [...part.querySelectorAll<HTMLElement>(PRESSES)].find((one) => one.getClientRects().length > 0) : undefined;
    (next ?? start())?.focus();
  };
  new MutationObserver(() => {
    if (last[0]?.isConnected === false) timer ??= window.setTimeout(goOn, OWN_MS);
  }).observe(root, { childList: true, subtree: true });
}
