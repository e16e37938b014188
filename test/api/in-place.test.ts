/** Sessions on pages of a company's own site: PIN, pass, dock cookie, ticket, and who may frame what. */
import supertest from 'supertest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bearer, cookiesOf, fragmentOf, startApi, type ApiUnderTest } from './api-under-test.ts';

let under: ApiUnderTest;
const origin = 'https://www.shop.example';

beforeAll(async () => {
  under = await startApi({
    SAMEPAGE_SITES: JSON.stringify([{ key: 'shop', origins: [origin, 'https://m.shop.example'] }]),
    SAMEPAGE_FRONT: JSON.stringify([{ host: 'www.front.example', target: 'http://10.0.0.7:8000' }]),
  });
});
afterAll(() => under.close());

const ask = (body: object) => under.control().post('/api/v1/pins').set(under.page).send(body);
const redeem = (body: object) =>
  under
    .control()
    .post('/api/v1/pins/redeem')
    .set({ ...bearer, Host: under.page['Host'] ?? '' })
    .send(body);

/** A customer on a page of the shop, who has said yes: the pass, and the session. */
async function started() {
  const pin = (await ask({ site: 'shop', url: `${origin}/cart?x=1` })).body as { pin: string; claim: string };
  const made = (await redeem({ pin: pin.pin })).body as { id: string; links: { customer: string } };
  const session = under.live(made.id);
  const status = async () =>
    (await under.control().get(`/api/v1/pins/${pin.claim}`).set(under.page)).body as { state: string; own?: string; entry?: string };
  expect(await status()).toEqual({ state: 'ready', link: made.links.customer });
  const start = await supertest(under.server)
    .post('/consent/start')
    .set(under.ownPage(session))
    .send({ token: fragmentOf(made.links.customer) });
  return { session, start, status };
}

