/** What everything that listens to a guest's hand is given. */
import type { FrameId, NodeId } from '../shared/ids.ts';
import type { GuestAction, Place } from '../shared/messages.ts';
import type { ReplicaDocument } from './replica-document.ts';
import type { ScrollSync } from './scroll-sync.ts';
import type { Senses } from './senses.ts';
import type { WayOut } from './way-out.ts';

export interface GestureDeps {
  readonly frame: FrameId;
  readonly replica: ReplicaDocument;
  readonly scrolls: ScrollSync;
  readonly senses: Senses;
  readonly act: (action: GuestAction, node: NodeId) => void;
  readonly wayOut: WayOut;
  readonly pointer: (at: Place | null) => void;
  /** Something in the document scrolled, whoever did it. */
  readonly scrolled: () => void;
  /** The guest may not: why, and where. */
  readonly refuse: (code: 'BLOCKED' | 'MASKED', element: Element) => void;
}
