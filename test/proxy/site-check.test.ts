/** "Does it work here?": pages with one property each, and what a look at them finds. Real targets, the real thread. */
import type { RequestListener } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadPolicy, type PolicyBook } from '../../src/config/index.ts';
import type { Finding, FindingCode, SiteReport } from '../../src/shared/site-check.ts';
import { startProxy, type Gateway } from './start-proxy.ts';
import { startTarget, type Target } from './start-target.ts';

interface Page {
  readonly status?: number;
  readonly headers?: Record<string, string | string[]>;
  readonly body?: string;
}

const SHOP = 'www.shop.example';
const text = '<h1>Shop</h1>' + '<p>Everything for the garden, and some more words so that the page is one.</p>'.repeat(6);
const pages: Record<string, Page> = {
  '/plain': { body: text },
  '/passkey': { body: `${text}<script>if (window.PublicKeyCredential) offer()</script>` },
  '/comment': { body: `${text}<script>/* PublicKeyCredential, requestMediaKeySystemAccess */ // new WebSocket(x)\nrun()</script>` },
  '/in-a-file': { body: `${text}<script src="/player.js"></script>` },
  '/player.js': { headers: { 'content-type': 'text/javascript' }, body: 'navigator.requestMediaKeySystemAccess("com.widevine.alpha", c)' },
  '/worker': { body: `${text}<script>navigator.serviceWorker.register('/sw.js'); new WebSocket('wss://x.example')</script>` },
  '/busting': { body: `${text}<script>if (top !== self) top.location = self.location</script>`, headers: { 'x-frame-options': 'DENY' } },
  '/captcha': { body: `${text}<script src="https://www.google.com/recaptcha/api.js"></script>` },
  '/mixed': {
    body: `${text}<img srcset="http://cdn.static.example/a.png 2x"><style>p{background:url(http://api.shop.example/b.png)}</style>`,
  },
  '/frames': { body: `${text}<iframe src="https://api.shop.example:PORT/inside"></iframe>` },
  '/inside': { body: `<script>navigator.credentials.get({ publicKey: options })</script>` },
  '/login': {
    body: `${text}<a href="https://www.bank.example:PORT/sso/start?return=1">Go</a><a href="/login">Here</a><form><input type=password></form>`,
  },
  '/named': { body: `${text}<a href="https://www.bank.example:PORT/x">Se connecter</a>` },
  '/hollow': { body: '<div id=app></div><script>start()</script>' },
  '/wall': { status: 403, headers: { 'cf-mitigated': 'challenge' }, body: 'no' },
  '/wall-by-page': { status: 403, body: '<script src="https://ct.captcha-delivery.com/c.js"></script>' },
  '/broken': { status: 503, body: 'no' },
  '/missing': { status: 404, body: text },
  '/basic': { status: 401, headers: { 'www-authenticate': 'Basic realm=x' }, body: text },
  '/pdf': { headers: { 'content-type': 'application/pdf' }, body: '%PDF-1.7' },
  '/round': { status: 302, headers: { location: '/round' } },
  '/away': { status: 302, headers: { location: 'https://www.bank.example:PORT/plain' } },
  '/with-cookie': { status: 302, headers: { location: '/needs-cookie', 'set-cookie': 'seen=1; Secure' } },
  '/refreshed': { body: `${text}<meta http-equiv=refresh content="0; url=https://www.bank.example:PORT/">` },
  '/large': { body: text.repeat(2500) },
  '/endless': { body: '' },
  '/nested': { body: '<a><div>'.repeat(40_000) },
  '/rules': {
    body: `${text}<label>Card <input autocomplete="cc-number"></label><input type=password><button>Buy now</button><button>Order history</button>
      <a href="/x" aria-label="Place order">x</a><p>GB82 WEST 1234 5698 7654 32</p><div class="mine">1</div><div class="mine">2</div>`,
  },
};

let target: Target;
let gateway: Gateway;
let book: PolicyBook;

