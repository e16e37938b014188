/** What the page's own events tell of its state: everything here is listened to in the capturing phase, before the page can stop it. */
import type { HostPage } from '../page.ts';
import type { Attention } from './attention.ts';
import type { Dirt } from './dirt.ts';
import { isPlugin } from './embedded.ts';
import type { Pickers } from './pickers.ts';

const EVENTS = (
  'input change toggle close reset scroll focusin focusout resize pointermove slotchange selectionchange fullscreenchange ' +
  'pointerover pointerout pointerdown pointerup pointercancel click keyup cancel animationstart transitionrun'
).split(' ');
const LOADS = ['load', 'error'];
/** These do not leave a shadow tree. */
const SHADOW_EVENTS = [
  'scroll',
  'change',
  ...LOADS,
  'toggle',
  'close',
  'slotchange',
  'fullscreenchange',
  'animationstart',
  'transitionrun',
];
/** In a closed tree only a listener inside sees what they are for. */
const CLOSED_EVENTS = ['pointerover', 'pointerdown'];

export interface EventDeps {
  readonly page: HostPage;
  readonly dirt: Dirt;
  readonly attention: Attention;
  readonly pickers: Pickers;
  /** Our faults are no faults of the page's listeners. */
  readonly guard: (step: () => void) => void;
  readonly schedule: () => void;
  readonly field: (element: Element) => void;
  readonly scrolled: (target: Element | Document) => void;
  /** It fills the screen, or did. */
  readonly full: (element: Element) => void;
  readonly pointer: (event: PointerEvent, target: Node) => void;
  readonly pressed: (event: PointerEvent, target: Node) => void;
  readonly loaded: (element: Element) => void;
}

export class PageEvents {
  readonly #deps: EventDeps;

  constructor(deps: EventDeps) {
    this.#deps = deps;
  }

  /** Of window and document; again after `document.open` has taken the listeners away. */
  listen(): void {
    const { natives: n, window, document } = this.#deps.page;
    for (const type of EVENTS) n.addEventListener(window, type, this.#onEvent, { capture: true, passive: true });
    // Loads of elements end at the document: the window hears only its own.
    for (const type of LOADS) n.addEventListener(document, type, this.#onEvent, { capture: true, passive: true });
  }

  watch(root: ShadowRoot): void {
    const { natives: n } = this.#deps.page;
    const types = n.shadowMode(root) === 'closed' ? [...SHADOW_EVENTS, ...CLOSED_EVENTS] : SHADOW_EVENTS;
    for (const type of types) n.addEventListener(root, type, this.#onEvent, { capture: true, passive: true });
  }

  close(roots: Iterable<ShadowRoot>): void {
    const { natives: n, window, document } = this.#deps.page;
    for (const type of EVENTS) n.removeEventListener(window, type, this.#onEvent, { capture: true });
    for (const type of LOADS) n.removeEventListener(document, type, this.#onEvent, { capture: true });
    for (const root of roots)
      for (const type of [...SHADOW_EVENTS, ...CLOSED_EVENTS]) n.removeEventListener(root, type, this.#onEvent, { capture: true });
  }

  readonly #onEvent = (event: Event): void => this.#deps.guard(() => this.#handle(event));

  #handle(event: Event): void {
    const { page, dirt, attention, pickers, schedule, field } = this.#deps;
    const n = page.natives;
    // In a capturing listener the path still has what is inside closed shadow roots only for listeners in them: take the deepest.
    const target = (n.composedPath(event)[0] ?? n.eventTarget(event)) as Node | Window; // targets of these events are nodes or the window
    if (target === page.window) {
      dirt.viewport ||= event.type === 'resize';
      if (dirt.viewport) schedule();
      return;
    }
    const node = target as Node; // as above
    switch (event.type) {
      case 'scroll': {
        const scrolled = n.nodeType(node) === 9 ? page.document : (node as Element); // 9: a document
        this.#deps.scrolled(scrolled);
        break;
      }
      case 'focusin':
      case 'focusout':
      case 'selectionchange':
        attention.isDirty = true;
        break;
      case 'fullscreenchange':
        this.#noteFull(node);
        break;
      case 'pointerover':
      case 'pointerout':
      case 'pointerdown':
      case 'pointerup':
      case 'pointercancel':
        if (event.type === 'pointerdown') this.#deps.pressed(event as PointerEvent, node); // the type says so
        attention.pointer(event as PointerEvent, node); // as above
        if (!attention.isDirty) return;
        break;
      case 'animationstart':
      case 'transitionrun':
        if (n.nodeType(node) === 1) dirt.add(dirt.moving, node as Element); // 1: an element
        break;
      case 'click':
      case 'keyup':
      case 'cancel':
        if (n.nodeType(node) === 1) pickers.look(event, node as Element); // 1: an element
        return;
      case 'pointermove':
        this.#deps.pointer(event as PointerEvent, node); // the type says so
        return;
      case 'reset':
        // The fields change after the event.
        n.setTimeout(() =>
          this.#deps.guard(() => {
            for (const one of Array.from(n.formElements(node as HTMLFormElement))) field(one); // the target of reset is a form
          }),
        );
        return;
      case 'error':
        if (n.nodeType(node) !== 1 || !isPlugin(n.localName(node as Element))) return; // 1: an element
        this.#deps.loaded(node as Element); // as above
        break;
      case 'load':
        if (n.nodeType(node) !== 1) break; // 1: an element
        dirt.add(dirt.states, node as Element); // as above
        this.#deps.loaded(node as Element); // as above
        break;
      default:
        if (n.nodeType(node) !== 1) break; // as above
        field(node as Element); // as above
        if (event.type === 'change') pickers.look(event, node as Element); // as above
    }
    schedule();
  }

  /** The event is for the element that fills the screen now, or did; or for the document, when that element is gone. */
  #noteFull(node: Node): void {
    const { page, dirt } = this.#deps;
    const full = page.natives.nodeType(node) === 1 ? (node as Element) : page.natives.fullscreenElement(page.document); // 1: an element
    if (!full) return;
    this.#deps.full(full);
    dirt.add(dirt.states, full);
  }
}
