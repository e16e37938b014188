/**
 * The replica of one tab of the host: documents in frames without scripts, kept up to date op by op as they arrive (no
 * clock, no animation frame), and the guest's gestures in them as actions for the host.
 */
import type { DomOp, Keyframe, Viewport } from '../shared/dom-ops.ts';
import { TOP_FRAME, type FrameId, type NodeId } from '../shared/ids.ts';
import type { GuestAction, Place, StreamPosition } from '../shared/messages.ts';
import { Gestures } from './gestures.ts';
import { afterCut, elsewhere, NO_WORK, type OwnWork } from './own-work.ts';
import { LatePane } from './late-pane.ts';
import type { Hit } from './pane-text.ts';
import { ScrollSync } from './scroll-sync.ts';
import { feelsHands, ownSenses } from './senses.ts';
import { ReplicaDocument, type ReplicaWords } from './replica-document.ts';
import { shadowOf } from './tree.ts';
import { WayOut, type WayOutDeps } from './way-out.ts';

export interface ReplicaDeps {
  /** Where the top frame goes. */
  readonly container: HTMLElement;
  /** Origin of `/asset/`, for the policy of the replica's documents. */
  readonly assets: string;
  readonly assetUrl: (id: string) => string;
  /** Of the replica before this one, which ended with its line. */
  readonly left: LeftWork | undefined;
  /** Sends an action; its number, which comes back to `settled`, or undefined when it cannot be sent. */
  readonly act: (action: GuestAction, at: { readonly epoch: number; readonly seq: number }) => number | undefined;
  readonly pointer: (at: Place | null) => void;
  readonly refuse: (code: 'BLOCKED' | 'MASKED', element: Element) => void;
  /** The stream has a hole: everything of `frame` from `seq` on, or a keyframe when the epoch is 0. */
  readonly need: (position: StreamPosition) => void;
  readonly onViewport: (viewport: Viewport) => void;
  readonly applied: () => void;
  readonly out: WayOutDeps;
  readonly words: ReplicaWords;
}

/** What the guest was at in each frame, for the replica that comes after a cut line. */
export type LeftWork = ReadonlyMap<FrameId, { readonly epoch: number; readonly work: OwnWork }>;

interface Waiting {
  readonly epoch: number;
  readonly seq: number;
  readonly ops: readonly DomOp[];
  /** A picture of this node, which is no part of the stream. */
  readonly of?: NodeId;
}

interface Frame {
  epoch: number;
  seq: number;
  document: ReplicaDocument | undefined;
  gestures: Gestures | undefined;
  /** Came before the element that shows it. */
  waiting: { epoch: number; seq: number; doc: Keyframe } | undefined;
  queue: Waiting[];
  askedAt: number;
  /** What the guest was at when its document was last taken away. */
  work: OwnWork;
  /** Its picture is on its way, if nothing was lost. */
  awaited: number | undefined;
}

/** One slice of applying: beyond, the browser gets a chance to paint and to take the guest's input. */
const SLICE_MS = 8;
const ASK_AGAIN_MS = 2000;
/** On a slow line the pictures of a page's frames come one after the other; one that does not come at all is asked for again. */
const AWAIT_MS = 10_000;
/** Messages waiting to be applied in one frame; beyond, a keyframe is asked for. */
const MAX_QUEUE = 2000;

export class Replica {
  readonly #deps: ReplicaDeps;
  readonly #frames = new Map<FrameId, Frame>();
  readonly #iframe: HTMLIFrameElement;
  /** Actions of this guest that the host has not answered, by node. */
  readonly #pending = new Map<number, { frame: FrameId; node: NodeId }>();
  readonly #scrolls = new ScrollSync();
  /** Where this browser feels no hand in the frame. */
  readonly #pane: LatePane | undefined;
  readonly #wayOut: WayOut;
  #timer: number | undefined;
  /** What is built now has the pictures of its frames behind it. */
  #followed = false;

