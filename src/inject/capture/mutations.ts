/**
 * From dirty sets to ops: reads the document as it is now and writes the smallest list that brings the room's copy there.
 * Places first, from the top down (a parent stands where it belongs before its children are put into it), then removals,
 * then text, attributes and state of what was there before.
 */
import { isAttributeAllowed, nodeFlags, type DomNode, type DomOp, type ElementExtra } from '../../shared/dom-ops.ts';
import { Mask, type Decision } from '../mask.ts';
import { reaches } from '../rule-index.ts';
import type { HostPage } from '../page.ts';
import { animationsOf } from './animations.ts';
import { isNameSecret } from './attributes.ts';
import { NAMED } from './accessible-name.ts';
import type { Dirt } from './dirt.ts';
import { isPlugin, mayBeFrame } from './embedded.ts';
import { changedWith, fieldState } from './inputs.ts';
import type { Learner } from './learn.ts';
import { boxOf } from './measures.ts';
import { isMedia } from './media.ts';
import type { Entry } from './node-table.ts';
import { imageReference, layerOf, namespaceOf, type Snapshot, type SnapshotDeps } from './snapshot.ts';

export interface MutationDeps extends SnapshotDeps {
  readonly snapshot: Snapshot;
  readonly dirt: Dirt;
  readonly document: Document;
  readonly page: HostPage;
  /** Learns masked values before anything is described. */
  readonly learner: Learner;
  /** Shadow roots that are watched. */
  readonly roots: ReadonlySet<ShadowRoot>;
  /** May its picture be told now? */
  readonly isSampled: (element: Element) => boolean;
  readonly onForgotten: (node: Node) => void;
}

export class Mutations {
  readonly #deps: MutationDeps;
  #ops: DomOp[] = [];
  /** Of these was told that their list is open. */
  readonly #picking = new WeakSet<Element>();
  /** Children to be placed, by parent. */
  #pending = new Map<Node, Set<Node>>();
  /** Elements of which rules had a say that reach further than the element: by what was described last. */
  readonly #reached = { below: new Set<Element>(), anywhere: new Set<Element>() };

  constructor(deps: MutationDeps) {
    this.#deps = deps;
  }

  /** The ops for what is dirty; clears it. */
  flush(): DomOp[] {
    const { dirt, snapshot } = this.#deps;
    snapshot.turn++;
    this.#ops = [];
    this.#pending = new Map();
    this.#decideAgain();
    this.#collect();
    this.#place();
    this.#removeLeft();
    for (const host of dirt.shadows) this.#guard(() => this.#shadow(host));
    for (const node of dirt.texts) this.#guard(() => this.#text(node));
    for (const [element, names] of dirt.attributes) this.#guard(() => this.#attributes(element, names));
    for (const element of dirt.sheets) this.#guard(() => this.#sheet(element));
    for (const element of dirt.states) this.#guard(() => this.#state(element));
    for (const element of dirt.moving) this.#guard(() => this.#moving(element));
    for (const sheet of dirt.rules) this.#guard(() => this.#deps.sheets.changed(sheet, this.#deps.attributes.base));
    for (const root of dirt.adopted) this.#guard(() => this.#adopted(root));
    for (const target of dirt.scrolled) this.#scroll(target);
    const defined = snapshot.takeDefined(dirt.defined);
    if (defined.length > 0) this.#ops.push(['defined', defined]);
    dirt.clear();
    return this.#ops;
  }

  /** A node waits to be put into `parent`: met inside something new while that was described. */
  await(node: Node, parent: Node): void {
    const waiting = this.#pending.get(parent);
    if (waiting) waiting.add(node);
    else this.#pending.set(parent, new Set([node]));
  }

  /** An element is described by this decision: its rules may say something else once its surroundings change. */
  decided(element: Element, { reach }: Decision): void {
    if (reach & reaches.below) this.#reached.below.add(element);
    if (reach & reaches.anywhere) this.#reached.anywhere.add(element);
  }

