/**
 * What a guest does in the replica, as actions for the host. Fields keep their own behaviour at once and are put right by
 * the host's answer; everything else waits for it. Driven by hand or by a test tool, the same events arrive.
 */
import type { NodeId } from '../shared/ids.ts';
import type { Place } from '../shared/messages.ts';
import { Editing, editingHost } from './editing.ts';
import { elementOf, isField, isSelect, isText, isToggle, refusalOf, withModifiers } from './fields.ts';
import type { GestureDeps } from './gesture-deps.ts';
import { Pressing } from './pressing.ts';
import { positionOf } from './scroll-sync.ts';
import { typeOf, upFrom } from './tree.ts';

const POINTER_MS = 50;
const HOVER_MS = 120;
const SCROLL_MS = 50;

const TYPES = [
  'click',
  'dblclick',
  'auxclick',
  'contextmenu',
  'keydown',
  'keyup',
  'keypress',
  'beforeinput',
  'input',
  'change',
  'compositionstart',
  'compositionend',
  'submit',
  'reset',
  'dragstart',
  'drop',
  'pointermove',
  'pointerdown',
  'pointerup',
  'pointercancel',
  'pointerleave',
  'mouseout',
  'scroll',
  'focusin',
  'toggle',
] as const;
const SELECTABLE = /^(?:text|search|url|tel|password)$/;
/** Keys of text fields that only move the caret or edit: they are seen by what they do to the value. */
const LOCAL_KEYS =
  /^(?:Backspace|Delete|ArrowLeft|ArrowRight|Home|End|Shift|Control|Alt|Meta|CapsLock|Dead|Process|Unidentified|Insert|ContextMenu|F\d+)$/;
/** Keys that move the caret: in edited content the host's caret is the one that moves. */
const CARET_KEYS = /^(?:Arrow(?:Left|Right|Up|Down)|Home|End)$/;
/** With Ctrl or Cmd these stay the guest's own browser's: clipboard, undo, find, and its tabs and windows. */
const OWN_SHORTCUTS = /^(?:[acvxzyfrtnwpl0=+-]|Tab|F\d+)$/i;
const FORMATS = /^[biu]$/i;

export class Gestures {
  readonly #deps: GestureDeps;
  readonly #document: Document;
  readonly #values = new WeakMap<Element, string>();
  readonly #listening = new AbortController();
  #scrollTimers = new Map<Node, number>();
  #lastPointer = 0;
  #lastHover = 0;
  #hovered: NodeId = 0;
  readonly #pressing: Pressing;
  readonly #editing: Editing;
  #toggled: { element: Element; at: number } | undefined;

