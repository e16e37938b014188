/**
 * Does the text of a page say everything that its drawing shows as letters? What is drawn as letters and stands in no text
 * (inside a pattern, in a picture's mask) could be neither found nor painted over, and then no picture of the page leaves.
 */

export interface DrawingNames {
  readonly showText: number;
  readonly beginAnnotation: number;
  readonly endAnnotation: number;
}

export interface Drawing {
  readonly fnArray: readonly number[];
  readonly argsArray: readonly unknown[];
}

export function saysAll(drawing: Drawing, names: DrawingNames, text: Iterable<string>): boolean {
  const drawn = new Map<string, number>();
  count(drawing, names, drawn, 0);
  for (const piece of text) for (const sign of signsOf(piece)) drawn.set(sign, (drawn.get(sign) ?? 0) - 1);
  for (const left of drawn.values()) if (left > 0) return false;
  return true;
}

/** Patterns within patterns; deeper ones are read by nobody. */
const MAX_DEPTH = 8;

function count({ fnArray, argsArray }: Drawing, names: DrawingNames, drawn: Map<string, number>, depth: number): void {
  // What annotations draw is looked at by itself (annotations.ts).
  let within = 0;
  for (let i = 0; i < fnArray.length; i++) {
    const args = argsArray[i];
    if (fnArray[i] === names.beginAnnotation) within++;
    else if (fnArray[i] === names.endAnnotation) within--;
    else if (within > 0 || !Array.isArray(args)) continue;
    else if (fnArray[i] === names.showText) countGlyphs(args[0], drawn);
    else if (depth < MAX_DEPTH) for (const arg of args) if (isDrawing(arg)) count(arg, names, drawn, depth + 1);
  }
}

function countGlyphs(glyphs: unknown, drawn: Map<string, number>): void {
  if (!Array.isArray(glyphs)) return;
  for (const glyph of glyphs as readonly unknown[]) {
    if (typeof glyph !== 'object' || glyph === null || !('unicode' in glyph) || typeof glyph.unicode !== 'string') continue;
    for (const sign of signsOf(glyph.unicode)) drawn.set(sign, (drawn.get(sign) ?? 0) + 1);
  }
}

function isDrawing(value: unknown): value is Drawing {
  return typeof value === 'object' && value !== null && 'fnArray' in value && 'argsArray' in value;
}

/** Ligatures apart; without space, marks and signs that shape others: both sides treat these in their own way. */
function signsOf(text: string): Iterable<string> {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{Z}\p{C}\p{M}\s]/gu, (sign) => (/[\ue000-\uf8ff]/.test(sign) ? sign : ''));
}
