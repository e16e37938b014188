/**
 * How a document is described on the wire: a keyframe (the whole tree) and ops (what changed since). Compact JSON
 * arrays, because a page has tens of thousands of nodes; every tuple is told from the others by its first entries.
 *
 * Addresses of images, fonts and sheets never appear: the host declares `res` n = address, attributes and CSS say
 * `asset:n`, the room replaces the address in `res` by the session's asset id before any guest sees it.
 */
import type { FrameId, NodeId } from './ids.ts';

/** Flags of an element, or'ed. */
export const nodeFlags = {
  /** Text, values and attributes below are masked. */
  masked: 1,
  /** Guests may not press it, nor anything inside. */
  blocked: 2,
  /** Only a box of its size stands here (hidden by rule, or not mirrored: object, failed frame). */
  box: 4,
  /** Lifts the mask of an ancestor, for this element and below (an `unmask` rule). */
  unmasked: 8,
} as const;

/** Label of a box over what a rule hides. */
export const HIDDEN_LABEL = 'hidden';
/** And of boxes over what the host cannot describe. */
export const SEALED_LABEL = 'This picture cannot be shown';
export const DARK_LABEL = 'This frame cannot be shown';

/** [id, text] or [id, text, 1] when masked. */
export type TextNode = readonly [NodeId, string] | readonly [NodeId, string, 1];

export interface ElementExtra {
  /** 1 SVG, 2 MathML; absent: HTML. */
  readonly ns?: 1 | 2;
  /** `nodeFlags`, or'ed. */
  readonly flags?: number;
  readonly value?: string;
  readonly checked?: boolean;
  /** A checkbox that is neither checked nor not. */
  readonly mixed?: boolean;
  /** The browser's own list, calendar or palette of this field is open: no page, and so no guest, can see what is in it. */
  readonly picker?: boolean;
  /** Indexes of selected options. */
  readonly selected?: readonly number[];
  /** Scroll offset in CSS pixels. */
  readonly scroll?: readonly [number, number];
  readonly shadow?: ShadowContent;
  /** An iframe whose document is mirrored under this id. */
  readonly frame?: FrameId;
  /** Size in CSS pixels of an element shown as a box. */
  readonly box?: readonly [number, number];
  /** Text of the box: why nothing else is shown. */
  readonly label?: string;
  /** CSS text of a `<style>` or `<link>` whose rules were changed by script. */
  readonly css?: string;
  /** In the top layer: an open modal dialog, a shown popover, what fills the screen; in a `state` op empty: no longer. */
  readonly layer?: Layer | '';
  /** What moves on it now; in a `state` op all of it anew. */
  readonly moving?: readonly Animated[];
  /** What a canvas shows, or video that no address leads to: `data:` of an image. */
  readonly picture?: string;
  /** Of a <video> or <audio> with an address. */
  readonly media?: Media;
}

export interface Media {
  /** `asset:n`. */
  readonly src: string;
  /** Seconds from the beginning. */
  readonly at: number;
  readonly paused: boolean;
  readonly rate: number;
  readonly loop: boolean;
  /** 0 to 1. */
  readonly volume: number;
}

/** A picture as it may be told. */
export const PICTURE = /^data:image\/(?:webp|png|jpeg);base64,[A-Za-z0-9+/]+={0,2}$/;

/** One animation. Without a name one that a script made; with, one of a style sheet, which every browser runs by itself (a transition only if it was there). */
export interface Animated {
  /** Of its @keyframes rule, or the property of a transition. */
  readonly name: string;
  /** `::before` and the like; empty: the element itself. */
  readonly pseudo: string;
  /** Milliseconds from its beginning; null: not begun. */
  readonly at: number | null;
  readonly rate: number;
  readonly paused: boolean;
  readonly timing?: {
    readonly delay: number;
    readonly endDelay: number;
    readonly iterationStart: number;
    /** -1: without end. */
    readonly iterations: number;
    readonly duration: number;
    readonly direction: string;
    readonly fill: string;
    readonly easing: string;
  };
  readonly frames?: readonly Readonly<Record<string, string | number>>[];
  readonly composite?: string;
}

export type Layer = 'modal' | 'popover' | 'fullscreen';

/**
 * Where a selection begins and where it ends. In text or a field the offset counts characters; in an element `before` is
 * before that element itself, and `inside` behind its last child. Four zeros: nothing is selected.
 */
export type Selected = readonly [anchor: NodeId, anchorOffset: number, focus: NodeId, focusOffset: number];
export const selectionPlaces = { before: -1, inside: -2 } as const;

/** [id, tag, attributes as name, value, ..., children, extra?] */
export type ElementNode =
  | readonly [NodeId, string, readonly string[], readonly DomNode[]]
  | readonly [NodeId, string, readonly string[], readonly DomNode[], ElementExtra];

export type DomNode = TextNode | ElementNode;

export interface ShadowContent {
  readonly mode: 'open' | 'closed';
  readonly children: readonly DomNode[];
  /** adoptedStyleSheets in order, as numbers of CSS texts. */
  readonly adopted?: readonly number[];
}

