import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { VisitorCookies } from '../../src/sessions/cookies.ts';
import type { ParticipantId, SessionId } from '../../src/shared/ids.ts';
import { parseSessionHost, type SessionHost } from '../../src/shared/url-map.ts';
import { openHouse, seat, type House, OPERATOR } from './fakes.ts';

const sid = 'abcdefgh234567ab' as SessionId;
const other = 'zzzzzzzz234567zz' as SessionId;
const participant = 'pabcdefghijkl' as ParticipantId;

function host(template: string): SessionHost {
  const parsed = parseSessionHost(template, 8080);
  if (!parsed) throw new Error(template);
  return parsed;
}

const make = (template: string, key = 'key') => new VisitorCookies({ host: host(template), key, lifetimeMs: 1000 });
const nested = 'http://{label}.{sid}.localhost:{port}';
const header = (cookies: string[]) => cookies.map((cookie) => cookie.split(';')[0]).join('; ');

afterEach(() => vi.useRealTimers());

describe('the visitor’s cookies', () => {
  test('on a laptop: a copy of the host’s own and one for all labels of the session, which WebKit keeps too', () => {
    const [own, domain] = make(nested).issue(sid, participant);
    expect(own).toMatch(/^samepage=[^;]+; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(domain).toMatch(new RegExp(`^samepage_${sid}=[^;]+; Path=/; Domain=${sid}\\.localhost; HttpOnly; SameSite=Lax$`));
  });

  test('in the flat shape the copy reaches other sessions’ hosts, so it lives a minute', () => {
    const [own, domain] = make('https://{label}--{sid}.gw.test').issue(sid, participant);
    expect(own).toMatch(/^__Host-samepage=[^;]+; Path=\/; HttpOnly; SameSite=Lax; Secure$/);
    expect(domain).toMatch(new RegExp(`^samepage_${sid}=[^;]+; Path=/; Domain=gw\\.test; Max-Age=60; HttpOnly; SameSite=Lax; Secure$`));
  });

  test('on plain http elsewhere, without what browsers would drop', () => {
    const cookies = make('http://{label}.{sid}.gw.test');
    const [own, domain] = cookies.issue(sid, participant);
    expect(own).toMatch(/^samepage=[^;]+; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(domain).not.toContain('Secure');
    expect(cookies.read(sid, header([own ?? '']))).toBe(participant);
  });

  test('name the participant again', () => {
    const cookies = make(nested);
    const [own, domain] = cookies.issue(sid, participant);
    expect(cookies.read(sid, header([own ?? '']))).toBe(participant);
    expect(cookies.read(sid, `a=b; ${header([domain ?? ''])}`)).toBe(participant);
    expect(cookies.read(sid, header([cookies.issueFramed(sid, participant)]))).toBe(participant);
  });

  test('are worth nothing in another session, under another key, changed, or too old', () => {
    vi.useFakeTimers();
    const cookies = make(nested);
    const value = header(cookies.issue(sid, participant));
    expect(cookies.read(other, value)).toBeUndefined();
    expect(cookies.read(other, value.replaceAll(sid, other))).toBeUndefined();
    expect(make(nested, 'another').read(sid, value)).toBeUndefined();
    expect(cookies.read(sid, value.replaceAll('pabcdefghijkl', 'pabcdefghijkm'))).toBeUndefined();
    vi.advanceTimersByTime(1001);
    expect(cookies.read(sid, value)).toBeUndefined();
  });

  // A page of the session sets `samepage_<sid>` itself, or floods the label with it: the browser then sends several.
  test('of duplicates each is tried', () => {
    const cookies = make(nested);
    const good = header(cookies.issue(sid, participant).slice(1));
    const tossed = Array.from({ length: 150 }, (_, at) => `samepage_${sid}=evil${at}`).join('; ');
    expect(cookies.read(sid, `${tossed}; ${good}`)).toBe(participant);
  });

  test.each([undefined, '', ';;;', '=', '__Host-samepage', '__Host-samepage=', `__Host-samepage=${'a.'.repeat(5000)}`])(
    '%j names nobody',
    (text) => {
      expect(make(nested).read(sid, text)).toBeUndefined();
    },
  );

  test.each(['__Host-samepage', 'samepage', `samepage_${sid}`, 'samepage_other', '__Host-samepage-device', 'samepage-jar'])(
    '%s is ours',
    (name) => {
      expect(make(nested).isOwn(name)).toBe(true);
    },
  );

  test.each(['samepages', 'session', '__Host-session', 'my-samepage', ''])('%j is the page’s', (name) => {
    expect(make(nested).isOwn(name)).toBe(false);
  });
});

describe('the gate', () => {
  let house: House;
  beforeEach(async () => {
    house = await openHouse();
  });
  afterEach(() => house.close());

  test('lets in whom "Start" gave a cookie, into that session only', async () => {
    const one = await house.directory.create({ url: 'https://shop.example/', by: OPERATOR });
    const two = await house.directory.create({ url: 'https://shop.example/', by: OPERATOR });
    const customer = seat(one.session, 'customer');
    const { cookies } = house.directory.start(one.session, customer);
    expect(house.directory.admit(one.session, header(cookies))).toEqual({ participant: customer, role: 'customer' });
    expect(house.directory.admit(two.session, header(cookies))).toBeUndefined();
    const renewed = house.directory.labelCookies(one.session, { participant: customer, role: 'customer' });
    expect(house.directory.admit(one.session, header(renewed))).toEqual({ participant: customer, role: 'customer' });
  });

  test('knows live, ended and unknown sessions apart', async () => {
    const { session } = await house.directory.create({ url: 'https://shop.example/', by: OPERATOR });
    expect(house.directory.find(session.id)).toBe(session);
    await house.directory.end(session.id, 'test');
    expect(house.directory.find(session.id)).toBe('ended');
    expect(house.directory.find('zzzzzzzzzzzzzzzz')).toBeUndefined();
  });
});
