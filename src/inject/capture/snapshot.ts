/**
 * From nodes to their description. A walk with a stack of its own, so that a keyframe of a large page can be made in slices
 * (mutations meanwhile are sent as ops afterwards), and an inserted subtree in one go.
 */
import {
  CUSTOM_TAG,
  domLimits,
  DARK_LABEL,
  HIDDEN_LABEL,
  isTagAllowed,
  nodeFlags,
  type DomNode,
  type ElementExtra,
  type ElementNode,
  type Layer,
  type Media,
  type ShadowContent,
} from '../../shared/dom-ops.ts';
import { Mask, type Decision } from '../mask.ts';
import type { Natives } from '../natives.ts';
import { attributeFor, isDropped, type AttributeContext } from './attributes.ts';
import type { Boxes } from './boxes.ts';
import { isPlugin, mayBeFrame, pictureOf, showsOwn, type Embedded } from './embedded.ts';
import { fieldState } from './inputs.ts';
import { boxOf as boxSizeOf } from './measures.ts';
import { isFed, isMedia, mediaState } from './media.ts';
import type { Entry, NodeTable } from './node-table.ts';
import { keepReference } from './resources.ts';
import type { Samples } from './samples.ts';
import type { Sheets } from './sheets.ts';

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };
export type Extra = Writable<ElementExtra>;

export interface SnapshotDeps {
  readonly natives: Natives;
  readonly table: NodeTable;
  readonly mask: Mask;
  readonly sheets: Sheets;
  readonly attributes: AttributeContext;
  readonly shadowOf: (element: Element) => ShadowRoot | undefined;
  /** Ours, in the page: never described. */
  readonly isOwn: (node: Node) => boolean;
  readonly frameOf: (iframe: Element) => ElementExtra['frame'] | undefined;
  /** Its document has no runtime: an error, a PDF, an opaque sandbox. */
  readonly isDark: (iframe: Element) => boolean;
  readonly scrolled: WeakSet<Node>;
  readonly samples: Samples;
  readonly boxes: Boxes;
  /** Its own list or calendar is open. */
  readonly isPicking: (field: Element) => boolean;
  /** Filled the screen once, and perhaps does now. */
  readonly wasFull: WeakSet<Element>;
  /** A node that the room has already stands in what is described now: to be moved there. */
  readonly onKnown: (node: Node, parent: Node) => void;
  readonly onShadow: (root: ShadowRoot) => void;
  /** A masked field was described. */
  readonly onField: (element: Element) => void;
  /** What is checked may have unchecked others. */
  readonly onChecked: (element: Element) => void;
  /** The element is described by this decision. */
  readonly decided: (element: Element, decision: Decision) => void;
  readonly fault: (error: unknown) => void;
}

interface Level {
  readonly nodes: readonly Node[];
  at: number;
  readonly parent: Node;
  readonly parentId: number;
  readonly masked: boolean;
  readonly out: DomNode[];
}

/** Nodes between two looks at the clock. */
const BATCH = 200;
const MASKED_BOXES = new Set(['img', 'picture', 'canvas', 'video', 'audio', 'object', 'embed', 'iframe', 'frame', 'svg', 'math']);
const FIELDS = new Set(['input', 'textarea', 'select']);
const LEAVES = new Set(['iframe', 'frame', 'style', 'link', 'textarea', 'video', 'audio', 'img', 'input']);

export class Snapshot {
  readonly #deps: SnapshotDeps;
  /** Counts flushes: tells what was described in this one. */
  turn = 0;
  /** Values of fields as they were told, and masked texts: what is typed is told as a difference, what is masked once. */
  readonly values = new WeakMap<Entry, string>();
  /** As what each <object> and <embed> was described. */
  readonly #embedded = new WeakMap<Element, Embedded>();
  #nodes = 0;
  /** Custom elements of the page: told as defined, and met without being it. */
  readonly #defined = new Set<string>();
  readonly #undefined = new Set<string>();
  #freshDefined: string[] = [];

  constructor(deps: SnapshotDeps) {
    this.#deps = deps;
  }

  /** All of `node`, at once. Undefined: it is not described. */
  describe(node: Node, parentId: number, parent: Node, masked: boolean): DomNode | undefined {
    const steps = this.walk(node, parentId, parent, masked);
    for (;;) {
      const { done, value } = steps.next();
      if (done) return value;
    }
  }

