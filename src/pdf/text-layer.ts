/** The text of a page as text: selectable, found by the browser, read aloud; invisible above its drawing. */
import type { Piece } from './hidden.ts';

export interface LaidText {
  readonly element: HTMLElement;
  /** Span of each piece; none for what is only space. */
  readonly spans: readonly (HTMLSpanElement | undefined)[];
}

let measure: CanvasRenderingContext2D | null | undefined;
/** Measured at this size (px), once for each text; emptied when it has so many. */
const MEASURED_PX = 20;
const MAX_WIDTHS = 20_000;
const widths = new Map<string, number>();
const FAMILY = 'sans-serif';

export function layText(pieces: readonly Piece[], angles: readonly number[], scale: number): LaidText {
  const element = document.createElement('div');
  element.className = 'text';
  const spans = pieces.map((piece, i) => {
    if (piece.text.trim() === '') return undefined;
    const span = document.createElement('span');
    span.textContent = piece.text;
    span.dir = 'auto';
    const size = Math.max(1, piece.height * scale);
    const natural = (widthOf(piece.text) * size) / MEASURED_PX;
    const stretch = natural > 0 && piece.width > 0 ? (piece.width * scale) / natural : 1;
    const turn = angles[i] ?? 0;
    Object.assign(span.style, {
      left: `${round(piece.x * scale)}px`,
      top: `${round(piece.y * scale - size)}px`,
      fontSize: `${round(size)}px`,
      // About the beginning of the baseline.
      transform: `${turn === 0 ? '' : `rotate(${round(turn)}rad) `}scaleX(${round(stretch)})`,
    });
    element.append(span);
    if (piece.endsLine) element.append('\n');
    return span;
  });
  return { element, spans };
}

function widthOf(text: string): number {
  let width = widths.get(text);
  if (width !== undefined) return width;
  measure ??= document.createElement('canvas').getContext('2d');
  if (!measure) return 0;
  measure.font = `${MEASURED_PX}px ${FAMILY}`;
  width = measure.measureText(text).width;
  if (widths.size >= MAX_WIDTHS) widths.clear();
  widths.set(text, width);
  return width;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
