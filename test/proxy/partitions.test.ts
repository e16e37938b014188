/**
 * `Partitioned` cookies (CHIPS): a frame or file of a stranger has other ones in each site's pages, and as a page of its own.
 * Requests here carry what browsers send: the whole Referer to their own origin, the bare origin to others.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ownPaths } from '../../src/shared/boot.ts';
import { encodeCarrier } from '../../src/shared/carrier.ts';
import { COOKIE, startProxy, type Gateway } from './start-proxy.ts';
import { startTarget, type Target } from './start-target.ts';

let targets: Target;
let gateway: Gateway;
let shop: string;
let api: string;
let bank: string;
let cdn: string;

beforeAll(async () => {
  targets = await startTarget(
    (req, res) => {
      const { searchParams, pathname } = new URL(req.url ?? '/', 'https://x');
      const set = searchParams.getAll('set');
      res.setHeader('content-type', pathname.endsWith('.css') ? 'text/css' : pathname.endsWith('.js') ? 'text/javascript' : 'text/html');
      if (set.length > 0) res.setHeader('set-cookie', set);
      res.end(pathname.includes('.') ? '' : '<head></head>');
    },
    { tls: true },
  );
  [shop, api, bank, cdn] = ['www.shop.example', 'api.shop.example', 'www.bank.example', 'cdn.static.example'].map((host) =>
    targets.origin(host),
  ) as [string, string, string, string]; // four names, four origins
});
beforeEach(async () => {
  gateway = await startProxy();
});
afterEach(async () => {
  await gateway.close();
});
afterAll(async () => {
  await targets.close();
});

const at = (address: string): string => {
  const { origin, pathname, search } = new URL(address);
  return gateway.gatewayOrigin(origin) + pathname + search;
};

/** Asks as a browser would that stands at `from`; gives what the target got as Cookie. */
async function ask(address: string, dest: string, from?: string, headers: Record<string, string> = {}): Promise<string> {
  const { origin, pathname, search } = new URL(address);
  const own = from !== undefined && new URL(from).origin === origin;
  const referer = from === undefined ? undefined : own ? at(from) : `${gateway.gatewayOrigin(new URL(from).origin)}/`;
  await gateway.ask(origin, pathname + search, {
    dest,
    headers: { ...(referer && { referer }), ...(from !== undefined && !own && { 'sec-fetch-site': 'same-site' }), ...headers },
  });
  return targets.seen.at(-1)?.headers.cookie ?? '';
}

const parted = (value: string): string => `?set=${encodeURIComponent(`p=${value}; Path=/; Secure; SameSite=None; Partitioned`)}`;

interface BootHere {
  readonly partition: string;
  readonly carrierKey: string;
  readonly cookies: string;
}

async function bootOf(address: string, dest: string, from?: string): Promise<BootHere> {
  const { origin, pathname } = new URL(address);
  const headers = from === undefined ? {} : { referer: `${gateway.gatewayOrigin(new URL(from).origin)}/`, 'sec-fetch-site': 'same-site' };
  const { text } = await gateway.ask(origin, pathname, { dest, headers });
  const boot = /data-boot="([^"]*)"/.exec(text)?.[1]?.replace(/&#(\d+);/g, (_m, code: string) => String.fromCharCode(Number(code)));
  return JSON.parse(boot ?? '{}') as BootHere; // our own boot data
}

