/**
 * Ink on a page: what is drawn, who drew it, and the only way from fields of a message to one of these. A shape hangs on one
 * node of the page; its points are told by that node's box, so that they survive scroll, zoom and another window size.
 */
import type { FrameId, NodeId, ParticipantId } from './ids.ts';

export const inkTools = ['pen', 'vanish', 'arrow', 'box', 'highlight', 'stamp'] as const;
export type InkTool = (typeof inkTools)[number];

export const stamps = ['here', 'tick', 'cross', 'question', 'note'] as const;
export type Stamp = (typeof stamps)[number];

/** What a person may choose from; each is read on white and on black pages, and white text on it. */
export const inkColors = ['#d6336c', '#1971c2', '#2f8a3e', '#c2500a', '#7048e8', '#343a40'] as const;

/** Points of one shape: a pen's line of half a minute after smoothing. */
export const MAX_INK_POINTS = 600;
/** Characters on a stamp: a short sentence. */
export const MAX_STAMP_TEXT = 120;
/** How long vanishing ink is seen (ms). */
export const VANISH_MS = 4000;
/** Pixels beyond a node's box that a point may lie: wider than any screen. */
const MAX_REACH = 20_000;

/**
 * Numbers of `points` come in pairs, across and down. From 0 to 1: a part of the box. Below 0: pixels before it. Above 1:
 * pixels beyond it, plus 1. So what is on the node grows with it, and what is around it keeps its distance.
 */
export interface InkShape {
  readonly tool: InkTool;
  readonly frame: FrameId;
  readonly node: NodeId;
  /** `#rrggbb` */
  readonly color: string;
  readonly points: readonly number[];
  readonly stamp?: Stamp;
  readonly text?: string;
}

export interface InkItem extends InkShape {
  /** Grows with every item of a tab. */
  readonly id: number;
  readonly by: ParticipantId;
}

export interface InkPlace {
  readonly frame: FrameId;
  readonly node: NodeId;
  readonly fx: number;
  readonly fy: number;
}

/** A tool in somebody's hand. */
export interface InkHand {
  readonly tool: InkTool | 'laser';
  readonly color: string;
  readonly stamp: Stamp;
  readonly text: string;
}

/** What somebody does. */
export type InkAct =
  /** A shape that is being drawn; its points from number `from` on. No points at all: it was given up. */
  | { readonly do: 'draft'; readonly shape: InkShape; readonly from: number }
  /** It is done, and stays. */
  | { readonly do: 'put'; readonly shape: InkShape }
  | { readonly do: 'undo' }
  | { readonly do: 'clear'; readonly whose: 'mine' | 'all' }
  | { readonly do: 'laser'; readonly at: InkPlace | null }
  | { readonly do: 'ripple'; readonly at: InkPlace };

/** What everybody on the page is told. */
export type InkNews =
  | { readonly is: 'all'; readonly items: readonly InkItem[] }
  | { readonly is: 'draft'; readonly by: ParticipantId; readonly shape: InkShape; readonly from: number }
  | { readonly is: 'put'; readonly item: InkItem }
  | { readonly is: 'gone'; readonly ids: readonly number[] }
  | { readonly is: 'laser'; readonly by: ParticipantId; readonly at: InkPlace | null }
  | { readonly is: 'ripple'; readonly by: ParticipantId; readonly at: InkPlace };

type Fields = Readonly<Record<string, unknown>>;

/** Undefined: no act. */
export function readInkAct(value: unknown): InkAct | undefined {
  if (!isFields(value)) return undefined;
  const kind = value['do'];
  switch (kind) {
    case 'draft':
    case 'put': {
      const from = kind === 'draft' ? value['from'] : 0;
      const shape = readShape(value['shape'], kind === 'put');
      if (!shape || typeof from !== 'number' || !Number.isSafeInteger(from) || from < 0 || from > MAX_INK_POINTS) return undefined;
      return kind === 'draft' ? { do: kind, shape, from } : { do: kind, shape };
    }
    case 'undo':
      return { do: kind };
    case 'clear':
      return value['whose'] === 'mine' || value['whose'] === 'all' ? { do: kind, whose: value['whose'] } : undefined;
    case 'laser': {
      const at = value['at'] === null ? null : readPlace(value['at']);
      return at === undefined ? undefined : { do: kind, at };
    }
    case 'ripple': {
      const at = readPlace(value['at']);
      return at && { do: kind, at };
    }
    default:
      return undefined;
  }
}

function readShape(value: unknown, whole: boolean): InkShape | undefined {
  if (!isFields(value)) return undefined;
  const { tool, color, points, stamp, text } = value;
  const knownTool = inkTools.find((one) => one === tool);
  const at = readNode(value);
  if (!knownTool || !at || typeof color !== 'string' || !/^#[0-9a-f]{6}$/.test(color)) return undefined;
  if (!Array.isArray(points) || points.length > 2 * MAX_INK_POINTS || points.length % 2 !== 0) return undefined;
  if (!points.every((one) => typeof one === 'number' && Number.isFinite(one) && Math.abs(one) <= MAX_REACH)) return undefined;
  const numbers = points as number[]; // every one was looked at
  if (whole && numbers.length < needed[knownTool]) return undefined;
  const knownStamp = stamps.find((one) => one === stamp);
  if (knownTool === 'stamp' && whole && !knownStamp) return undefined;
  if (text !== undefined && (typeof text !== 'string' || text.length > MAX_STAMP_TEXT)) return undefined;
  return {
    tool: knownTool,
    ...at,
    color,
    points: [...numbers],
    ...(knownTool === 'stamp' && knownStamp ? { stamp: knownStamp } : {}),
    ...(knownTool === 'stamp' && text ? { text } : {}),
  };
}

/** Numbers that a whole shape has at least. */
const needed: Readonly<Record<InkTool, number>> = { pen: 2, vanish: 2, arrow: 4, box: 4, highlight: 0, stamp: 2 };

function readPlace(value: unknown): InkPlace | undefined {
  if (!isFields(value)) return undefined;
  const at = readNode(value);
  const { fx, fy } = value;
  if (!at || typeof fx !== 'number' || typeof fy !== 'number' || !(fx >= 0 && fx <= 1 && fy >= 0 && fy <= 1)) return undefined;
  return { ...at, fx, fy };
}

function readNode({ frame, node }: Fields): { frame: FrameId; node: NodeId } | undefined {
  if (typeof frame !== 'string' || !/^[\w.-]{1,64}$/.test(frame) || !Number.isSafeInteger(node) || Number(node) <= 0) return undefined;
  return { frame: frame as FrameId, node: Number(node) }; // whether there is such a node, the room knows
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
