/**
 * A transparent pane over the replica's frame, in the viewer's own document, for browsers that feel no hand in a frame without
 * scripts. It takes pointer, wheel and keys, finds what lies below, and tells it to those who listen to that document, with the
 * places of that document; what a browser does by itself (focus, fields, scrolling, selecting) is done here.
 */
import { isField, isText, isToggle, refusalOf } from './fields.ts';
import { PaneScroll } from './pane-scroll.ts';
import { PaneText, type Hit } from './pane-text.ts';
import type { Felt, Listening, Senses } from './senses.ts';
import { hasStandIn, StandIn } from './stand-in.ts';
import { HOVER, Mark } from './states.ts';
import { around, cursorOf, focusable, nextRadio } from './under-pane.ts';

export interface PaneDeps {
  readonly iframe: HTMLIFrameElement;
  readonly hit: (x: number, y: number) => Hit | undefined;
  /** Where the corner of a document's frame is in the pane. */
  readonly cornerOf: (document: Document) => { readonly x: number; readonly y: number } | undefined;
}

const POINTS = [
  'pointermove',
  'pointerdown',
  'pointerup',
  'pointercancel',
  'click',
  'auxclick',
  'contextmenu',
  'dblclick',
  'mousedown',
] as const;
const TEXTS = ['beforeinput', 'input', 'change', 'compositionstart', 'compositionend'] as const;

export function startPane(deps: PaneDeps): Pane {
  return new Pane(deps);
}

export class Pane implements Senses {
  readonly #deps: PaneDeps;
  readonly #root = document.createElement('div');
  readonly #listeners = new WeakMap<
    Document,
    { readonly types: ReadonlySet<string>; readonly felt: Felt; readonly signal: AbortSignal }[]
  >();
  /** The one with the keys, and the one under the pointer: two at most. */
  readonly #standIns = new Set<StandIn>();
  readonly #text: PaneText;
  readonly #scroll: PaneScroll;
  /** What has the keys. */
  #active: Element | undefined;
  #over: Element | undefined;
  /** No element below is ever hovered by itself: menus open for the mark. */
  readonly #hovers = new Mark(HOVER, true, 'guest');
  #pressed: Element | undefined;
  #isDown = false;

