/** One document of the replica: its nodes by number, and every op that changes them. */
import { setValue } from './caret.ts';
import {
  isTextNode,
  mixChecksum,
  nodeFlags,
  type DomNode,
  type DomOp,
  type ElementExtra,
  type ElementNode,
  type Keyframe,
  type Selected,
  type ShadowContent,
} from '../shared/dom-ops.ts';
import type { FrameId, NodeId } from '../shared/ids.ts';
import { Animations } from './animations.ts';
import { Attention } from './attention.ts';
import { Curtain } from './curtain.ts';
import { Drawings } from './drawings.ts';
import { cssText, isCustom, makeElement, setAttribute, type AssetUrl } from './build.ts';
import type { ScrollSync } from './scroll-sync.ts';
import type { Senses } from './senses.ts';
import { firstChildOf, hostOf, nextSiblingOf, parentOf, shadowOf, upFrom } from './tree.ts';
import { BLOCKED, BOX, BOX_TAG, marksSheet, MASKED, openEmpty, PICKER, TOUCHED } from './frame-document.ts';
import { arrangeFramesets, isOfFrameset } from './framesets.ts';
import { putLayer } from './layers.ts';
import { MediaPlayers, showPicture } from './media.ts';
import { resume, workIn, type FieldState, type OwnWork } from './own-work.ts';
import { addTwins } from './states.ts';

/** An op names a node that is not here: the stream has a hole. */
export class UnknownNode extends Error {}

/** In the reader's language. */
export interface ReplicaWords {
  /** What the frame is called. */
  readonly page: string;
  /** Of what a guest may not press, and of what a rule hides: for those who hear the picture. */
  readonly blocked: string;
  readonly masked: string;
  /** What stands on a box in place of a picture, by what the host calls it. */
  readonly boxes: ReadonlyMap<string, string>;
}

export interface ReplicaDocumentDeps {
  readonly assetUrl: (id: string) => string;
  readonly assets: string;
  /** An iframe of this document shows a frame (or no longer does). */
  readonly onFrame: (iframe: HTMLIFrameElement, frame: FrameId) => void;
  /** Is a guest's own change of this field on its way to the host? Then the host's value waits. */
  readonly isPending: (node: NodeId) => boolean;
  readonly scrolls: ScrollSync;
  readonly senses: Senses;
  readonly words: ReplicaWords;
  readonly onViewport: (viewport: Keyframe['viewport']) => void;
}

export class ReplicaDocument {
  readonly #deps: ReplicaDocumentDeps;
  readonly #iframe: HTMLIFrameElement;
  #document: Document;
  #nodes = new Map<NodeId, Node>();
  #ids = new WeakMap<Node, NodeId>();
  #resources: string[] = [];
  /** What the host said of each field: what stands when a guest's change was refused. */
  #fields = new Map<NodeId, FieldState>();
  #sheet: CSSStyleSheet | undefined;
  /** Adopted sheets by number: one object for all that adopt it. */
  #adoptable: (CSSStyleSheet | undefined)[] = [];
  /** To be done when everything is in the document: layers, scroll offsets, frames. */
  #after: (() => void)[] = [];
  readonly #animations = new Animations();
  readonly #boxes = new WeakMap<Element, Pick<ElementExtra, 'box' | 'picture'>>();
  readonly #media = new MediaPlayers();
  #drawings = new Drawings();
  /** What each iframe shows. */
  readonly #frameIds = new WeakMap<Node, FrameId>();
  readonly #curtain = new Curtain();
  #attention: Attention;
  #hasFrameset = false;
  /** Sheets made since the last insertion. */
  #sheets: Element[] = [];

  constructor(iframe: HTMLIFrameElement, deps: ReplicaDocumentDeps) {
    this.#iframe = iframe;
    this.#deps = deps;
    this.#document = documentOf(iframe);
    this.#attention = this.#attend(this.#document);
  }

  get document(): Document {
    return this.#document;
  }

