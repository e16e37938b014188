/**
 * Guests' actions, performed on the page one after the other. The customer's own hand wins: while it was at work in the
 * last half second an action waits, a second at most. Every route asks block and mask of the element that is really hit.
 */
import type { ActOutcome, GuestAction, HostOutcome, RefusalCode } from '../../shared/messages.ts';
import type { Capture } from '../capture/capture.ts';
import type { HostPage } from '../page.ts';
import { Drag } from './drag.ts';
import { pressKey } from './keys.ts';
import { NewTabs } from './new-tabs.ts';
import { focusNear, isHoverShown, movePointer, turnWheel } from './pointer.ts';
import { selectIn } from './selection.ts';
import { hitAt, isSubmitBlocked, isWithin, pointIn, refusalFor, refusalForPress, type Reach } from './reach.ts';
import { insertText, isField, isReadOnly, setField, setSelected, tellChangeIfLeft } from './typing.ts';

/** The customer's hand has just been at work. */
const HAND_MS = 500;
/** A field that the customer's hand was in so lately keeps the keyboard: what a guest writes into another one is written without it. */
const FIELD_MS = 5000;
/** An action waits no longer than this. */
const HOLD_MS = 1000;
/** Actions waiting; more come from a guest faster than a page takes them. */
const MAX_WAITING = 200;
/** What a page's own code does this long after a guest's action counts as its consequence. */
const CONSEQUENCE_MS = 1000;

/** A wheel that the page took for itself scrolls nothing: nor does what a guest's copy scrolled so soon after. */
const WHEEL_MS = 400;

/** While an action waits, its target may shift by so much and is still where the guest pointed. */
const MOVED_PX = 50;

const HAND_EVENTS = ['pointerdown', 'keydown', 'wheel', 'touchstart', 'touchmove', 'beforeinput'];
const CONSEQUENCES = ['click', 'submit'];

const done: ActOutcome = { result: 'done' };
const stale: ActOutcome = { result: 'stale' };
const refused = (code: RefusalCode): ActOutcome => ({ result: 'refused', code });

export interface PerformerDeps {
  readonly page: HostPage;
  readonly capture: Capture;
  readonly isTop: boolean;
}

export class Performer {
  /** The room says so; then nothing is performed. */
  paused = false;
  readonly #deps: PerformerDeps;
  readonly #reach: Reach;
  readonly #drag: Drag;
  readonly #newTabs: NewTabs;
  #wheelTaken = -Infinity;
  #tail: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #lastHand = -Infinity;
  #lastAct = -Infinity;
  /** A side door was shut during the running action. */
  #caught = false;

  constructor(deps: PerformerDeps) {
    const { page, capture } = deps;
    this.#deps = deps;
    this.#reach = { natives: page.natives, document: page.document, window: page.window, capture, keepsFocus: false };
    this.#drag = new Drag(this.#reach, page);
    this.#newTabs = new NewTabs({ page, isGuestAtWork: () => this.#isConsequence() });
    capture.isGuestAtWork = () => this.#isConsequence();
    this.listen();
    page.disguise.method(page.window.HTMLFormElement.prototype, 'submit', (native, self, args) => {
      // form.submit() fires no event: the only route to a blocked button that no listener sees.
      if (self instanceof page.window.HTMLFormElement && this.#isConsequence() && this.#submitIsBlocked(self, null)) {
        this.#caught = true;
        return undefined;
      }
      return Reflect.apply(native, self, args) as unknown;
    });
  }

