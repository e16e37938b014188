/** The ink on one surface (a tab's page, a thing on the board): what stays, in order, and what becomes of each act. */
import type { ParticipantId } from '../shared/ids.ts';
import { MAX_INK_POINTS, VANISH_MS, type InkAct, type InkItem, type InkNews, type InkShape } from '../shared/ink.ts';
import { Bucket } from './bucket.ts';
import { cleanName } from './chat.ts';

/** Items on one surface: more hides the page. The oldest go. */
const MAX_ITEMS = 200;
/** Points on one surface, two numbers each: what a late guest gets at once stays under a megabyte. */
const MAX_POINTS = 30_000;
/** Shapes that are being drawn at a time; people have one hand each. */
const MAX_DRAFTS = 32;

/** What one person may draw in a second: a line in progress says its new points 20 times, a finished shape costs as much as six. */
export const INK_RATE = { perSecond: 40, burst: 90 };
export const inkCost: Readonly<Record<InkAct['do'], number>> = { draft: 1, laser: 1, ripple: 4, put: 6, undo: 3, clear: 6 };

export class Ink {
  #items: { readonly item: InkItem; readonly at: number }[] = [];
  #points = 0;
  #last = 0;
  /** Points that each person's unfinished shape has so far. */
  readonly #drafts = new Map<ParticipantId, number>();

  /** What to tell everybody; nothing when it changes nothing. */
  act(by: ParticipantId, act: InkAct): InkNews[] {
    switch (act.do) {
      case 'draft':
        return this.#draft(by, act);
      case 'put':
        this.#drafts.delete(by);
        return this.#put(by, act.shape);
      case 'undo': {
        const mine = this.#items.filter(({ item }) => item.by === by).at(-1);
        return mine ? this.#drop((item) => item.id === mine.item.id) : [];
      }
      case 'clear':
        return this.#drop((item) => act.whose === 'all' || item.by === by);
      case 'laser':
        return [{ is: 'laser', by, at: act.at }];
      case 'ripple':
        return [{ is: 'ripple', by, at: act.at }];
      default:
        return act satisfies never;
    }
  }

  /** Everything that is still to be seen. */
  list(): InkItem[] {
    this.#forgetVanished();
    return this.#items.map(({ item }) => item);
  }

  #draft(by: ParticipantId, { shape, from }: Extract<InkAct, { do: 'draft' }>): InkNews[] {
    if (shape.points.length === 0 && from === 0) return this.#drafts.delete(by) ? [{ is: 'draft', by, shape, from }] : [];
    const had = from === 0 ? 0 : this.#drafts.get(by);
    // A gap, or a line without an end: the finished shape puts it right.
    if (had === undefined || from > had || from + shape.points.length / 2 > MAX_INK_POINTS) return [];
    if (!this.#drafts.has(by) && this.#drafts.size >= MAX_DRAFTS) return [];
    this.#drafts.set(by, from + shape.points.length / 2);
    return [{ is: 'draft', by, shape, from }];
  }

  #put(by: ParticipantId, shape: InkShape): InkNews[] {
    const { text, ...rest } = shape;
    const clean = text === undefined ? undefined : cleanName(text, text.length);
    const item: InkItem = { id: ++this.#last, by, ...rest, ...(clean === undefined ? {} : { text: clean }) };
    const full = this.#forgetOldest(shape.points.length / 2);
    this.#items.push({ item, at: Date.now() });
    this.#points += shape.points.length / 2;
    return [...full, { is: 'put', item }];
  }

  #forgetOldest(coming: number): InkNews[] {
    this.#forgetVanished();
    let points = this.#points + coming;
    let drop = 0;
    while (drop < this.#items.length && (this.#items.length - drop >= MAX_ITEMS || points > MAX_POINTS)) {
      points -= (this.#items[drop]?.item.points.length ?? 0) / 2;
      drop++;
    }
    const gone = new Set(this.#items.slice(0, drop).map(({ item }) => item.id));
    return this.#drop((item) => gone.has(item.id));
  }

  /** Its viewers let it fade by themselves. */
  #forgetVanished(): void {
    const now = Date.now();
    this.#keep(({ item, at }) => item.tool !== 'vanish' || now - at < VANISH_MS);
  }

  #drop(which: (item: InkItem) => boolean): InkNews[] {
    const ids = this.#items.filter(({ item }) => which(item)).map(({ item }) => item.id);
    if (ids.length === 0) return [];
    this.#keep(({ item }) => !which(item));
    return [{ is: 'gone', ids }];
  }

  #keep(which: (entry: { readonly item: InkItem; readonly at: number }) => boolean): void {
    this.#items = this.#items.filter(which);
    this.#points = this.#items.reduce((sum, { item }) => sum + item.points.length / 2, 0);
  }
}

export function inkBucket(): Bucket {
  return new Bucket(INK_RATE);
}