export interface Keyframe {
  readonly doctype: string;
  /** `document.compatMode` is BackCompat. */
  readonly quirks: boolean;
  readonly root: ElementNode;
  readonly adopted: readonly number[];
  /** CSS texts by number: one sheet may be adopted by a thousand shadow roots. */
  readonly css: readonly string[];
  readonly viewport: Viewport;
  readonly scroll: readonly [number, number];
  /** Addresses: index is n of `asset:n`, from 0. The host writes addresses; the room hands on asset ids. */
  readonly res: readonly string[];
  readonly focus?: NodeId;
  /** `:focus-visible` holds for it. */
  readonly focusVisible?: boolean;
  /** What the host's pointer is over, and what it presses; 0: nothing. */
  readonly over?: readonly [hover: NodeId, active: NodeId];
  readonly select?: Selected;
  /** Names of custom elements that the page has defined, as far as they stand in it. */
  readonly defined?: readonly string[];
}

/** CSS pixels of the host's layout viewport, and the device pixel ratio. */
export interface Viewport {
  readonly width: number;
  readonly height: number;
  readonly scale: number;
  /** A finger is what points there. */
  readonly touch?: true;
  /** The part that the screen shows, and how much fingers have enlarged it; always with `touch`. */
  readonly part?: readonly [left: number, top: number, width: number, height: number, zoom: number];
  /** CSS pixels of such a screen that its keyboard takes. */
  readonly keyboard?: number;
}

/**
 * One change. Insert and move name the parent and the next sibling (0: last); a shadow root is addressed by the
 * negative id of its host. Ops of one message apply in order.
 */
export type DomOp =
  | readonly ['insert', parent: NodeId, before: NodeId, node: DomNode]
  | readonly ['move', node: NodeId, parent: NodeId, before: NodeId]
  | readonly ['remove', node: NodeId]
  | readonly ['text', node: NodeId, text: string, masked: 0 | 1]
  | readonly ['attr', node: NodeId, name: string, value: string | null]
  /** value, checked, selected, box, css, layer, flags as far as present; the rest stays. */
  | readonly ['state', node: NodeId, state: Omit<ElementExtra, 'ns' | 'shadow' | 'scroll'>]
  /** A part of a field's value is another: `removed` characters from `from` on, and `text` in their place. */
  | readonly ['value', node: NodeId, from: number, removed: number, text: string]
  /** node 0: the page itself. */
  | readonly ['scroll', node: NodeId, x: number, y: number]
  | readonly ['shadow', host: NodeId, content: ShadowContent]
  /** host 0: the document. */
  | readonly ['adopted', host: NodeId, sheets: readonly number[]]
  /** A new CSS text (the next number), or another one for a number. */
  | readonly ['css', n: number, text: string]
  /** 0: nothing has the focus. `visible`: `:focus-visible` holds. `guest`: it moved because of what a guest did. */
  | readonly ['focus', node: NodeId, visible: 0 | 1, guest?: 1]
  | readonly ['over', hover: NodeId, active: NodeId]
  | readonly ['select', ...Selected]
  | readonly ['defined', names: readonly string[]]
  | readonly ['viewport', Viewport]
  | readonly ['res', n: number, address: string];

export function isTextNode(node: DomNode): node is TextNode {
  return node.length < 4;
}

/** Names of custom elements, as the replica may define them. */
export const CUSTOM_TAG = /^[a-z][a-z0-9._]*-[\w.-]{0,60}$/;

const TAG = /^[a-z][\w.:-]{0,63}$/i;
const ATTRIBUTE = /^[^\s"'<>/=\0]{1,128}$/;
/** Behaviour, or markup as text: of no use to a guest, in whatever namespace. */
const FORBIDDEN_TAGS: ReadonlySet<string> = new Set(['script', 'base', 'noscript', 'template', 'embed', 'applet']);

/** What the host may describe and the room takes: one rule, so that no name of a page makes the room refuse the whole page. */
export function isTagAllowed(tag: string): boolean {
  return TAG.test(tag) && !FORBIDDEN_TAGS.has(tag.toLowerCase());
}

export function isAttributeAllowed(name: string): boolean {
  return ATTRIBUTE.test(name) && !/^(?:on|srcdoc$)/i.test(name);
}

/** An address of the table `res` in an attribute or in CSS text; `none` is a resource that cannot be shown. */
export const ASSET_REFERENCE = /asset:(\d+)/g;

/** One step of the checksum that host, room and guest compare: sum over all nodes of id and parent (a shadow root: minus its host). */
export function mixChecksum(sum: number, node: NodeId, parent: NodeId): number {
  return (sum + Math.imul(node, 2654435761) + Math.imul(parent, 40503) + Math.imul(node, parent)) >>> 0;
}

/** Bounds of one document on the wire: refused beyond. */
export const domLimits = {
  nodes: 200_000,
  depth: 512,
  /** Entries of `res`. */
  resources: 20_000,
  /** CSS texts of adopted sheets. */
  sheets: 5_000,
  /** Animations of one element, keyframes of one of them, properties of one of these, characters of a value. */
  animations: 20,
  frames: 60,
  frameValues: 100,
  frameValueLength: 2000,
  /** Names of custom elements. */
  defined: 5_000,
  /** Characters of one picture of a canvas. */
  pictureLength: 400_000,
  /** Characters of one text, attribute or value. */
  textLength: 1 << 20,
  /** Characters of one sheet's CSS text. */
  cssLength: 8 << 20,
} as const;
