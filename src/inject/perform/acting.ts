/**
 * What performs guests' actions on the page: a program of its own, loaded when there is somebody who may act. The customer's own
 * hand wins: while it was at work in the last half second an action waits, a second at most. Every route asks block and mask
 * of the element that is really hit.
 */
import type { ActOutcome, GuestAction, HostOutcome, RefusalCode } from '../../shared/messages.ts';
import type { Capture } from '../capture/capture.ts';
import type { HostPage } from '../page.ts';
import { Drag } from './drag.ts';
import { hitAt } from './hit.ts';
import { pressKey } from './keys.ts';
import { focusNear, isHoverShown, laidOutAround, movePointer, turnWheel } from './pointer.ts';
import { selectIn } from './selection.ts';
import { isSubmitBlocked, isWithin, pointIn, refusalFor, refusalForPress, type Reach } from './reach.ts';
import { insertText, isField, isReadOnly, setField, setSelected, tellChangeIfLeft } from './typing.ts';

/** The customer's hand has just been at work. */
const HAND_MS = 500;
/** A field that the customer's hand was in so lately keeps the keyboard: what a guest writes into another one is written without it. */
const FIELD_MS = 5000;
/** An action waits no longer than this. */
const HOLD_MS = 1000;
/** A wheel that the page took for itself scrolls nothing: nor does what a guest's copy scrolled so soon after. */
const WHEEL_MS = 400;

/** While an action waits, its target may shift by so much and is still where the guest pointed. */
const MOVED_PX = 50;

const done: ActOutcome = { result: 'done' };
const stale: ActOutcome = { result: 'stale' };
const refused = (code: RefusalCode): ActOutcome => ({ result: 'refused', code });

/** What both sides of the program's border write and read. */
export interface ActState {
  /** The room says so; then nothing is performed. */
  paused: boolean;
  /** When the customer's own hand was at work, and when a guest's action began. */
  lastHand: number;
  lastAct: number;
  /** A side door was shut during the running action. */
  caught: boolean;
}

export interface ActingDeps {
  readonly page: HostPage;
  readonly capture: Capture;
  readonly isTop: boolean;
  readonly state: ActState;
  /** The address of another tab that the running action would open; asked for once. */
  readonly takeNewTab: () => string | undefined;
}

export function startActing(deps: ActingDeps): Acting {
  return new Acting(deps);
}

export class Acting {
  readonly #deps: ActingDeps;
  readonly #reach: Reach;
  readonly #drag: Drag;
  #wheelTaken = -Infinity;

  constructor(deps: ActingDeps) {
    const { page, capture } = deps;
    this.#deps = deps;
    this.#reach = { natives: page.natives, document: page.document, window: page.window, capture, keepsFocus: false };
    this.#drag = new Drag(this.#reach, page);
  }

  /** The customer's own hand, or the end: what a guest holds is let go. */
  letGo(): void {
    this.#drag.cancel();
  }

  /** The window lost the keyboard. */
  left(): void {
    tellChangeIfLeft(this.#reach);
  }

  isPressBlocked(element: Element): boolean {
    return refusalForPress(this.#reach, element) === 'BLOCKED';
  }

  isSubmitBlocked(form: HTMLFormElement, submitter: Element | null): boolean {
    return isSubmitBlocked(this.#reach, form, submitter);
  }

  async perform(action: GuestAction): Promise<HostOutcome> {
    const { state, takeNewTab } = this.#deps;
    const { natives: n } = this.#deps.page;
    const element = elementOfAction(this.#deps.capture, action);
    const before = element && this.#looksOf(element);
    const heldSince = n.now();
    const isApart = element !== undefined && this.#isApart(action, element);
    while (!isApart && n.now() - state.lastHand < HAND_MS) {
      if (action.kind === 'hover' || action.kind === 'wheel' || this.#isDragging(action) || n.now() - heldSince >= HOLD_MS)
        return { result: 'busy' };
      await new Promise<void>((resolve) => n.setTimeout(resolve, 40));
    }
    if (state.paused) {
      this.#drag.cancel();
      return refused('PAUSED');
    }
    // A move, or its end, whose beginning did not happen.
    if (this.#isDragging(action) && !this.#drag.isHeld) return stale;
    if (element && before && n.now() > heldSince && hasChanged(before, this.#looksOf(element))) return stale;
    state.caught = false;
    state.lastAct = n.now();
    this.#reach.keepsFocus = element !== undefined && this.#isApart(action, element);
    takeNewTab();
    const outcome = this.#now(action);
    const url = takeNewTab();
    this.#deps.capture.flush();
    if (state.caught) return refused('BLOCKED');
    return url !== undefined && outcome.result === 'done' ? { result: 'opens', url } : outcome;
  }

  /** It writes into a field, and the customer is at work in another: neither need wait for the other. */
  #isApart({ kind }: GuestAction, element: Element): boolean {
    const reach = this.#reach;
    const { natives: n } = reach;
    const active = n.activeElement(reach.document);
    if ((kind !== 'insert' && kind !== 'set') || !active || active === element || n.now() - this.#deps.state.lastHand > FIELD_MS)
      return false;
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
    let target = hit && this.#agrees(hit, element) ? hit : isHidden ? element : undefined;
    if (!target && action.kind === 'hover') {
      // Over an entry of a menu that stands open for the guest alone is over what the menu hangs on.
      const around = laidOutAround(n, element);
      if (around && around !== element) [target, point] = [around, pointIn(reach, around, 0.5, 0.5)];
    }
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
