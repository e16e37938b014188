/** One viewer: what it follows, what it was shown, and how fast it may ask. */
import type { ParticipantId, TabId } from '../shared/ids.ts';
import type { RoomToViewer } from '../shared/messages.ts';
import { Bucket } from './bucket.ts';
import type { Connection } from './connection.ts';
import { inkBucket } from './ink.ts';
import { Outbox } from './outbox.ts';
import { PictureLane, type PictureAt } from './picture-lane.ts';
import { randomToken } from './random.ts';

export type BlankReason = Extract<RoomToViewer, { type: 'blank' }>['why'];

export interface GuestLimits {
  readonly guestStaleBytes: number;
  readonly guestCloseBytes: number;
  readonly actsPerSecondMax: number;
  readonly pointersPerSecondMax: number;
}

/** Tails and keyframes a viewer may ask for in a second: one a frame after a gap, not a stream of them. */
const NEEDS_PER_SECOND = 5;

export class Guest {
  readonly participant: ParticipantId;
  readonly connection: Connection;
  readonly outbox: Outbox;
  readonly pictures: PictureLane;
  /** Stands before every asset id in this viewer's addresses, and dies with its socket. */
  readonly assets = randomToken();
  readonly acts: Bucket;
  readonly pointers: Bucket;
  readonly ink = inkBucket();
  readonly needs = new Bucket({ perSecond: NEEDS_PER_SECOND, burst: 50 });
  /** The customer, looking at what agents get. */
  readonly preview: boolean;
  /** It gets the page also while that lies behind something else: a preview, which itself lies before it; a leak test. */
  readonly through: boolean;
  /** Null: whatever the customer looks at. */
  follow: TabId | null = null;
  shown: TabId | null = null;
  /** Undefined: nothing was said yet. Null: a page is shown. */
  blank: BlankReason | null | undefined;
  /** The last list of tabs that was sent, so that it is not said twice. */
  tabs = '';

  constructor(options: {
    participant: ParticipantId;
    connection: Connection;
    limits: GuestLimits;
    preview: boolean;
    through: boolean;
    resync: (guest: Guest) => void;
    /** The picture of now, as far as this guest may see it. */
    picture: (guest: Guest, at: PictureAt) => { readonly epoch: number; readonly picture: string } | undefined;
  }) {
    const { limits } = options;
    this.preview = options.preview;
    this.through = options.through;
    this.participant = options.participant;
    this.connection = options.connection;
    this.acts = new Bucket({ perSecond: limits.actsPerSecondMax, burst: limits.actsPerSecondMax });
    this.pointers = new Bucket({ perSecond: limits.pointersPerSecondMax, burst: limits.pointersPerSecondMax });
    this.pictures = new PictureLane({
      connection: options.connection,
      find: (at) => options.picture(this, at),
      now: () => performance.now(),
    });
    this.outbox = new Outbox({
      connection: options.connection,
      staleBytes: limits.guestStaleBytes,
      closeBytes: limits.guestCloseBytes,
      resync: () => options.resync(this),
    });
  }

  close(): void {
    this.outbox.close();
    this.pictures.close();
  }

  send(message: RoomToViewer): void {
    this.outbox.send(JSON.stringify(message));
  }

  /** Does it see this tab's page now? */
  watches(tab: TabId): boolean {
    return this.shown === tab && this.blank === null;
  }
}