  /** For a keyframe: from here on nothing was told of custom elements. */
  forgetDefined(): void {
    this.#defined.clear();
    this.#undefined.clear();
    this.#freshDefined = [];
  }

  /** Names of custom elements that are defined and were not told so; `now`: those that the page has just defined. */
  takeDefined(now: Iterable<string>): readonly string[] {
    for (const name of now) if (this.#undefined.has(name)) this.#noteDefined(name);
    const fresh = this.#freshDefined;
    this.#freshDefined = [];
    return fresh;
  }

  #noteDefined(name: string): void {
    if (this.#defined.has(name) || this.#defined.size >= domLimits.defined || !CUSTOM_TAG.test(name)) return;
    this.#defined.add(name);
    this.#freshDefined.push(name);
  }

  /** The same in slices: yields every BATCH nodes. */
  *walk(node: Node, parentId: number, parent: Node, masked: boolean): Generator<undefined, DomNode | undefined> {
    const out: DomNode[] = [];
    const stack: Level[] = [{ nodes: [node], at: 0, parent, parentId, masked, out }];
    const { natives: n, table } = this.#deps;
    let count = 0;
    this.#nodes = table.byId.size;
    while (stack.length > 0) {
      const level = stack[stack.length - 1];
      const next = level?.nodes[level.at++];
      if (!level || !next) {
        stack.pop();
        continue;
      }
      // Between two slices the page goes on: what left its place meanwhile comes back as an op.
      if (n.parentNode(next) !== level.parent) continue;
      if (table.get(next)) {
        this.#deps.onKnown(next, level.parent);
        continue;
      }
      this.#visit(next, level, stack);
      if (++count % BATCH === 0) yield;
    }
    return out[0];
  }

  #visit(node: Node, level: Level, stack: Level[]): void {
    const { natives: n, table, mask } = this.#deps;
    const type = n.nodeType(node);
    if (type !== 1 && type !== 3 && type !== 4) return;
    if (this.#nodes >= domLimits.nodes - 1) return;
    if (type !== 1) {
      const data = n.data(node as Text); // types 3 and 4 are text
      const masked = level.masked || mask.isSlotted(level.parent);
      const text = mask.text(node, data, masked);
      const entry = table.add(node, level.parentId, masked, true, this.turn);
      if (masked) this.values.set(entry, text);
      this.#nodes++;
      level.out.push(masked ? [entry.id, text, 1] : [entry.id, text]);
      return;
    }
    const mark = stack.length;
    try {
      this.#visitElement(node as Element, level, stack); // type 1 is an element
    } catch (error) {
      // Fails closed: the node is not described. Its levels, if any were begun, are taken back.
      stack.length = mark;
      table.forget(node, this.#deps.shadowOf);
      this.#deps.fault(error);
    }
  }

  #visitElement(element: Element, level: Level, stack: Level[]): void {
    const { natives: n, table, mask, sheets } = this.#deps;
    const tag = n.localName(element);
    const ns = namespaceOf(n, element);
    if (
      this.#deps.isOwn(element) ||
      (ns === 0 && isDropped(tag, (name) => n.getAttribute(element, name))) ||
      (ns !== 0 && !isTagAllowed(tag))
    )
      return;
    const decision = mask.decision(element);
    this.#deps.decided(element, decision);
    const masked = decision.masked ?? level.masked;
    if (masked && (tag === 'style' || tag === 'link')) return;
    const box = this.boxOf(element, tag, ns, decision, masked, stack.length);
    const as = this.embeddedAs(element, tag, ns);
    if (as) this.#embedded.set(element, as);
    const leaf = box !== undefined || LEAVES.has(tag) || (as !== undefined && as !== 'own');
    const entry = table.add(element, level.parentId, masked, leaf, this.turn);
    this.#nodes++;
    entry.flags = Mask.flags(decision, level.masked) | (box ? nodeFlags.box : 0);
    const extra: Extra = {};
    if (ns !== 0) extra.ns = ns;
    if (entry.flags !== 0) extra.flags = entry.flags;
    const isDrawn = tag === 'canvas' && box?.label === tag;
    const attributes = this.#attributes(element, tag, ns, masked, box !== undefined && !isDrawn);
    const children: DomNode[] = [];
    if (box) {
      Object.assign(extra, box);
      this.#deps.boxes.told(element);
      if (isDrawn) this.#deps.samples.watch(element);
    } else {
      Object.assign(extra, fieldState(n, mask, element, tag, masked));
      if (extra.value !== undefined) this.values.set(entry, extra.value);
      if (masked && FIELDS.has(tag)) this.#deps.onField(element);
      if (extra.checked) this.#deps.onChecked(element);
      if (this.#deps.isPicking(element)) extra.picker = true;
      if (ns === 0 && tag.includes('-')) {
        if (mask.taint.holds(tag)) this.#undefined.delete(tag);
        else if (n.matches(element, ':defined')) this.#noteDefined(tag);
        else this.#undefined.add(tag);
      }
      if (tag === 'style' || tag === 'link') {
        const css = sheets.cssOf(element, tag);
        if (css !== undefined) extra.css = css;
      }
      if (mayBeFrame(tag)) {
        const frame = this.#deps.frameOf(element);
        if (frame !== undefined) extra.frame = frame;
      }
      if (as === 'page' || as === 'picture') {
        extra.box = boxSizeOf(n, element);
        this.#deps.boxes.told(element);
      }
      const media = isMedia(tag) && !masked ? this.mediaOf(element as HTMLMediaElement) : undefined; // the tag says so
      if (media) extra.media = media;
      const layer = layerOf(n, element, tag, this.#deps.wasFull);
      if (layer) extra.layer = layer;
    }
    if (this.#deps.scrolled.has(element) && !leaf && mask.mayScroll(element, masked))
      extra.scroll = [n.scrollLeft(element), n.scrollTop(element)];
    const root = leaf || ns !== 0 ? undefined : this.#deps.shadowOf(element);
    if (root) {
      const inside: DomNode[] = [];
      const adopted = sheets.adoptedOf(root, masked);
      const content: ShadowContent = { mode: n.shadowMode(root), children: inside, ...(adopted.length ? { adopted } : {}) };
      extra.shadow = content;
      this.#deps.onShadow(root);
      stack.push({ nodes: childrenOf(n, root), at: 0, parent: root, parentId: -entry.id, masked, out: inside });
    }
    if (!leaf && stack.length < domLimits.depth - 2) {
      const nodes = childrenOf(n, element);
      if (nodes.length > 0) stack.push({ nodes, at: 0, parent: element, parentId: entry.id, masked, out: children });
    }
    // A name that is none for the room (signs, letters of other scripts) is an element like any other for a guest.
    const shown = ns === 0 ? shownAs(tag, as) : tag;
    const name = isTagAllowed(shown) && !(ns === 0 && isMadeUp(element, tag) && mask.taint.holds(tag)) ? shown : 'span';
    const described: ElementNode = hasAny(extra) ? [entry.id, name, attributes, children, extra] : [entry.id, name, attributes, children];
    level.out.push(described);
  }

  /** The box that stands for an element, or undefined. */
  boxOf(
    element: Element,
    tag: string,
    ns: 0 | 1 | 2,
    decision: Decision,
    masked: boolean,
    depth: number,
  ): Pick<Extra, 'box' | 'label'> | undefined {
    const isMaskedMedia =
      masked && (MASKED_BOXES.has(tag) || (tag === 'input' && this.#deps.natives.getAttribute(element, 'type')?.toLowerCase() === 'image'));
    const isDark = ns === 0 && (tag === 'iframe' || tag === 'frame') && this.#deps.isDark(element);
    const isEmpty = ns === 0 && (tag === 'canvas' || this.embeddedAs(element, tag, ns) === 'box');
    const isBox = isDark || isMaskedMedia || decision.hide || isEmpty || (tag === 'svg' && depth >= domLimits.depth - 40);
    if (!isBox) return undefined;
    return { box: boxSizeOf(this.#deps.natives, element), label: masked || decision.hide ? HIDDEN_LABEL : isDark ? DARK_LABEL : tag };
  }

  /** What an <object> or <embed> is now. */
  embeddedAs(element: Element, tag: string, ns: 0 | 1 | 2): Embedded | undefined {
    const { natives: n, attributes } = this.#deps;
    if (ns !== 0 || !isPlugin(tag)) return undefined;
    if (!this.#deps.isDark(element)) return 'page';
    if (showsOwn(n, element)) return 'own';
    return pictureOf(n, element, attributes.resources) === undefined ? 'box' : 'picture';
  }

  /** Is it something else by now than what it was described as? */
  isOther(element: Element, tag: string, ns: 0 | 1 | 2): boolean {
    return this.embeddedAs(element, tag, ns) !== this.#embedded.get(element);
  }

  /** As a guest may play it; what no address leads to is watched for its pictures. */
  mediaOf(media: HTMLMediaElement): Media | undefined {
    const { attributes, natives: n, samples } = this.#deps;
    const state = mediaState(attributes.resources, media, attributes.base);
    if (!state && n.localName(media) === 'video' && isFed(media)) samples.watch(media);
    return state;
  }

  #attributes(element: Element, tag: string, ns: 0 | 1 | 2, masked: boolean, isBox: boolean): string[] {
    const { natives: n } = this.#deps;
    const out: string[] = [];
    for (const name of n.getAttributeNames(element)) {
      if (isBox && name !== 'class' && name !== 'style') continue;
      const value = this.attribute(element, tag, ns, name, masked);
      if (value !== null) out.push(name, value);
    }
    if (isBox) return out;
    if (this.#embedded.get(element) === 'page') out.push('frameborder', '0');
    if (this.#embedded.get(element) === 'picture') out.push('src', pictureOf(n, element, this.#deps.attributes.resources) ?? '');
    if (tag === 'img' && !masked) {
      const reference = imageReference(this.#deps, element as HTMLImageElement); // the tag says so
      if (reference !== null) out.push('src', reference);
    }
    return out;
  }

  /** One attribute as sent now. `src` of an image is the source that the browser chose. */
  attribute(element: Element, tag: string, ns: 0 | 1 | 2, name: string, masked: boolean): string | null {
    const { natives: n, attributes } = this.#deps;
    const value = n.getAttribute(element, name);
    if (value === null || name === 'src' || name === 'srcset') return null;
    const type = tag === 'input' ? n.inputType(element as HTMLInputElement) : ''; // the tag says so
    return attributeFor(attributes, tag, ns, name, value, masked, type)?.slice(0, domLimits.textLength) ?? null;
  }
}

/** Nothing but frames, images and boxes stands for what loads whatever it names. */
function shownAs(tag: string, as: Embedded | undefined): string {
  if (as === 'page') return 'iframe';
  return as === 'picture' ? 'img' : as === undefined ? tag : 'object';
}

/** A name that HTML does not know, and that may therefore be anything. */
function isMadeUp(element: Element, tag: string): boolean {
  return tag.includes('-') || Object.prototype.toString.call(element) === '[object HTMLUnknownElement]';
}

export function namespaceOf(n: Natives, element: Element): 0 | 1 | 2 {
  const uri = n.namespaceURI(element);
  return uri === 'http://www.w3.org/2000/svg' ? 1 : uri === 'http://www.w3.org/1998/Math/MathML' ? 2 : 0;
}

/** `src` of an <img>: with srcset and <picture> the source that the browser chose. */
export function imageReference({ attributes }: Pick<SnapshotDeps, 'attributes'>, image: HTMLImageElement): string | null {
  const source = image.currentSrc || image.getAttribute('src');
  return source ? keepReference(attributes.resources.reference(source, attributes.base)) : null;
}

export function layerOf(n: Natives, element: Element, tag: string, wasFull: WeakSet<Element>): Layer | undefined {
  if (wasFull.has(element) && n.matches(element, ':fullscreen')) return 'fullscreen';
  if (tag === 'dialog') return n.hasAttribute(element, 'open') && n.matches(element, ':modal') ? 'modal' : undefined;
  if (!n.hasAttribute(element, 'popover')) return undefined;
  try {
    return n.matches(element, ':popover-open') ? 'popover' : undefined;
  } catch {
    return undefined; // a browser without popovers does not know the selector
  }
}

function childrenOf(n: Natives, parent: Node): Node[] {
  const nodes: Node[] = [];
  for (let child = n.firstChild(parent); child; child = n.nextSibling(child)) nodes.push(child);
  return nodes;
}

function hasAny(object: object): boolean {
  for (const _key in object) return true;
  return false;
}
