/**
 * One page: an empty sheet of its size until it is near, then its drawing in tiles and its text above. What of it may be
 * shown to guests is decided here, and where that cannot be known nothing is.
 */
import { AnnotationMode, OPS, type PDFDocumentProxy, type PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { layOut, type Annotation, type Laid } from './annotations.ts';
import { saysAll, type Drawing } from './glyphs.ts';
import { hiddenPieces, type Box, type Piece } from './hidden.ts';
import type { Cover, PdfHost, PdfMask } from './index.ts';
import { angleOf, around, pieceOf, type Matrix } from './pieces.ts';
import { layText, type LaidText } from './text-layer.ts';
import { cut, onTile, type Tile } from './tiles.ts';

/** Device pixels of one drawn page: what phones give a canvas, and four screens' worth elsewhere. */
const MAX_PIXELS = 8_000_000;
/** More device pixels for a CSS pixel are seen by nobody. */
const MAX_RATIO = 2;
/** Pieces of text of one page that are laid out; beyond it the page shows to the customer alone. */
const MAX_PIECES = 20_000;
/** What is painted over. */
const COVER_COLOR = '#c9ced6';
const COVER_MARK = '#8a93a1';

interface Content {
  readonly size: readonly [width: number, height: number];
  readonly pieces: readonly Piece[];
  readonly angles: readonly number[];
  readonly laid: Laid;
  /** The text says all that is drawn as letters. */
  readonly isKnown: boolean;
}

interface Hidden {
  readonly mask: PdfMask;
  readonly pieces: ReadonlySet<number>;
  /** Of what lies on the page. */
  readonly laid: ReadonlySet<number>;
}

interface Drawn {
  readonly tiles: readonly Tile[];
  readonly text: LaidText;
  readonly links: HTMLElement;
  readonly holder: HTMLElement;
  readonly ratio: number;
  readonly turn: number;
}

export interface PageDeps {
  readonly host: PdfHost;
  readonly document: PDFDocumentProxy;
  readonly goTo: (dest: unknown) => void;
  readonly label: string;
}

let turns = 0;

export class PageView {
  readonly element: HTMLElement;
  readonly number: number;
  /** At scale 1, in CSS pixels. */
  size: readonly [width: number, height: number];
  readonly #deps: PageDeps;
  #page: Promise<PDFPageProxy> | undefined;
  #content: Promise<Content> | undefined;
  #known: Content | undefined;
  #drawn: Drawn | undefined;
  #scale = 1;
  /** Counts what was begun: what comes late is thrown away. */
  #round = 0;
  #isDrawing = false;
  #hidden: Hidden | undefined;

  constructor(number: number, size: readonly [number, number], deps: PageDeps) {
    this.number = number;
    this.size = size;
    this.#deps = deps;
    this.element = document.createElement('section');
    this.element.className = 'page';
    this.element.setAttribute('aria-label', deps.label);
  }

  /** Space for it, and nothing on it. */
  resize(scale: number): void {
    if (this.#scale === scale && this.element.style.width !== '') return;
    this.#scale = scale;
    this.clear();
    this.#fitTo(this.size);
  }

  get isDrawn(): boolean {
    return this.#drawn !== undefined || this.#isDrawing;
  }

  clear(): void {
    this.#round++;
    this.#isDrawing = false;
    this.#drawn?.holder.remove();
    // Safari keeps the memory of a canvas until it is emptied.
    for (const { canvas } of this.#drawn?.tiles ?? []) canvas.width = canvas.height = 0;
    this.#drawn = undefined;
  }

  async draw(): Promise<void> {
    if (this.isDrawn) return;
    const round = ++this.#round;
    this.#isDrawing = true;
    try {
      const page = await this.#get();
      const content = await this.content();
      if (round !== this.#round) return;
      this.#fitTo(content.size);
      const [width, height] = this.size;
      const area = width * height * this.#scale ** 2;
      const ratio = Math.min(MAX_RATIO, Math.max(1, window.devicePixelRatio), Math.sqrt(MAX_PIXELS / area));
      const canvas = document.createElement('canvas');
      canvas.width = Math.round(Math.round(width * this.#scale) * ratio);
      canvas.height = Math.round(Math.round(height * this.#scale) * ratio);
      const viewport = page.getViewport({ scale: (canvas.width / width) * CSS_UNIT });
      await page.render({ canvas, viewport, annotationMode: AnnotationMode.ENABLE }).promise;
      if (round !== this.#round) return;
      const holder = document.createElement('div');
      holder.className = 'drawn';
      const tiles = cut(canvas, ratio, holder);
      canvas.width = canvas.height = 0;
      const text = layText(content.pieces, content.angles, this.#scale);
      const links = this.#links(content.laid.links);
      holder.append(text.element, links);
      text.spans.forEach((span, i) => {
        if (span) spanOwners.set(span, [this, i]);
      });
      for (const tile of tiles) tileOwners.set(tile.canvas, [this, tile]);
      this.#drawn = { tiles, text, links, holder, ratio, turn: ++turns };
      this.element.append(holder);
      page.cleanup();
    } catch (error) {
      if (round === this.#round) this.#deps.host.fault(error);
    } finally {
      if (round === this.#round) this.#isDrawing = false;
    }
  }

  /** It need not be as large as the first page. */
  #fitTo(size: readonly [number, number]): void {
    this.size = size;
    Object.assign(this.element.style, {
      width: `${Math.round(size[0] * this.#scale)}px`,
      height: `${Math.round(size[1] * this.#scale)}px`,
    });
  }

  /** Its text, and what lies on it. */
  content(): Promise<Content> {
    return (this.#content ??= this.#read());
  }

  /** Text that may be found while others look on: what is hidden from them is not in it. */
  async openText(): Promise<readonly { readonly text: string; readonly piece: number }[]> {
    const { pieces } = await this.content();
    const hidden = this.hiddenNow();
    return pieces.flatMap(({ text }, piece) => (hidden?.pieces.has(piece) ? [] : [{ text, piece }]));
  }

  spanOf(piece: number): HTMLElement | undefined {
    return this.#drawn?.text.spans[piece];
  }

  boxOf(piece: number): Box | undefined {
    return this.#known?.pieces[piece]?.box;
  }

  hides(piece: number): boolean {
    return this.hiddenNow()?.pieces.has(piece) ?? true;
  }

  cover(tile: Tile): Cover | undefined {
    const { host } = this.#deps;
    const [content, drawn, hidden] = [this.#known, this.#drawn, this.hiddenNow()];
    if (!content?.isKnown || !drawn || !hidden) return undefined;
    const boxes: Box[] = [...content.laid.sealed];
    for (const i of hidden.laid) boxes.push(content.laid.pieces[i]?.box ?? [0, 0, 0, 0]);
    for (let i = 0; i < content.pieces.length; i++) {
      const span = drawn.text.spans[i];
      if (!span) continue;
      // What is masked elsewhere on the page may be known since the text was looked at.
      const isMasked = host.isMasked(span);
      if (isMasked === undefined) return undefined;
      const piece = content.pieces[i];
      // What is masked elsewhere on the page may be known since the text was looked at.
      if (piece && (isMasked || hidden.pieces.has(i) || hidden.mask.taint.holds(piece.text))) boxes.push(piece.box);
    }
    const places = onTile(tile, boxes, drawn.ratio * this.#scale);
    return {
      version: `${drawn.turn} ${places.map((place) => place.map(Math.round).join()).join(' ')}`,
      paint: (context, scale) => {
        for (const place of places) {
          const [x, y, width, height] = place.map((side) => side * scale) as [number, number, number, number]; // four as before
          context.fillStyle = COVER_COLOR;
          context.fillRect(x - 1, y - 1, width + 2, height + 2);
          context.fillStyle = COVER_MARK;
          const dot = Math.max(1, height * 0.09);
          for (let at = x + height * 0.5; at < x + Math.min(width, height * 3); at += dot * 4)
            context.fillRect(at, y + height / 2 - dot, dot * 2, dot * 2);
        }
      },
    };
  }

  /** By the rules of now. */
  hiddenNow(): Hidden | undefined {
    const mask = this.#deps.host.mask();
    const content = this.#known;
    if (!mask || !content) return undefined;
    if (this.#hidden?.mask !== mask)
      this.#hidden = { mask, pieces: hiddenPieces(content.pieces, mask), laid: hiddenPieces(content.laid.pieces, mask) };
    return this.#hidden;
  }

  #get(): Promise<PDFPageProxy> {
    return (this.#page ??= this.#deps.document.getPage(this.number));
  }

  async #read(): Promise<Content> {
    const page = await this.#get();
    const viewport = page.getViewport({ scale: CSS_UNIT });
    const matrix = viewport.transform as Matrix; // numbers
    const { items, styles } = await page.getTextContent({ disableNormalization: true, includeMarkedContent: false });
    const texts = items.filter((item) => 'str' in item);
    const drawing = (await page.getOperatorList({ annotationMode: AnnotationMode.ENABLE })) as Drawing; // as pdf.js describes it
    const annotations = (await page.getAnnotations({ intent: 'display' })) as readonly Annotation[]; // as above
    const laid = layOut(annotations, ([x1 = 0, y1 = 0, x2 = 0, y2 = 0]) =>
      around([viewport.convertToViewportPoint(x1, y1), viewport.convertToViewportPoint(x2, y2)] as [number, number][]),
    );
    this.#known = {
      size: [viewport.width, viewport.height],
      pieces: texts.map((item) => pieceOf(item, matrix, styles[item.fontName]?.vertical === true)),
      angles: texts.map((item) => angleOf(item, matrix)),
      laid,
      isKnown:
        texts.length <= MAX_PIECES &&
        saysAll(
          drawing,
          OPS,
          texts.map(({ str }) => str),
        ),
    };
    return this.#known;
  }

  #links(links: Laid['links']): HTMLElement {
    const holder = document.createElement('div');
    holder.className = 'links';
    for (const { box, url, dest } of links) {
      if (url !== undefined && !/^(?:https?|mailto|tel):/i.test(url)) continue;
      const link = document.createElement('a');
      link.href = url ?? '#';
      link.setAttribute('aria-label', url ?? this.#deps.label);
      if (url === undefined)
        link.addEventListener('click', (event) => {
          event.preventDefault();
          this.#deps.goTo(dest);
        });
      else Object.assign(link, { target: '_blank', rel: 'noopener' });
      const [left, top, width, height] = box.map((side) => Math.round(side * this.#scale));
      Object.assign(link.style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` });
      holder.append(link);
    }
    return holder;
  }
}

/** CSS pixels of a point, the PDF's own unit. */
export const CSS_UNIT = 96 / 72;

const spanOwners = new WeakMap<Element, readonly [PageView, number]>();
const tileOwners = new WeakMap<Element, readonly [PageView, Tile]>();

export function hides(element: Element): boolean {
  const [page, piece] = spanOwners.get(element) ?? [];
  return page !== undefined && piece !== undefined && page.hides(piece);
}

export function cover(canvas: Element): Cover | undefined {
  const [page, tile] = tileOwners.get(canvas) ?? [];
  return page && tile && page.cover(tile);
}
