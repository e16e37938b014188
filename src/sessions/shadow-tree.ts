/**
 * The room's copy of one document of the host's page: a linked tree of what was described, checked while it is built.
 * Everything that comes in is hostile: shapes, names, sizes, depth, and that nothing but masks stands under a mask.
 */
import { ASSET_REFERENCE, CUSTOM_TAG, domLimits, isTagAllowed, isTextNode, mixChecksum, nodeFlags } from '../shared/dom-ops.ts';
import type { DomNode, DomOp, ElementExtra, Keyframe, Selected, ShadowContent, Viewport } from '../shared/dom-ops.ts';
import type { FrameId, NodeId } from '../shared/ids.ts';
import {
  findPatterns,
  isGeometry,
  isMaskedAttribute,
  isMaskedText,
  isProtectedField,
  type CompiledPattern,
} from '../shared/masked-content.ts';
import { checkMedia, checkPicture } from './pictures.ts';
import { checkMoving, frameTexts } from './moving.ts';
import { attributeName, bad, checkNumbers, checkPair, checkViewport, integer, isRecord, text, TreeFault } from './tree-checks.ts';
import {
  depthOf,
  heightOf,
  isInside,
  isStyle,
  link,
  unlink,
  up,
  writeElement,
  type Parent,
  type TreeElement,
  type TreeNode,
  type TreeRoot,
  type TreeShadow,
  type TreeText,
} from './tree-nodes.ts';

export class ShadowTree {
  readonly resources: string[] = [];
  /** How often each entry of `resources` is referred to by the tree. */
  readonly #references: number[] = [];
  readonly #nodes = new Map<NodeId, TreeNode>();
  readonly #root: TreeRoot = { kind: 'root', id: 0, first: undefined, last: undefined };
  readonly #patterns: readonly CompiledPattern[];
  #doctype = '';
  #quirks = false;
  #adopted: readonly number[] = [];
  /** CSS texts that adopted style sheets are made of. */
  readonly #css: string[] = [];
  #viewport: Viewport = { width: 0, height: 0, scale: 1 };
  #scroll: readonly [number, number] = [0, 0];
  #focus: NodeId = 0;
  #focusVisible = false;
  #over: readonly [NodeId, NodeId] = [0, 0];
  #select: Selected = [0, 0, 0, 0];
  readonly #defined = new Set<string>();

  constructor(patterns: readonly CompiledPattern[]) {
    this.#patterns = patterns;
  }

