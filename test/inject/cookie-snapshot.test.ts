/** The page's picture of its cookies, over a browser that keeps what is set and a jar that can be asked. */
import { beforeEach, expect, it } from 'vitest';
import { CookieSnapshot } from '../../src/inject/overrides/cookie-snapshot.ts';
import type { Natives } from '../../src/inject/natives.ts';
import { CARRIER_PREFIX, JAR_COOKIE, type Boot } from '../../src/shared/boot.ts';
import { carrierTag, decodeCarrier, decodeCarrierBody } from '../../src/shared/carrier.ts';
import { isSessionId } from '../../src/shared/ids.ts';
import { parseSessionHost, UrlMap } from '../../src/shared/url-map.ts';

const sid = 'abcdefghijklmnop';
const host = parseSessionHost('http://{label}.{sid}.localhost:{port}', 8080);
if (!isSessionId(sid) || !host) throw new Error('no session');
const boot: Boot = {
  sid,
  host,
  aliasKey: '',
  aliases: {},
  cookies: 'server=1; tracking=x',
  url: 'https://www.shop.example/dir/page.html?q=1',
  referrer: '',
  location: 'origin',
  upgrade: false,
  carrierKey: 'key',
  partition: 'part',
};

let browser: Map<string, string>;
let jar: string;
let asked: string[];
let sent: string[];
let clock: number;

/** The few natives that the snapshot touches. */
function natives(): Natives {
  const some = {
    cookie: () => [...browser].map(([name, value]) => `${name}=${value}`).join('; '),
    setCookie: (_document: unknown, text: string) => {
      const [name = '', value = ''] = (text.split(';')[0] ?? '').split(/=(.*)/s);
      browser.set(name, value);
    },
    dateNow: () => clock,
    URL,
    location: {
      href: 'http://www-shop-example.abcdefghijklmnop.localhost:8080/dir/page.html?q=1',
      origin: 'http://www-shop-example.abcdefghijklmnop.localhost:8080',
    },
    setTimeout: () => 0,
  };
  return some as unknown as Natives; // the rest is not touched
}

function snapshot(): CookieSnapshot {
  const urls = new UrlMap(boot.host, sid, { key: '', origin: () => undefined, remember: () => undefined });
  return new CookieSnapshot({
    boot,
    urls,
    natives: natives(),
    document: {} as Document, // handed back to the natives above, which do not look at it
    send: (body) => sent.push(body),
    readAgain: (path) => {
      asked.push(path);
      return jar;
    },
  });
}

beforeEach(() => {
  browser = new Map();
  jar = '';
  asked = [];
  sent = [];
  clock = Date.UTC(2026, 0, 1);
});

it('starts with what the gateway gave', () => {
  expect(snapshot().read()).toBe('server=1; tracking=x');
});

it('reads back a write at once, and sends it as a tagged carrier', () => {
  const cookies = snapshot();
  cookies.write('a=1; path=/');
  expect(cookies.read()).toBe('server=1; tracking=x; a=1');
  expect(asked).toEqual([]);
  const [name, value] = [...browser].find(([key]) => key.startsWith(CARRIER_PREFIX)) ?? ['', ''];
  const carrier = decodeCarrier(name, value);
  expect(carrier).toMatchObject({ address: 'https://www.shop.example/dir/page.html', cookie: 'a=1; path=/' });
  expect(carrier?.tag).toBe(carrierTag('key', carrier?.n ?? 0, carrier?.address ?? '', carrier?.cookie ?? ''));
});

it('numbers writes upwards even within one tick', () => {
  const cookies = snapshot();
  cookies.write('a=1');
  cookies.write('a=2');
  expect([...browser.keys()].filter((key) => key.startsWith(CARRIER_PREFIX))).toHaveLength(2);
});

it('replaces and deletes what it wrote', () => {
  const cookies = snapshot();
  cookies.write('a=1; path=/');
  cookies.write('a=2; path=/');
  expect(cookies.read()).toContain('a=2');
  cookies.write('a=; path=/; max-age=0');
  expect(cookies.read()).toBe('server=1; tracking=x');
});

it('asks the jar again when its version cookie is not the known one, and only then', () => {
  const cookies = snapshot();
  jar = 'server=2';
  browser.set(JAR_COOKIE, 'j1');
  expect(cookies.read()).toBe('server=2');
  expect(cookies.read()).toBe('server=2');
  expect(asked).toEqual(['/dir/page.html']);
});

it('asks the jar again after it deleted a cookie whose domain it cannot know', () => {
  const cookies = snapshot();
  jar = 'server=1; tracking=x';
  cookies.write('tracking=; path=/; max-age=0');
  expect(cookies.read()).toBe('server=1; tracking=x');
  expect(asked).toHaveLength(1);
});

it('lets the jar decide about a parent domain that may be a public suffix', () => {
  const cookies = snapshot();
  jar = 'server=1; tracking=x';
  cookies.write('probe=1; domain=shop.example; path=/');
  expect(cookies.read()).toContain('probe=1');
  expect(asked).toEqual([]);
});

it('shows a cookie only under its path, and not after its time', () => {
  const cookies = snapshot();
  cookies.write('deep=1; path=/other');
  cookies.write('brief=1; max-age=10; path=/');
  expect(cookies.read()).toBe('server=1; tracking=x; brief=1');
  clock += 11_000;
  expect(cookies.read()).toBe('server=1; tracking=x');
});

it('puts longer paths first', () => {
  const cookies = snapshot();
  cookies.write('deep=1; path=/dir');
  expect(cookies.read()).toBe('deep=1; server=1; tracking=x');
});

it('asks for its carriers to be fetched before they fill a header, however many a page writes', () => {
  const cookies = snapshot();
  let longest = 0;
  for (let n = 0; n < 200; n++) {
    cookies.write(`analytics${n}=${'x'.repeat(40)}; path=/`);
    const header = [...browser].map((pair) => pair.join('=')).join('; ');
    longest = Math.max(longest, header.length);
    // The gateway takes carriers out of the browser when it is asked.
    if (asked.length > 0) browser.clear();
    asked = [];
  }
  expect(longest).toBeLessThan(5000);
});

it('sends a write that no carrier can hold as a body', () => {
  const cookies = snapshot();
  const value = encodeURIComponent(JSON.stringify({ basket: '\u00fc'.repeat(400) }));
  cookies.write(`basket=${value}; path=/`);
  expect(value.length).toBeGreaterThan(2000);
  expect(sent.map((body) => decodeCarrierBody(body))).toEqual([expect.objectContaining({ cookie: `basket=${value}; path=/` })]);
  expect([...browser.keys()]).toEqual([JAR_COOKIE]);
});

it('tells of changes until a listener is gone', () => {
  const cookies = snapshot();
  const heard: string[] = [];
  let open = true;
  cookies.onChange((changed) => {
    heard.push(...changed.map(({ name }) => name));
    return open;
  });
  cookies.write('one=1; path=/');
  open = false;
  cookies.write('two=2; path=/');
  cookies.write('three=3; path=/');
  expect(heard).toEqual(['one', 'two']);
});

it('never shows our own cookies, nor sends a write that the browser would refuse', () => {
  const cookies = snapshot();
  cookies.write('evil=1; domain=other.example');
  expect(browser.size).toBe(0);
  cookies.write('a=1');
  expect(cookies.read()).not.toContain('samepage');
});