  constructor(deps: ReplicaDeps) {
    this.#deps = deps;
    this.#wayOut = new WayOut(deps.out);
    this.#iframe = document.createElement('iframe');
    this.#iframe.dataset.testid = 'replica';
    this.#iframe.title = deps.words.page;
    this.#iframe.setAttribute('sandbox', 'allow-same-origin');
    deps.container.appendChild(this.#iframe);
    this.#frames.set(TOP_FRAME, emptyFrame());
    for (const [frame, { epoch, work }] of deps.left ?? []) this.#frames.set(frame, { ...emptyFrame(), epoch, work });
    if (!feelsHands(this.#iframe))
      this.#pane = new LatePane({
        iframe: this.#iframe,
        hit: (x, y) => this.elementAt(x, y),
        cornerOf: (page) => this.#cornerOf(page.defaultView?.frameElement as HTMLIFrameElement | null), // frames of the replica are iframes
      });
  }

  get iframe(): HTMLIFrameElement {
    return this.#iframe;
  }

  /** `whole`: the pictures of the frames in it come behind it. */
  key(frame: FrameId, epoch: number, seq: number, doc: Keyframe, whole: boolean): void {
    const entry = this.#frames.get(frame) ?? emptyFrame();
    this.#frames.set(frame, entry);
    this.#keepWork();
    if (entry.epoch !== epoch) {
      entry.work = elsewhere(entry.work);
      for (const [id, action] of this.#pending) if (action.frame === frame) this.#pending.delete(id);
    }
    entry.queue = [];
    entry.epoch = epoch;
    entry.seq = seq;
    entry.askedAt = -Infinity;
    if (frame === TOP_FRAME) entry.document ??= this.#makeDocument(this.#iframe, frame);
    if (!entry.document) {
      entry.waiting = { epoch, seq, doc };
      return;
    }
    clearInterval(entry.awaited);
    this.#followed = whole;
    this.#load(frame, entry, doc);
    this.#followed = false;
  }

  ops(frame: FrameId, epoch: number, seq: number, ops: readonly DomOp[]): void {
    const entry = this.#frames.get(frame);
    if (!entry || (entry.epoch !== epoch && epoch !== 0)) {
      this.#ask(frame, entry, 0, 0);
      return;
    }
    const expected = (entry.queue[entry.queue.length - 1]?.seq ?? entry.seq) + 1;
    if (seq < expected) return;
    if (seq > expected) {
      this.#ask(frame, entry, epoch, expected);
      return;
    }
    if (entry.queue.length >= MAX_QUEUE) {
      entry.queue = [];
      this.#ask(frame, entry, 0, 0);
      return;
    }
    entry.queue.push({ epoch, seq, ops });
    this.#apply();
  }

  /** What a canvas shows: behind the changes that wait, and nothing where its document or element is no more. */
  picture(frame: FrameId, epoch: number, node: NodeId, picture: string): void {
    const entry = this.#frames.get(frame);
    if (entry?.epoch !== epoch || entry.queue.length >= MAX_QUEUE) return;
    const seq = entry.queue[entry.queue.length - 1]?.seq ?? entry.seq;
    entry.queue.push({ epoch, seq, ops: [['state', node, { picture }]], of: node });
    this.#apply();
  }

  frameGone(frame: FrameId): void {
    const entry = this.#frames.get(frame);
    clearInterval(entry?.awaited);
    entry?.gestures?.close();
    entry?.document?.close();
    if (frame !== TOP_FRAME) this.#frames.delete(frame);
  }

  /** Of a room's checksum at exactly this position; false: the replica differs, and a keyframe was asked for. */
  check({ frame, epoch, seq, nodes, sum }: StreamPosition & { nodes: number; sum: number }): boolean {
    const entry = this.#frames.get(frame);
    if (!entry?.document || entry.epoch !== epoch || entry.seq !== seq || entry.queue.length > 0) return true;
    const own = entry.document.checksum();
    if (own.nodes === nodes && own.sum === sum) return true;
    this.#ask(frame, entry, 0, 0);
    return false;
  }

  /** The host answered: fields show what it says, unless more of this guest is on the way. */
  settled(id: number): void {
    const action = this.#pending.get(id);
    this.#pending.delete(id);
    if (action && !this.#isPending(action.frame, action.node)) this.#frames.get(action.frame)?.document?.restore(action.node);
    this.#pane?.refresh();
  }

  /** Where each stream stands. */
  positions(): StreamPosition[] {
    return [...this.#frames].filter(([, { document }]) => document).map(([frame, { epoch, seq }]) => ({ frame, epoch, seq }));
  }

  /** Point of a place in pixels of the replica's top viewport. */
  pointOf({ frame, node, fx, fy }: Place): { x: number; y: number } | undefined {
    const found = this.elementOf(frame, node);
    if (!found) return undefined;
    const box = found.element.getBoundingClientRect();
    return { x: found.x + box.left + box.width * fx, y: found.y + box.top + box.height * fy };
  }

  /** The element of a node, and where the corner of its frame is in the replica's top viewport. */
  elementOf(frame: FrameId, node: NodeId): { element: Element; x: number; y: number } | undefined {
    const found = this.#frames.get(frame)?.document;
    let at = found?.nodeOf(node);
    if (at && at.nodeType !== 1) at = at.parentElement ?? undefined;
    if (!found || !at) return undefined;
    const corner = this.#cornerOf(found.iframe);
    return corner && { element: at as Element, ...corner }; // type 1
  }

  #cornerOf(iframe: HTMLIFrameElement | null): { x: number; y: number } | undefined {
    let [x, y] = [0, 0];
    for (let inner = iframe; inner !== this.#iframe;) {
      if (!inner) return undefined;
      const outer = inner.getBoundingClientRect();
      x += outer.left + inner.clientLeft;
      y += outer.top + inner.clientTop;
      inner = (inner.ownerDocument.defaultView?.frameElement ?? null) as HTMLIFrameElement | null; // frames of the replica are iframes
    }
    return { x, y };
  }

  /** The deepest element at a point of the top viewport, through frames and shadow trees, the frame that it is in, and the point there. */
  elementAt(x: number, y: number): ({ frame: FrameId } & Hit) | undefined {
    for (let [iframe, left, top] = [this.#iframe, x, y]; ;) {
      const inside = iframe.contentDocument;
      const frame = [...this.#frames].find(([, { document }]) => document?.iframe === iframe)?.[0];
      if (!inside || frame === undefined) return undefined;
      let hit = inside.elementFromPoint(left, top);
      for (let root = hit && shadowOf(hit); hit && root; root = shadowOf(hit)) {
        const deeper: Element | null = root.elementFromPoint(left, top);
        if (!deeper || deeper === hit) break;
        hit = deeper;
      }
      if (!hit) return undefined;
      const isFrame = hit.localName === 'iframe' && [...this.#frames.values()].some(({ document }) => document?.iframe === hit);
      if (!isFrame) return { frame, element: hit, x: left, y: top };
      iframe = hit as HTMLIFrameElement; // the name says so
      const box = iframe.getBoundingClientRect();
      left -= box.left + iframe.clientLeft;
      top -= box.top + iframe.clientTop;
    }
  }

  /** Number of the nearest described element at or around one of a frame. */
  idOf(frame: FrameId, element: Element): { node: NodeId; element: Element } | undefined {
    const found = this.#frames.get(frame)?.document?.nearest(element);
    return found && { node: found.id, element: found.node as Element }; // elements have elements around them
  }

  /** Shows nothing, keeps nothing. */
  clear(): void {
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const { gestures, document, awaited } of this.#frames.values()) {
      clearInterval(awaited);
      gestures?.close();
      document?.close();
    }
    this.#frames.clear();
    this.#frames.set(TOP_FRAME, emptyFrame());
    this.#pending.clear();
    const inside = this.#iframe.contentDocument;
    inside?.documentElement.remove();
  }

  /** To be asked for before it is closed. The focus would go with its frame: it is kept beside, unless the guest turns elsewhere. */
  leave(): LeftWork {
    this.#keepWork();
    const { container } = this.#deps;
    if ([...this.#frames.values()].some(({ work }) => work.at)) {
      container.tabIndex = -1;
      container.style.outline = 'none';
      container.focus({ preventScroll: true });
    }
    return new Map([...this.#frames].map(([frame, { epoch, work }]) => [frame, { epoch, work: afterCut(work) }]));
  }

  close(): void {
    this.clear();
    this.#scrolls.close();
    this.#pane?.close();
    this.#iframe.remove();
  }

  #load(frame: FrameId, entry: Frame, doc: Keyframe): void {
    const wasThere = entry.gestures !== undefined;
    entry.gestures?.close();
    entry.gestures = undefined;
    entry.waiting = undefined;
    const { document } = entry;
    if (!document) return;
    const { work } = entry;
    entry.work = NO_WORK;
    try {
      document.load(doc, work, wasThere);
    } catch (error) {
      // The room checks shapes before anybody sees them; what still cannot be built is no reason to lose the viewer.
      if (!isFault(error)) throw error;
      this.#ask(frame, entry, 0, 0);
    }
    this.#scrolls.reach();
    entry.gestures = new Gestures({
      frame,
      replica: document,
      scrolls: this.#scrolls,
      senses: this.#pane ?? ownSenses,
      wayOut: this.#wayOut,
      act: (action, node) => {
        const id = this.#deps.act(action, { epoch: entry.epoch, seq: entry.seq });
        if (id === undefined) document.restore(node);
        else if (node !== 0) this.#pending.set(id, { frame, node });
      },
      pointer: this.#deps.pointer,
      scrolled: () => this.#applied(),
      refuse: this.#deps.refuse,
    });
    this.#applied();
  }

  /** In all frames: with the one that is built anew its inner ones go. */
  #keepWork(): void {
    for (const [frame, entry] of this.#frames) {
      // Without gestures there is no picture in it yet.
      if (!entry.document || !entry.gestures) continue;
      entry.work = entry.document.work([...this.#pending.values()].filter((one) => one.frame === frame).map(({ node }) => node));
    }
  }

  #makeDocument(iframe: HTMLIFrameElement, frame: FrameId): ReplicaDocument {
    return new ReplicaDocument(iframe, {
      assetUrl: this.#deps.assetUrl,
      assets: this.#deps.assets,
      onFrame: (inner, id) => this.#showFrame(inner, id),
      isPending: (node) => this.#isPending(frame, node),
      scrolls: this.#scrolls,
      senses: this.#pane ?? ownSenses,
      words: this.#deps.words,
      onViewport: (viewport) => {
        if (frame === TOP_FRAME) this.#deps.onViewport(viewport);
      },
    });
  }

  #showFrame(iframe: HTMLIFrameElement, frame: FrameId): void {
    const entry = this.#frames.get(frame) ?? emptyFrame();
    this.#frames.set(frame, entry);
    if (entry.document?.iframe === iframe && entry.document.isShown) return;
    entry.gestures?.close();
    entry.gestures = undefined;
    entry.document?.close();
    entry.document = this.#makeDocument(iframe, frame);
    clearInterval(entry.awaited);
    if (entry.waiting) {
      this.#load(frame, entry, entry.waiting.doc);
      return;
    }
    const ask = () => this.#ask(frame, entry, 0, 0);
    // One that was never here is told of by itself. Of another its document was in the element that is gone.
    if (!this.#followed && entry.epoch !== 0) ask();
    entry.awaited = window.setInterval(ask, AWAIT_MS);
  }

  #isPending(frame: FrameId, node: NodeId): boolean {
    for (const action of this.#pending.values()) if (action.node === node && action.frame === frame) return true;
    return false;
  }

  #apply(): void {
    if (this.#timer !== undefined) return;
    const until = performance.now() + SLICE_MS;
    for (const [frame, entry] of this.#frames) {
      while (entry.document) {
        const next = entry.queue.shift();
        if (!next) break;
        this.#applyOne(frame, entry, next);
        if (performance.now() > until) {
          this.#timer = window.setTimeout(() => {
            this.#timer = undefined;
            this.#apply();
          });
          return;
        }
      }
    }
    this.#scrolls.reach();
    this.#applied();
  }

  #applied(): void {
    this.#pane?.refresh();
    this.#deps.applied();
  }

  #applyOne(frame: FrameId, entry: Frame, { seq, ops, of }: Waiting): void {
    if (of !== undefined && !entry.document?.nodeOf(of)) return;
    try {
      for (const op of ops) entry.document?.apply(op);
      entry.seq = seq;
    } catch (error) {
      // An unknown node, or a place that does not exist: the copy is not the host's any more.
      if (!isFault(error)) throw error;
      entry.queue = [];
      this.#ask(frame, entry, 0, 0);
    }
  }

  #ask(frame: FrameId, entry: Frame | undefined, epoch: number, seq: number): void {
    const now = performance.now();
    if (entry) {
      if (now - entry.askedAt < ASK_AGAIN_MS) return;
      entry.askedAt = now;
    }
    this.#deps.need({ frame, epoch, seq });
  }
}

/** Ours, or of the frame's own realm: a DOMException there is no Error here. */
function isFault(error: unknown): boolean {
  return error instanceof Error || (typeof error === 'object' && error !== null && 'code' in error);
}

function emptyFrame(): Frame {
  return {
    epoch: 0,
    seq: 0,
    document: undefined,
    gestures: undefined,
    waiting: undefined,
    queue: [],
    askedAt: -Infinity,
    work: NO_WORK,
    awaited: undefined,
  };
}
