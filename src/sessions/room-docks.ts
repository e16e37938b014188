/** The docks of a room: the customer's own words in each of their tabs, and what is told to all of them. */
import type { CloseCode } from '../shared/close-codes.ts';
import type { ParticipantId, TabId } from '../shared/ids.ts';
import type { DockToRoom, RoomToDock } from '../shared/messages.ts';
import type { Bucket } from './bucket.ts';
import type { Connection } from './connection.ts';
import type { HostTab } from './host-tab.ts';

export interface Dock {
  readonly participant: ParticipantId;
  readonly chats: Bucket;
  send(message: RoomToDock): void;
}

interface Entry extends Dock {
  readonly connection: Connection;
  tab: HostTab | undefined;
  /** The drawing tools are out. */
  draws: boolean;
}

export interface RoomDocksDeps {
  tab(id: TabId): HostTab | undefined;
  /** What the rules of this tab hide from guests, in words. */
  hiddenOn(tab: HostTab): { readonly here: readonly string[]; readonly others: boolean };
  /** Words of the customer that are not of the dock's place on a page. */
  said(dock: Dock, message: DockToRoom): void;
  left(participant: ParticipantId): void;
}

export class RoomDocks {
  readonly #deps: RoomDocksDeps;
  readonly #entries = new Set<Entry>();

  constructor(deps: RoomDocksDeps) {
    this.#deps = deps;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** What it is told first goes out once the dock has its place. */
  join(connection: Connection, participant: ParticipantId, chats: Bucket, tab: TabId | null, first: readonly RoomToDock[]) {
    const send = (message: RoomToDock) => connection.send(JSON.stringify(message));
    const entry: Entry = { participant, connection, chats, send, tab: undefined, draws: false };
    this.#entries.add(entry);
    this.#place(entry, tab);
    for (const message of first) send(message);
    return {
      receive: (message: DockToRoom) => this.#receive(entry, message),
      left: () => {
        this.#entries.delete(entry);
        entry.tab?.dockWent(connection);
        this.#deps.left(participant);
      },
    };
  }

  tell(message: RoomToDock): void {
    for (const { send } of this.#entries) send(message);
  }

  /** Has the dock of this tab the drawing tools out? */
  drawsOn(tab: HostTab): boolean {
    for (const entry of this.#entries) if (entry.tab === tab && entry.draws) return true;
    return false;
  }

  /** Other rules than before match on this tab's page. */
  tellHidden(tab: HostTab): void {
    for (const entry of this.#entries) if (entry.tab === tab) this.#tellHidden(entry);
  }

  tabRemoved(tab: HostTab): void {
    for (const entry of this.#entries) if (entry.tab === tab) entry.tab = undefined;
  }

  /** Every dock gets its own last word, and is closed. */
  dismiss(bye: (tab: HostTab | undefined) => RoomToDock, code: CloseCode, reason: string): void {
    for (const { send, tab, connection } of this.#entries) {
      send(bye(tab));
      connection.close(code, reason);
    }
    this.#entries.clear();
  }

  #receive(entry: Entry, message: DockToRoom): void {
    if (message.type === 'hello') return this.#place(entry, message.tab);
    if (message.type === 'drawing') entry.draws = message.on;
    if (message.type !== 'named') entry.tab?.touch();
    this.#deps.said(entry, message);
  }

  #place(entry: Entry, id: TabId | null): void {
    const tab = id === null ? undefined : this.#deps.tab(id);
    if (entry.tab === tab) return;
    entry.tab?.dockWent(entry.connection);
    entry.tab = tab?.dockCame(entry.connection) ? tab : undefined;
    if (entry.tab && entry.tab.matching.size > 0) this.#tellHidden(entry);
  }

  #tellHidden({ tab, send }: Entry): void {
    if (tab) send({ type: 'hidden', ...this.#deps.hiddenOn(tab) });
  }
}