const serve: RequestListener = (req, res) => {
  const at = (req.url ?? '').split('?')[0] ?? '';
  if (at === '/needs-cookie') {
    res.writeHead(req.headers.cookie === 'seen=1' ? 200 : 403, { 'content-type': 'text/html' }).end(text);
    return;
  }
  if (at === '/endless') {
    res.writeHead(200, { 'content-type': 'text/html' });
    const more = () => {
      while (res.write('<p>more and more</p>'.repeat(2000)));
      res.once('drain', more);
    };
    more();
    return;
  }
  const page = pages[at] ?? { status: 404, body: '' };
  const filled = (value: string) => value.replaceAll('PORT', String(target.port));
  const headers = Object.entries(page.headers ?? {}).map(([name, value]) => [name, Array.isArray(value) ? value : filled(value)]);
  res.writeHead(page.status ?? 200, { 'content-type': 'text/html', ...Object.fromEntries(headers) }).end(filled(page.body ?? ''));
};

beforeAll(async () => {
  target = await startTarget(serve, { tls: true });
  const hosts = [SHOP, 'api.shop.example', 'www.bank.example', 'wrong.example'];
  gateway = await startProxy({ looks: true, config: { resolve: Object.fromEntries(hosts.map((host) => [host, '127.0.0.1'])) } });
  book = loadPolicy({ policyFiles: [] }).withCompany(
    'name: own\nrules:\n  - { id: mine, mask: .mine, says: My own }\n  - { id: all, block: { role: any, name: order history } }\n',
  );
});

afterAll(async () => {
  await gateway.close();
  await target.close();
});

async function look(
  path: string,
  options: { host?: string; mayOpen?: (url: string) => boolean; inPlace?: boolean } = {},
): Promise<SiteReport> {
  const url = path.startsWith('http') ? path : `${target.origin(options.host ?? SHOP)}${path}`;
  return await gateway.proxy.checkSite({
    url,
    policy: book.forUrl(url),
    rows: book.effective(url),
    mayOpen: options.mayOpen ?? (() => true),
    inPlace: options.inPlace ?? false,
    asker: { userAgent: 'A browser/1', languages: 'de' },
  });
}

function codes({ findings }: SiteReport): FindingCode[] {
  return findings.map(({ code }) => code);
}

function one(report: SiteReport, code: FindingCode): Finding {
  const found = report.findings.find((finding) => finding.code === code);
  if (!found) throw new Error(`no ${code} among ${codes(report).join(' ')}`);
  return found;
}

/** Path -> verdict, and what is found beside REACHABLE, heaviest first. */
const table: readonly (readonly [string, SiteReport['verdict'], readonly FindingCode[]])[] = [
  ['/plain', 'works', []],
  ['/passkey', 'notes', ['PASSKEY']],
  ['/comment', 'works', []],
  ['/in-a-file', 'notes', ['PROTECTED_MEDIA']],
  ['/worker', 'works', ['SERVICE_WORKER', 'WEBSOCKET']],
  ['/busting', 'works', ['FRAME_RULES', 'FRAME_BUSTING']],
  ['/captcha', 'notes', ['CAPTCHA']],
  ['/mixed', 'works', ['MIXED_CONTENT']],
  ['/frames', 'notes', ['PASSKEY', 'FRAMES']],
  ['/login', 'works', ['LOGIN_ELSEWHERE', 'LOGIN_HERE']],
  ['/named', 'works', ['LOGIN_ELSEWHERE']],
  ['/hollow', 'works', ['MADE_BY_SCRIPTS']],
  ['/missing', 'notes', ['ERROR_STATUS']],
  ['/basic', 'notes', ['BROWSER_LOGIN']],
  ['/pdf', 'notes', ['NOT_A_PAGE']],
  ['/away', 'works', ['REDIRECTED']],
  ['/with-cookie', 'works', []],
  ['/refreshed', 'works', ['REDIRECTED']],
];

const stopping: readonly (readonly [string, FindingCode])[] = [
  ['/wall', 'BOT_WALL'],
  ['/wall-by-page', 'BOT_WALL'],
  ['/broken', 'SERVER_ERROR'],
  ['/round', 'TOO_MANY_REDIRECTS'],
  ['http://10.0.0.1/', 'PRIVATE'],
  ['http://no-such-name.invalid/', 'UNRESOLVABLE'],
];

