/**
 * How a guest's hand is felt in the documents of the replica, and where its keyboard is. In most browsers the documents themselves
 * say so; where the browser runs no listener in a frame without scripts, a pane over the frame does (pane.ts).
 */

/** `target`: the innermost node, in whatever shadow tree. Places in the event are those of its document. */
export type Felt = (event: Event, target: Node) => void;

export interface Listening {
  readonly signal: AbortSignal;
  readonly passive: boolean;
}

export interface Senses {
  on(document: Document, types: readonly string[], felt: Felt, options: Listening): void;
  /** Do the guest's keys go to this document, and to what in it? */
  hasFocus(document: Document): boolean;
  activeElement(document: Document): Element | null;
  focus(element: HTMLElement): void;
}

export const ownSenses: Senses = {
  on: (document, types, felt, { signal, passive }) => {
    const listen = (event: Event): void => {
      const target = event.composedPath()[0] as Node | undefined; // events in a document go to nodes
      if (target) felt(event, target);
    };
    for (const type of types) document.addEventListener(type, listen, { capture: true, passive, signal });
  },
  hasFocus: (document) => document.hasFocus(),
  activeElement: (document) => document.activeElement,
  focus: (element) => element.focus({ preventScroll: true }),
};

/** WebKit runs no listener in a frame without scripts (its bug 218086), whoever put it there. */
export function feelsHands(frame: HTMLIFrameElement): boolean {
  const page = frame.contentDocument;
  let felt = false;
  const feel = (): void => void (felt = true);
  page?.addEventListener('samepage-touch', feel);
  page?.dispatchEvent(new Event('samepage-touch'));
  page?.removeEventListener('samepage-touch', feel);
  return felt;
}