describe('a cookie that is Partitioned', () => {
  test('is one in a frame of the shop, another in one of the bank, a third in a page of its own', async () => {
    const [inShop, inBank, alone] = [`${cdn}/chat`, `${cdn}/talk`, `${cdn}/`];
    await ask(`${shop}/`, 'document');
    await ask(inShop + parted('shop'), 'iframe', `${shop}/`);
    await ask(`${bank}/`, 'document');
    expect(await ask(inBank, 'iframe', `${bank}/`)).toBe('');
    await ask(inBank + parted('bank'), 'iframe', `${bank}/`);
    await ask(alone + parted('alone'), 'document');
    expect(await ask(`${cdn}/x.js`, 'script', alone)).toBe('p=alone');
    expect(await ask(`${cdn}/x.js`, 'script', inBank + parted('bank'))).toBe('p=bank');
    expect(await ask(`${cdn}/x.js`, 'script', inShop + parted('shop'))).toBe('p=shop');
    expect(await ask(`${cdn}/x.png`, 'image', `${bank}/`)).toBe('p=bank');
    expect(await ask(`${cdn}/x.png`, 'image', `${shop}/`)).toBe('p=shop');
    expect(await ask(`${cdn}/again`, 'iframe', `${shop}/`)).toBe('p=shop');
  });

  test('is sent beside the unpartitioned one of its name, and outlives it', async () => {
    await ask(`${shop}/${parted('1')}&set=${encodeURIComponent('p=common; Path=/')}`, 'document');
    expect(await ask(`${shop}/x`, 'empty', `${shop}/`)).toBe('p=1; p=common');
    await ask(`${shop}/?set=${encodeURIComponent('p=; Path=/; Max-Age=0')}`, 'document');
    expect(await ask(`${shop}/x`, 'empty', `${shop}/`)).toBe('p=1');
  });

  test('of the page is not that of the same site within a stranger', async () => {
    await ask(`${shop}/${parted('page')}`, 'document');
    await ask(`${bank}/frame`, 'iframe', `${shop}/`);
    expect(await ask(`${shop}/inner${parted('inner')}`, 'iframe', `${bank}/frame`)).toBe('');
    expect(await ask(`${shop}/x`, 'empty', `${shop}/inner${parted('inner')}`)).toBe('p=inner');
    expect(await ask(`${shop}/x`, 'empty', `${shop}/${parted('page')}`)).toBe('p=page');
  });

  test('is shared by the hosts of a site, with what a sheet or a worker of the page loads, too', async () => {
    const line = (name: string, more = '') => `set=${encodeURIComponent(`${name}=1; Path=/; Secure; SameSite=None; Partitioned${more}`)}`;
    await ask(`${shop}/?${line('d', '; Domain=shop.example')}`, 'document');
    expect(await ask(`${api}/x`, 'empty', `${shop}/`, { origin: gateway.gatewayOrigin(shop) })).toBe('d=1');
    await ask(`${cdn}/all.css?${line('s')}`, 'style', `${shop}/`);
    expect(await ask(`${cdn}/back.png`, 'image', `${cdn}/all.css?${line('s')}`)).toBe('s=1');
    await ask(`${shop}/work.js`, 'worker', `${shop}/`);
    expect(await ask(`${cdn}/x`, 'empty', `${shop}/work.js`)).toBe('s=1');
  });

  test('needs Secure, and who hides where a request began is taken for the page that was opened last', async () => {
    await ask(`${shop}/?set=${encodeURIComponent('p=1; Path=/; Partitioned')}`, 'document');
    expect(await ask(`${shop}/x`, 'empty', `${shop}/`)).toBe('');
    await ask(`${cdn}/chat${parted('shop')}`, 'iframe', `${shop}/`);
    expect(await ask(`${cdn}/x`, 'empty', undefined, { 'sec-fetch-site': 'cross-site' })).toBe('p=shop');
  });
});

describe('document.cookie in a partition', () => {
  test('is read and written where the document stands', async () => {
    await ask(`${shop}/`, 'document');
    const framed = await bootOf(`${cdn}/chat`, 'iframe', `${shop}/`);
    const alone = await bootOf(`${cdn}/alone`, 'document');
    const write = (n: number, boot: BootHere, cookie: string): string => {
      const made = encodeCarrier({ n, address: `${cdn}/chat`, cookie, key: boot.carrierKey, partition: boot.partition });
      return `${COOKIE}; ${made?.name ?? ''}=${made?.value ?? ''}`;
    };
    const read = async ({ partition }: { partition: string }, cookie = COOKIE): Promise<string> =>
      (await gateway.ask(cdn, `${ownPaths.cookies}?path=/&partition=${encodeURIComponent(partition)}`, { dest: 'empty', cookie })).text;
    const cookie = '; Path=/; Secure; SameSite=None; Partitioned';
    expect(await read(framed, write(1, framed, `w=framed${cookie}`))).toBe('w=framed');
    expect(await read(alone)).toBe('');
    expect(await read(alone, write(2, alone, `w=alone${cookie}`))).toBe('w=alone');
    expect(await read(framed)).toBe('w=framed');
    // The attack: a stranger's frame reads in the shop's page what it had written in the bank's. It does not know the word.
    expect(await read({ partition: `${shop} ^` })).toBe('');
    expect(await read(framed, write(3, { ...framed, partition: 'guessed' }, `w=forged${cookie}`))).toBe('w=framed');
    expect((await bootOf(`${cdn}/chat`, 'iframe', `${shop}/`)).cookies).toBe('w=framed');
    expect((await bootOf(`${cdn}/alone`, 'document')).cookies).toBe('w=alone');
  });
});
