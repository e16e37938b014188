/** [B1] Documents that are not HTML, or that are to be saved: what reaches the browser is what the target sent, addresses aside. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startProxy, type Gateway } from './start-proxy.ts';
import { startTarget, type Target } from './start-target.ts';

let shop: Target;
let gateway: Gateway;
let origin: string;
let reply: { headers: Record<string, string>; body: Buffer | string; status?: number } = { headers: {}, body: '' };

beforeAll(async () => {
  shop = await startTarget((_req, res) => res.writeHead(reply.status ?? 200, reply.headers).end(reply.body));
  gateway = await startProxy();
  origin = shop.origin('www.shop.example');
});
afterAll(async () => {
  await gateway.close();
  await shop.close();
});

async function got(
  type: string,
  body: Buffer | string,
  dest = 'document',
  more: Record<string, string> = {},
  status = 200,
): Promise<Buffer> {
  reply = { headers: { 'content-type': type, ...more }, body, status };
  return (await gateway.ask(origin, '/x', { dest })).bytes;
}
const bank = (): string => gateway.gatewayOrigin('https://www.bank.example');

describe('documents', () => {
  test('XHTML stays XHTML, and gets the runtime', async () => {
    const page = '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body><br/></body></html>';
    const out = (await got('application/xhtml+xml', page)).toString();
    expect(out).toMatch(/<head><script xmlns="http:\/\/www\.w3\.org\/1999\/xhtml" src="[^"]*"[^>]*><\/script><title\/>/);
    expect(out.replace(/<script[^>]*><\/script>/, '')).toBe(page);
  });

  test('SVG gets the runtime, and its addresses are mapped', async () => {
    const out = (
      await got('image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg"><image href="https://www.bank.example/a"/></svg>')
    ).toString();
    expect(out).toMatch(/^<svg [^>]*><script xmlns=/);
    expect(out).toContain(`<image href="${bank()}/a"/>`);
    // As an image it loads nothing, and is the target's bytes.
    const image = '<svg xmlns="http://www.w3.org/2000/svg"><image href="https://www.bank.example/a"/></svg>';
    expect((await got('image/svg+xml', image, 'image')).toString()).toBe(image);
  });

  test.each(['application/rss+xml', 'text/xml', 'application/xml; charset=utf-8'])(
    '%s has its style sheet mapped, and nothing else',
    async (type) => {
      const feed = (sheet: string): string =>
        `<?xml version="1.0"?><?xml-stylesheet href="${sheet}"?><rss><link>https://www.bank.example/</link></rss>`;
      expect((await got(type, feed('https://www.bank.example/a.css'))).toString()).toBe(feed(`${bank()}/a.css`));
    },
  );

  test('[B5] a policy that upgrades insecure requests is in force where the page and its sheets are rewritten', async () => {
    const policy = { 'content-security-policy': 'upgrade-insecure-requests; img-src *' };
    const body = '<img src="http://www.bank.example/a"><a href="http://www.bank.example/b"></a>';
    const plain = bank().replace('example', 'example--h');
    const upgraded = (await got('text/html', body, 'document', policy)).toString();
    expect(upgraded).toContain(`<img src="${bank()}/a"><a href="${plain}/b">`);
    expect(upgraded).toContain('&#34;upgrade&#34;:true');
    const headers = { referer: `${gateway.gatewayOrigin(origin)}/x` };
    reply = { headers: { 'content-type': 'text/css' }, body: 'a{background:url(http://www.bank.example/c)}' };
    expect((await gateway.ask(origin, '/x.css', { dest: 'style', headers })).text).toContain(`url(${bank()}/c)`);
    expect((await got('text/html', body)).toString()).toContain(`<img src="${plain}/a"><a href="${plain}/b">`);
    reply = { headers: { 'content-type': 'text/css' }, body: 'a{background:url(http://www.bank.example/c)}' };
    expect((await gateway.ask(origin, '/x.css', { dest: 'style', headers })).text).toContain(`url(${plain}/c)`);
  });

  test('a file that is saved is the target’s file', async () => {
    const page = '<!doctype html><img src="https://www.bank.example/a">';
    for (const how of ['attachment', 'attachment; filename="x.html"', 'form-data; name=x'])
      expect((await got('text/html', page, 'document', { 'content-disposition': how })).toString()).toBe(page);
    for (const how of ['inline', 'INLINE; filename=x', 'filename=x.html'])
      expect((await got('text/html', page, 'document', { 'content-disposition': how })).toString()).toContain('data-boot=');
  });

  test.each<[string, string, number[]]>([
    ['a charset in the header', 'text/html; charset=shift_jis', [0x95, 0x5c]],
    ['a charset in the markup', 'text/html', [0x95, 0x5c]],
    ['ISO-2022-JP', 'text/html; charset=iso-2022-jp', [0x1b, 0x24, 0x42, 0x3c, 0x22, 0x1b, 0x28, 0x42]],
  ])('halves of characters are no markup: %s', async (_name, type, word) => {
    const parts = ['<meta charset=Shift_JIS><p style="content:\'', "';background:url(https://www.bank.example/a)\"><b title='", "'>x</b>"];
    const page = (url: string): Buffer =>
      Buffer.concat(
        parts.flatMap((part, index) => [
          ...(index > 0 ? [Buffer.from(word)] : []),
          Buffer.from(part.replace('https://www.bank.example', url)),
        ]),
      );
    const out = (await got(type, page('https://www.bank.example')))
      .toString('latin1')
      .replace(/<script src="\/\.samepage[^>]*><\/script>/, '');
    expect(out).toBe(page(bank()).toString('latin1'));
  });

  test('a sheet in such a charset, by its header or by its own word', async () => {
    const sheet = (head: string, url: string): Buffer =>
      Buffer.concat([Buffer.from(`${head}a{content:"`), Buffer.from([0x95, 0x5c]), Buffer.from(`"}b{background:url(${url}/a)}`)]);
    expect(await got('text/css; charset=shift_jis', sheet('', 'https://www.bank.example'), 'style')).toEqual(sheet('', bank()));
    const named = '@charset "shift_jis";';
    expect(await got('text/css', sheet(named, 'https://www.bank.example'), 'style')).toEqual(sheet(named, bank()));
  });
});

describe('playlists', () => {
  const list = (url: string): string => `#EXTM3U\n${url}/1.ts\n`;
  const type = 'application/vnd.apple.mpegurl';

  test('of the browser’s own player are mapped, even when it asks for all by a range', async () => {
    const from = list('https://www.bank.example');
    expect((await got(type, from, 'video')).toString()).toBe(list(bank()));
    const range = { 'content-range': `bytes 0-${from.length - 1}/${from.length}`, 'accept-ranges': 'bytes' };
    reply = { headers: { 'content-type': type, ...range }, body: from, status: 206 };
    const answer = await gateway.ask(origin, '/x', { dest: 'video', headers: { range: 'bytes=0-' } });
    expect([answer.status, answer.text, answer.headers['content-range'], answer.headers['accept-ranges']]).toEqual([
      200,
      list(bank()),
      undefined,
      undefined,
    ]);
  });

  test('of a player in script are the page’s: its requests are mapped one by one', async () => {
    expect((await got(type, list('https://www.bank.example'), 'empty')).toString()).toBe(list('https://www.bank.example'));
  });

  test('a part stays a part', async () => {
    const part = await got(type, 'https://www.bank.example/1.ts', 'video', { 'content-range': 'bytes 8-36/37' }, 206);
    expect(part.toString()).toBe('https://www.bank.example/1.ts');
  });
});
