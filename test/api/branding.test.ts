/** A company's looks and words: who may change them, what is refused, and what a customer's page gets of them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bearer, cookiesOf, fragmentOf, startApi, type ApiUnderTest } from './api-under-test.ts';
import { parseKept } from '../../src/config/index.ts';

const notice = { version: '2026-11', text: { en: 'We look at the page with you.', de: 'Wir sehen die Seite mit Ihnen an.' } };
const branding = {
  product: 'Garden Help',
  color: '#1A237E',
  endPage: 'https://garden.example/thanks',
  notice,
  texts: { en: { greeting: 'Hello from the garden', consent: 'First line\nsecond line' } },
};

/** Its head alone: what is looked at. */
function png(width: number, height: number, extra = 0): Buffer {
  const bytes = Buffer.alloc(64 + extra);
  bytes.write('\x89PNG\r\n\x1a\n', 0, 'latin1');
  bytes.write('IHDR', 12, 'latin1');
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
}

let it: ApiUnderTest;
beforeAll(async () => {
  it = await startApi();
});
afterAll(() => it.close());

const host = () => ({ Host: new URL(it.config.controlOrigin).host });
const put = (body: object) => it.control().put('/api/v1/branding').set(bearer).set(host()).send(body);
const current = async () => (await it.control().get('/api/v1/branding').set(bearer).set(host())).body as { version: number; text: string };

async function session() {
  const answer = await it.control().post('/api/v1/sessions').set(bearer).set(host()).send({ url: 'https://shop.example/' });
  const { id, links } = answer.body as { id: string; links: { customer: string } };
  return { live: it.live(id), token: fragmentOf(links.customer), id };
}

