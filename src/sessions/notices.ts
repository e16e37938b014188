/**
 * The notices (shared/notices.ts) that stand now: each kind once a page. What the runtime says belongs to its tab; what the
 * gateway says cannot name a tab, so it belongs to the documents that were asked for since, counted here.
 */
import type { TabId } from '../shared/ids.ts';
import {
  pagelessNotices,
  type AnswerNotice,
  type Notice,
  type NoticeCode,
  type PagelessNotice,
  type PageNotice,
  type RoomNotice,
} from '../shared/notices.ts';

/** Notices at the same time: more than there are kinds says nothing new. The oldest goes. */
const MAX_STANDING = 12;

interface Standing extends Notice {
  readonly tab: TabId | null;
  /** Count of top-level documents asked for when it came. */
  readonly page: number;
}

export class Notices {
  readonly #changed: () => void;
  #standing: Standing[] = [];
  #page = 0;
  #last = 0;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  list(): readonly Notice[] {
    return this.#standing.map(({ id, code }) => ({ id, code }));
  }

  /** What stands in place of the page that was asked for last. */
  pageless(): PagelessNotice | undefined {
    const latest = this.#standing.filter(({ tab, page }) => tab === null && page === this.#page).map(({ code }) => code);
    return pagelessNotices.find((code) => latest.includes(code));
  }

  /** A document that fills the tab was asked for. */
  begin(): void {
    this.#page++;
  }

  /** The gateway's, or the room's own. */
  tell(code: AnswerNotice | RoomNotice): void {
    this.#add(code, null);
  }

  /** It no longer holds. */
  over(code: RoomNotice): void {
    this.#keep((each) => each.code !== code);
  }

  /** The runtime's. */
  tellOf(tab: TabId, code: PageNotice): void {
    this.#add(code, tab);
  }

  /** A new document is there: what was said of the one before is over. */
  opened(tab: TabId): void {
    this.#keep((each) => (each.tab === null ? each.page === this.#page : each.tab !== tab));
  }

  removed(tab: TabId): void {
    this.#keep((each) => each.tab !== tab);
  }

  clear(): void {
    this.#standing = [];
  }

  #add(code: NoticeCode, tab: TabId | null): void {
    const same = this.#standing.find((each) => each.code === code && each.tab === tab);
    if (same && (tab !== null || same.page === this.#page)) return;
    const rest = this.#standing.filter((each) => each !== same).slice(1 - MAX_STANDING);
    this.#standing = [...rest, { id: ++this.#last, code, tab, page: this.#page }];
    this.#changed();
  }

  #keep(stays: (each: Standing) => boolean): void {
    const before = this.#standing.length;
    this.#standing = this.#standing.filter(stays);
    if (this.#standing.length !== before) this.#changed();
  }
}
