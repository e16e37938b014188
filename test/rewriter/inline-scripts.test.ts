/** What is kept of the scripts that stand in pages: whose, how much, and that it is never another script's. */
import { describe, expect, test } from 'vitest';
import { InlineScripts } from '../../src/rewriter/inline-scripts.ts';

const job = { kind: 'script', location: 'origin', bytes: true } as const;
const text = 'x'.repeat(100);
const prepared = { text: `guarded(${text})`, specifiers: [] };

describe('Inline scripts that were prepared once', () => {
  test('are found by the same session for the same use, and by nothing else', () => {
    const kept = new InlineScripts(() => false);
    kept.set('one', text, job, prepared);
    expect(kept.get('one', text, job)).toEqual(prepared);
    expect(kept.get('other', text, job)).toBeUndefined();
    expect(kept.get('one', `${text}y`, job)).toBeUndefined();
    for (const use of [{ kind: 'module' }, { location: 'native' }, { bytes: false }] as const)
      expect(kept.get('one', text, { ...job, ...use })).toBeUndefined();
    expect(kept.hits).toBe(1);
  });

  test('are told apart where they look alike at their ends and in the middle', () => {
    const kept = new InlineScripts(() => false);
    const [one, two] = ['1', '2'].map((id) => `${'a'.repeat(100)}${id}${'b'.repeat(199)}`) as [string, string];
    kept.set('one', one, job, prepared);
    expect(kept.get('one', two, job)).toBeUndefined();
    kept.set('one', two, job, { text: 'two', specifiers: [] });
    expect(kept.get('one', two, job)?.text).toBe('two');
    expect(kept.get('one', one, job)).toBeUndefined();
  });

  test('go with their session, and are not kept for one that has ended', () => {
    const ended = new Set<string>();
    const kept = new InlineScripts((scope) => ended.has(scope));
    kept.set('one', text, job, prepared);
    kept.forget('one');
    expect(kept.get('one', text, job)).toBeUndefined();
    ended.add('one');
    kept.set('one', text, job, prepared);
    expect(kept.get('one', text, job)).toBeUndefined();
  });

  test('take no more than their room: the oldest go first, a giant is not taken', () => {
    const kept = new InlineScripts(() => false);
    const giant = 'g'.repeat(64 * 1024);
    kept.set('one', giant, job, { text: giant, specifiers: [] });
    expect(kept.get('one', giant, job)).toBeUndefined();
    const texts = Array.from({ length: 20 }, (_, at) => String(at).padEnd(30 * 1024, '-'));
    for (const one of texts) kept.set('one', one, job, { text: one, specifiers: [] });
    const found = texts.filter((one) => kept.get('one', one, job) !== undefined);
    expect(found).toEqual(texts.slice(-8));
  });
});