describe('a look at a page before a call', () => {
  it.each(table)('[N2] tells of %s: %s', async (path, verdict, expected) => {
    const report = await look(path);
    expect(codes(report).filter((code) => code !== 'REACHABLE')).toEqual(expected);
    expect(report.verdict).toBe(verdict);
  });

  it.each(stopping)('[N2] says of %s that there will be no session: %s', async (path, code) => {
    const report = await look(path);
    expect(codes(report)).toEqual([code]);
    expect(report.verdict).toBe('fails');
  });

  it('does not trust a certificate that no browser would trust, and finds nobody where nobody listens', async () => {
    const report = await look('/plain', { host: 'wrong.example' });
    const gone = await startTarget(serve);
    await gone.close();
    const nobody = await look(`http://${SHOP}:${gone.port}/`);
    expect([codes(report), codes(nobody)]).toEqual([['CERTIFICATE'], ['UNREACHABLE']]);
  });

  it('says that a page by http is not encrypted', async () => {
    const plain = await startTarget(serve);
    const report = await look(`http://${SHOP}:${plain.port}/plain`);
    await plain.close();
    expect(codes(report)).toContain('PLAIN_HTTP');
  });

  it('says where it was seen, and at which hosts', async () => {
    const frames = await look('/frames');
    expect(one(frames, 'FRAMES')).toMatchObject({ seen: 'markup', count: 1, hosts: [`api.shop.example:${target.port}`] });
    expect(one(frames, 'PASSKEY')).toMatchObject({ seen: 'script', hosts: [`api.shop.example:${target.port}`] });
    expect(one(await look('/wall'), 'BOT_WALL').seen).toBe('header');
    expect(one(await look('/wall-by-page'), 'BOT_WALL').seen).toBe('markup');
    expect(one(await look('/mixed'), 'MIXED_CONTENT').hosts).toEqual(['cdn.static.example', 'api.shop.example']);
  });

  it('asks nothing that the list of allowed sites does not name', async () => {
    const before = target.seen.length;
    const report = await look('/plain', { mayOpen: () => false });
    expect([codes(report), target.seen.length]).toEqual([['NOT_ALLOWED'], before]);
    const onlyShop = (url: string) => new URL(url).hostname === SHOP;
    expect(codes(await look('/away', { mayOpen: onlyShop }))).toEqual(['REDIRECT_NOT_ALLOWED']);
    expect(target.seen.at(-1)?.url).toBe('/away');
    expect(codes(await look('/login', { mayOpen: onlyShop }))).toContain('LOGIN_NOT_ALLOWED');
  });

  it('asks nothing of a site that has its own front or script', async () => {
    const before = target.seen.length;
    const report = await look('/plain', { inPlace: true });
    expect([codes(report), report.verdict, target.seen.length]).toEqual([['IN_PLACE'], 'works', before]);
  });

  it('asks as the browser of whoever asks, by GET alone', async () => {
    await look('/in-a-file');
    const seen = target.seen.slice(-2);
    expect(seen.map(({ method }) => method)).toEqual(['GET', 'GET']);
    expect(seen[0]?.headers).toMatchObject({ 'user-agent': 'A browser/1', 'accept-language': 'de' });
  });

  it('stops reading a page without an end, and says so', async () => {
    const report = await look('/endless');
    expect(codes(report)).toEqual(expect.arrayContaining(['LARGE', 'LOOK_CUT']));
    expect(report.read.kilobytes).toBeLessThanOrEqual(2048);
  });

  it('gives up on markup that was nested to hold a parser, without holding the gateway', async () => {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 10);
    const report = await look('/nested');
    clearInterval(timer);
    expect(report.verdict).toBe('works');
    expect(ticks).toBeGreaterThan(0);
  }, 30_000);

  it('counts what each rule in force finds in the markup', async () => {
    const { rules } = await look('/rules');
    const counted = Object.fromEntries(rules.filter(({ count }) => count > 0).map(({ id, count }) => [id, count]));
    expect(counted).toEqual({
      'builtin/password': 1,
      'builtin/card': 1,
      'builtin/iban-number': 1,
      'builtin/block-names': 2,
      'own/mine': 2,
      'own/all': 1,
    });
    expect(rules.find(({ id }) => id === 'own/mine')).toMatchObject({ kind: 'mask', layer: 'company', says: 'My own' });
  });

  it('tells no query of an address, and nothing of the page', async () => {
    const report = await look('/login?secret=1');
    expect(JSON.stringify(report)).not.toMatch(/secret|return=1|garden/);
  });
});