  get iframe(): HTMLIFrameElement {
    return this.#iframe;
  }

  /** An iframe that was moved has another document, an empty one. */
  get isShown(): boolean {
    return this.#iframe.contentDocument === this.#document;
  }

  /** What the guest is at here, with what it wrote in `pending`. */
  work(pending: readonly NodeId[]): OwnWork {
    return workIn(this.#document, this.#deps.senses, this.#ids, new Map(pending.map((id) => [id, this.#nodes.get(id)])));
  }

  /** `work`: what the guest was at in the picture before, by the numbers of this one. `atOnce`: it was at it until now. */
  load(doc: Keyframe, work: OwnWork, atOnce: boolean): void {
    const document = documentOf(this.#iframe);
    openEmpty(document, doc.quirks, this.#deps.assets);
    this.#document = document;
    this.#nodes = new Map();
    this.#ids = new WeakMap();
    this.#fields = new Map();
    this.#resources = [...doc.res];
    this.#after = [];
    this.#hasFrameset = false;
    const window = document.defaultView as (Window & typeof globalThis) | null; // a document in a frame has one
    this.#sheet = window ? marksSheet(window) : undefined;
    this.#sheets = [];
    this.#attention.close();
    this.#attention = this.#attend(document);
    this.#media.close();
    this.#drawings.close();
    this.#drawings = new Drawings();
    this.#listen(document);
    this.#define(doc.defined ?? []);
    this.#adoptable = [];
    doc.css.forEach((text, n) => this.#css(n, text));
    const root = this.#build(doc.root);
    const old = document.documentElement;
    // The policy stands from the moment its meta was parsed; the element itself is not needed any more.
    document.replaceChild(root, old);
    this.#curtain.begin(root as Element); // the root is described as an element, and no text can take its place
    this.#inserted(root);
    this.#adopt(document, doc.adopted);
    this.#viewport(doc.viewport);
    this.#finish();
    this.#deps.scrolls.apply(document, doc.scroll[0], doc.scroll[1]);
    for (const [id, field] of work.written) {
      const node = this.#nodes.get(id);
      if (node) this.#setField(node as Element, field); // only elements have fields' state
    }
    resume(work, this.#deps.senses, (id) => this.#nodes.get(id), atOnce);
    this.#attention.focus(this.#nodes.get(doc.focus ?? 0), doc.focusVisible === true, work.isAway ? 'away' : 'host');
    if (doc.over) this.#over(doc.over[0], doc.over[1]);
    if (doc.select) this.#select(doc.select);
  }

  #viewport(viewport: Keyframe['viewport']): void {
    this.#document.documentElement.toggleAttribute(TOUCHED, viewport.touch === true);
    this.#deps.onViewport(viewport);
  }

  /** Throws UnknownNode. */
  apply(op: DomOp): void {
    switch (op[0]) {
      case 'insert': {
        const parent = this.#container(op[1]);
        const before = op[2] === 0 ? null : this.#node(op[2]);
        Node.prototype.insertBefore.call(parent, this.#build(op[3]), before);
        this.#inserted(parent);
        break;
      }
      case 'move':
        Node.prototype.insertBefore.call(this.#container(op[2]), this.#node(op[1]), op[3] === 0 ? null : this.#node(op[3]));
        this.#showFrames(this.#node(op[1]));
        break;
      case 'remove': {
        const node = this.#node(op[1]);
        const parent = parentOf(node);
        if (parent) Node.prototype.removeChild.call(parent, node);
        this.#twins(parent);
        this.#forget(node);
        break;
      }
      case 'text': {
        const node = this.#node(op[1]);
        putText(node, op[2]);
        this.#twins(parentOf(node));
        break;
      }
      case 'attr':
        this.#attribute(this.#element(op[1]), op[2], op[3]);
        break;
      case 'state':
        this.#state(op[1], this.#element(op[1]), op[2]);
        break;
      case 'value': {
        const old = this.#fields.get(op[1])?.value;
        if (old === undefined) throw new UnknownNode(`value of ${op[1]}`);
        this.#state(op[1], this.#element(op[1]), { value: old.slice(0, op[2]) + op[4] + old.slice(op[2] + op[3]) });
        break;
      }
      case 'scroll':
        this.#deps.scrolls.apply(op[1] === 0 ? this.#document : this.#element(op[1]), op[2], op[3]);
        break;
      case 'shadow':
        this.#shadow(this.#element(op[1]), op[2]);
        break;
      case 'adopted': {
        const root = op[1] === 0 ? this.#document : this.#container(op[1]);
        this.#adopt(root as Document | ShadowRoot, op[2]); // 0 is the document, a negative id a shadow root
        break;
      }
      case 'css':
        this.#css(op[1], op[2]);
        break;
      case 'focus':
        this.#attention.focus(this.#nodes.get(op[1]), op[2] === 1, op[3] === 1 ? 'guest' : 'host');
        break;
      case 'over':
        this.#over(op[1], op[2]);
        break;
      case 'select':
        this.#select([op[1], op[2], op[3], op[4]]);
        break;
      case 'defined':
        this.#define(op[1]);
        break;
      case 'viewport':
        this.#viewport(op[1]);
        break;
      case 'res':
        this.#resources[op[1]] = op[2];
        break;
      default:
        op satisfies never;
    }
    if (this.#after.length > 0) this.#finish();
    this.#curtain.changed();
  }

  close(): void {
    this.#media.close();
    this.#drawings.close();
    this.#attention.close();
    this.#curtain.close();
  }

  /** Id of exactly this node. */
  idOf(node: Node): NodeId | undefined {
    return this.#ids.get(node);
  }

  /** Id of the nearest described node at or around `node`. */
  nearest(node: Node | null): { id: NodeId; node: Node } | undefined {
    for (let at: Node | null = node; at; at = upFrom(at)) {
      const id = this.#ids.get(at);
      if (id !== undefined) return { id, node: at };
    }
    return undefined;
  }

  nodeOf(id: NodeId): Node | undefined {
    return this.#nodes.get(id);
  }

  /** The host's state of a field again, after a guest's own change was settled. */
  restore(id: NodeId): void {
    const field = this.#fields.get(id);
    const node = this.#nodes.get(id);
    if (field && node) this.#setField(node as Element, field); // only elements have fields' state
  }

  hostValue(id: NodeId): string | undefined {
    return this.#fields.get(id)?.value;
  }

  checksum(): { nodes: number; sum: number } {
    let sum = 0;
    for (const [id, node] of this.#nodes) {
      const parent = parentOf(node);
      const host = parent ? hostOf(parent) : undefined;
      const parentId = host ? -(this.#ids.get(host) ?? 0) : parent ? (this.#ids.get(parent) ?? 0) : 0;
      sum = mixChecksum(sum, id, parentId);
    }
    return { nodes: this.#nodes.size, sum };
  }

  readonly #assetUrl: AssetUrl = (n) => {
    const id = this.#resources[n];
    return id === undefined ? undefined : this.#deps.assetUrl(id);
  };

  #build(described: DomNode): Node {
    const [id] = described;
    if (isTextNode(described)) {
      const text = this.#document.createTextNode(described[1]);
      this.#register(id, text);
      return text;
    }
    const [, tag, attributes, children, extra = {}] = described;
    const element = this.#makeElement(described, extra);
    this.#register(id, element);
    for (let i = 0; i + 1 < attributes.length; i += 2) {
      if (tag === 'dialog' && attributes[i] === 'open' && extra.layer === 'modal') continue;
      this.#attribute(element, attributes[i] ?? '', attributes[i + 1] ?? '');
    }
    if (extra.shadow) this.#shadow(element, extra.shadow);
    for (const child of children) Node.prototype.appendChild.call(element, this.#build(child));
    this.#state(id, element, extra);
    if (element.localName === 'link' || element.localName === 'style') this.#sheets.push(element);
    const { scroll } = extra;
    if (scroll) this.#after.push(() => this.#deps.scrolls.apply(element, scroll[0], scroll[1]));
    return element;
  }

  #makeElement([, tag]: ElementNode, extra: ElementExtra): Element {
    // Under its own name, for the page's sheets; in a frame without scripts it is an empty element and no canvas.
    if ((extra.flags ?? 0) & nodeFlags.box && tag === 'canvas') return this.#document.createElement(tag);
    if ((extra.flags ?? 0) & nodeFlags.box) return this.#document.createElement(BOX_TAG);
    // A sheet whose rules script has changed is its text.
    if (tag === 'link' && extra.css !== undefined) return this.#document.createElement('style');
    const element = makeElement(this.#document, tag, extra.ns ?? 0);
    if (isOfFrameset(tag)) this.#hasFrameset = true;
    if (element.localName === 'iframe') element.setAttribute('sandbox', 'allow-same-origin');
    return element;
  }

  #attribute(element: Element, name: string, value: string | null): void {
    if (element.localName === 'dialog' && name === 'open' && value === null) {
      // Taking the attribute away leaves a modal dialog in the top layer.
      if (element.matches(':modal')) (element as HTMLDialogElement).close(); // the name says so
    }
    if (element.localName === 'use' && this.#drawings.use(element as SVGUseElement, name, value, this.#assetUrl)) return; // the name says so
    setAttribute(element, name, value, this.#assetUrl);
    // Size and picture of a box stand in its style.
    if (name === 'style') this.#dress(element);
    if (this.#hasFrameset && parentOf(element)) arrangeFramesets(this.#document);
  }

  #dress(element: Element): void {
    const { box, picture } = this.#boxes.get(element) ?? {};
    if (box) {
      const { style } = element as HTMLElement; // boxes are of our making
      if (element.localName !== BOX_TAG) style.setProperty('box-sizing', 'border-box');
      style.setProperty('width', `${box[0]}px`);
      style.setProperty('height', `${box[1]}px`);
    }
    if (picture !== undefined) showPicture(element, picture);
  }

  #state(id: NodeId, element: Element, state: ElementExtra): void {
    if (state.flags !== undefined) {
      element.toggleAttribute(MASKED, (state.flags & nodeFlags.masked) !== 0);
      element.toggleAttribute(BLOCKED, (state.flags & nodeFlags.blocked) !== 0);
      // Not `title`: that is the page's own, and the guest reads the reason when trying.
      if (state.flags & nodeFlags.blocked) element.setAttribute('aria-description', this.#deps.words.blocked);
      else if (state.flags & nodeFlags.masked) element.setAttribute('aria-description', this.#deps.words.masked);
    }
    if (state.label !== undefined) {
      // A word in place of the picture: what was shown before may be shown no more.
      const { box } = this.#boxes.get(element) ?? {};
      this.#boxes.set(element, box ? { box } : {});
      (element as HTMLElement).style.removeProperty('background'); // boxes are of our making
      element.setAttribute(BOX, this.#deps.words.boxes.get(state.label) ?? state.label);
    }
    if (state.box || state.picture !== undefined) {
      this.#boxes.set(element, { ...this.#boxes.get(element), ...state });
      this.#dress(element);
    }
    if (state.media !== undefined) this.#media.show(element as HTMLMediaElement, state.media, this.#assetUrl); // the room has seen to that
    if (state.css !== undefined) this.#sheetText(element, state.css);
    if (state.picker !== undefined) element.toggleAttribute(PICKER, state.picker);
    const { mixed } = state;
    if (state.value !== undefined || state.checked !== undefined || mixed !== undefined || state.selected !== undefined) {
      const field: FieldState = { ...this.#fields.get(id) };
      if (state.value !== undefined) field.value = state.value;
      if (state.checked !== undefined) field.checked = state.checked;
      if (mixed !== undefined) field.mixed = mixed;
      if (state.selected !== undefined) field.selected = state.selected;
      this.#fields.set(id, field);
      if (!this.#deps.isPending(id)) this.#setField(element, field);
    }
    const { frame, layer, moving } = state;
    if (moving !== undefined) this.#after.push(() => this.#animations.apply(element, moving, (text) => cssText(text, this.#assetUrl)));
    if (frame !== undefined) this.#frameIds.set(element, frame);
    if (frame !== undefined && element.localName === 'iframe')
      this.#after.push(() => this.#deps.onFrame(element as HTMLIFrameElement, frame)); // the name says so
    if (layer !== undefined) this.#after.push(() => putLayer(element as HTMLElement, layer)); // layers are of HTML elements, or of SVG ones with the same methods
  }

  #sheetText(element: Element, css: string): void {
    const text = cssText(css, this.#assetUrl);
    if (element.localName === 'style') {
      element.textContent = text;
      this.#twins(element);
      return;
    }
    // A <link> becomes a <style> in its place; its number goes along.
    const id = this.#ids.get(element);
    const style = this.#document.createElement('style');
    style.textContent = text;
    const media = element.getAttribute('media');
    if (media !== null) style.setAttribute('media', media);
    parentOf(element)?.replaceChild(style, element);
    this.#twins(style);
    if (id !== undefined) this.#register(id, style);
  }

  #setField(element: Element, { value, checked, mixed, selected }: FieldState): void {
    switch (element.localName) {
      case 'input': {
        const input = element as HTMLInputElement; // the name says so, here and below
        if (value !== undefined && input.type !== 'file') setValue(input, value);
        if (checked !== undefined) input.checked = checked;
        if (mixed !== undefined) input.indeterminate = mixed;
        break;
      }
      case 'textarea': {
        if (value !== undefined) setValue(element as HTMLTextAreaElement, value);
        break;
      }
      case 'select': {
        const { options } = element as HTMLSelectElement;
        const wanted = new Set(selected);
        for (let i = 0; i < options.length; i++) {
          const option = options.item(i);
          if (option) option.selected = wanted.has(i);
        }
      }
    }
  }

  #shadow(host: Element, content: ShadowContent): void {
    let root = host.shadowRoot;
    if (root) {
      for (const child of [...root.childNodes]) {
        root.removeChild(child);
        this.#forget(child);
      }
    } else {
      try {
        // Open always: only this builder reaches into it.
        root = host.attachShadow({ mode: 'open' });
        this.#listen(root);
      } catch {
        // An element that became another by the allowlist may take no shadow tree: its own children are shown.
        return;
      }
    }
    for (const child of content.children) root.appendChild(this.#build(child));
    this.#adopt(root, content.adopted ?? []);
  }

  #adopt(root: Document | ShadowRoot, sheets: readonly number[]): void {
    if (!this.#sheet) return;
    root.adoptedStyleSheets = [...sheets.flatMap((n) => this.#adoptable[n] ?? []), this.#sheet];
  }

  #css(n: number, text: string): void {
    const window = this.#document.defaultView as (Window & typeof globalThis) | null; // as in load
    if (!window) return;
    const sheet = (this.#adoptable[n] ??= new window.CSSStyleSheet());
    sheet.replaceSync(cssText(text, this.#assetUrl).replace(/@import[^;]*;/g, ''));
    addTwins(sheet);
  }

  #over(hover: NodeId, active: NodeId): void {
    this.#attention.over(this.#nodes.get(hover), this.#nodes.get(active));
  }

  #select([anchor, anchorOffset, focus, focusOffset]: Selected): void {
    const [from, to] = [this.#nodes.get(anchor), this.#nodes.get(focus)];
    this.#attention.select(from && { node: from, offset: anchorOffset }, to && { node: to, offset: focusOffset });
  }

  /** So that `:defined` holds where it does at the host's. What defines them here does nothing. */
  #define(names: readonly string[]): void {
    const window = this.#document.defaultView as (Window & typeof globalThis) | null; // as in load
    if (!window) return;
    for (const name of names) {
      if (!isCustom(name) || window.customElements.get(name)) continue;
      try {
        window.customElements.define(name, class extends window.HTMLElement {});
      } catch (error) {
        // A reserved name (font-face): the browser knows it as what it is.
        if (!(error instanceof Error) && !(error instanceof window.DOMException)) throw error;
      }
    }
  }

  /** Rules that ask for the host's hover or focus; see states.ts. */
  #twins(parent: Node | null): void {
    if (!parent || !('localName' in parent) || (parent.localName !== 'style' && parent.localName !== 'link')) return;
    addTwins((parent as HTMLStyleElement | HTMLLinkElement | SVGStyleElement).sheet); // the names say so
  }

  #attend(document: Document): Attention {
    return new Attention(document, this.#deps.senses, (pressed) => this.#media.pressed(pressed));
  }

  /** Sheets that arrive later. Loads do not leave a shadow tree. */
  #listen(root: Document | ShadowRoot): void {
    root.addEventListener('load', (event) => this.#twins(event.target as Node), { capture: true }); // loads are of elements
  }

  /** At and below a node that was moved. */
  #showFrames(node: Node): void {
    const frame = this.#frameIds.get(node);
    if (frame !== undefined && 'contentDocument' in node) this.#after.push(() => this.#deps.onFrame(node as HTMLIFrameElement, frame)); // an iframe has one
    for (let child = firstChildOf(node); child; child = nextSiblingOf(child)) this.#showFrames(child);
    const root = shadowOf(node);
    for (let child = root && firstChildOf(root); child; child = nextSiblingOf(child)) this.#showFrames(child);
  }

  #inserted(parent: Node): void {
    this.#curtain.inserted(parent, this.#sheets);
    if (this.#hasFrameset) arrangeFramesets(this.#document);
    for (const sheet of this.#sheets) this.#twins(sheet);
    this.#twins(parent);
    this.#sheets = [];
  }

  #finish(): void {
    const steps = this.#after;
    this.#after = [];
    for (const step of steps) step();
  }

  #register(id: NodeId, node: Node): void {
    this.#nodes.set(id, node);
    this.#ids.set(node, id);
  }

  #forget(node: Node): void {
    const id = this.#ids.get(node);
    if (id !== undefined) {
      this.#nodes.delete(id);
      this.#fields.delete(id);
    }
    for (let child = firstChildOf(node); child; child = nextSiblingOf(child)) this.#forget(child);
    const root = shadowOf(node);
    for (let child = root && firstChildOf(root); child; child = nextSiblingOf(child)) this.#forget(child);
  }

  #node(id: NodeId): Node {
    const node = this.#nodes.get(id);
    if (!node) throw new UnknownNode(`node ${id}`);
    return node;
  }

  #element(id: NodeId): Element {
    return this.#node(id) as Element; // an id of text where an element is meant fails at its first use, like an unknown one
  }

  #container(id: NodeId): Node {
    if (id > 0) return this.#node(id);
    const root = this.#element(-id).shadowRoot;
    if (!root) throw new UnknownNode(`shadow root of ${-id}`);
    return root;
  }
}

/** Only what is different: a caret, a selection and what an input method shows stay where they are. */
function putText(node: Node, text: string): void {
  if (node.nodeType !== 3) {
    node.textContent = text;
    return;
  }
  const data = node as Text; // type 3
  const before = data.data;
  const shorter = Math.min(before.length, text.length);
  let start = 0;
  while (start < shorter && before[start] === text[start]) start++;
  let tail = 0;
  while (tail < shorter - start && before[before.length - 1 - tail] === text[text.length - 1 - tail]) tail++;
  if (start + tail < Math.max(before.length, text.length))
    data.replaceData(start, before.length - tail - start, text.slice(start, text.length - tail));
}

function documentOf(iframe: HTMLIFrameElement): Document {
  const document = iframe.contentDocument;
  if (!document) throw new Error('the replica frame is not in the page');
  return document;
}
