/** Pictures of canvases and places of media in the room's copy: checked when they are told of, and played on for a guest who comes later. */
import { domLimits, PICTURE, type DomOp, type Media } from '../shared/dom-ops.ts';
import type { NodeId } from '../shared/ids.ts';
import { bad, finite, isRecord, text } from './tree-checks.ts';

export function checkPicture(tag: string, picture: unknown): string {
  const told = text(picture, 'picture', domLimits.pictureLength);
  if (!/^(?:canvas|video)$/i.test(tag) || !PICTURE.test(told)) throw bad('picture');
  return told;
}

/** Copies what it knows and nothing else. */
export function checkMedia(tag: string, media: unknown): Media {
  if (!/^(?:video|audio)$/i.test(tag) || !isRecord(media)) throw bad('media');
  const { src, at, paused, rate, loop, volume } = media as Record<string, unknown>; // a record
  const address = text(src, 'src', 20);
  if (!/^asset:\d+$/.test(address)) throw bad('media');
  return { src: address, at: finite(at), paused: paused === true, rate: finite(rate), loop: loop === true, volume: finite(volume) };
}

/** Where it is so long after it was told of. */
export function playedOn(media: Media, ms: number): Media {
  return media.paused ? media : { ...media, at: Math.round(media.at * 1000 + ms * media.rate) / 1000 };
}

/** Ops as the stream has them: a picture is large, and only the last one counts, so it goes a way of its own. */
export function withoutPictures(ops: readonly DomOp[]): { readonly words: readonly DomOp[]; readonly pictured: readonly NodeId[] } {
  const pictured: NodeId[] = [];
  const words = ops.flatMap((op): readonly DomOp[] => {
    if (op[0] !== 'state' || op[2].picture === undefined) return [op];
    pictured.push(op[1]);
    const rest = bare(op[2]);
    return Object.keys(rest).length > 0 ? [['state', op[1], rest]] : [];
  });
  return pictured.length > 0 ? { words, pictured } : { words: ops, pictured };
}

/** A state without the picture in it. */
export function bare<State extends { readonly picture?: string }>(state: State): Omit<State, 'picture'> {
  const rest: { picture?: string } = { ...state };
  delete rest.picture;
  return rest as unknown as Omit<State, 'picture'>; // all of the rest is there
}
