/**
 * What lies on a page beside its own drawing: links, the values of form fields, notes. A field's value and a note's text are
 * pieces like any other; what draws letters that are not known here is covered whatever it says.
 */
import type { Box, Piece } from './hidden.ts';

/** As pdf.js tells one; only what is asked here. */
export interface Annotation {
  readonly subtype?: string;
  readonly rect: readonly number[];
  readonly hidden?: boolean;
  readonly url?: string;
  readonly dest?: unknown;
  readonly fieldType?: string;
  readonly fieldValue?: unknown;
  readonly checkBox?: boolean;
  readonly radioButton?: boolean;
  readonly textContent?: readonly string[];
  readonly password?: boolean;
}

export interface Laid {
  /** Texts on the page: to be asked whether they are hidden. */
  readonly pieces: readonly Piece[];
  /** Never shown to guests. */
  readonly sealed: readonly Box[];
  readonly links: readonly { readonly box: Box; readonly url?: string; readonly dest?: unknown }[];
}

/** Lines, marks and shapes: no letters of their own. */
const SHAPES: ReadonlySet<string> = new Set(
  'Link Highlight Underline Squiggly StrikeOut Ink Line Square Circle Polygon PolyLine Caret Popup Text FileAttachment'.split(' '),
);

/** `boxOf`: the rectangle of a PDF as a box of the page at scale 1. */
export function layOut(annotations: readonly Annotation[], boxOf: (rect: readonly number[]) => Box): Laid {
  const pieces: Piece[] = [];
  const sealed: Box[] = [];
  const links: { box: Box; url?: string; dest?: unknown }[] = [];
  for (const one of annotations) {
    if (one.hidden) continue;
    const box = boxOf(one.rect);
    if (one.subtype === 'Link') {
      if (one.url !== undefined || one.dest) links.push({ box, ...(one.url === undefined ? { dest: one.dest } : { url: one.url }) });
    } else if (one.subtype === 'Widget') {
      const text = valueOf(one);
      if (one.password) sealed.push(box);
      else if (text !== '') pieces.push(pieceIn(box, text));
    } else if (one.textContent && one.textContent.length > 0) pieces.push(pieceIn(box, one.textContent.join(' ')));
    else if (!SHAPES.has(one.subtype ?? '')) sealed.push(box);
  }
  return { pieces, sealed, links };
}

function valueOf({ checkBox, radioButton, fieldValue }: Annotation): string {
  if (checkBox || radioButton) return '';
  const values: readonly unknown[] = Array.isArray(fieldValue) ? fieldValue : [fieldValue];
  return values.filter((value) => typeof value === 'string').join(' ');
}

function pieceIn(box: Box, text: string): Piece {
  const [left, top, width, height] = box;
  return { text, box, x: left, y: top + height, width, height, endsLine: true };
}
