/** Notices of a room: each kind once a page, gone with the page, told to whoever joins late, and never more than a few. */
import { describe, expect, it } from 'vitest';
import { Notices } from '../../src/sessions/notices.ts';
import type { TabId } from '../../src/shared/ids.ts';
import { parseRuntime } from '../../src/shared/parse-message.ts';

const one = 'tab-one' as TabId; // an id is a string
const two = 'tab-two' as TabId; // as above

function book(): { notices: Notices; told: () => number; codes: () => string[] } {
  let told = 0;
  const notices = new Notices(() => told++);
  return { notices, told: () => told, codes: () => notices.list().map(({ code }) => code) };
}

describe('[N1] notices', () => {
  it('tells a kind once a page', () => {
    const { notices, told, codes } = book();
    notices.tellOf(one, 'PASSKEY');
    notices.tellOf(one, 'PASSKEY');
    notices.begin();
    notices.tell('FRAME_FAILED');
    notices.tell('FRAME_FAILED');
    expect(codes()).toEqual(['PASSKEY', 'FRAME_FAILED']);
    expect(told()).toBe(2);
  });

  it('keeps what the gateway found in the document that opens, and drops what was said of the one before', () => {
    const { notices, codes } = book();
    notices.begin();
    notices.tell('BOT_WALL');
    notices.opened(one);
    expect(codes()).toEqual(['BOT_WALL']);
    notices.tellOf(one, 'PASSKEY');
    notices.tellOf(two, 'PROTECTED_MEDIA');
    notices.begin();
    notices.opened(one);
    expect(codes()).toEqual(['PROTECTED_MEDIA']);
    notices.removed(two);
    expect(codes()).toEqual([]);
  });

  it('gives the same kind on the next page a number of its own, so that it is shown again after it was dismissed', () => {
    const { notices } = book();
    notices.begin();
    notices.tell('UNREACHABLE');
    const [first] = notices.list();
    notices.begin();
    notices.tell('UNREACHABLE');
    expect(notices.list()).toHaveLength(1);
    expect(notices.list()[0]?.id).toBeGreaterThan(first?.id ?? 0);
  });

  it('is bounded, whatever a page says in however many tabs', () => {
    const { notices } = book();
    for (let at = 0; at < 500; at++) notices.tellOf(`tab-${String(at)}` as TabId, 'PASSKEY'); // an id is a string
    expect(notices.list()).toHaveLength(12);
  });

  it('takes from a page only the kinds that a page can find, and no text', () => {
    expect(parseRuntime('{"type":"notice","code":"PASSKEY","text":"call 555"}')).toEqual({
      ok: true,
      message: { type: 'notice', code: 'PASSKEY' },
    });
    for (const code of ['CERTIFICATE', 'BOT_WALL', 'x', '', 1, null])
      expect(parseRuntime(JSON.stringify({ type: 'notice', code })).ok).toBe(false);
  });
});
