/**
 * Frames inside this document. A child's runtime says hello with a port; it gets a frame id, the policy and the people once
 * the room knows the element that shows it. One socket a tab: what a child says goes up over its port, what is meant for
 * it comes down. A masked frame is never answered, so nothing of it is ever described.
 */
import { nodeFlags } from '../../shared/dom-ops.ts';
import type { FrameId } from '../../shared/ids.ts';
import type { RoomToRuntime, RuntimeToRoom } from '../../shared/messages.ts';
import type { HostPage } from '../page.ts';
import { embedOf, isPlugin, mayBeFrame, windowIn } from './embedded.ts';
import type { NodeTable } from './node-table.ts';

/** Key of the first message of a child to its parent window, with the port. */
export const HELLO_KEY = 'samepage:frame';

/** What a parent tells a child before anything else. */
export type FrameWelcome = {
  readonly type: 'frame-welcome';
  readonly frame: FrameId;
  readonly welcome: Extract<RoomToRuntime, { type: 'welcome' }>;
};

/** Children that said hello and are not placed yet. A page with more frames than this shows boxes for the rest. */
const MAX_WAITING = 100;
/** A frame that says nothing for so long has no runtime: an opaque sandbox, a PDF, an error of the network. */
const GRACE_MS = 3000;
/** Smaller frames show nothing to anybody. */
const VISIBLE_PX = 8;
/** Frames whose hello is expected; what comes beyond stays an empty frame. */
const MAX_EXPECTED = 200;

/** Questions for files without an answer; the room has fewer (host-assets.ts). */
const MAX_ASKED = 100;

/** From a document to the frames inside: pointing begins or ends. */
export type Picking = { readonly type: 'picking'; readonly on: boolean };

/** Between a parent and a child that was bound before: is the same document still there? */
export const FRAME_PING = 'frame-ping';
export const FRAME_PONG = 'frame-pong';

interface Child {
  readonly id: FrameId;
  port: MessagePort | undefined;
  /** Parent and node as the room knows them. */
  node: number;
}

export interface FramesDeps {
  readonly page: HostPage;
  readonly table: () => NodeTable | undefined;
  readonly send: (message: RuntimeToRoom) => void;
  /** Undefined: the room does not know the elements of this document (yet). */
  readonly welcome: () => Extract<RoomToRuntime, { type: 'welcome' }> | undefined;
  readonly ownId: () => FrameId;
  /** Before it describes anything. */
  readonly bound: (iframe: Element) => void;
  /** What stands for the iframe must be decided and sent again: it shows a frame now, or none any more. */
  readonly changed: (iframe: Element) => void;
}

export class Frames {
  readonly #deps: FramesDeps;
  /** Ids are unique in the tab over page loads: a frame of the page before must never be taken for one of this. */
  readonly #prefix: string;
  #last = 0;
  readonly #byElement = new WeakMap<Element, Child>();
  readonly #children = new Map<FrameId, { element: Element; child: Child }>();
  /** Under a mask by now: what they say is heard again once it lifts. */
  readonly #covered = new Map<Element, Child>();
  #waiting: { source: unknown; port: MessagePort }[] = [];
  /** Frames that have not said hello, or not answered since their last load, and when that is held against them. */
  readonly #expected = new Map<Element, number>();
  /** No runtime in them: shown as a box until one says hello. */
  readonly #dark = new WeakSet<Element>();
  /** Of those that may show anything: a document has said hello in them. */
  readonly #claimed = new WeakSet<Element>();
  #timer: number | undefined;
  /** Frames that were asked for a file, by number of the question. */
  readonly #asked = new Map<number, FrameId>();

  constructor(deps: FramesDeps) {
    this.#deps = deps;
    this.#prefix = Math.random().toString(36).slice(2, 8);
  }

