/**
 * The room's shadow copy of one tab: a tree per frame, and the last ops of each. Late join, resync, the second mask check
 * and the right to an asset are answered from here, so the host is never asked twice. Pure: no sockets, no timers.
 */
import type { DomOp, Keyframe } from '../shared/dom-ops.ts';
import { TOP_FRAME, type FrameId, type NodeId } from '../shared/ids.ts';
import { compilePatterns, type CompiledPattern } from '../shared/masked-content.ts';
import type { StreamPosition } from '../shared/messages.ts';
import type { TextPattern } from '../shared/policy.ts';
import { ShadowTree } from './shadow-tree.ts';
import { withoutPictures } from './pictures.ts';
import { Tail, type TailPart } from './tail.ts';
import { TreeFault } from './tree-checks.ts';

export interface MirrorDeps {
  /** The session's asset id of a target address: the same address gives the same id. */
  assetId(address: string): string;
  /** Text that must not stand unmasked anywhere: card numbers, IBANs. */
  readonly patterns: readonly TextPattern[];
  /** Characters of the tail that is kept, if not the usual many. */
  readonly tailCharacters?: number;
}

/**
 * `gap`: ops are missing, or no keyframe came yet. `bad`: shape, size, an unknown node. `masked`: something unmasked stood
 * under a mask, or matched a pattern; nothing of it may be handed on. With `needKey` the frame's tree is gone until the next keyframe.
 */
export type ApplyFailure = {
  readonly ok: false;
  readonly reason: 'gap' | 'bad' | 'masked';
  readonly needKey: boolean;
  readonly detail: string;
};
export type KeyResult = { readonly ok: true; readonly doc: Keyframe } | ApplyFailure;
/** `text`: the same ops as JSON. `pictured`: canvases that have a new picture, which is in none of the ops. */
export type OpsResult =
  { readonly ok: true; readonly ops: readonly DomOp[]; readonly text: string; readonly pictured: readonly NodeId[] } | ApplyFailure;

export interface KeyframeAt {
  readonly epoch: number;
  readonly seq: number;
  readonly doc: Keyframe;
}

interface Frame {
  /** Undefined for the top frame. */
  readonly bound: { readonly parent: FrameId; readonly node: NodeId } | undefined;
  /** Undefined until its keyframe came, and after a fault. */
  tree: ShadowTree | undefined;
  epoch: number;
  seq: number;
}

/** Frames of one tab; more than any page shows. */
const MAX_FRAMES = 200;
/** Ops of one message. */
const MAX_OPS = 100_000;

export class MirrorState {
  readonly #deps: MirrorDeps;
  readonly #patterns: readonly CompiledPattern[];
  readonly #frames = new Map<FrameId, Frame>([[TOP_FRAME, { bound: undefined, tree: undefined, epoch: 0, seq: 0 }]]);
  /** Addresses by asset id, as far as they were declared in this tab. Bounded by MAX_FRAMES x domLimits.resources; emptied of the unused at each keyframe of the top frame. */
  readonly #addresses = new Map<string, string>();
  readonly #tail: Tail;

  constructor(deps: MirrorDeps) {
    this.#deps = deps;
    this.#patterns = compilePatterns(deps.patterns);
    this.#tail = new Tail(deps.tailCharacters);
  }