  perform(action: GuestAction): Promise<HostOutcome> {
    if (this.#waiting >= MAX_WAITING) return Promise.resolve(refused('TOO_FAST'));
    this.#waiting++;
    const run = this.#tail.then(async () => {
      const outcome = await this.#performOne(action);
      // The guest's copy stands elsewhere already: it is told where this one is, also when nothing moved or nothing was done.
      if (action.kind === 'scroll') this.#deps.capture.tellScroll(action.node);
      return outcome;
    });
    this.#tail = run.then(
      () => this.#waiting--,
      () => this.#waiting--, // the fault is the caller's to tell
    );
    return run;
  }

  /** Listeners of the window; again after `document.open` has taken them away. */
  listen(): void {
    const { natives: n, window } = this.#deps.page;
    for (const type of HAND_EVENTS) n.addEventListener(window, type, this.#onHand, { capture: true, passive: true });
    for (const type of CONSEQUENCES) n.addEventListener(window, type, this.#onConsequence, { capture: true });
    n.addEventListener(window, 'blur', this.#onBlur, { capture: true });
    this.#newTabs.listen();
  }

  close(): void {
    const { natives: n, window } = this.#deps.page;
    this.paused = true;
    this.#drag.cancel();
    this.#lastAct = -Infinity;
    for (const type of HAND_EVENTS) n.removeEventListener(window, type, this.#onHand, { capture: true });
    for (const type of CONSEQUENCES) n.removeEventListener(window, type, this.#onConsequence, { capture: true });
    n.removeEventListener(window, 'blur', this.#onBlur, { capture: true });
    this.#newTabs.close();
  }

  readonly #onHand = (event: Event): void => {
    if (!event.isTrusted) return;
    this.#lastHand = this.#deps.page.natives.now();
    this.#lastAct = -Infinity;
    this.#drag.cancel();
  };

  readonly #onBlur = (): void => this.#deps.page.safely(undefined, () => tellChangeIfLeft(this.#reach));

  /** Side doors: a page's own code presses a blocked button, or submits its form, because of what a guest did. */
  readonly #onConsequence = (event: Event): void => {
    const { natives: n } = this.#deps.page;
    if (!this.#isConsequence()) return;
    try {
      const target = n.composedPath(event)[0];
      if (!target || !('nodeType' in target)) return;
      const isBlocked =
        event.type === 'submit'
          ? this.#submitIsBlocked(target as HTMLFormElement, (event as SubmitEvent).submitter) // the target of submit is a form
          : refusalForPress(this.#reach, target as Element) === 'BLOCKED'; // clicks go to elements
      if (!isBlocked) return;
      this.#caught = true;
      n.preventDefault(event);
      n.stopImmediatePropagation(event);
    } catch (error) {
      // Fails closed: what cannot be judged does not happen.
      this.#caught = true;
      n.preventDefault(event);
      n.stopImmediatePropagation(event);
      this.#deps.page.fault(error);
    }
  };

  #isConsequence(): boolean {
    return this.#deps.page.natives.now() - this.#lastAct < CONSEQUENCE_MS;
  }

  #submitIsBlocked(form: HTMLFormElement, submitter: Element | null): boolean {
    return isSubmitBlocked(this.#reach, form, submitter);
  }

  async #performOne(action: GuestAction): Promise<HostOutcome> {
    const { natives: n } = this.#deps.page;
    const element = elementOfAction(this.#deps.capture, action);
    const before = element && this.#looksOf(element);
    const heldSince = n.now();
    const isApart = element !== undefined && this.#isApart(action, element);
    while (!isApart && n.now() - this.#lastHand < HAND_MS) {
      if (action.kind === 'hover' || action.kind === 'wheel' || this.#isDragging(action) || n.now() - heldSince >= HOLD_MS)
        return { result: 'busy' };
      await new Promise<void>((resolve) => n.setTimeout(resolve, 40));
    }
    if (this.paused) {
      this.#drag.cancel();
      return refused('PAUSED');
    }
    // A move, or its end, whose beginning did not happen.
    if (this.#isDragging(action) && !this.#drag.isHeld) return stale;
    if (element && before && n.now() > heldSince && hasChanged(before, this.#looksOf(element))) return stale;
    this.#caught = false;
    this.#lastAct = n.now();
    this.#reach.keepsFocus = element !== undefined && this.#isApart(action, element);
    this.#newTabs.take();
    const outcome = this.#now(action);
    const url = this.#newTabs.take();
    this.#deps.capture.flush();
    if (this.#caught) return refused('BLOCKED');
    return url !== undefined && outcome.result === 'done' ? { result: 'opens', url } : outcome;
  }

  /** It writes into a field, and the customer is at work in another: neither need wait for the other. */
  #isApart({ kind }: GuestAction, element: Element): boolean {
    const reach = this.#reach;
    const { natives: n } = reach;
    const active = n.activeElement(reach.document);
    if ((kind !== 'insert' && kind !== 'set') || !active || active === element || n.now() - this.#lastHand > FIELD_MS) return false;
    const isTyping = isField(reach, active) || n.isContentEditable(active as HTMLElement); // HTML elements have it, others read undefined
    return isTyping && (isField(reach, element) || n.localName(element) === 'select');
  }

  #now(action: GuestAction): ActOutcome {
    const reach = this.#reach;
    const { natives: n, window } = reach;
    const { capture } = this.#deps;
    switch (action.kind) {
      case 'back':
      case 'forward':
      case 'reload':
      case 'go':
        return this.#navigate(action);
      case 'open':
        return refused('NOT_POSSIBLE'); // the customer's to open: the room asks them
      case 'click':
      case 'press':
      case 'wheel':
      case 'hover': {
        const element = capture.elementOf(action.at.node);
        if (!element) return stale;
        return this.#atPlace(element, action);
      }
      case 'drag':
      case 'drop': {
        const element = capture.elementOf(action.at.node);
        if (!element) return stale;
        const { x, y, width, height } = n.getBoundingClientRect(element);
        const point = { x: x + width * action.at.fx, y: y + height * action.at.fy };
        return action.kind === 'drag' ? this.#drag.move(point, action.mods) : this.#drag.drop(point, action.mods);
      }
      case 'scroll': {
        // Told where it stands after every such action: the guest's copy goes back.
        if (n.now() - this.#wheelTaken < WHEEL_MS) return done;
        if (action.node === 0) {
          window.scrollTo({ left: action.x, top: action.y, behavior: 'instant' });
          return done;
        }
        const element = capture.elementOf(action.node);
        if (!element) return stale;
        n.setScrollLeft(element, action.x);
        n.setScrollTop(element, action.y);
        return done;
      }
      case 'key':
      case 'insert':
      case 'set':
      case 'select':
      case 'focus': {
        const element = action.node === 0 ? n.activeElement(reach.document) : capture.elementOf(action.node);
        if (!element) return stale;
        const refusal = refusalFor(reach, element);
        if (refusal) return refused(refusal);
        if (action.kind === 'key') return pressKey(reach, element, action);
        if (action.kind === 'focus') {
          focusNear(reach, element);
          return done;
        }
        if (action.kind === 'select') return selectIn(reach, element, action.range) ? done : stale;
        if (isReadOnly(reach, element)) return refused('NOT_POSSIBLE');
        if (action.kind === 'insert') return this.#canType(element) && insertText(reach, element, action) ? done : refused('NOT_POSSIBLE');
        return this.#set(element, action);
      }
      default:
        action satisfies never;
        return refused('NOT_POSSIBLE');
    }
  }

  #isDragging({ kind }: GuestAction): boolean {
    return kind === 'drag' || kind === 'drop';
  }

  #atPlace(element: Element, action: Extract<GuestAction, { kind: 'click' | 'press' | 'hover' | 'wheel' }>): ActOutcome {
    const reach = this.#reach;
    const { natives: n } = reach;
    const presses = action.kind === 'click' || action.kind === 'press';
    // What the guest pointed at is judged before anything moves, what is really hit after.
    const intended = presses ? refusalForPress(reach, element) : undefined;
    if (intended) return refused(intended);
    let point = pointIn(reach, element, action.at.fx, action.at.fy);
    let hit = hitAt(reach, point);
    if (!hit || !this.#agrees(hit, element)) {
      // Perhaps under a bar that sticks to the edge here and not there.
      if (presses) n.scrollIntoView(element, { block: 'center', inline: 'nearest', behavior: 'instant' });
      point = pointIn(reach, element, action.at.fx, action.at.fy);
      hit = hitAt(reach, point);
    }
    const { width, height } = n.getBoundingClientRect(element);
    // Fields that a page draws itself have no box of their own (a checkbox of size 0 under its label).
    const isHidden = width * height < 4 && (n.localName(element) === 'input' || (presses && isHoverShown(reach, element)));
    const target = hit && this.#agrees(hit, element) ? hit : isHidden ? element : undefined;
    if (!target) return presses ? refused('NOT_POSSIBLE') : done;
    if (action.kind === 'hover' || action.kind === 'wheel') {
      if (refusalFor(reach, target)) return done;
      // A finger hovers over nothing.
      if (action.kind === 'hover') {
        if (!n.isTouched()) movePointer(reach, target, point);
      } else if (!turnWheel(reach, target, point, action)) this.#wheelTaken = n.now();
      return done;
    }
    const refusal = refusalForPress(reach, target);
    if (refusal) return refused(refusal);
    if (n.localName(target) === 'input' && n.inputType(target as HTMLInputElement) === 'file') return refused('NOT_POSSIBLE'); // the tag says so
    return action.kind === 'press' ? this.#drag.press(target, point, action.mods) : this.#drag.click(target, point, action);
  }

  /** The hit is the element, in it, or its label or field: what a press there would do is the same. */
  #agrees(hit: Element, element: Element): boolean {
    const { natives: n } = this.#reach;
    if (isWithin(n, hit, element)) return true;
    // A guest may point at a child that lets the pointer through to what is around it.
    if (isWithin(n, element, hit) && n.closest(element, 'button,a,label,select') === n.closest(hit, 'button,a,label,select')) return true;
    const label = n.closest(hit, 'label');
    return label !== null && (label as HTMLLabelElement).control === element; // found by its tag
  }

  #canType(element: Element): boolean {
    const { natives: n } = this.#reach;
    if (n.localName(element) === 'input')
      return !/^(?:checkbox|radio|button|submit|reset|image|file|range|color|hidden)$/.test(n.inputType(element as HTMLInputElement)); // the tag says so
    return true;
  }

  #set(element: Element, action: Extract<GuestAction, { kind: 'set' }>): ActOutcome {
    const reach = this.#reach;
    const { natives: n } = reach;
    if (n.localName(element) === 'select' && action.selected) {
      setSelected(reach, element as HTMLSelectElement, action.selected); // the tag says so
      return done;
    }
    if (!isField(reach, element)) return refused('NOT_POSSIBLE');
    const type = n.localName(element) === 'input' ? n.inputType(element as HTMLInputElement) : ''; // the tag says so
    if (type === 'checkbox' || type === 'radio') {
      if (action.checked === undefined || n.inputChecked(element as HTMLInputElement) === action.checked) return done; // as above
      const refusal = refusalForPress(reach, element);
      if (refusal) return refused(refusal);
      n.click(element);
      return done;
    }
    if (action.value === undefined || (type !== 'color' && type !== 'range' && !this.#canType(element))) return refused('NOT_POSSIBLE');
    setField(reach, element, action.value);
    return done;
  }

  #navigate(action: Extract<GuestAction, { kind: 'back' | 'forward' | 'reload' | 'go' }>): ActOutcome {
    const { page, isTop } = this.#deps;
    const { natives: n } = page;
    if (!isTop) return refused('NOT_POSSIBLE');
    if (action.kind !== 'go') {
      // After the answer is on its way: the line goes with the page.
      n.setTimeout(() => (action.kind === 'reload' ? n.location.reload() : n.historyGo(n.history, action.kind === 'back' ? -1 : 1)));
      return done;
    }
    const address = /^https?:/i.test(action.url) ? page.urls.toGateway(action.url) : undefined;
    if (address === undefined) return refused('NOT_ALLOWED');
    n.setTimeout(() => n.location.assign(address));
    return done;
  }

  /** Enough to tell whether the customer changed what the guest was looking at. */
  #looksOf(element: Element): Looks {
    const { natives: n } = this.#reach;
    if (!n.isConnected(element)) return { left: 0, top: 0, text: undefined };
    const { left, top } = n.getBoundingClientRect(element);
    return { left, top, text: (n.textContent(element) ?? '').slice(0, 200) };
  }
}

/** `text` is undefined when the element is in no document any more. */
interface Looks {
  readonly left: number;
  readonly top: number;
  readonly text: string | undefined;
}

/** A distance, not a grid: a shift of one pixel must not count because a line of the grid lay in it. */
function hasChanged(before: Looks, now: Looks): boolean {
  return before.text !== now.text || Math.abs(before.left - now.left) > MOVED_PX || Math.abs(before.top - now.top) > MOVED_PX;
}

function elementOfAction(capture: Capture, action: GuestAction): Element | undefined {
  const node = 'at' in action ? action.at.node : 'node' in action ? action.node : 0;
  return node > 0 ? capture.elementOf(node) : undefined;
}
