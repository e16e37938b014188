/** Shapes as SVG path data. Freehand lines get their width and their roundness from perfect-freehand. */
import { getStroke } from 'perfect-freehand';
import type { InkTool } from '../shared/ink.ts';
import type { Box } from './geometry.ts';

const PEN_WIDTH = 6;
const LINE_WIDTH = 4;
/** Length of an arrow's head (px); shorter arrows have a shorter one. */
const HEAD_PX = 18;
/** A highlighted element keeps its own edge free. */
const MARGIN_PX = 4;

export interface Drawn {
  readonly d: string;
  /** Filled (a pen's outline), or a line of this width. */
  readonly width?: number;
  /** A breath of colour inside. */
  readonly tint?: boolean;
}

/** `points`: absolute, or relative to the corner of what they hang on; `box`: that box, in the same terms. */
export function draw(tool: InkTool, points: readonly number[], box: Box): Drawn {
  switch (tool) {
    case 'pen':
    case 'vanish':
      return { d: outline(points, PEN_WIDTH) };
    case 'arrow':
      return { d: arrow(points), width: LINE_WIDTH };
    case 'box': {
      const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = points;
      return { d: rounded(Math.min(x1, x2), Math.min(y1, y2), Math.abs(x2 - x1), Math.abs(y2 - y1)), width: LINE_WIDTH };
    }
    case 'highlight': {
      const { left, top, width, height } = box;
      return { d: rounded(left - MARGIN_PX, top - MARGIN_PX, width + 2 * MARGIN_PX, height + 2 * MARGIN_PX), width: 3, tint: true };
    }
    case 'stamp':
      return { d: '' };
    default:
      return tool satisfies never;
  }
}

/** The outline of a brush that went along these points. */
export function outline(points: readonly number[], size: number, tapered = false): string {
  const pairs: [number, number][] = [];
  for (let at = 0; at + 1 < points.length; at += 2) pairs.push([points[at] ?? 0, points[at + 1] ?? 0]);
  const polygon = getStroke(pairs, {
    size,
    thinning: 0.45,
    smoothing: 0.6,
    streamline: 0.4,
    last: true,
    ...(tapered ? { start: { taper: true } } : {}),
  });
  const [first] = polygon;
  if (!first) return '';
  // Through the middles of the polygon's sides, with its corners as control points: no corner is left.
  let d = `M${n(first[0])} ${n(first[1])}`;
  polygon.forEach(([x, y], at) => {
    const [nextX, nextY] = polygon[(at + 1) % polygon.length] ?? first;
    d += `Q${n(x)} ${n(y)} ${n((x + nextX) / 2)} ${n((y + nextY) / 2)}`;
  });
  return `${d}Z`;
}

function arrow([x1 = 0, y1 = 0, x2 = 0, y2 = 0]: readonly number[]): string {
  const length = Math.hypot(x2 - x1, y2 - y1);
  const angle = Math.atan2(y2 - y1, x2 - x1);
  const head = Math.min(HEAD_PX, length * 0.5);
  const side = (turn: number) => `${n(x2 - head * Math.cos(angle + turn))} ${n(y2 - head * Math.sin(angle + turn))}`;
  return `M${n(x1)} ${n(y1)}L${n(x2)} ${n(y2)}M${side(0.45)}L${n(x2)} ${n(y2)}L${side(-0.45)}`;
}

function rounded(x: number, y: number, width: number, height: number): string {
  const r = Math.min(8, width / 2, height / 2);
  const [right, bottom] = [x + width, y + height];
  return (
    `M${n(x + r)} ${n(y)}H${n(right - r)}Q${n(right)} ${n(y)} ${n(right)} ${n(y + r)}V${n(bottom - r)}` +
    `Q${n(right)} ${n(bottom)} ${n(right - r)} ${n(bottom)}H${n(x + r)}Q${n(x)} ${n(bottom)} ${n(x)} ${n(bottom - r)}` +
    `V${n(y + r)}Q${n(x)} ${n(y)} ${n(x + r)} ${n(y)}Z`
  );
}

function n(value: number): string {
  return String(Math.round(value * 10) / 10);
}