  /** A child window's hello. */
  hello(source: unknown, port: MessagePort): void {
    this.#waiting = this.#waiting.filter((one) => one.source !== source);
    if (this.#waiting.length < MAX_WAITING) this.#waiting.push({ source, port });
    this.match();
  }

  /** Binds what can be bound: after each flush, because the room must know the element first. */
  match(): void {
    const table = this.#deps.table();
    const welcome = this.#deps.welcome();
    if (!table || !welcome || this.#waiting.length + this.#covered.size === 0) return;
    const { natives: n } = this.#deps.page;
    for (const [element, child] of this.#covered) {
      const entry = table.get(element);
      const { port } = child;
      if (!entry || !port || entry.masked || entry.flags & nodeFlags.box) continue;
      child.port = undefined;
      this.#bind(element, entry.id, port, welcome);
      // It has gone on in between.
      port.postMessage({ type: 'need-key', frame: child.id });
    }
    const elements: Element[] = [];
    for (const { node } of table.byId.values())
      if (n.nodeType(node) === 1 && mayBeFrame(n.localName(node as Element))) elements.push(node as Element); // type 1 is an element
    for (const waiting of [...this.#waiting]) {
      const element =
        elements.find((one) => windowIn(n, one) === waiting.source) ??
        embedOf(n, this.#deps.page.window, waiting.source, elements, (one) => table.get(one)?.masked !== false);
      const entry = element && table.get(element);
      if (!entry || entry.masked) continue;
      if (this.isDark(element)) {
        // Its box goes first: bound after the next flush, to the node that the room knows then.
        this.#dark.delete(element);
        this.#claimed.add(element);
        this.#deps.changed(element);
        continue;
      }
      if (entry.flags & nodeFlags.box) continue;
      this.#waiting = this.#waiting.filter((one) => one !== waiting);
      this.#bind(element, entry.id, waiting.port, welcome);
    }
  }

  /** Id of the frame that an iframe shows, if it is mirrored. */
  idOf(iframe: Element): FrameId | undefined {
    const child = this.#byElement.get(iframe);
    if (child?.port) return child.id;
    if (!isPlugin(this.#deps.page.natives.localName(iframe))) this.#expect(iframe);
    return undefined;
  }

  /** Shows something that is not mirrored. */
  isDark(iframe: Element): boolean {
    return this.#dark.has(iframe) || (isPlugin(this.#deps.page.natives.localName(iframe)) && !this.#claimed.has(iframe));
  }

  /** The iframe has loaded: if that was another document, without a runtime, what the room has of it is of the past. */
  loaded(iframe: Element): void {
    const child = this.#byElement.get(iframe);
    if (!child?.port || this.isDark(iframe)) return;
    child.port.postMessage({ type: FRAME_PING });
    this.#expect(iframe);
  }

  /** After a keyframe: the room's bindings are gone with the old tree. */
  bindAgain(): void {
    const table = this.#deps.table();
    for (const { element, child } of this.#children.values()) {
      const entry = table?.get(element);
      if (!entry || entry.masked) continue;
      child.node = entry.id;
      this.#deps.send({ type: 'frame', frame: child.id, parent: this.#deps.ownId(), node: entry.id });
    }
  }

  /** Down to the child that the id belongs to. False: no such child. */
  route(frame: FrameId, message: RoomToRuntime): boolean {
    for (const { child } of this.#children.values()) {
      if (frame !== child.id && !frame.startsWith(`${child.id}.`)) continue;
      child.port?.postMessage(message);
      return child.port !== undefined;
    }
    return false;
  }

  /** Only what was asked of a frame is taken from it: another one could show guests a picture in its name. */
  askFor(message: Extract<RoomToRuntime, { type: 'need-asset' }>): void {
    if (this.#asked.size >= MAX_ASKED) this.#asked.clear();
    if (this.route(message.frame, message)) this.#asked.set(message.id, message.frame);
    else this.#deps.send({ type: 'asset', id: message.id, mime: '', data: null });
  }

  broadcast(message: RoomToRuntime | Picking): void {
    for (const { child } of this.#children.values()) child.port?.postMessage(message);
  }

  /** Of frames whose element left the document. */
  sweep(): void {
    const { natives: n } = this.#deps.page;
    for (const [id, { element, child }] of this.#children) {
      const isThere = n.isConnected(element);
      if (isThere && this.#deps.table()?.get(element)?.masked === false) continue;
      if (isThere) this.#covered.set(element, child);
      else closePort(child);
      this.#children.delete(id);
      this.#deps.send({ type: 'frame-gone', frame: id });
    }
    for (const [element, child] of this.#covered)
      if (!n.isConnected(element)) {
        closePort(child);
        this.#covered.delete(element);
      }
  }

  close(): void {
    if (this.#timer !== undefined) this.#deps.page.natives.clearTimeout(this.#timer);
    this.#expected.clear();
    for (const { child } of this.#children.values()) closePort(child);
    for (const child of this.#covered.values()) closePort(child);
    this.#children.clear();
    this.#covered.clear();
  }

  #expect(iframe: Element): void {
    const { natives: n } = this.#deps.page;
    if (this.isDark(iframe) || this.#expected.size >= MAX_EXPECTED) return;
    if (!this.#expected.has(iframe)) this.#expected.set(iframe, n.now() + GRACE_MS);
    this.#timer ??= n.setTimeout(() => {
      this.#timer = undefined;
      try {
        this.#lookForDark();
      } catch (error) {
        this.#deps.page.fault(error);
      }
    }, GRACE_MS);
  }

  #lookForDark(): void {
    const { natives: n } = this.#deps.page;
    for (const [iframe, due] of [...this.#expected]) {
      if (due > n.now() + 1) continue;
      this.#expected.delete(iframe);
      const entry = this.#deps.table()?.get(iframe);
      const { width, height } = n.getBoundingClientRect(iframe);
      if (!entry || entry.masked || width < VISIBLE_PX || height < VISIBLE_PX) continue;
      const child = this.#byElement.get(iframe);
      if (child?.port) {
        closePort(child);
        this.#children.delete(child.id);
        this.#deps.send({ type: 'frame-gone', frame: child.id });
      }
      this.#dark.add(iframe);
      this.#claimed.delete(iframe);
      this.#deps.changed(iframe);
    }
    const [next] = this.#expected.keys();
    if (next) this.#expect(next);
  }

  #bind(iframe: Element, node: number, port: MessagePort, welcome: Extract<RoomToRuntime, { type: 'welcome' }>): void {
    let child = this.#byElement.get(iframe);
    if (!child) {
      child = { id: `${this.#prefix}${++this.#last}` as FrameId, port: undefined, node }; // an id is a string; ours is of this form
      const own = this.#deps.ownId();
      if (own !== 'top') child = { ...child, id: `${own}.${child.id}` as FrameId }; // as above
      this.#byElement.set(iframe, child);
    }
    child.port?.close();
    child.port = port;
    child.node = node;
    this.#covered.delete(iframe);
    this.#expected.delete(iframe);
    this.#children.set(child.id, { element: iframe, child });
    this.#deps.send({ type: 'frame', frame: child.id, parent: this.#deps.ownId(), node });
    this.#deps.changed(iframe);
    const { id } = child;
    port.onmessage = (event: MessageEvent<unknown>) => {
      const message = event.data as RuntimeToRoom | { readonly type: typeof FRAME_PONG }; // checked by the room like everything of this tab; here only the frame counts
      if (message.type === FRAME_PONG) this.#expected.delete(iframe);
      else if (this.#children.get(id)?.child.port === port && this.#mayPass(message, id)) this.#deps.send(message);
    };
    this.#deps.bound(iframe);
    const hello: FrameWelcome = { type: 'frame-welcome', frame: id, welcome };
    port.postMessage(hello);
  }

  #mayPass(message: RuntimeToRoom, from: FrameId): boolean {
    if (message.type !== 'asset') return mayPass(message, from);
    const asked = this.#asked.get(message.id);
    return asked !== undefined && isInside(asked, from) && this.#asked.delete(message.id);
  }
}

function closePort(child: Child): void {
  child.port?.close();
  child.port = undefined;
}

function isInside(id: unknown, frame: FrameId): boolean {
  return id === frame || (typeof id === 'string' && id.startsWith(`${frame}.`));
}

/** A frame may describe only itself and what is inside it. */
function mayPass(message: RuntimeToRoom, frame: FrameId): boolean {
  const inside = (id: unknown): boolean => isInside(id, frame);
  switch (message.type) {
    case 'key':
    case 'ops':
    case 'frame-gone':
    case 'checksum':
    case 'planted':
      return inside(message.frame);
    case 'frame':
      return inside(message.frame) && inside(message.parent);
    case 'pointer':
      return inside(message.at.frame);
    case 'ink':
      // In a frame nothing is drawn by the customer; where they click there is told.
      return message.act.do === 'ripple' && inside(message.act.at.frame);
    case 'act-result':
    case 'pointed':
    case 'hits':
    case 'notice':
      return true;
    default:
      // hello, meta and leaving are the tab's, said by the top frame alone.
      return false;
  }
}