describe('help on a page of the site', () => {
  test('needs no address from the agent, and ends with a pass for the frame that holds the claim', async () => {
    const { session, start, status } = await started();
    expect(session.url).toBe(`${origin}/cart?x=1`);
    expect(session.site?.key).toBe('shop');
    expect(start.body).toMatchObject({ inPage: true });
    expect(start.headers['set-cookie'] ?? []).not.toEqual(expect.arrayContaining([expect.stringMatching(/__Host-samepage=/)]));
    expect(await status()).toEqual({ state: 'started', own: session.urls.own, entry: expect.stringMatching(/^[\w-]{32}$/) as string });
  });

  test('a page of another site is refused, and a PIN of no site needs an address', async () => {
    expect((await ask({ site: 'shop', url: 'https://evil.example/' })).status).toBe(403);
    expect((await ask({ site: 'unknown', url: `${origin}/` })).status).toBe(403);
    const { pin } = (await ask({})).body as { pin: string };
    expect((await redeem({ pin })).body).toMatchObject({ error: { code: 'BAD_REQUEST' } });
    // It was not used up by that.
    expect((await redeem({ pin, url: 'https://www.other.example/' })).status).toBe(201);
  });

  test('[I2] the pass is good once, and only for its own session; it becomes a cookie that the site never sees', async () => {
    const first = await started();
    const other = await started();
    const { entry } = await first.status();
    const enter = (session: typeof first.session, headers = under.ownPage(session)) =>
      supertest(under.server).post('/dock/enter').set(headers).send({ entry });
    expect((await enter(first.session, { ...under.ownPage(first.session), Origin: origin, 'Sec-Fetch-Site': 'cross-site' })).status).toBe(
      403,
    );
    const good = await enter(first.session);
    expect(good.status).toBe(200);
    const [cookie = ''] = good.headers['set-cookie'] as unknown as string[];
    expect(cookie).toMatch(/^__Host-samepage=\S+; Path=\/; HttpOnly; Secure; SameSite=None; Partitioned$/);
    expect((await enter(first.session)).status).toBe(404);
    const { entry: stolen } = await other.status();
    const elsewhere = await supertest(under.server).post('/dock/enter').set(under.ownPage(first.session)).send({ entry: stolen });
    expect(elsewhere.status).toBe(404);
  });

  test('[I2] a ticket is given to the dock alone, and is good once, on pages of that site', async () => {
    const { session, status } = await started();
    const { entry } = await status();
    const entered = await supertest(under.server).post('/dock/enter').set(under.ownPage(session)).send({ entry });
    const ask = (headers: Record<string, string>) => supertest(under.server).post('/dock/ticket').set(headers).send({});
    expect((await ask(under.ownPage(session))).body).toMatchObject({ error: { code: 'VISITOR_UNKNOWN' } });
    const withCookie = { ...under.ownPage(session), Cookie: cookiesOf(entered) };
    expect((await ask({ ...withCookie, Origin: origin })).status).toBe(403);
    const next = async () => ((await ask(withCookie)).body as { ticket: string }).ticket;
    const { directory } = under;
    expect(directory.redeemPageTicket(await next(), 'https://evil.example')).toBeUndefined();
    expect(directory.redeemPageTicket(await next(), 'https://www.front.example')).toBeUndefined();
    expect(directory.redeemPageTicket(await next(), undefined)).toBeUndefined();
    const ticket = await next();
    expect(directory.redeemPageTicket(ticket, 'https://m.shop.example')).toMatchObject({ visitor: { role: 'customer' } });
    expect(directory.redeemPageTicket(ticket, origin)).toBeUndefined();
    // A viewer's ticket opens no page, and a page's no viewer.
    expect(directory.redeemTicket(await next())).toBeUndefined();
  });

  test('[I3] dock, help and pass may be framed by pages of the site alone', async () => {
    const { session } = await started();
    const policyOf = async (path: string, host: string) =>
      String((await supertest(under.server).get(path).set('Host', host)).headers['content-security-policy']);
    const sources = `${origin} https://m.shop.example`;
    const own = under.ownHost(session);
    expect(await policyOf('/dock?site', own)).toMatch(new RegExp(`frame-ancestors ${sources}$`));
    expect(await policyOf('/dock/enter', own)).toMatch(new RegExp(`frame-ancestors ${sources}$`));
    expect(await policyOf('/', own)).toMatch(/frame-ancestors 'none'$/);
    const help = await under.control().get('/help?key=shop').set(under.page);
    expect(String(help.headers['content-security-policy'])).toMatch(new RegExp(`frame-ancestors ${sources}$`));
    expect(help.headers['x-frame-options']).toBeUndefined();
    expect((await under.control().get('/help?key=unknown').set(under.page)).status).toBe(404);
    // Everything else of the control origin stays out of frames.
    expect(String((await under.control().get('/join').set(under.page)).headers['content-security-policy'])).toContain(
      "frame-ancestors 'none'",
    );
  });

  test("an agent's link to the site leads there with a pass; front mode through a page of ours", async () => {
    for (const [url, place] of [
      [`${origin}/cart#lines`, new RegExp(`^${origin}/cart#samepage=[a-z2-7]{16}\\.[\\w-]{32}~lines$`)],
      ['http://www.front.example/a?b#c', /^http:\/\/www\.front\.example\/\.samepage\/enter#samepage=[a-z2-7]{16}\.[\w-]{32}~%2Fa%3Fb%23c$/],
    ] as const) {
      const made = await under
        .control()
        .post('/api/v1/sessions')
        .set({ ...bearer, Host: under.page['Host'] ?? '' })
        .send({ url });
      expect(made.status).toBe(201);
      const { id, links } = made.body as { id: string; links: { customer: string } };
      const start = await supertest(under.server)
        .post('/consent/start')
        .set(under.ownPage(under.live(id)))
        .send({ token: fragmentOf(links.customer) });
      expect(start.body).toMatchObject({ location: expect.stringMatching(place) as string, inPage: false });
    }
  });
});

describe('the script', () => {
  test('is for every page of any origin, and its address with the hash is kept for ever', async () => {
    const answer = await under
      .control()
      .get('/samepage.js')
      .set('Host', under.page['Host'] ?? '');
    expect(answer.headers['cross-origin-resource-policy']).toBe('cross-origin');
    expect(answer.headers['cache-control']).toBe('public, max-age=300');
    expect(
      (
        await under
          .control()
          .get('/samepage.js?v=s1')
          .set('Host', under.page['Host'] ?? '')
      ).headers['cache-control'],
    ).toContain('immutable');
  });

  test('the operator reads what each site needs, nobody else', async () => {
    const host = under.page['Host'] ?? '';
    expect((await under.control().get('/api/v1/sites').set('Host', host)).status).toBe(401);
    const list = (
      await under
        .control()
        .get('/api/v1/sites')
        .set({ ...bearer, Host: host })
    ).body as { key: string; policy?: string }[];
    expect(list.map(({ key }) => key)).toEqual(['front.example', 'shop']);
    expect(list[1]).toMatchObject({
      element: '<script src="http://localhost:8080/samepage.js" data-key="shop"></script>',
      policy:
        'script-src http://localhost:8080; connect-src http://localhost:8080 ws://*.localhost:8080; frame-src http://localhost:8080 http://*.localhost:8080',
    });
  });
});