  constructor(deps: GestureDeps) {
    this.#deps = deps;
    this.#document = deps.replica.document;
    this.#pressing = new Pressing(deps, (target, event) => this.#placeAt(target, event));
    this.#editing = new Editing(deps);
    const { signal } = this.#listening;
    deps.senses.on(this.#document, TYPES, this.#listen, { signal, passive: false });
    // Passive: the scroll must not wait for us.
    deps.senses.on(this.#document, ['wheel'], this.#onWheel, { signal, passive: true });
  }

  close(): void {
    this.#listening.abort();
    for (const timer of this.#scrollTimers.values()) clearTimeout(timer);
    this.#pressing.close();
    this.#scrollTimers.clear();
  }

  readonly #listen = (event: Event, target: Node): void => {
    switch (event.type) {
      case 'scroll':
        this.#deps.scrolled();
        this.#onScroll(target);
        return;
      case 'pointermove':
        this.#onMove(event as PointerEvent, target); // the type says so, here and below
        return;
      case 'pointerleave':
      case 'mouseout':
        if (!(event as MouseEvent).relatedTarget) this.#deps.pointer(null);
        return;
      case 'pointerdown':
        this.#pressing.down(event as PointerEvent, target);
        return;
      case 'pointerup':
      case 'pointercancel':
        this.#pressing.up(event as PointerEvent);
        return;
      case 'submit':
      case 'reset':
      case 'dragstart':
      case 'drop':
        event.preventDefault();
        return;
      case 'focusin':
        this.#remember(target as Element);
        return;
      case 'click':
      case 'auxclick':
      case 'contextmenu':
        this.#onClick(event as MouseEvent, target);
        return;
      case 'dblclick':
        return;
      case 'keydown':
        this.#onKey(event as KeyboardEvent, target);
        return;
      case 'keyup':
        // Space presses a button when it is let go; the host's does that.
        if ((event as KeyboardEvent).key === ' ' && !isText(target) && !isToggle(target)) event.preventDefault();
        if ((event as KeyboardEvent).key.toLowerCase() === 'a') this.#editing.tellSelection(target);
        return;
      case 'beforeinput':
        this.#beforeInput(event as InputEvent, target);
        return;
      case 'input':
        this.#onInput(event, target);
        return;
      case 'compositionstart':
        this.#remember(elementOf(target));
        this.#editing.beforeComposing(target);
        return;
      case 'compositionend':
        if (!this.#editing.afterComposing((event as CompositionEvent).data)) this.#sendText(target, 'insertCompositionText');
        return;
      case 'change':
        this.#onChange(target);
    }
  };

  #onClick(event: MouseEvent, target: Node): void {
    const element = elementOf(target);
    const keeps = isToggle(element) || isText(element) || isSelect(element);
    // Labels, links, buttons, summaries: their effect is the host's.
    if (!keeps || event.type !== 'click') event.preventDefault();
    if (event.type === 'auxclick' && event.button === 2) return;
    // The end of a drag; what the page makes of it was told with that.
    if (event.type === 'click' && this.#pressing.hasJustDropped) return;
    if (isSelect(element)) return;
    const refusal = refusalOf(target);
    if (refusal) {
      event.preventDefault();
      this.#deps.refuse(refusal.code, refusal.element);
      return;
    }
    const at = this.#placeAt(target, event);
    if (!at) return;
    if (isToggle(element)) this.#toggled = { element, at: performance.now() };
    // A quick hand is here before that was told, and what it presses may stand open for it alone: an entry of a menu.
    if (at.node !== this.#hovered) this.#hover(at, performance.now());
    const button = event.button === 1 ? 1 : event.button === 2 ? 2 : 0;
    const count = event.detail >= 3 ? 3 : event.detail === 2 ? 2 : 1;
    this.#deps.act({ kind: 'click', at, button, count, ...withModifiers(event) }, at.node);
    this.#editing.tellSelection(target);
  }

  #onKey(event: KeyboardEvent, target: Node): void {
    if (this.#deps.wayOut.takes(event)) {
      event.preventDefault();
      return;
    }
    const element = elementOf(target);
    const { key } = event;
    const isShortcut = event.ctrlKey || event.metaKey;
    const isEdited = isText(element) && !isField(element);
    const moves = isEdited && CARET_KEYS.test(key);
    if (
      event.isComposing ||
      (isShortcut && (OWN_SHORTCUTS.test(key) || (isText(element) && !moves && (LOCAL_KEYS.test(key) || FORMATS.test(key)))))
    ) {
      if (key.toLowerCase() !== 'c' && key.toLowerCase() !== 'a' && refusalOf(target)) event.preventDefault();
      return;
    }
    const refusal = refusalOf(target);
    if (refusal && key !== 'Tab') {
      event.preventDefault();
      if (key.length === 1 || key === 'Enter') this.#deps.refuse(refusal.code, refusal.element);
      return;
    }
    // Nothing changes here, and the page's own code goes by it: back to the field before.
    const isVoid =
      isField(element) &&
      isText(element) &&
      ((key === 'Backspace' && element.value === '') || (/^Arrow/.test(key) && element.maxLength === 1));
    if (LOCAL_KEYS.test(key) && isText(element) && !moves && !isVoid) return;
    if (/^(?:Shift|Control|Alt|Meta|CapsLock|Dead|Process|Unidentified|F\d+)$/.test(key)) return;
    if (isText(element) && key.length === 1 && !isShortcut) return;
    // A line is written here at once as letters are; with Shift it is another key to a page that sends on Enter.
    if (element.localName === 'textarea' && key === 'Enter' && !isShortcut && !event.shiftKey && !event.altKey) return;
    if (isToggle(element) && (key === ' ' || key.startsWith('Arrow'))) return;
    if (isSelect(element) && key !== 'Tab' && key !== 'Enter' && key !== 'Escape') return;
    if (element.localName === 'input' && key.startsWith('Arrow')) {
      // Numbers and ranges step by themselves and tell by `input`; in text the arrows up and down are the page's.
      if (!SELECTABLE.test((element as HTMLInputElement).type) && !isEmail(element)) return; // the name says so
    }
    const found = this.#deps.replica.nearest(target);
    // The page scrolls here at once; the scroll itself is told.
    const scrolls = !isText(element) && /^(?:Page|Home|End|Arrow)/.test(key);
    // The caret of a longer text moves here at once, too.
    const isLocal = isVoid || (element.localName === 'textarea' && /^(?:Arrow|Page|Home|End)/.test(key));
    if (!scrolls && !isLocal) event.preventDefault();
    if (!found) return;
    // Enter writes where the guest's caret is; the host's is where the last letter went.
    const { selectionStart: start, selectionEnd: end } = element as HTMLTextAreaElement; // asked of one alone
    const caret = key === 'Enter' && element.localName === 'textarea' ? { start, end } : {};
    this.#deps.act(
      { kind: 'key', frame: this.#deps.frame, node: found.id, key, code: event.code, ...caret, ...withModifiers(event) },
      found.id,
    );
  }

  #beforeInput(event: InputEvent, target: Node): void {
    const element = elementOf(target);
    const refusal = refusalOf(target);
    if (refusal) {
      event.preventDefault();
      this.#deps.refuse(refusal.code, refusal.element);
      return;
    }
    if (isText(element) && isField(element)) {
      // What is being composed is one edit, from its beginning.
      if (!event.isComposing) this.#remember(element);
      return;
    }
    // Edited content is the host's document: nothing may change here before it changed there.
    event.preventDefault();
    if (event.isComposing || event.inputType === 'insertCompositionText') return; // told when it is done
    const found = this.#deps.replica.nearest(editingHost(element));
    if (!found) return;
    const text = event.data ?? event.dataTransfer?.getData('text/plain') ?? '';
    this.#deps.act(
      { kind: 'insert', frame: this.#deps.frame, node: found.id, text, start: -1, end: -1, inputType: event.inputType },
      found.id,
    );
  }

  #onInput(event: Event, target: Node): void {
    if ('isComposing' in event && event.isComposing) return;
    const element = elementOf(target);
    if (isToggle(element) || isSelect(element) || !isField(element)) return;
    const inputType =
      'inputType' in event && typeof event.inputType === 'string' && event.inputType !== '' ? event.inputType : 'insertReplacementText';
    this.#sendText(element, inputType);
  }

  #onChange(target: Node): void {
    const element = elementOf(target);
    const found = this.#deps.replica.nearest(element);
    if (!found) return;
    const refusal = refusalOf(element);
    if (refusal) {
      this.#deps.refuse(refusal.code, refusal.element);
      this.#deps.replica.restore(found.id);
      return;
    }
    const base = { kind: 'set', frame: this.#deps.frame, node: found.id } as const;
    if (isSelect(element)) {
      const selected: number[] = [];
      for (let i = 0; i < element.options.length; i++) if (element.options.item(i)?.selected) selected.push(i);
      this.#deps.act({ ...base, selected }, found.id);
    } else if (isToggle(element)) {
      // A click on it was told already; only a change without one (a test tool, an arrow key) is told here.
      if (this.#toggled?.element === element && performance.now() - this.#toggled.at < 500) this.#toggled = undefined;
      else this.#deps.act({ ...base, checked: element.checked }, found.id);
    } else if (isField(element)) {
      this.#sendText(element, 'insertReplacementText');
      this.#deps.act({ ...base, value: element.value }, found.id);
    }
  }

  /** The difference to what stood there before: one edit, whatever made it (keys, paste, undo, a test tool). */
  #sendText(target: Node, inputType: string): void {
    const element = elementOf(target);
    const found = this.#deps.replica.nearest(element);
    if (!found || !isField(element)) return;
    const refusal = refusalOf(element);
    if (refusal) {
      this.#deps.refuse(refusal.code, refusal.element);
      this.#deps.replica.restore(found.id);
      return;
    }
    const before = this.#values.get(element) ?? this.#deps.replica.hostValue(found.id) ?? '';
    const { value } = element;
    if (before === value) return;
    this.#values.set(element, value);
    const frame = this.#deps.frame;
    if (element.localName === 'input' && !SELECTABLE.test(element.type)) {
      this.#deps.act({ kind: 'set', frame, node: found.id, value }, found.id);
      return;
    }
    let start = 0;
    while (start < before.length && start < value.length && before[start] === value[start]) start++;
    let tail = 0;
    while (
      tail < before.length - start &&
      tail < value.length - start &&
      before[before.length - 1 - tail] === value[value.length - 1 - tail]
    )
      tail++;
    const text = value.slice(start, value.length - tail);
    this.#deps.act({ kind: 'insert', frame, node: found.id, text, start, end: before.length - tail, inputType }, found.id);
  }

  /** The value before an edit: what the next difference is taken from. */
  #remember(element: Element): void {
    if (isField(element) && !isToggle(element)) this.#values.set(element, element.value);
  }