  /** Of elements that left, or of all before a keyframe. */
  forgetDecided(all: boolean): void {
    for (const set of [this.#reached.below, this.#reached.anywhere])
      for (const element of set) if (all || !this.#deps.natives.isConnected(element)) set.delete(element);
  }

  /** Does what is dirty bring a style sheet, or another text of one? */
  get bringsStyle(): boolean {
    const { dirt, natives: n, shadowOf } = this.#deps;
    const isStyle = (node: Node | null): boolean => node !== null && n.nodeType(node) === 1 && n.localName(node as Element) === 'style'; // 1: an element
    for (const node of dirt.added) if (isStyle(node) || (n.nodeType(node) === 1 && n.querySelector(node as Element, 'style'))) return true; // as above
    for (const node of dirt.texts) if (isStyle(node) || isStyle(n.parentNode(node))) return true;
    for (const host of dirt.shadows) {
      const root = shadowOf(host);
      if (root && n.fragmentQueryAll(root, 'style').length > 0) return true;
    }
    return false;
  }

  /** Before a flush, and before anything else is said that may repeat a masked value. */
  learn(): void {
    const { dirt, table, learner, mask, natives: n } = this.#deps;
    mask.again();
    learner.again();
    learner.look();
    const learn = (node: Node, masked: boolean): void => learner.learn(node, masked);
    for (const element of dirt.states) learn(element, table.get(element)?.masked === true);
    for (const node of dirt.texts) {
      const entry = table.get(node);
      if (entry?.masked) learn(node, true);
    }
    for (const host of dirt.shadows) {
      const root = this.#deps.shadowOf(host);
      if (root) learn(root, table.get(host)?.masked === true);
    }
    for (const node of dirt.added) if (n.isConnected(node)) learn(node, table.get(n.parentNode(node))?.masked === true);
  }

  /** Elements whose rules may say something else now. */
  #decideAgain(): void {
    const { dirt, natives: n, table, mask } = this.#deps;
    const elements = new Set<Element>([...dirt.attributes.keys(), ...dirt.undecided]);
    for (const node of dirt.texts) {
      const element = n.nodeType(node) === 1 ? (node as Element) : n.parentElement(node); // type 1 is an element
      const named = element && n.closest(element, NAMED);
      if (named) elements.add(named);
    }
    if (mask.below !== '' && this.#mayReachBelow()) this.#matchAgain(mask.below, this.#reached.below, elements);
    if (mask.anywhere !== '' && dirt.attributes.size + dirt.added.size + dirt.removed.size + dirt.states.size > 0)
      this.#matchAgain(mask.anywhere, this.#reached.anywhere, elements);
    for (const element of elements) {
      const entry = table.get(element);
      if (!entry) {
        this.#maybeShown(element);
        continue;
      }
      this.#guard(() => this.#compare(element, entry), element);
    }
  }

  /** A rule that asks for ancestors says something else only when one of its names changed, or something stands elsewhere now. */
  #mayReachBelow(): boolean {
    const { dirt, table, mask } = this.#deps;
    for (const names of dirt.attributes.values()) for (const name of names) if (mask.belowNames.has(name.toLowerCase())) return true;
    for (const node of dirt.added) if (table.get(node)) return true;
    return false;
  }

  #compare(element: Element, entry: Entry): void {
    const { mask, natives: n, snapshot, table } = this.#deps;
    const decision = mask.decision(element);
    this.decided(element, decision);
    const inherited =
      entry.parent > 0 ? table.byId.get(entry.parent)?.masked === true : entry.parent < 0 && table.byId.get(-entry.parent)?.masked === true;
    const flags = Mask.flags(decision, inherited);
    const masked = decision.masked ?? inherited;
    const ns = namespaceOf(n, element);
    const isBox = snapshot.boxOf(element, n.localName(element), ns, decision, masked, 0) !== undefined;
    if (
      masked !== entry.masked ||
      snapshot.isOther(element, n.localName(element), ns) ||
      isBox !== ((entry.flags & nodeFlags.box) !== 0) ||
      (flags & 9) !== (entry.flags & 9)
    ) {
      this.#resend(element, entry, masked || entry.masked);
      return;
    }
    const all = flags | (entry.flags & nodeFlags.box);
    if (all !== entry.flags) {
      entry.flags = all;
      this.#ops.push(['state', entry.id, { flags: all }]);
    }
  }

  /** Not described so far (a <link> that was no sheet, a <meta>): perhaps it is now. */
  #maybeShown(element: Element): void {
    const { natives: n, dirt } = this.#deps;
    const tag = n.localName(element);
    if (tag === 'link' || tag === 'meta') dirt.add(dirt.added, element);
  }

