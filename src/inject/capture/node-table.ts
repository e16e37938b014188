/** Numbers of nodes, and what the room was told about each: the host's side of the shadow tree, without its content. */
import { mixChecksum, nodeFlags } from '../../shared/dom-ops.ts';
import type { Natives } from '../natives.ts';

export interface Entry {
  readonly id: number;
  readonly node: Node;
  /** Id of the parent as sent; a shadow root is minus its host, the document is 0. */
  parent: number;
  /** `nodeFlags` as sent. */
  flags: number;
  /** Masked, by itself or from above. */
  masked: boolean;
  /** Nothing below it is sent: boxes, frames, sheets, fields. */
  readonly leaf: boolean;
  /** Number of the flush that described it. */
  readonly since: number;
}

export class NodeTable {
  readonly #natives: Natives;
  readonly #byNode = new WeakMap<Node, Entry>();
  readonly byId = new Map<number, Entry>();
  /** A node keeps its number as long as it lives, over keyframes too: what frames and guests hold of it stays right. */
  #last = 0;

  constructor(natives: Natives) {
    this.#natives = natives;
  }

  add(node: Node, parent: number, masked: boolean, leaf: boolean, since: number): Entry {
    const entry: Entry = { id: this.#byNode.get(node)?.id ?? ++this.#last, node, parent, flags: 0, masked, leaf, since };
    this.#byNode.set(node, entry);
    this.byId.set(entry.id, entry);
    return entry;
  }

  /** Of a node that the room has. */
  get(node: Node | null): Entry | undefined {
    const entry = node ? this.#byNode.get(node) : undefined;
    return entry && this.byId.get(entry.id) === entry && this.#reachesRoot(entry) ? entry : undefined;
  }

  /**
   * What is told of somebody's hand inside a masked region is the region: on a keypad the place is the code. Undefined: in
   * none, or in a page that is masked as a whole, where nobody could be followed any more.
   */
  coverOf(node: Node | null): Entry | undefined {
    const n = this.#natives;
    let cover: Entry | undefined;
    for (let at = this.get(node); at?.masked; at = this.byId.get(Math.abs(at.parent))) {
      if (at.flags & nodeFlags.masked && n.localName(at.node as Element) !== 'body' && at.parent !== 0) cover = at; // only elements have flags
    }
    return cover;
  }

  /** Node behind an id of the wire; undefined when it left the page. */
  nodeOf(id: number): Node | undefined {
    const entry = this.byId.get(Math.abs(id));
    return entry && this.#natives.isConnected(entry.node) ? entry.node : undefined;
  }

  elementOf(id: number): Element | undefined {
    const n = this.#natives;
    const node = this.nodeOf(id);
    return !node || n.nodeType(node) === 1 ? (node as Element | undefined) : (n.parentElement(node) ?? undefined); // type 1 is an element
  }

  /** Masked elements themselves, not what is inside them. */
  *maskedElements(): Generator<Element> {
    for (const { masked, flags, node } of this.byId.values()) {
      if (masked && flags & (nodeFlags.masked | nodeFlags.box) && this.#natives.isConnected(node)) yield node as Element; // only elements have flags
    }
  }

  *nodes(): Generator<Node> {
    for (const { node } of this.byId.values()) yield node;
  }

  checksum(): { nodes: number; sum: number } {
    let sum = 0;
    for (const { id, parent } of this.byId.values()) sum = mixChecksum(sum, id, parent);
    return { nodes: this.byId.size, sum };
  }

  /** What stands for `container` as a parent: undefined when nothing below it is sent. */
  containerId(container: Node | null): number | undefined {
    if (!container) return undefined;
    const type = this.#natives.nodeType(container);
    if (type === 9) return 0;
    const host = type === 11 ? this.#hostOf(container) : undefined;
    const entry = this.get(host ?? container);
    if (!entry || (entry.leaf && !host)) return undefined;
    return host ? -entry.id : entry.id;
  }

  forget(node: Node, shadowOf: (element: Element) => ShadowRoot | undefined): void {
    const entry = this.#byNode.get(node);
    if (!entry) return;
    this.byId.delete(entry.id);
    this.#forgetIn(node, entry.id, shadowOf);
    const root = this.#natives.nodeType(node) === 1 ? shadowOf(node as Element) : undefined; // type 1 is an element
    if (root) this.#forgetIn(root, -entry.id, shadowOf);
  }

  /** What was put in there meanwhile, the room has elsewhere still. */
  #forgetIn(container: Node, id: number, shadowOf: (element: Element) => ShadowRoot | undefined): void {
    const n = this.#natives;
    for (let child = n.firstChild(container); child; child = n.nextSibling(child))
      if (this.#byNode.get(child)?.parent === id) this.forget(child, shadowOf);
  }

  /** Entries whose node left unseen, and what hung on them. */
  sweep(): void {
    for (const entry of [...this.byId.values()]) {
      if (!this.#natives.isConnected(entry.node) || !this.#reachesRoot(entry)) this.byId.delete(entry.id);
    }
  }

  clear(): void {
    this.byId.clear();
  }

  #hostOf(root: Node): Element | undefined {
    return this.#natives.shadowHost(root as ShadowRoot); // fragments of type 11 that are connected are shadow roots
  }

  #reachesRoot(entry: Entry): boolean {
    for (let at = entry; at.parent !== 0;) {
      const up = this.byId.get(Math.abs(at.parent));
      if (!up) return false;
      at = up;
    }
    return true;
  }
}