  #onMove(event: PointerEvent, target: Node): void {
    const now = performance.now();
    this.#pressing.move(event, target);
    if (now - this.#lastPointer < POINTER_MS) return;
    this.#lastPointer = now;
    const at = this.#placeAt(target, event);
    if (!at) return;
    this.#deps.pointer(at);
    if (this.#pressing.isHeld || at.node === this.#hovered || now - this.#lastHover < HOVER_MS || refusalOf(target)) return;
    this.#hover(at, now);
  }

  #hover(at: Place, now: number): void {
    this.#hovered = at.node;
    this.#lastHover = now;
    this.#deps.act({ kind: 'hover', at }, 0);
  }

  readonly #onWheel = (event: Event, target: Node): void => {
    this.#deps.scrolls.hold(this.#document);
    for (let at: Node | null = target; at; at = upFrom(at)) {
      if (typeOf(at) !== 1) continue;
      const element = at as Element; // type 1
      if (element.scrollHeight > element.clientHeight || element.scrollWidth > element.clientWidth) this.#deps.scrolls.hold(element);
    }
    this.#pressing.wheel(event as WheelEvent, target); // the type it is heard by
  };

  #onScroll(target: Node): void {
    const scroller = target as Element | Document; // what fires scroll events
    if (!this.#deps.scrolls.isOwn(scroller)) return;
    if (this.#scrollTimers.has(target)) return;
    const timer = window.setTimeout(() => {
      this.#scrollTimers.delete(target);
      const found = target === this.#document ? { id: 0 } : this.#deps.replica.nearest(target);
      const [left, top] = positionOf(scroller);
      if (found) this.#deps.act({ kind: 'scroll', frame: this.#deps.frame, node: found.id, x: left, y: top }, 0);
    }, SCROLL_MS);
    this.#scrollTimers.set(target, timer);
  }

  #placeAt(target: Node, { clientX, clientY, detail, type }: MouseEvent): Place | undefined {
    const found = this.#deps.replica.nearest(elementOf(target));
    if (!found) return undefined;
    const { left, top, width, height } = (found.node as Element).getBoundingClientRect(); // elements have elements around them
    // A click made by a key or by script has no place: the middle.
    const isPlaceless = type === 'click' && detail === 0 && clientX === 0 && clientY === 0;
    const part = (offset: number, size: number): number =>
      size > 0 && !isPlaceless ? Math.round(Math.min(1, Math.max(0, offset / size)) * 1e5) / 1e5 : 0.5;
    return { frame: this.#deps.frame, node: found.id, fx: part(clientX - left, width), fy: part(clientY - top, height) };
  }
}

function isEmail(element: Element): boolean {
  return /^(?:email)$/.test((element as HTMLInputElement).type); // only inputs are asked
}