  #resend(element: Element, entry: Entry, isMasked: boolean): void {
    const { dirt, learner, natives: n, table } = this.#deps;
    if (isMasked) learner.learn(element, true);
    const root = n.getRootNode(element);
    // What is slotted into it is masked with it, or no longer.
    const host = n.nodeType(root) === 11 && n.querySelector(element, 'slot') ? n.shadowHost(root as ShadowRoot) : undefined; // 11: a shadow root
    const hostEntry = host && table.get(host);
    if (host && hostEntry) return this.#resend(host, hostEntry, isMasked);
    this.#ops.push(['remove', entry.id]);
    this.#forget(element);
    dirt.add(dirt.added, element);
  }

  #collect(): void {
    const { dirt, natives: n, isOwn, table } = this.#deps;
    for (const node of dirt.added) {
      if (!n.isConnected(node) || isOwn(node)) continue;
      const parent = n.parentNode(node);
      // In something that is new itself it is described along with that.
      if (parent && table.containerId(parent) !== undefined) this.await(node, parent);
    }
  }

  #place(): void {
    // What is described may bring more to place (known nodes inside a new wrapper), hence the loop.
    while (this.#pending.size > 0) {
      const parents = [...this.#pending.keys()]
        .map((parent) => ({ parent, depth: this.#depthOf(parent) }))
        .sort((a, b) => a.depth - b.depth);
      const first = parents[0];
      if (!first) return;
      // All of one depth may be done in one go: none of them is inside another.
      for (const { parent, depth } of parents) {
        if (depth > first.depth) break;
        const nodes = this.#pending.get(parent);
        this.#pending.delete(parent);
        if (nodes) this.#placeIn(parent, nodes);
      }
    }
  }

  #placeIn(parent: Node, nodes: Set<Node>): void {
    const { natives: n, table } = this.#deps;
    const parentId = table.containerId(parent);
    if (parentId === undefined || parentId === 0) return;
    // A shadow root that the room has not heard of: all of it comes after its `shadow` op.
    if (parentId < 0 && this.#isNewShadow(-parentId)) return;
    const done = new Set<Node>();
    for (const node of nodes) {
      if (done.has(node) || n.parentNode(node) !== parent) continue;
      // Up to the next sibling that stands where it belongs; what is still to be placed on the way goes along.
      const run: Node[] = [node];
      let before = 0;
      for (let next = n.nextSibling(node); next; next = n.nextSibling(next)) {
        if (nodes.has(next) && !done.has(next)) run.push(next);
        else {
          const entry = table.get(next);
          if (entry?.parent !== parentId) continue;
          before = entry.id;
          break;
        }
      }
      for (const at of run.reverse()) {
        done.add(at);
        before = this.#placeOne(at, parent, parentId, before);
      }
    }
  }

  #isNewShadow(hostId: number): boolean {
    const { dirt, table, snapshot } = this.#deps;
    const host = table.byId.get(hostId);
    return host !== undefined && host.since !== snapshot.turn && dirt.shadows.has(host.node as Element); // only elements have shadow roots
  }

  /** Inserts, moves or leaves one child; the id that its previous sibling goes before. */
  #placeOne(node: Node, parent: Node, parentId: number, before: number): number {
    const { table, snapshot } = this.#deps;
    const host = table.byId.get(Math.abs(parentId));
    const masked = host?.masked === true;
    const entry = table.get(node);
    if (entry) {
      if (entry.since === snapshot.turn && entry.parent === parentId) return entry.id;
      const oldParentMasked = table.byId.get(Math.abs(entry.parent))?.masked === true;
      if (oldParentMasked === masked) {
        this.#ops.push(['move', entry.id, parentId, before]);
        entry.parent = parentId;
        return entry.id;
      }
      this.#ops.push(['remove', entry.id]);
      this.#forget(node);
    }
    const described: DomNode | undefined = snapshot.describe(node, parentId, parent, masked);
    if (!described) return before;
    this.#ops.push(['insert', parentId, before, described]);
    return described[0];
  }

  #removeLeft(): void {
    const { dirt, natives: n, table } = this.#deps;
    for (const node of dirt.removed) {
      const entry = table.get(node);
      if (!entry) continue;
      if (n.isConnected(node) && table.containerId(n.parentNode(node)) === entry.parent) continue;
      this.#ops.push(['remove', entry.id]);
      this.#forget(node);
    }
  }

  #forget(node: Node): void {
    this.#deps.table.forget(node, this.#deps.shadowOf);
    this.#deps.onForgotten(node);
  }

  #shadow(host: Element): void {
    const { table, natives: n, snapshot, sheets, shadowOf, onShadow } = this.#deps;
    const entry = table.get(host);
    const root = shadowOf(host);
    if (!entry || !root || entry.leaf || entry.since === snapshot.turn) return;
    this.#deps.dirt.shadows.delete(host);
    const adopted = sheets.adoptedOf(root, entry.masked);
    this.#ops.push(['shadow', entry.id, { mode: n.shadowMode(root), children: [], ...(adopted.length ? { adopted } : {}) }]);
    onShadow(root);
    for (let child = n.firstChild(root); child; child = n.nextSibling(child)) this.await(child, root);
    this.#place();
  }

  #text(node: Node): void {
    const { table, natives: n, mask, snapshot } = this.#deps;
    const element = n.nodeType(node) === 1 ? (node as Element) : n.parentElement(node); // type 1 is an element
    const tag = element ? n.localName(element) : '';
    if (element && tag === 'style') this.#sheet(element);
    // Its text is the value of a textarea that nobody has typed into.
    else if (tag === 'textarea' && element) this.#state(element);
    // Options come and go also in groups of a list: what is chosen may be another then.
    else if (element && element === node) {
      const list = n.closest(element, 'select');
      if (list) this.#state(list);
    }
    if (n.nodeType(node) === 1 || tag === 'style') return; // as above
    const entry = table.get(node);
    if (!entry || entry.since === snapshot.turn || n.nodeType(node) === 11) return;
    const text = mask.text(node, n.data(node as Text), entry.masked); // what has an entry and is no element is text
    // When something masked is written, and how often, is nobody's business either.
    if (entry.masked && snapshot.values.get(entry) === text) return;
    snapshot.values.set(entry, text);
    this.#ops.push(['text', entry.id, text, entry.masked ? 1 : 0]);
  }

  #attributes(element: Element, names: ReadonlySet<string>): void {
    const { table, natives: n, mask, snapshot } = this.#deps;
    const entry = table.get(element);
    if (!entry || entry.since === snapshot.turn) return;
    const tag = n.localName(element);
    const ns = namespaceOf(n, element);
    for (const name of names) {
      const isBox = (entry.flags & nodeFlags.box) !== 0 && !(tag === 'canvas' && this.#deps.isSampled(element));
      if (!isAttributeAllowed(name) || isNameSecret(mask, name) || (isBox && name !== 'class' && name !== 'style')) continue;
      if (tag === 'img' && (name === 'src' || name === 'srcset' || name === 'sizes')) {
        this.#ops.push(['attr', entry.id, 'src', imageReference(this.#deps, element as HTMLImageElement)]); // the tag says so
      } else if (name !== 'src' && name !== 'srcset')
        this.#ops.push(['attr', entry.id, name, snapshot.attribute(element, tag, ns, name, entry.masked)]);
    }
    // The attribute of a field may be its state (value before the first edit, checked, type), the one of an option its select's.
    const owner = tag === 'option' ? n.closest(element, 'select') : element;
    if (tag === 'input' && (names.has('type') || names.has('name') || names.has('checked')))
      for (const one of changedWith(n, this.#deps.document, element)) this.#state(one);
    else if (owner && (tag === 'input' || tag === 'option' || tag === 'dialog' || names.has('popover'))) this.#state(owner);
  }

  #sheet(element: Element): void {
    const { table, natives: n, sheets, snapshot } = this.#deps;
    const entry = table.get(element);
    if (!entry || entry.since === snapshot.turn) return;
    const css = sheets.cssOf(element, n.localName(element));
    if (css !== undefined) this.#ops.push(['state', entry.id, { css }]);
  }

  #state(element: Element): void {
    const { table, natives: n, mask, snapshot, frameOf, wasFull } = this.#deps;
    const entry = table.get(element);
    if (!entry || entry.since === snapshot.turn) return;
    const tag = n.localName(element);
    const state: { -readonly [Key in keyof ElementExtra]: ElementExtra[Key] } = {};
    if (entry.flags & nodeFlags.box) {
      state.box = boxOf(n, element);
      this.#deps.boxes.told(element);
      if (tag === 'canvas' && this.#deps.isSampled(element)) Object.assign(state, this.#deps.samples.take(element));
    } else {
      Object.assign(state, fieldState(n, mask, element, tag, entry.masked));
      if (state.checked !== undefined) state.mixed ??= false;
      const isPicking = this.#deps.isPicking(element);
      if (isPicking || this.#picking.delete(element)) state.picker = isPicking;
      if (isPicking) this.#picking.add(element);
      if (tag === 'dialog' || n.hasAttribute(element, 'popover') || wasFull.has(element))
        state.layer = layerOf(n, element, tag, wasFull) ?? '';
      const frame = mayBeFrame(tag) ? frameOf(element) : undefined;
      if (frame !== undefined && !entry.masked) state.frame = frame;
      if (isPlugin(tag) && entry.leaf) {
        state.box = boxOf(n, element);
        this.#deps.boxes.told(element);
      }
      if (isMedia(tag) && !entry.masked) {
        const media = snapshot.mediaOf(element as HTMLMediaElement); // the tag says so
        if (media) state.media = media;
        else if (this.#deps.isSampled(element)) Object.assign(state, this.#deps.samples.take(element));
      }
      if (tag === 'img' && !entry.masked)
        this.#ops.push(['attr', entry.id, 'src', imageReference(this.#deps, element as HTMLImageElement)]); // the tag says so
    }
    if (state.value !== undefined) {
      if (!entry.masked) this.#value(entry, state.value);
      else if (snapshot.values.get(entry) !== state.value) this.#ops.push(['state', entry.id, { value: state.value }]);
      snapshot.values.set(entry, state.value);
      delete state.value;
    }
    if (Object.keys(state).length > 0) this.#ops.push(['state', entry.id, state]);
  }

  /** A key is a letter, however long the text that it is put into. */
  #value(entry: Entry, value: string): void {
    const { values } = this.#deps.snapshot;
    const told = values.get(entry);
    values.set(entry, value);
    if (told === undefined) this.#ops.push(['state', entry.id, { value }]);
    if (told === undefined || told === value) return;
    const shorter = Math.min(told.length, value.length);
    let from = 0;
    while (from < shorter && told[from] === value[from]) from++;
    let tail = 0;
    while (tail < shorter - from && told[told.length - 1 - tail] === value[value.length - 1 - tail]) tail++;
    this.#ops.push(['value', entry.id, from, told.length - tail - from, value.slice(from, value.length - tail)]);
  }

  /** Of what is hidden nothing is told that moves: keyframes may hold its text. */
  #moving(element: Element): void {
    const { table, page, mask, attributes } = this.#deps;
    const entry = table.get(element);
    if (!entry || entry.masked || entry.flags & nodeFlags.box) return;
    const moving = animationsOf(page, element, {
      css: (text) => mask.css(attributes.resources.css(text, attributes.base)),
      isSecret: (name) => mask.taint.names(name),
    });
    this.#ops.push(['state', entry.id, { moving }]);
  }

  #adopted(root: Document | ShadowRoot): void {
    const { table, sheets, natives: n, snapshot } = this.#deps;
    const id = table.containerId(root);
    if (id === undefined) return;
    const entry = id < 0 ? table.byId.get(-id) : undefined;
    if (n.nodeType(root) === 11 && entry?.since === snapshot.turn) return;
    this.#ops.push(['adopted', id, sheets.adoptedOf(root, entry?.masked === true)]);
  }

  #scroll(target: Element | Document): void {
    const { table, natives: n, document } = this.#deps;
    if (n.nodeType(target) === 9) {
      const view = n.defaultView(document);
      if (view) this.#ops.push(['scroll', 0, Math.round(view.scrollX), Math.round(view.scrollY)]);
      return;
    }
    const element = target as Element; // the other kind of scroll target
    const entry = table.get(element);
    if (entry && !entry.leaf && this.#deps.mask.mayScroll(element, entry.masked))
      this.#ops.push(['scroll', entry.id, Math.round(n.scrollLeft(element)), Math.round(n.scrollTop(element))]);
  }

  /** Puts into `elements` what matches now and did not, and what did and does not. */
  #matchAgain(selector: string, reached: Set<Element>, elements: Set<Element>): void {
    const { natives: n, document, roots } = this.#deps;
    const now = new Set<Element>(n.documentQueryAll(document, selector));
    for (const root of roots) if (n.isConnected(root)) for (const element of n.fragmentQueryAll(root, selector)) now.add(element);
    for (const element of now) if (!reached.has(element)) elements.add(element);
    for (const element of reached) if (!now.has(element)) elements.add(element);
    reached.clear();
    for (const element of now) reached.add(element);
  }

  #depthOf(node: Node): number {
    const { natives: n } = this.#deps;
    let depth = 0;
    for (let at: Node | null = node; at; at = n.parentNode(at) ?? (n.nodeType(at) === 11 ? n.shadowHost(at as ShadowRoot) : null)) depth++; // 11: a shadow root
    return depth;
  }

  /** One node's fault is that node's alone: it is left out, and nothing of it can be sent unmasked. */
  #guard(step: () => void, element?: Element): void {
    try {
      step();
    } catch (error) {
      this.#deps.fault(error);
      const entry = element && this.#deps.table.get(element);
      if (element && entry) {
        this.#ops.push(['remove', entry.id]);
        this.#forget(element);
      }
    }
  }
}
