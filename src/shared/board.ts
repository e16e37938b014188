/**
 * The board: a neutral place beside the page for pictures, short videos and pages that somebody puts forward. Its socket's
 * messages, both directions, and the only way from bytes to one of the first.
 */
import type { ParticipantId } from './ids.ts';
import { readInkAct, type InkAct, type InkItem, type InkNews } from './ink.ts';
import type { Person, SessionState } from './messages.ts';
import { isCount, readOwn, readText, type Read } from './socket-text.ts';

/** Things on one board at a time: a strip that can still be looked through. */
export const BOARD_ITEMS_MAX = 40;
export const BOARD_NAME_MAX = 80;
const MAX_URL = 8192;

export const boardMimes = ['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/avif', 'video/mp4', 'video/webm'] as const;
export type BoardMime = (typeof boardMimes)[number];

export type BoardItem =
  | {
      readonly id: number;
      readonly by: ParticipantId;
      readonly kind: 'file';
      readonly name: string;
      readonly mime: BoardMime;
      readonly bytes: number;
    }
  /** `href`: where the customer opens it, in the session; guests get none. */
  | {
      readonly id: number;
      readonly by: ParticipantId;
      readonly kind: 'page';
      readonly name: string;
      readonly url: string;
      readonly href?: string;
    };

export type BoardToRoom =
  | { readonly type: 'hello'; readonly protocol: number }
  | { readonly type: 'page'; readonly url: string; readonly name: string }
  /** Before everybody's eyes; each may look at something else after it. */
  | { readonly type: 'show'; readonly item: number }
  | { readonly type: 'remove'; readonly item: number }
  | { readonly type: 'ink'; readonly item: number; readonly act: InkAct };

export type RoomToBoard =
  | {
      readonly type: 'welcome';
      readonly you: ParticipantId;
      readonly people: readonly Person[];
      readonly state: SessionState;
      readonly items: readonly BoardItem[];
      readonly shown: number | null;
      readonly ink: Readonly<Record<number, readonly InkItem[]>>;
      /** Stands before the number of each file in its address, and is where files are sent. */
      readonly files: string;
      readonly fileBytesMax: number;
    }
  | { readonly type: 'item'; readonly item: BoardItem }
  | { readonly type: 'gone'; readonly item: number }
  | { readonly type: 'shown'; readonly item: number; readonly by: ParticipantId }
  | { readonly type: 'ink'; readonly item: number; readonly news: InkNews }
  | { readonly type: 'people'; readonly people: readonly Person[] }
  | { readonly type: 'state'; readonly state: SessionState }
  | { readonly type: 'refused'; readonly code: 'NOT_ALLOWED' | 'NO_RIGHT' | 'FULL' | 'TOO_FAST' }
  | { readonly type: 'end' };

/** Frame that ink on the board hangs on; its node is the item's number. */
export const BOARD_FRAME = 'board';

export function parseBoard(text: string): Read<BoardToRoom> {
  return readText(text, 1 << 18, read);
}

function read(value: unknown): BoardToRoom | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = value as Readonly<Record<string, unknown>>; // an object, whose fields are looked at below
  const { type, item, url, name, protocol } = fields;
  switch (type) {
    case 'hello':
      return isCount(protocol) ? { type, protocol } : undefined;
    case 'page':
      if (typeof url !== 'string' || url.length > MAX_URL || !/^https?:\/\//i.test(url) || !URL.canParse(url)) return undefined;
      if (typeof name !== 'string' || name.length > BOARD_NAME_MAX) return undefined;
      return { type, url: new URL(url).href, name };
    case 'show':
    case 'remove':
      return isCount(item) ? { type, item } : undefined;
    case 'ink': {
      const act = readInkAct(fields['act']);
      return isCount(item) && act ? { type, item, act } : undefined;
    }
    default:
      return undefined;
  }
}

const known: ReadonlySet<unknown> = new Set<RoomToBoard['type']>([
  'welcome',
  'item',
  'gone',
  'shown',
  'ink',
  'people',
  'state',
  'refused',
  'end',
]);

export function parseFromRoomToBoard(text: string): RoomToBoard | undefined {
  return readOwn(text, known);
}
