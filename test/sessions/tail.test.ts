import { describe, expect, test } from 'vitest';
import type { FrameId } from '../../src/shared/ids.ts';
import { Tail } from '../../src/sessions/tail.ts';

const top = 'top' as FrameId; // ids are texts
const inner = 'f.1' as FrameId;

describe('the tail of a tab', () => {
  test('gives what was missed, in order, of one frame and epoch', () => {
    const tail = new Tail();
    for (let seq = 1; seq <= 5; seq++) {
      tail.remember(top, 1, seq, `["t${seq}"]`);
      tail.remember(inner, 9, seq, `["i${seq}"]`);
    }
    expect(tail.since(top, 1, 4, 5)).toMatchObject([
      { seq: 4, ops: '["t4"]' },
      { seq: 5, ops: '["t5"]' },
    ]);
    expect(tail.since(top, 1, 6, 5)).toEqual([]);
    expect(tail.since(top, 2, 4, 5)).toBeUndefined();
    tail.drop(top);
    expect(tail.since(top, 1, 5, 5)).toBeUndefined();
    expect(tail.since(inner, 9, 1, 5)).toHaveLength(5);
  });

  test('reaches back as far as its bounds, however long it goes on', () => {
    const tail = new Tail(1000);
    for (let seq = 1; seq <= 20_000; seq++) tail.remember(top, 1, seq, '["0123456789"]'.slice(0, 10));
    expect(tail.since(top, 1, 19_901, 20_000)).toHaveLength(100);
    expect(tail.since(top, 1, 19_900, 20_000)).toBeUndefined();
    const many = new Tail();
    for (let seq = 1; seq <= 20_000; seq++) many.remember(top, 1, seq, '[]');
    expect(many.since(top, 1, 20_000 - 4095, 20_000)).toHaveLength(4096);
    expect(many.since(top, 1, 20_000 - 4096, 20_000)).toBeUndefined();
  });

  test('keeps nothing of a message that is larger than all it may keep', () => {
    const tail = new Tail(10);
    tail.remember(top, 1, 1, '["a"]');
    tail.remember(top, 1, 2, `["${'b'.repeat(20)}"]`);
    expect(tail.since(top, 1, 2, 2)).toBeUndefined();
    tail.remember(top, 1, 3, '["c"]');
    expect(tail.since(top, 1, 3, 3)).toHaveLength(1);
  });
});
