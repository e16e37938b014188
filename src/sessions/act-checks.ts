/** What the shadow copy knows against an act: the picture is an old one, the node is blocked, the field is masked. */
import type { FrameId, NodeId } from '../shared/ids.ts';
import type { GuestAction, RefusalCode } from '../shared/messages.ts';
import type { MirrorState } from './mirror-state.ts';
import { isBlockable, writesInto } from './permissions.ts';

/** Was the guest looking at the picture that the host has now? */
export function isCurrent(mirror: MirrorState, action: GuestAction, epoch: number): boolean {
  const place = placeOf(action);
  if (!place) return true;
  if (mirror.positions().find(({ frame }) => frame === place.frame)?.epoch !== epoch) return false;
  return place.node === 0 || mirror.has(place.frame, place.node);
}

/** Refused by policy. The host checks again on the element that is really hit. */
export function protectionOf(mirror: MirrorState, action: GuestAction): RefusalCode | undefined {
  const place = placeOf(action);
  if (!place || place.node === 0) return undefined;
  if (isBlockable(action.kind) && mirror.isBlocked(place.frame, place.node)) return 'BLOCKED';
  if (writesInto(action) && mirror.isMasked(place.frame, place.node)) return 'MASKED';
  return undefined;
}

function placeOf(action: GuestAction): { readonly frame: FrameId; readonly node: NodeId } | undefined {
  if ('at' in action) return action.at;
  return 'frame' in action ? action : undefined;
}
