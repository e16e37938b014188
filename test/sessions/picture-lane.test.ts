/** Pictures of canvases to one guest: behind everything else, as many as the line carries, and the newest one. */
import { describe, expect, test } from 'vitest';
import { PictureLane, type PictureAt } from '../../src/sessions/picture-lane.ts';
import { withoutPictures } from '../../src/sessions/pictures.ts';
import type { DomOp } from '../../src/shared/dom-ops.ts';
import type { FrameId, TabId } from '../../src/shared/ids.ts';
import type { RoomToViewer } from '../../src/shared/messages.ts';

type Piece = Extract<RoomToViewer, { type: 'picture' }>;

const at = (node: number): PictureAt => ({ tab: 't' as TabId, frame: 'top' as FrameId, node }); // ids of that grammar

/** A line on which each thing takes as long as it is told to, by hand. */
function lineOf(pictures: Map<number, { epoch: number; picture: string }>) {
  const sent: Piece[] = [];
  const onWay: (() => void)[] = [];
  let now = 0;
  const lane = new PictureLane({
    connection: {
      send: () => undefined,
      sendAndHear: (text, done) => {
        sent.push(JSON.parse(text) as Piece);
        onWay.push(done);
      },
      bufferedBytes: 0,
      close: () => undefined,
    },
    find: ({ node }) => pictures.get(node),
    now: () => now,
  });
  return {
    lane,
    sent,
    onWay,
    arrive(ms: number): void {
      now += ms;
      onWay.shift()?.();
    },
    /** Pictures as a guest puts them together. */
    whole(): string[] {
      const done: string[] = [];
      let text = '';
      for (const piece of sent) {
        text = piece.at === 0 ? piece.data : text + piece.data;
        if (piece.last) done.push(text);
      }
      return done;
    },
  };
}

describe('[S6] the lane of pictures', () => {
  test('a long one goes in pieces, of which no more are on the line than it carries in a moment', () => {
    const picture = Array.from({ length: 60_000 }, (_each, i) => String(i % 10)).join('');
    const line = lineOf(new Map([[1, { epoch: 1, picture }]]));
    line.lane.want(at(1));
    expect(line.sent.map(({ data }) => data.length)).toEqual([8192, 8192]);
    while (line.onWay.length > 0) {
      line.arrive(500);
      expect(line.onWay.length).toBeLessThanOrEqual(3);
    }
    expect(line.whole()).toEqual([picture]);
  });

  test('a slow line gets smaller pieces, a quick one larger ones', () => {
    const picture = 'x'.repeat(390_000);
    const pictures = new Map([[1, { epoch: 1, picture }]]);
    const slow = lineOf(pictures);
    slow.lane.want(at(1));
    slow.arrive(100);
    for (let i = 0; i < 10; i++) slow.arrive(900);
    expect(slow.sent.at(-1)?.data.length).toBe(4096);
    expect(slow.onWay.length).toBe(1);
    const quick = lineOf(pictures);
    quick.lane.want(at(1));
    for (let i = 0; i < 12; i++) quick.arrive(5);
    expect(Math.max(...quick.sent.map(({ data }) => data.length))).toBeGreaterThan(100_000);
    expect(quick.whole()).toEqual([picture]);
  });

  test('of those that came while it was busy the last one goes, and what was begun is finished', () => {
    const pictures = new Map([[1, { epoch: 1, picture: 'a'.repeat(40_000) }]]);
    const line = lineOf(pictures);
    line.lane.want(at(1));
    for (const sign of ['b', 'c', 'd']) {
      pictures.set(1, { epoch: 1, picture: sign.repeat(100) });
      line.lane.want(at(1));
    }
    while (line.onWay.length > 0) line.arrive(300);
    expect(line.whole().map((each) => each.charAt(0))).toEqual(['a', 'd']);
  });

  test('the rest of one that is hidden meanwhile, or of another document, is sent to nobody', () => {
    for (const next of [undefined, { epoch: 2, picture: 'n'.repeat(10) }]) {
      const pictures = new Map([[1, { epoch: 1, picture: 'a'.repeat(60_000) }]]);
      const line = lineOf(pictures);
      line.lane.want(at(1));
      if (next) pictures.set(1, next);
      else pictures.delete(1);
      while (line.onWay.length > 0) line.arrive(300);
      expect(line.whole()).toEqual([]);
      expect(line.sent.length).toBe(2);
    }
  });

  test('after its end nothing is sent', () => {
    const line = lineOf(new Map([[1, { epoch: 1, picture: 'a'.repeat(60_000) }]]));
    line.lane.want(at(1));
    line.lane.close();
    line.arrive(10);
    line.lane.want(at(1));
    expect(line.sent.length).toBe(2);
  });
});

test('[S6] words come without the pictures that stood among them', () => {
  const picture = 'data:image/webp;base64,AAAA';
  const ops: DomOp[] = [
    ['text', 3, 'words', 0],
    ['state', 4, { picture }],
    ['state', 5, { box: [10, 20], picture }],
  ];
  expect(withoutPictures(ops)).toEqual({
    words: [
      ['text', 3, 'words', 0],
      ['state', 5, { box: [10, 20] }],
    ],
    pictured: [4, 5],
  });
});
