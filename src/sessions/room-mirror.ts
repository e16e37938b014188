/** What the host's pages describe: into the shadow copy, which checks the masks, and on to every guest that watches the tab. */
import { TOP_FRAME, type FrameId, type ParticipantId } from '../shared/ids.ts';
import type { RoomToRuntime, RuntimeToRoom } from '../shared/messages.ts';
import type { Audience } from './audience.ts';
import type { HostTab } from './host-tab.ts';
import type { ApplyFailure } from './mirror-state.ts';

/** The kinds of message that describe a page. */
export type Description = Extract<RuntimeToRoom, { type: 'key' | 'ops' | 'frame' | 'frame-gone' | 'checksum' }>;

export interface RoomMirrorDeps {
  readonly audience: Audience;
  toHost(tab: HostTab, message: RoomToRuntime): void;
  fault(participant: ParticipantId, finding: string): void;
}

export class RoomMirror {
  readonly #deps: RoomMirrorDeps;

  constructor(deps: RoomMirrorDeps) {
    this.#deps = deps;
  }

  /** `bytes`: length of the message on the wire. */
  take(tab: HostTab, host: ParticipantId, message: Description, bytes: number): void {
    const { audience } = this.#deps;
    switch (message.type) {
      case 'key': {
        if (!tab.take(bytes)) return this.needKey(tab, message.frame);
        // Under way when the rules changed: masked by those of before.
        if (tab.remasked && message.policy !== tab.policy.version) return;
        const result = tab.mirror.applyKey(message.frame, message.epoch, message.doc);
        if (!result.ok) return this.#failed(tab, host, message.frame, result);
        tab.gotKey(message.frame);
        audience.stream(tab, { type: 'key', tab: tab.id, frame: message.frame, epoch: message.epoch, seq: 0, doc: result.doc });
        audience.showAll();
        return;
      }
      case 'ops': {
        // What is not taken in leaves a gap, and the gap asks for a keyframe.
        if (!tab.take(bytes)) return this.needKey(tab, message.frame);
        const result = tab.mirror.applyOps(message.frame, message.epoch, message.seq, message.ops);
        if (!result.ok) return this.#failed(tab, host, message.frame, result);
        const { frame, epoch, seq } = message;
        audience.ops(tab, frame, { epoch, seq, ops: result.text });
        audience.pictures(tab, frame, result.pictured);
        return;
      }
      case 'frame':
        if (!tab.mirror.bindFrame(message.frame, message.parent, message.node)) this.#deps.fault(host, 'a frame that no element shows');
        return;
      case 'frame-gone':
        for (const frame of tab.mirror.dropFrame(message.frame)) audience.stream(tab, { type: 'frame-gone', tab: tab.id, frame });
        return;
      case 'checksum': {
        const { frame, epoch, seq, nodes, sum } = message;
        const ours = tab.mirror.checksum(frame);
        if (ours?.epoch !== epoch || ours.seq !== seq) return; // an earlier state: nothing to compare with
        if (ours.nodes !== nodes || ours.sum !== sum) {
          this.#deps.fault(host, 'the shadow copy differs from the page');
          return this.needKey(tab, frame);
        }
        audience.stream(tab, { type: 'checksum', tab: tab.id, frame, epoch, seq, nodes, sum });
        return;
      }
      default:
        message satisfies never;
    }
  }

  needKey(tab: HostTab, frame: FrameId): void {
    if (tab.connection && tab.askKey(frame)) this.#deps.toHost(tab, { type: 'need-key', frame });
  }

  #failed(tab: HostTab, host: ParticipantId, frame: FrameId, failure: ApplyFailure): void {
    if (failure.reason !== 'gap') this.#deps.fault(host, `${failure.reason}: ${failure.detail}`);
    if (failure.needKey) this.needKey(tab, frame);
    // With the top frame's tree the picture is gone too.
    if (failure.needKey && frame === TOP_FRAME) this.#deps.audience.showAll();
  }
}