  constructor(deps: PaneDeps) {
    this.#deps = deps;
    const root = this.#root;
    root.dataset['testid'] = 'pane';
    root.tabIndex = 0;
    root.style.cssText =
      'position:absolute;inset:0;overflow:hidden;outline:0;touch-action:pinch-zoom;user-select:none;-webkit-user-select:none';
    const tell = (event: Event, target: Node): boolean => this.#tell(event, target);
    this.#scroll = new PaneScroll(tell);
    this.#text = new PaneText(root, tell);
    for (const type of POINTS) root.addEventListener(type, this.#onPoint as (event: Event) => void); // all are of the mouse
    for (const type of TEXTS) root.addEventListener(type, this.#onText);
    for (const type of ['keydown', 'keyup'] as const) root.addEventListener(type, this.#onKey);
    for (const type of ['copy', 'cut'] as const) root.addEventListener(type, (event) => this.#text.copy(event, this.#at));
    root.addEventListener('pointerleave', this.#onLeave);
    root.addEventListener('wheel', this.#onWheel, { passive: false });
    root.addEventListener('focusin', this.#onFocus);
    root.addEventListener('focusout', this.#onBlur);
    const { parentElement } = deps.iframe;
    if (parentElement) parentElement.style.cssText = 'position:relative;width:fit-content';
    deps.iframe.after(root);
  }

  close(): void {
    this.#root.remove();
  }

  on(document: Document, types: readonly string[], felt: Felt, { signal }: Listening): void {
    const known = (this.#listeners.get(document) ?? []).filter((one) => !one.signal.aborted);
    this.#listeners.set(document, [...known, { types: new Set(types), felt, signal }]);
  }

  hasFocus(page: Document): boolean {
    return document.hasFocus() && this.#root.contains(document.activeElement) && this.#at.ownerDocument === page;
  }

  activeElement(page: Document): Element | null {
    return this.#at.ownerDocument === page ? this.#at : page.body;
  }

  focus(element: HTMLElement): void {
    this.#focus(element);
  }

  /** The page below has changed, or moved. */
  refresh(): void {
    for (const one of this.#standIns) {
      if (!one.field.isConnected || !hasStandIn(one.field)) {
        if (this.#active === one.field) this.#root.focus({ preventScroll: true });
        this.#drop(one);
        continue;
      }
      one.read();
      this.#put(one);
    }
    const corner = this.#deps.cornerOf(this.#at.ownerDocument);
    this.#text.showCaret(this.#isEdited ? this.#at : undefined, corner ?? { x: 0, y: 0 });
  }

  /** What the keys go to: the body when it is nothing else. */
  get #at(): Element {
    const page = this.#deps.iframe.contentDocument;
    if (this.#active?.isConnected && this.#active.ownerDocument.defaultView) return this.#active;
    return page?.body ?? page?.documentElement ?? this.#deps.iframe;
  }

  get #isEdited(): boolean {
    return isText(this.#at) && !isField(this.#at);
  }

  /** False: what a browser would do by itself is not to be done. */
  #tell(event: Event, target: Node): boolean {
    const page = target.nodeType === 9 ? (target as Document) : target.ownerDocument; // 9: a document
    for (const { types, felt, signal } of (page && this.#listeners.get(page)) ?? [])
      if (!signal.aborted && types.has(event.type)) felt(event, target);
    return !event.defaultPrevented;
  }

  #pointOf({ clientX, clientY }: MouseEvent): { x: number; y: number } {
    const { left, top, width } = this.#deps.iframe.getBoundingClientRect();
    // The page may be shown smaller than it is.
    const scale = width === 0 ? 1 : width / this.#deps.iframe.offsetWidth;
    return { x: (clientX - left) / scale, y: (clientY - top) / scale };
  }

  /** What is held keeps the pointer, wherever that goes. */
  #hitOf(event: MouseEvent): Hit | undefined {
    const { x, y } = this.#pointOf(event);
    const hit = this.#deps.hit(x, y);
    const page = this.#isDown ? this.#pressed?.ownerDocument : undefined;
    if (!page || hit?.element.ownerDocument === page) return hit;
    const corner = this.#deps.cornerOf(page);
    return corner && { element: page.documentElement, x: x - corner.x, y: y - corner.y };
  }

  readonly #onPoint = (event: MouseEvent): void => {
    const isOwn = this.#standIns.size > 0 && event.target !== this.#root;
    const hit = this.#hitOf(event);
    // Not of the pointer's own events: there would be no mousedown.
    if (event.type === 'contextmenu' || (!isOwn && !event.type.startsWith('pointer'))) event.preventDefault();
    // A tap has moved over nothing before.
    if (event.type === 'pointermove' || event.type === 'pointerdown') this.#hover(hit);
    if (event.type === 'pointerdown') {
      this.#pressed = hit?.element;
      this.#isDown = true;
      if (!isOwn) this.#root.setPointerCapture((event as PointerEvent).pointerId); // the type says so
    }
    if (event.type === 'mousedown') {
      if (!isOwn && hit) this.#focus(focusable(hit.element));
      if (!isOwn && hit && event.button === 0) this.#text.begin(hit);
      return;
    }
    const target = hit && event.type.endsWith('click') ? around(this.#pressed ?? hit.element, hit.element) : hit?.element;
    if (event.type === 'pointermove' && hit && this.#isDown && !isOwn) this.#drag(event as PointerEvent, hit); // the type says so
    if (hit && target) this.#tellPoint(event, target, hit);
    if (event.type === 'pointerup' || event.type === 'pointercancel') this.#isDown = false;
  };

  #tellPoint(event: MouseEvent, target: Element, { x, y }: Hit): void {
    const { button, buttons, detail, altKey, ctrlKey, metaKey, shiftKey } = event;
    const init = { cancelable: true, clientX: x, clientY: y, button, buttons, detail, altKey, ctrlKey, metaKey, shiftKey };
    if (!event.type.startsWith('pointer')) {
      const there = new MouseEvent(event.type, init);
      if (this.#tell(there, target) && event.type === 'click' && target.localName === 'option') this.#choose(target, event);
      return;
    }
    const { pointerId, pointerType, isPrimary } = event as PointerEvent; // its type says so
    this.#tell(new PointerEvent(event.type, { ...init, pointerId, pointerType, isPrimary }), target);
  }

  /** A finger scrolls, a mouse selects. */
  #drag(event: PointerEvent, hit: Hit): void {
    if (event.pointerType === 'touch') this.#scroll.by(this.#pressed ?? hit.element, -event.movementX, -event.movementY);
    else if (event.buttons === 1) this.#text.extend(hit);
    this.refresh();
  }

  /** A line of a list that shows several. */
  #choose(option: Element, { ctrlKey, metaKey }: MouseEvent): void {
    const list = option.closest('select');
    if (!list || list.matches(':disabled') || refusalOf(list)) return;
    const one = option as HTMLOptionElement; // its name was asked
    if (list.multiple && (ctrlKey || metaKey)) one.selected = !one.selected;
    else for (const each of list.options) each.selected = each === one;
    this.#tell(new Event('change'), list);
  }

  #hover(hit: Hit | undefined): void {
    const element = hit?.element;
    if (element !== this.#over) {
      this.#over = element;
      this.#hovers.put(element);
      this.#root.style.cursor = element ? cursorOf(element) : '';
      for (const one of this.#standIns) if (one.field !== element && one.field !== this.#active) this.#drop(one);
      if (element && hasStandIn(element)) this.#standInFor(element);
    }
    for (const one of this.#standIns) this.#put(one);
  }

  readonly #onLeave = ({ clientX, clientY }: PointerEvent): void => {
    const { left, top, right, bottom } = this.#root.getBoundingClientRect();
    // WebKit says so of each pointer that it sets free, too, and it is where it was.
    if (clientX > left && clientX < right && clientY > top && clientY < bottom) return;
    this.#tell(new MouseEvent('pointerleave'), this.#over ?? this.#at);
    this.#hover(undefined);
  };

  readonly #onWheel = (event: WheelEvent): void => {
    const hit = this.#hitOf(event);
    // With these it is the guest's own zoom.
    if (!hit || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const { deltaX, deltaY, deltaMode, altKey, shiftKey } = event;
    this.#tell(new WheelEvent('wheel', { deltaX, deltaY, deltaMode, clientX: hit.x, clientY: hit.y, altKey, shiftKey }), hit.element);
    this.#scroll.wheel(hit.element, event);
    this.refresh();
  };

  #standInFor(field: StandIn['field']): StandIn {
    for (const one of this.#standIns) if (one.field === field) return one;
    const made = new StandIn(field);
    this.#standIns.add(made);
    this.#root.append(made.node);
    this.#put(made);
    return made;
  }

  #put(one: StandIn): void {
    const corner = this.#deps.cornerOf(one.field.ownerDocument);
    if (corner) one.place(corner.x, corner.y);
    // Something else may lie over the field: only the one that is seen there is under a hand.
    one.node.style.pointerEvents = one.field === this.#over ? 'auto' : 'none';
  }

  #drop(one: StandIn): void {
    this.#standIns.delete(one);
    one.node.remove();
  }

  #focus(element: Element | undefined): void {
    this.#active = element;
    if (element && hasStandIn(element)) this.#standInFor(element).node.focus({ preventScroll: true });
    else if (this.#isEdited && !refusalOf(this.#at)) this.#text.focus();
    else this.#root.focus({ preventScroll: true });
    this.#tell(new FocusEvent('focusin'), this.#at);
    this.refresh();
  }

  /** A press on a stand-in, which the browser itself has given the keys. */
  readonly #onFocus = ({ target }: FocusEvent): void => {
    const own = this.#standInOf(target);
    if (!own || this.#active === own.field) return;
    this.#active = own.field;
    this.#tell(new FocusEvent('focusin'), own.field);
  };

  readonly #onBlur = ({ target }: FocusEvent): void => {
    const own = this.#standInOf(target);
    if (own && own.field !== this.#over) this.#drop(own);
  };

  #standInOf(node: EventTarget | null): StandIn | undefined {
    return [...this.#standIns].find((one) => one.node === node);
  }

  readonly #onText = (event: Event): void => {
    const own = this.#standInOf(event.target);
    if (!own) {
      this.#text.written(event, this.#at);
      return;
    }
    if (event.type === 'compositionstart') own.isComposing = true;
    if (event.type === 'compositionend') own.isComposing = false;
    if (event.type !== 'beforeinput' && event.type !== 'compositionstart') own.write();
    this.#tell(event, own.field);
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    this.#standInOf(event.target)?.write();
    const at = this.#at;
    const all = event.type === 'keydown' && event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey);
    if (all && this.#isEdited) this.#text.selectAll(at);
    if (!this.#tell(event, at) || event.type !== 'keydown' || event.target !== this.#root) return;
    // A key on what has no field of its own here: what a browser makes of it.
    const radio =
      isToggle(at) && at.type === 'radio' && event.key.startsWith('Arrow') ? nextRadio(at, /Left|Up/.test(event.key)) : undefined;
    const pressed = radio ?? (isToggle(at) && event.key === ' ' && !event.repeat ? at : undefined);
    if (pressed) {
      event.preventDefault();
      if (radio) this.#focus(radio);
      this.#tell(new MouseEvent('click', { cancelable: true }), pressed);
    } else if (this.#scroll.key(at, event.key)) event.preventDefault();
    this.refresh();
  };
}
