/**
 * Which pieces of a page's text are hidden. A number may stand in several pieces, in any order of the file: so the patterns
 * look at what reads as one, by the file's order and by what the eye sees, with and without space between the pieces.
 */
import { compilePatterns, findPatterns } from '../shared/masked-content.ts';
import type { PdfMask } from './index.ts';

/** One piece of text; in CSS pixels of the page at scale 1, from its upper left corner. `height`: of the font. */
export interface Piece {
  readonly text: string;
  /** Box around it, however it is turned. */
  readonly box: Box;
  /** Where its baseline begins, and its font's height. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly endsLine: boolean;
}

export type Box = readonly [left: number, top: number, width: number, height: number];

/** Nothing that a pattern looks for goes across this. */
const APART = '\u0001';
/** Pieces of one line that stand further apart (heights of the font) are cells of a table. */
const CELL_GAP = 2;
/** Pieces and characters of a run: a number in groups of two, and what stands before it. */
const RUN_PIECES = 10;
const RUN_LENGTH = 100;
/** Of the height of the font: baselines that differ by less are one line. */
const SAME_LINE = 0.5;
/** What no font's table of characters made readable: a pattern cannot speak of it. */
const UNREADABLE = /[\ufffd\ue000-\uf8ff\u{f0000}-\u{10ffff}\u0000-\u0008\u000e-\u001f]/u;

export function hiddenPieces(pieces: readonly Piece[], mask: PdfMask): ReadonlySet<number> {
  const hidden = new Set<number>();
  pieces.forEach(({ text }, i) => {
    if (text.trim() !== '' && (UNREADABLE.test(text) || mask.taint.holds(text))) hidden.add(i);
  });
  const patterns = compilePatterns(mask.policy.patterns);
  const asWritten = pieces.map((_piece, i) => i);
  const asSeen = [...asWritten].sort((a, b) => seenBefore(pieces[a], pieces[b]));
  for (const order of [asWritten, asSeen]) {
    for (const run of runsOf(pieces, order)) {
      for (const between of ['', ' ']) {
        const { text, starts } = join(pieces, run, between);
        for (const [from, to] of findPatterns(text, patterns)) {
          run.forEach((piece, k) => {
            const start = starts[k] ?? 0;
            if (start < to && start + (pieces[piece]?.text.length ?? 0) > from) hidden.add(piece);
          });
        }
      }
    }
    hideEchoes(pieces, order, mask, hidden);
  }
  return hidden;
}

/** A value that is masked elsewhere on the page is compared without spaces, so two pieces that follow each other are asked as one. */
function hideEchoes(pieces: readonly Piece[], order: readonly number[], mask: PdfMask, hidden: Set<number>): void {
  for (let k = 1; k < order.length; k++) {
    const [a, b] = [order[k - 1] ?? 0, order[k] ?? 0];
    const both = `${pieces[a]?.text ?? ''} ${pieces[b]?.text ?? ''}`;
    if (hidden.has(a) || hidden.has(b) || !mask.taint.holds(both)) continue;
    hidden.add(a);
    hidden.add(b);
  }
}

/**
 * What is looked at as one text: all of a page, each piece, and each few pieces that follow each other, for a number that
 * follows a number at once would spoil its checksum.
 */
function* runsOf(pieces: readonly Piece[], order: readonly number[]): Generator<readonly number[]> {
  yield order;
  for (let from = 0; from < order.length; from++) {
    let length = 0;
    let hasDigit = false;
    for (let to = from; to < order.length && to < from + RUN_PIECES && length < RUN_LENGTH; to++) {
      const [before, piece] = [pieces[order[to - 1] ?? -1], pieces[order[to] ?? -1]];
      if (!piece || (to > from && before && !readsOn(before, piece))) break;
      length += piece.text.length;
      const digit = /\d/.test(piece.text);
      hasDigit ||= digit;
      // Only checksums can be spoilt, and those are of digits.
      if (to === from || (hasDigit && digit)) yield order.slice(from, to + 1);
    }
  }
}

function join(pieces: readonly Piece[], order: readonly number[], between: string): { text: string; starts: number[] } {
  const starts: number[] = [];
  let text = '';
  let last: Piece | undefined;
  for (const i of order) {
    const piece = pieces[i];
    if (!piece) continue;
    if (last) text += readsOn(last, piece) ? between : APART;
    starts.push(text.length);
    text += piece.text;
    last = piece;
  }
  return { text, starts };
}

/** Would somebody read from one into the other? */
function readsOn(a: Piece, b: Piece): boolean {
  const height = Math.max(a.height, b.height, 1);
  if (Math.abs(a.y - b.y) > height * SAME_LINE) return b.y > a.y && b.y - a.y < height * 3;
  return Math.abs(b.x - (a.x + a.width)) <= height * CELL_GAP;
}

function seenBefore(a: Piece | undefined, b: Piece | undefined): number {
  if (!a || !b) return 0;
  return Math.abs(a.y - b.y) > Math.max(a.height, b.height) * SAME_LINE ? a.y - b.y : a.x - b.x;
}