describe('branding', () => {
  test.each([
    [{ branding: { product: 'x'.repeat(41) } }, 'BRANDING_INVALID'],
    [{ branding: { color: 'red' } }, 'BRANDING_INVALID'],
    [{ branding: { color: '#ffcc00' } }, 'BRANDING_CONTRAST'],
    [{ branding: { endPage: 'javascript:alert(1)' } }, 'BRANDING_INVALID'],
    [{ branding: { endPage: 'http://garden.example/thanks' } }, 'BRANDING_INVALID'],
    [{ branding: { notice: { version: '1', url: 'http://garden.example/', text: { en: 'x' } } } }, 'BRANDING_INVALID'],
    [{ branding: { texts: { xx: { greeting: 'x' } } } }, 'BRANDING_INVALID'],
    [{ branding: { texts: { en: { greeting: 'turn \u202e round' } } } }, 'BRANDING_INVALID'],
    [{ branding: { css: 'body{}' } }, 'BRANDING_INVALID'],
    [{ text: 'product: [' }, 'BRANDING_INVALID'],
    [{ text: `product: ${'x'.repeat(70_000)}` }, 'BRANDING_INVALID'],
  ])('[R1] %j is refused: %s', async (body, code) => {
    const answer = await put({ ...body, base: 0 });
    expect([answer.status, (answer.body as { error: { code: string } }).error.code]).toEqual([400, code]);
    expect((await current()).version).toBe(0);
  });

  test('[R1] what was saved before addresses had to be https is read without them', () => {
    const kept = parseKept(
      'product: Garden\nendPage: http://garden.example/\nnotice: { version: "1", url: http://garden.example/, text: { en: x } }\n',
    );
    expect(kept).toEqual({ product: 'Garden', notice: { version: '1', text: { en: 'x' } } });
  });

  test('a colour that cannot be read is refused with one that can', async () => {
    const { error } = (await put({ branding: { color: '#ffcc00' }, base: 0 })).body as { error: { values: Record<string, unknown> } };
    expect(error.values).toMatchObject({ color: '#ffcc00', proposal: expect.stringMatching(/^#[0-9a-f]{6}$/) as string });
  });

  test('[R2] what is saved is on the page of the customer, in their language, and the page may still run nothing of it', async () => {
    expect((await put({ branding, base: 0 })).body).toEqual({ version: 1 });
    const { live } = await session();
    const page = await it
      .control()
      .get('/')
      .set({ Host: it.ownHost(live), 'Accept-Language': 'de' });
    expect(page.text).toContain('<link rel="stylesheet" href="/brand/sheet.css" />');
    expect(page.text).toMatch(/data-brand="[^"]*Garden Help[^"]*Hello from the garden[^"]*Wir sehen die Seite/);
    expect(page.headers['content-security-policy']).not.toContain('unsafe-inline');
    const sheet = await it
      .control()
      .get('/brand/sheet.css')
      .set({ Host: it.ownHost(live) });
    expect([sheet.status, sheet.headers['content-type']]).toEqual([200, 'text/css; charset=utf-8']);
    expect(sheet.text).toContain('--accent:#1a237e');
    const again = await it
      .control()
      .get('/brand/sheet.css')
      .set({ Host: it.ownHost(live), 'If-None-Match': String(sheet.headers['etag']) });
    expect(again.status).toBe(304);
    const join = await it.control().get('/join').set(host());
    expect(join.text).toContain('/brand/main/sheet.css');
    // The console is the company's too; another company's is not.
    const desk = async (query: string) => (await it.control().get(`/${query}`).set(host())).text;
    expect(await desk('')).toMatch(/data-brand="[^"]*Garden Help[^]*\/brand\/main\/sheet\.css/);
    expect(await desk('?company=other')).not.toContain('Garden');
  });

  test('[R3] Start needs the notice that is in force, and the audit keeps which it was', async () => {
    const { live, token, id } = await session();
    const own = it.ownPage(live);
    const opened = await it.control().post('/consent/open').set(own).send({ token });
    const cookie = { Cookie: cookiesOf(opened) };
    const start = (body: object) =>
      it
        .control()
        .post('/consent/start')
        .set(own)
        .set(cookie)
        .send({ token, language: 'de', ...body });
    for (const body of [{}, { notice: '2025-01' }]) {
      const refused = await start(body);
      expect([refused.status, (refused.body as { error: { code: string } }).error.code]).toEqual([409, 'NOTICE_CHANGED']);
    }
    expect(live.state).toBe('waiting');
    const told: unknown[] = [];
    it.heard = (session, event) => session === id && told.push(event);
    expect((await start({ notice: '2026-11' })).status).toBe(200);
    expect(told).toEqual(expect.arrayContaining([expect.objectContaining({ type: 'notice', version: '2026-11', language: 'de' })]));
    expect(told.findIndex((event) => (event as { type: string }).type === 'notice')).toBeLessThan(
      told.findIndex((event) => (event as { type: string }).type === 'consent'),
    );
  });

  test('the YAML that comes out goes in again, and of two who save one is told', async () => {
    const { text, version } = await current();
    expect(text).toContain('product: Garden Help');
    expect((await put({ text, base: version })).body).toEqual({ version: version + 1 });
    expect((await current()).text).toBe(text);
    const stale = await put({ text, base: version });
    expect([stale.status, (stale.body as { error: { code: string } }).error.code]).toEqual([409, 'BRANDING_STALE']);
  });

  test.each([
    ['a PNG', png(200, 60), 204],
    ['a drawing', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'), 415],
    ['a page', Buffer.from('<html><script>1</script>'), 415],
    ['too many pixels', png(30_000, 30_000), 415],
    ['too many bytes', png(200, 60, 300 * 1024), 415],
    ['nothing', Buffer.alloc(0), 415],
  ])('[R1] a logo that is %s', async (_name, bytes, status) => {
    const answer = await it.control().put('/api/v1/branding/logo').set(bearer).set(host()).set('Content-Type', 'image/png').send(bytes);
    expect(answer.status, answer.text).toBe(status);
  });

  test('a logo is served as what it is, in a sandbox, and goes when it is taken away', async () => {
    const { live } = await session();
    const logo = await it
      .control()
      .get('/brand/logo')
      .set({ Host: it.ownHost(live) });
    expect(logo.status).toBe(200);
    expect(logo.headers).toMatchObject({ 'content-type': 'image/png', 'x-content-type-options': 'nosniff' });
    expect(logo.headers['content-security-policy']).toContain('sandbox');
    expect((await it.control().delete('/api/v1/branding/logo').set(bearer).set(host())).status).toBe(204);
    expect(
      (
        await it
          .control()
          .get('/brand/logo')
          .set({ Host: it.ownHost(live) })
      ).status,
    ).toBe(404);
  });

  test('it outlives a restart', async () => {
    const { version } = await current();
    const again = await it.again();
    expect(again.adminToken).toBe(it.api.adminToken);
    expect((await current()).version).toBe(version);
  });
});