  /** `assetId` maps each address of `res`. Throws TreeFault; the tree is unusable then. */
  load(doc: Keyframe, assetId: (address: string) => string): void {
    if (!isRecord(doc) || !Array.isArray(doc.res) || !Array.isArray(doc.adopted) || !Array.isArray(doc.css))
      throw bad('keyframe without its parts');
    if (doc.res.length > domLimits.resources) throw bad('too many resources');
    for (const address of doc.res) this.#addResource(this.resources.length, address, assetId);
    doc.css.forEach((css, n) => this.#setCss(n, css));
    this.#doctype = text(doc.doctype, 'doctype', 512);
    this.#quirks = doc.quirks === true;
    this.#adopted = this.#checkAdopted(doc.adopted);
    this.#viewport = checkViewport(doc.viewport);
    this.#scroll = checkPair(doc.scroll);
    this.#insert(this.#root, undefined, doc.root);
    // A drawing or other XML has a root of its own.
    if (this.#root.first?.kind !== 'element') throw bad('root is no element');
    if (doc.focus !== undefined) this.#focus = integer(doc.focus);
    this.#focusVisible = doc.focusVisible === true;
    if (doc.over !== undefined) this.#over = checkPair(doc.over);
    if (doc.select !== undefined) this.#select = this.#checkSelected(doc.select);
    if (doc.defined !== undefined) this.#define(doc.defined);
  }

  /** Applies one op; hands back the op as guests get it. */
  apply(op: DomOp, assetId: (address: string) => string): DomOp {
    if (!Array.isArray(op)) throw bad('op is no list');
    switch (op[0]) {
      case 'insert': {
        const parent = this.#parent(op[1]);
        if (parent.kind === 'root') throw bad('second root');
        this.#insert(parent, this.#sibling(parent, op[2]), op[3]);
        return op;
      }
      case 'move': {
        const node = this.#node(op[1]);
        const parent = this.#parent(op[2]);
        const before = this.#sibling(parent, op[3]);
        if (parent.kind === 'root' || isInside(parent, node)) throw bad('move into itself');
        if (before === node) return op;
        if (depthOf(parent) + heightOf(node) > domLimits.depth) throw bad('too deep');
        const wasMasked = this.#maskedBelow(node.parent);
        unlink(node);
        link(parent, before, node);
        if (this.#maskedBelow(parent) && !wasMasked) this.#checkMasked(node);
        return op;
      }
      case 'remove': {
        const node = this.#node(op[1]);
        if (node.parent?.kind === 'root') throw bad('root removed');
        unlink(node);
        this.#forget(node);
        return op;
      }
      case 'text': {
        const node = this.#node(op[1]);
        if (node.kind !== 'text') throw bad('text of an element');
        const isSheet = isStyle(node.parent);
        this.#count(isSheet ? node.text : '', -1);
        node.text = text(op[2], 'text', isSheet ? domLimits.cssLength : domLimits.textLength);
        node.masked = op[3] === 1;
        this.#count(isSheet ? node.text : '', 1);
        this.#checkText(node);
        return op;
      }
      case 'attr': {
        const element = this.#element(op[1]);
        const name = attributeName(op[2]);
        this.#count(element.attributes.get(name) ?? '', -1);
        if (op[3] === null) element.attributes.delete(name);
        else {
          const value = text(op[3], 'attribute', domLimits.textLength);
          element.attributes.set(name, value);
          this.#count(value, 1);
          this.#checkAttribute(name, value, this.#maskedBelow(element));
          checkProtected(element);
        }
        return op;
      }
      case 'state': {
        const element = this.#element(op[1]);
        if (!isRecord(op[2])) throw bad('state is no object');
        const wasMasked = this.#maskedBelow(element);
        this.#setState(element, op[2]);
        if (this.#maskedBelow(element) && !wasMasked) this.#checkMasked(element);
        return op;
      }
      case 'value': {
        const element = this.#element(op[1]);
        const old = element.state.value;
        const [from, removed] = [integer(op[2]), integer(op[3])];
        if (old === undefined || from < 0 || removed < 0 || from + removed > old.length) throw bad('a part of no value');
        this.#setState(element, { value: old.slice(0, from) + text(op[4], 'value', domLimits.textLength) + old.slice(from + removed) });
        return ['value', op[1], from, removed, op[4]];
      }
      case 'scroll': {
        const scroll = checkPair([op[2], op[3]]);
        if (op[1] === 0) this.#scroll = scroll;
        else this.#element(op[1]).scroll = scroll;
        return op;
      }
      case 'shadow': {
        const host = this.#element(op[1]);
        if (host.shadow) this.#forgetChildren(host.shadow);
        this.#attachShadow(host, op[2], depthOf(host));
        return op;
      }
      case 'adopted': {
        if (op[1] === 0) this.#adopted = this.#checkAdopted(op[2]);
        else {
          const { shadow } = this.#element(Math.abs(integer(op[1])));
          if (!shadow) throw bad('no shadow root');
          shadow.adopted = this.#checkAdopted(op[2]);
        }
        return op;
      }
      case 'focus':
        this.#focus = integer(op[1]);
        this.#focusVisible = op[2] === 1;
        return op[3] === 1 ? ['focus', this.#focus, op[2], 1] : op;
      case 'over':
        this.#over = [integer(op[1]), integer(op[2])];
        return op;
      case 'select':
        this.#select = this.#checkSelected([op[1], op[2], op[3], op[4]]);
        return ['select', ...this.#select];
      case 'defined':
        this.#define(op[1]);
        return op;
      case 'viewport':
        this.#viewport = checkViewport(op[1]);
        return ['viewport', this.#viewport];
      case 'css':
        this.#setCss(integer(op[1]), op[2]);
        return op;
      case 'res':
        return ['res', op[1], this.#addResource(integer(op[1]), op[2], assetId)];
      default:
        throw bad('unknown op');
    }
  }

  /** The whole document as it stands, for a guest who joins now. */
  toKeyframe(): Keyframe {
    const root = this.#root.first;
    if (root?.kind !== 'element') throw new Error('a shadow tree without a root has no keyframe');
    return {
      doctype: this.#doctype,
      quirks: this.#quirks,
      root: writeElement(root),
      adopted: this.#adopted,
      css: [...this.#css],
      viewport: this.#viewport,
      scroll: this.#scroll,
      res: [...this.resources],
      ...(this.#nodes.has(this.#focus) ? { focus: this.#focus, ...(this.#focusVisible ? { focusVisible: true } : {}) } : {}),
      ...(this.#over.some((id) => this.#nodes.has(id)) ? { over: this.#over } : {}),
      ...(this.#nodes.has(this.#select[0]) && this.#nodes.has(this.#select[2]) ? { select: this.#select } : {}),
      ...(this.#defined.size > 0 ? { defined: [...this.#defined] } : {}),
    };
  }

  /** The picture that a canvas shows now. */
  pictureOf(id: NodeId): string | undefined {
    const node = this.#nodes.get(id);
    return node?.kind === 'element' ? node.state.picture : undefined;
  }

  /** Canvases that show one. */
  pictured(): NodeId[] {
    return [...this.#nodes.values()].filter((node) => node.kind === 'element' && node.state.picture !== undefined).map(({ id }) => id);
  }

  checksum(): { nodes: number; sum: number } {
    let sum = 0;
    for (const node of this.#nodes.values()) sum = mixChecksum(sum, node.id, node.parent?.id ?? 0);
    return { nodes: this.#nodes.size, sum };
  }

  has(id: NodeId): boolean {
    return this.#nodes.has(id);
  }

  /** The node or anything around it, through shadow hosts. */
  isBlocked(id: NodeId): boolean {
    for (let at: Parent | TreeNode | undefined = this.#nodes.get(Math.abs(id)); at; at = up(at)) {
      if (at.kind === 'element' && at.flags & nodeFlags.blocked) return true;
    }
    return false;
  }

  isMasked(id: NodeId): boolean {
    const node = this.#nodes.get(Math.abs(id));
    return node !== undefined && ((node.kind === 'text' && node.masked) || this.#maskedBelow(node));
  }

  isFrame(id: NodeId): boolean {
    const node = this.#nodes.get(id);
    return node?.kind === 'element' && /^i?frame$/i.test(node.tag);
  }

  refersTo(n: number): boolean {
    return (this.#references[n] ?? 0) > 0;
  }

  /** How long a masked text is, offsets in it would tell: there are none. */
  #checkSelected(select: Selected): Selected {
    if (!Array.isArray(select) || select.length !== 4) throw bad('selection');
    const [anchor, from, focus, to] = select.map(integer) as unknown as Selected; // four, by the line above
    const hides = (id: NodeId, offset: number): boolean => offset > 0 && this.isMasked(id);
    return hides(anchor, from) || hides(focus, to) ? [0, 0, 0, 0] : [anchor, from, focus, to];
  }

  #define(names: readonly string[]): void {
    if (!Array.isArray(names) || this.#defined.size + names.length > domLimits.defined) throw bad('names of custom elements');
    for (const name of names) {
      if (typeof name !== 'string' || !CUSTOM_TAG.test(name)) throw bad('name of a custom element');
      this.#defined.add(name);
    }
  }

  #addResource(n: number, address: unknown, assetId: (address: string) => string): string {
    if (n !== this.resources.length || n >= domLimits.resources) throw bad('resource out of order, or too many');
    const id = assetId(text(address, 'resource', 1 << 16));
    this.resources.push(id);
    return id;
  }

  #insert(parent: Parent, before: TreeNode | undefined, described: DomNode): void {
    const node = this.#build(described, depthOf(parent) + 1, this.#maskedBelow(parent), isStyle(parent));
    link(parent, before, node);
  }

  // Recursive: the depth is bounded by the check in the first line.
  #build(described: DomNode, depth: number, masked: boolean, isSheet: boolean): TreeNode {
    if (depth > domLimits.depth) throw bad('too deep');
    if (!Array.isArray(described)) throw bad('node is no list');
    const id = integer(described[0]);
    if (id < 1 || this.#nodes.has(id)) throw bad(`node id ${id} used twice`);
    if (this.#nodes.size >= domLimits.nodes) throw bad('too many nodes');
    if (isTextNode(described)) {
      const content = text(described[1], 'text', isSheet ? domLimits.cssLength : domLimits.textLength);
      const node: TreeText = {
        kind: 'text',
        id,
        parent: undefined,
        next: undefined,
        previous: undefined,
        text: content,
        masked: described[2] === 1,
      };
      this.#nodes.set(id, node);
      if (isSheet) this.#count(content, 1);
      if (masked || node.masked) checkMaskedText(content);
      else if (!isSheet) this.#checkPatterns(content);
      return node;
    }
    const [, tag, attributes, children, extra = {}] = described;
    if (typeof tag !== 'string' || !isTagAllowed(tag)) throw bad('tag not allowed');
    if (!Array.isArray(attributes) || !Array.isArray(children) || !isRecord(extra)) throw bad('element without its parts');
    const ns = extra.ns === 1 || extra.ns === 2 ? extra.ns : 0;
    const links = { parent: undefined, next: undefined, previous: undefined, first: undefined, last: undefined, shadow: undefined };
    const element: TreeElement = {
      kind: 'element',
      id,
      tag,
      ns,
      attributes: new Map(),
      flags: 0,
      isProtected: false,
      state: {},
      scroll: undefined,
      movingSince: 0,
      mediaSince: 0,
      ...links,
    };
    this.#nodes.set(id, element);
    this.#setState(element, extra);
    if (extra.scroll !== undefined) element.scroll = checkPair(extra.scroll);
    const below = maskOf(element.flags, masked);
    if (below) checkMaskedState(element);
    for (let i = 0; i < attributes.length; i += 2) {
      const name = attributeName(attributes[i]);
      const value = text(attributes[i + 1], 'attribute', domLimits.textLength);
      this.#checkAttribute(name, value, below);
      if (!element.attributes.has(name)) this.#count(value, 1);
      element.attributes.set(name, value);
    }
    checkProtected(element);
    for (const child of children) link(element, undefined, this.#build(child as DomNode, depth + 1, below, isStyle(element))); // checked at its first line
    if (extra.shadow !== undefined) this.#attachShadow(element, extra.shadow, depth, below);
    return element;
  }

  #attachShadow(host: TreeElement, content: ShadowContent, depth: number, masked = this.#maskedBelow(host)): void {
    if (!isRecord(content) || !Array.isArray(content.children)) throw bad('shadow root without its parts');
    const adopted = content.adopted === undefined ? [] : this.#checkAdopted(content.adopted);
    const mode = content.mode === 'closed' ? 'closed' : 'open';
    const shadow: TreeShadow = { kind: 'shadow', id: -host.id, host, mode, adopted, first: undefined, last: undefined };
    host.shadow = shadow;
    for (const child of content.children) link(shadow, undefined, this.#build(child as DomNode, depth + 1, masked, false)); // checked by #build
  }

  #setState(element: TreeElement, state: ElementExtra): void {
    if (state.flags !== undefined) element.flags = integer(state.flags) & 15;
    const next = element.state;
    if (state.value !== undefined) next.value = text(state.value, 'value', domLimits.textLength);
    if (state.checked !== undefined) next.checked = state.checked === true;
    if (state.mixed !== undefined) next.mixed = state.mixed === true;
    if (state.picker !== undefined) next.picker = state.picker === true;
    if (state.selected !== undefined) next.selected = checkNumbers(state.selected);
    if (state.frame !== undefined) next.frame = text(state.frame, 'frame', 64) as FrameId; // an id is a short string
    if (state.box !== undefined) next.box = checkPair(state.box);
    if (state.label !== undefined) {
      next.label = text(state.label, 'label', 256);
      // A word in place of the picture that was there.
      delete next.picture;
    }
    if (state.css !== undefined) {
      this.#count(next.css ?? '', -1);
      next.css = text(state.css, 'css', domLimits.cssLength);
      this.#count(next.css, 1);
    }
    if (state.picture !== undefined) next.picture = checkPicture(element.tag, state.picture);
    if (state.media !== undefined) {
      this.#count(next.media?.src ?? '', -1);
      next.media = checkMedia(element.tag, state.media);
      element.mediaSince = performance.now();
      this.#count(next.media.src, 1);
    }
    if (state.moving !== undefined) {
      for (const text of frameTexts(next.moving)) this.#count(text, -1);
      next.moving = checkMoving(state.moving);
      element.movingSince = performance.now();
      for (const text of frameTexts(next.moving)) this.#count(text, 1);
      if (next.moving.length === 0) delete next.moving;
    }
    if (state.layer !== undefined) {
      // The empty layer takes it out of the top layer again.
      const layer: unknown = state.layer;
      if (layer === 'modal' || layer === 'popover' || layer === 'fullscreen') next.layer = layer;
      else delete next.layer;
    }
    checkProtected(element);
    if (this.#maskedBelow(element)) checkMaskedState(element);
    else if (next.value !== undefined && state.value !== undefined) this.#checkPatterns(next.value);
  }

  #checkAttribute(name: string, value: string, masked: boolean): void {
    if (masked && !isMaskedAttribute(name, value)) throw new TreeFault('masked', `attribute ${name} under a mask`);
    if (!isGeometry(name)) this.#checkPatterns(value);
  }

  #checkText(node: TreeText): void {
    if (node.masked || this.#maskedBelow(node.parent)) checkMaskedText(node.text);
    else if (!isStyle(node.parent)) this.#checkPatterns(node.text);
  }

  #checkPatterns(content: string): void {
    const hit = findPatterns(content, this.#patterns)[0];
    if (hit) throw new TreeFault('masked', `text matches ${hit[2]}`);
  }

  /** A subtree that came under a mask: everything in it must be masked already. */
  #checkMasked(node: TreeNode): void {
    if (node.kind === 'text') return checkMaskedText(node.text);
    if (node.flags & nodeFlags.unmasked) return;
    checkMaskedState(node);
    for (const [name, value] of node.attributes) this.#checkAttribute(name, value, true);
    for (let child = node.first; child; child = child.next) this.#checkMasked(child);
    for (let child = node.shadow?.first; child; child = child.next) this.#checkMasked(child);
  }

  #maskedBelow(from: Parent | TreeNode | undefined): boolean {
    for (let at = from; at; at = up(at)) {
      if (at.kind !== 'element') continue;
      if (at.flags & nodeFlags.masked) return true;
      if (at.flags & nodeFlags.unmasked) return false;
    }
    return false;
  }

  #checkAdopted(sheets: readonly number[]): readonly number[] {
    if (!Array.isArray(sheets) || sheets.length > 1000) throw bad('sheets');
    for (const n of sheets) if (this.#css[integer(n)] === undefined) throw bad('unknown sheet');
    return sheets;
  }

  #setCss(n: number, css: unknown): void {
    if (n < 0 || n > this.#css.length || n >= domLimits.sheets) throw bad('sheet out of order, or too many');
    this.#count(this.#css[n] ?? '', -1);
    this.#css[n] = text(css, 'css', domLimits.cssLength);
    this.#count(this.#css[n] ?? '', 1);
  }

  #count(content: string, by: 1 | -1): void {
    if (!content.includes('asset:')) return;
    for (const [, n] of content.matchAll(ASSET_REFERENCE)) this.#references[Number(n)] = (this.#references[Number(n)] ?? 0) + by;
  }

  #forget(node: TreeNode): void {
    this.#nodes.delete(node.id);
    if (node.kind === 'text') {
      if (isStyle(node.parent)) this.#count(node.text, -1);
      return;
    }
    for (const value of node.attributes.values()) this.#count(value, -1);
    this.#count(node.state.css ?? '', -1);
    this.#count(node.state.media?.src ?? '', -1);
    for (const text of frameTexts(node.state.moving)) this.#count(text, -1);
    for (let child = node.first; child; child = child.next) this.#forget(child);
    if (node.shadow) this.#forgetChildren(node.shadow);
  }

  #forgetChildren(shadow: TreeShadow): void {
    for (let child = shadow.first; child; child = child.next) this.#forget(child);
  }

  #node(id: NodeId): TreeNode {
    const node = this.#nodes.get(integer(id));
    if (!node) throw bad(`unknown node ${id}`);
    return node;
  }

  #element(id: NodeId): TreeElement {
    const node = this.#node(id);
    if (node.kind !== 'element') throw bad(`node ${id} is text`);
    return node;
  }

  #parent(id: NodeId): Parent {
    if (integer(id) === 0) return this.#root;
    if (id > 0) return this.#element(id);
    const { shadow } = this.#element(-id);
    if (!shadow) throw bad(`node ${-id} has no shadow root`);
    return shadow;
  }

  #sibling(parent: Parent, id: NodeId): TreeNode | undefined {
    if (integer(id) === 0) return undefined;
    const node = this.#node(id);
    if (node.parent !== parent) throw bad(`node ${id} is no child of the parent`);
    return node;
  }
}

function maskOf(flags: number, inherited: boolean): boolean {
  return (flags & nodeFlags.masked) !== 0 || (inherited && (flags & nodeFlags.unmasked) === 0);
}

function checkMaskedText(content: string): void {
  if (!isMaskedText(content)) throw new TreeFault('masked', 'text under a mask');
}

function checkMaskedState(element: TreeElement): void {
  const { value, checked, mixed, selected, label, css, frame, moving, picture, media } = element.state;
  if (value !== undefined && !isMaskedText(value)) throw new TreeFault('masked', 'value under a mask');
  if (
    checked !== undefined ||
    mixed !== undefined ||
    selected !== undefined ||
    css !== undefined ||
    frame !== undefined ||
    moving !== undefined ||
    picture !== undefined ||
    media !== undefined
  )
    throw new TreeFault('masked', 'state under a mask');
  if (label !== undefined && !/^[a-z ]{0,40}$/i.test(label)) throw new TreeFault('masked', 'label under a mask');
}

/** Passwords, one-time codes and cards are under a mask of their own, whatever rules the host says it obeyed. */
function checkProtected(element: TreeElement): void {
  element.isProtected ||= isProtectedField(element.tag, (name) => element.attributes.get(name));
  if (element.isProtected && (element.flags & (nodeFlags.masked | nodeFlags.unmasked)) !== nodeFlags.masked)
    throw new TreeFault('masked', 'a field for a secret without a mask');
}