  /** A frame's whole document. Only of `top`, or of a frame that its parent bound. */
  applyKey(frame: FrameId, epoch: number, doc: Keyframe): KeyResult {
    const entry = this.#frames.get(frame);
    if (!entry) return failure('bad', 'frame was not bound', false);
    if (!Number.isSafeInteger(epoch)) return failure('bad', 'epoch', false);
    if (frame === TOP_FRAME) this.#forgetAddresses();
    const tree = new ShadowTree(this.#patterns);
    entry.tree = undefined;
    entry.epoch = epoch;
    entry.seq = 0;
    this.#tail.drop(frame);
    try {
      tree.load(doc, this.#assetId);
    } catch (error) {
      return fault(error);
    }
    entry.tree = tree;
    this.#dropOrphans();
    return { ok: true, doc: tree.toKeyframe() };
  }

  applyOps(frame: FrameId, epoch: number, seq: number, ops: readonly DomOp[]): OpsResult {
    const entry = this.#frames.get(frame);
    if (!entry) return failure('bad', 'frame was not bound', false);
    if (!entry.tree) return failure('gap', 'no keyframe', true);
    if (epoch !== entry.epoch || seq !== entry.seq + 1) return failure('gap', `expected ${entry.epoch}/${entry.seq + 1}`, true);
    if (!Array.isArray(ops) || ops.length > MAX_OPS) return this.#break(entry, failure('bad', 'ops', true));
    const { tree } = entry;
    try {
      const applied = ops.map((op: DomOp) => tree.apply(op, this.#assetId));
      entry.seq = seq;
      const { words, pictured } = withoutPictures(applied);
      const text = JSON.stringify(words);
      this.#tail.remember(frame, epoch, seq, text);
      if (words.some((op) => op[0] === 'remove')) this.#dropOrphans();
      return { ok: true, ops: words, text, pictured };
    } catch (error) {
      return this.#break(entry, fault(error));
    }
  }

  /** The picture that a canvas shows now, and in which document. */
  picture(frame: FrameId, node: NodeId): { readonly epoch: number; readonly picture: string } | undefined {
    const entry = this.#frames.get(frame);
    const picture = entry?.tree?.pictureOf(node);
    return entry && picture !== undefined ? { epoch: entry.epoch, picture } : undefined;
  }

  pictured(frame: FrameId): readonly NodeId[] {
    return this.#frames.get(frame)?.tree?.pictured() ?? [];
  }

  /** For a guest who joins late; without pictures. */
  keyframe(frame: FrameId): KeyframeAt | undefined {
    const entry = this.#frames.get(frame);
    return entry?.tree && { epoch: entry.epoch, seq: entry.seq, doc: entry.tree.toKeyframe() };
  }

  /** Everything from `fromSeq` on, in order; undefined when the tail no longer reaches back that far, or the epoch is another. */
  tail(frame: FrameId, epoch: number, fromSeq: number): readonly TailPart[] | undefined {
    const entry = this.#frames.get(frame);
    if (!entry?.tree || entry.epoch !== epoch || fromSeq > entry.seq + 1) return undefined;
    return this.#tail.since(frame, epoch, fromSeq, entry.seq);
  }

  /** The host's parent frame says which of its nodes shows `frame`. False: no such iframe, or too many frames. */
  bindFrame(frame: FrameId, parent: FrameId, node: NodeId): boolean {
    const shows = this.#frames.get(parent)?.tree?.isFrame(node) === true;
    if (frame === TOP_FRAME || frame === parent || !shows || (this.#frames.size >= MAX_FRAMES && !this.#frames.has(frame))) return false;
    const old = this.#frames.get(frame);
    if (old?.bound?.parent === parent && old.bound.node === node) return true;
    if (old) this.dropFrame(frame);
    this.#frames.set(frame, { bound: { parent, node }, tree: undefined, epoch: 0, seq: 0 });
    return true;
  }

  /** With all frames below it; hands back the ids that went. */
  dropFrame(frame: FrameId): readonly FrameId[] {
    if (frame === TOP_FRAME || !this.#frames.delete(frame)) return [];
    this.#tail.drop(frame);
    const below = [...this.#frames].filter(([, { bound }]) => bound?.parent === frame).map(([id]) => id);
    return [frame, ...below.flatMap((id) => this.dropFrame(id))];
  }

  /** Frames with a document, parents first. */
  frames(): readonly FrameId[] {
    return [...this.#frames].filter(([, { tree }]) => tree).map(([id]) => id);
  }

  /** Where each stream stands: what `welcome.have` tells a host that comes back. */
  positions(): readonly StreamPosition[] {
    return [...this.#frames].filter(([, { tree }]) => tree).map(([frame, { epoch, seq }]) => ({ frame, epoch, seq }));
  }

  has(frame: FrameId, node: NodeId): boolean {
    return this.#frames.get(frame)?.tree?.has(Math.abs(node)) === true;
  }

  /** The node, anything around it in its document, or any frame element around that. */
  isBlocked(frame: FrameId, node: NodeId): boolean {
    const entry = this.#frames.get(frame);
    if (!entry?.tree) return false;
    return entry.tree.isBlocked(node) || (entry.bound !== undefined && this.isBlocked(entry.bound.parent, entry.bound.node));
  }

  isMasked(frame: FrameId, node: NodeId): boolean {
    const entry = this.#frames.get(frame);
    if (!entry?.tree) return false;
    return entry.tree.isMasked(node) || (entry.bound !== undefined && this.isMasked(entry.bound.parent, entry.bound.node));
  }

  /** Does an element or sheet of a live document name it now? */
  refersTo(assetId: string): boolean {
    return this.#frameNaming(assetId) !== undefined;
  }

  /** The frame whose document names this address now. */
  frameShowing(address: string): FrameId | undefined {
    for (const [id, named] of this.#addresses) {
      const frame = named === address ? this.#frameNaming(id) : undefined;
      if (frame !== undefined) return frame;
    }
    return undefined;
  }

  #frameNaming(assetId: string): FrameId | undefined {
    for (const [frame, { tree }] of this.#frames) {
      const n = tree ? tree.resources.indexOf(assetId) : -1;
      if (tree && n >= 0 && tree.refersTo(n)) return frame;
    }
    return undefined;
  }

  addressOf(assetId: string): string | undefined {
    return this.#addresses.get(assetId);
  }

  checksum(frame: FrameId): ({ epoch: number; seq: number } & { nodes: number; sum: number }) | undefined {
    const entry = this.#frames.get(frame);
    return entry?.tree && { epoch: entry.epoch, seq: entry.seq, ...entry.tree.checksum() };
  }

  readonly #assetId = (address: string): string => {
    const id = this.#deps.assetId(address);
    this.#addresses.set(id, address);
    return id;
  };

  /** Half an op list may have been applied: nothing of the tree can be trusted. */
  #break(entry: Frame, result: ApplyFailure): ApplyFailure {
    entry.tree = undefined;
    return result;
  }

  /** Frames whose element is gone. */
  #dropOrphans(): void {
    for (const [id, { bound }] of [...this.#frames]) {
      const parent = bound && this.#frames.get(bound.parent);
      if (bound && (!parent || (parent.tree && !parent.tree.isFrame(bound.node)))) this.dropFrame(id);
    }
  }

  #forgetAddresses(): void {
    for (const id of [...this.#addresses.keys()]) if (!this.refersTo(id)) this.#addresses.delete(id);
  }
}

/** Characters of an op list, roughly: strings, and 8 for everything else. */
function failure(reason: ApplyFailure['reason'], detail: string, needKey: boolean): ApplyFailure {
  return { ok: false, reason, needKey, detail };
}

function fault(error: unknown): ApplyFailure {
  if (error instanceof TreeFault) return failure(error.reason, error.message, true);
  // A shape that no check foresaw fails where it is read: the same as a bad one, and never a crash of the room.
  return failure('bad', error instanceof Error ? error.name : 'unknown fault', true);
}
