/** The board of one session: what lies on it, what is before everybody's eyes, what is drawn on each thing, and who hears of it. */
import path from 'node:path';
import type { Readable } from 'node:stream';
import { BOARD_FRAME, BOARD_ITEMS_MAX, BOARD_NAME_MAX, type BoardItem, type BoardToRoom, type RoomToBoard } from '../shared/board.ts';
import { closeCodes } from '../shared/close-codes.ts';
import type { ParticipantId, SessionId } from '../shared/ids.ts';
import type { Person, SessionState } from '../shared/messages.ts';
import { BoardFiles, type FileRefusal, type KeptFile } from './board-files.ts';
import { Bucket } from './bucket.ts';
import { cleanName } from './chat.ts';
import type { Connection } from './connection.ts';
import { Ink, inkBucket, inkCost } from './ink.ts';
import type { RoomEvent } from './listener.ts';
import { inkRight, mayNow } from './permissions.ts';
import { randomToken } from './random.ts';

export interface BoardDeps {
  readonly id: SessionId;
  /** Folder of everything that is kept. */
  readonly dataDir: string;
  readonly limits: { readonly boardFileBytes: number; readonly boardBytesPerSession: number };
  person(id: ParticipantId): Person | undefined;
  people(): readonly Person[];
  state(): SessionState;
  /** Rejects when the session may not go there. */
  checkGo(url: string): Promise<void>;
  /** Where the customer opens a target's address. */
  hrefOf(url: string): string | undefined;
  tell(event: RoomEvent): void;
  /** How many things lie on it now, and who put the last one there: for the dock and the console. */
  changed(news: { readonly items: number; readonly by: ParticipantId | null }): void;
}

interface Seat {
  readonly participant: ParticipantId;
  readonly connection: Connection;
  /** Stands before every file's number in this person's addresses, and dies with the socket. */
  readonly files: string;
  readonly puts: Bucket;
  readonly ink: Bucket;
}

/** Windows with a board in one session. */
const MAX_SEATS = 40;
const PUTS = { perSecond: 1, burst: 8 };
/** Bodies that are being taken in at a time, of everybody together. */
const MAX_UPLOADS = 4;
/** Of those, one person's: nobody keeps the others from putting something there. */
const MAX_UPLOADS_EACH = 2;

export type Upload =
  { readonly ok: true; readonly item: BoardItem } | { readonly ok: false; readonly reason: FileRefusal | 'right' | 'full' | 'rate' };

export class Board {
  readonly #deps: BoardDeps;
  readonly #files: BoardFiles;
  readonly #seats = new Set<Seat>();
  #items: { readonly item: BoardItem; readonly ink: Ink; readonly file: number | undefined }[] = [];
  #last = 0;
  #shown: number | null = null;
  #uploads = 0;
  /** By person; bounded by the seats of the session. */
  readonly #uploading = new Map<ParticipantId, number>();

  constructor(deps: BoardDeps) {
    this.#deps = deps;
    this.#files = new BoardFiles(path.join(deps.dataDir, 'board', deps.id), {
      fileBytes: deps.limits.boardFileBytes,
      sessionBytes: deps.limits.boardBytesPerSession,
    });
  }

  get size(): number {
    return this.#items.length;
  }

  join(connection: Connection, participant: ParticipantId): { receive(message: BoardToRoom): void; left(): void } | undefined {
    const person = this.#deps.person(participant);
    if (!person || (!person.rights.chat && !person.rights.view) || this.#deps.state() === 'waiting' || this.#seats.size >= MAX_SEATS) {
      connection.close(closeCodes.forbidden, 'board');
      return undefined;
    }
    const seat: Seat = { participant, connection, files: randomToken(), puts: new Bucket(PUTS), ink: inkBucket() };
    this.#seats.add(seat);
    this.#send(seat, {
      type: 'welcome',
      you: participant,
      people: this.#deps.people(),
      state: this.#deps.state(),
      items: this.#items.map(({ item }) => this.#for(seat, item)),
      shown: this.#shown,
      ink: Object.fromEntries(this.#items.map(({ item, ink }) => [item.id, ink.list()])),
      files: seat.files,
      fileBytesMax: this.#deps.limits.boardFileBytes,
    });
    return { receive: (message) => this.#receive(seat, message), left: () => void this.#seats.delete(seat) };
  }

  /** A file from whoever holds this capability. */
  async upload(capability: string, name: string, body: Readable): Promise<Upload | undefined> {
    const seat = this.#seatOf(capability);
    if (!seat) return undefined;
    if (!this.#mayPut(seat)) return { ok: false, reason: 'right' };
    if (this.#items.length + this.#uploads >= BOARD_ITEMS_MAX) return { ok: false, reason: 'full' };
    const own = this.#uploading.get(seat.participant) ?? 0;
    if (this.#uploads >= MAX_UPLOADS || own >= MAX_UPLOADS_EACH || !seat.puts.take()) return { ok: false, reason: 'rate' };
    this.#uploads++;
    this.#uploading.set(seat.participant, own + 1);
    try {
      const kept = await this.#files.put(body);
      if (!kept.ok) return kept;
      // It took time: the session may be over, or the right gone.
      if (!this.#mayPut(seat)) {
        await this.#files.remove(kept.file.id);
        return { ok: false, reason: 'right' };
      }
      const { id, mime, bytes } = kept.file;
      const item: BoardItem = {
        id: ++this.#last,
        by: seat.participant,
        kind: 'file',
        name: cleanName(name, BOARD_NAME_MAX) ?? '',
        mime,
        bytes,
      };
      this.#put(item, id);
      return { ok: true, item };
    } finally {
      this.#uploads--;
      this.#uploading.set(seat.participant, (this.#uploading.get(seat.participant) ?? 1) - 1);
    }
  }

  /** The file of an item, for whoever holds this capability. */
  file(capability: string, item: number): KeptFile | undefined {
    const entry = this.#seatOf(capability) && this.#items.find((one) => one.item.id === item);
    return entry?.file === undefined ? undefined : this.#files.get(entry.file);
  }

  read(file: KeptFile, from: number, to: number): Readable | undefined {
    return this.#files.read(file.id, from, to);
  }

  tellPeople(): void {
    const people = this.#deps.people();
    for (const seat of this.#seats) this.#send(seat, { type: 'people', people });
  }

  tellState(state: SessionState): void {
    for (const seat of this.#seats) this.#send(seat, { type: 'state', state });
  }

  /** This person's windows with it are closed; what they put there stays the session's. */
  sendOff(participant: ParticipantId): void {
    for (const seat of [...this.#seats]) {
      if (seat.participant !== participant) continue;
      this.#seats.delete(seat);
      this.#send(seat, { type: 'end' });
      seat.connection.close(closeCodes.ended, 'sent off');
    }
  }

  /** Everything on it is gone. */
  end(): void {
    for (const seat of this.#seats) {
      this.#send(seat, { type: 'end' });
      seat.connection.close(closeCodes.ended, 'ended');
    }
    this.#seats.clear();
    this.#items = [];
    this.#files.clear().catch((error: unknown) => {
      // Unreadable without the key, which is gone; and the next start looks for such folders.
      this.#deps.tell({
        type: 'fault',
        participant: null,
        finding: `files of the board stay: ${error instanceof Error ? error.name : 'unknown'}`,
      });
    });
  }

  #receive(seat: Seat, message: BoardToRoom): void {
    switch (message.type) {
      case 'hello':
        return;
      case 'page':
        void this.#putPage(seat, message);
        return;
      case 'show': {
        if (!this.#mayPut(seat)) return this.#refuse(seat, 'NO_RIGHT');
        const entry = this.#items.find(({ item }) => item.id === message.item);
        if (entry) this.#show(entry.item, seat.participant);
        return;
      }
      case 'remove': {
        const entry = this.#items.find(({ item }) => item.id === message.item);
        // One's own, or all of it for the customer, whose visit it is.
        const isOwn = entry?.item.by === seat.participant || this.#deps.person(seat.participant)?.role === 'customer';
        if (!entry || !isOwn) return this.#refuse(seat, 'NO_RIGHT');
        this.#items = this.#items.filter((one) => one !== entry);
        if (entry.file !== undefined) void this.#files.remove(entry.file);
        if (this.#shown === message.item) this.#shown = null;
        for (const one of this.#seats) this.#send(one, { type: 'gone', item: message.item });
        this.#deps.tell({ type: 'board', participant: seat.participant, what: 'removed', item: message.item, kind: kindOf(entry.item) });
        return;
      }
      case 'ink':
        this.#draw(seat, message);
        return;
      default:
        message satisfies never;
    }
  }

  #draw(seat: Seat, { item, act }: Extract<BoardToRoom, { type: 'ink' }>): void {
    const entry = this.#items.find((one) => one.item.id === item);
    const rights = this.#deps.person(seat.participant)?.rights;
    const on = 'shape' in act ? act.shape : 'at' in act ? act.at : null;
    if (!entry || !rights || !mayNow(rights, inkRight(act), this.#deps.state()) || !seat.ink.take(inkCost[act.do])) return;
    if (on && (on.frame !== BOARD_FRAME || on.node !== item)) return;
    for (const news of entry.ink.act(seat.participant, act)) {
      const isPassing = news.is === 'draft' || news.is === 'laser' || news.is === 'ripple';
      for (const one of this.#seats) if (!isPassing || one !== seat) this.#send(one, { type: 'ink', item, news });
    }
  }

  async #putPage(seat: Seat, { url, name }: Extract<BoardToRoom, { type: 'page' }>): Promise<void> {
    if (!this.#mayPut(seat)) return this.#refuse(seat, 'NO_RIGHT');
    if (!seat.puts.take()) return this.#refuse(seat, 'TOO_FAST');
    if (this.#items.length >= BOARD_ITEMS_MAX) return this.#refuse(seat, 'FULL');
    try {
      await this.#deps.checkGo(url);
    } catch {
      return this.#refuse(seat, 'NOT_ALLOWED'); // why is the connector's to tell; a person learns only that it may not be
    }
    if (!this.#mayPut(seat)) return;
    this.#put({ id: ++this.#last, by: seat.participant, kind: 'page', name: cleanName(name, BOARD_NAME_MAX) ?? '', url }, undefined);
  }

  #put(item: BoardItem, file: number | undefined): void {
    this.#items.push({ item, ink: new Ink(), file });
    for (const seat of this.#seats) this.#send(seat, { type: 'item', item: this.#for(seat, item) });
    this.#show(item, item.by);
    this.#deps.changed({ items: this.#items.length, by: item.by });
  }

  #show(item: BoardItem, by: ParticipantId): void {
    this.#shown = item.id;
    for (const seat of this.#seats) this.#send(seat, { type: 'shown', item: item.id, by });
    const url = item.kind === 'page' ? { url: item.url } : {};
    this.#deps.tell({ type: 'board', participant: by, what: 'shown', item: item.id, kind: kindOf(item), ...url });
  }

  #for(seat: Seat, item: BoardItem): BoardItem {
    if (item.kind !== 'page' || this.#deps.person(seat.participant)?.role !== 'customer') return item;
    const href = this.#deps.hrefOf(item.url);
    return href === undefined ? item : { ...item, href };
  }

  #mayPut({ participant }: Seat): boolean {
    const rights = this.#deps.person(participant)?.rights;
    return rights !== undefined && mayNow(rights, 'chat', this.#deps.state());
  }

  #seatOf(capability: string): Seat | undefined {
    for (const seat of this.#seats) if (seat.files === capability) return seat;
    return undefined;
  }

  #refuse(seat: Seat, code: Extract<RoomToBoard, { type: 'refused' }>['code']): void {
    this.#send(seat, { type: 'refused', code });
  }

  #send({ connection }: Seat, message: RoomToBoard): void {
    connection.send(JSON.stringify(message));
  }
}

function kindOf(item: BoardItem): string {
  return item.kind === 'page' ? 'page' : item.mime;
}
