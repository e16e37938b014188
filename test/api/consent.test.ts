import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Session } from '../../src/sessions/index.ts';
import { bearer, cookiesOf, fragmentOf, startApi, type ApiUnderTest } from './api-under-test.ts';

let it: ApiUnderTest;
beforeAll(async () => {
  it = await startApi({ SAMEPAGE_COMPANY: 'Green Gardens' });
});
afterAll(async () => {
  await it.close();
});

async function create(): Promise<{ session: Session; token: string; agentToken: string }> {
  const answer = await it
    .control()
    .post('/api/v1/sessions')
    .set({ ...it.page, ...bearer })
    .send({ url: 'https://www.shop.example/sale?q=secret' });
  const { id, links } = answer.body as { id: string; links: { customer: string; agent: string } };
  return { session: it.live(id), token: fragmentOf(links.customer), agentToken: fragmentOf(links.agent) };
}

const open = (session: Session, token: string, cookie?: string) =>
  it
    .control()
    .post('/consent/open')
    .set({ ...it.ownPage(session), ...(cookie ? { Cookie: cookie } : {}) })
    .send({ token });

describe('POST /consent/open', () => {
  test('says who asks, which site, what is hidden and what the agent may do', async () => {
    const { session, token } = await create();
    const answer = await open(session, token);
    expect(answer.body).toMatchObject({
      company: 'Green Gardens',
      site: 'www.shop.example',
      url: 'https://www.shop.example/sale',
      blocks: true,
      state: 'waiting',
    });
    const { hidden, may, agent } = answer.body as { hidden: string[]; may: string[]; agent: string };
    expect(hidden.length).toBeGreaterThan(0);
    expect(may).toEqual(['view', 'point', 'draw', 'chat', 'click', 'type', 'navigate']);
    expect(agent).not.toBe('');
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  test('opens again in the same browser; in another it is used', async () => {
    const { session, token } = await create();
    const first = await open(session, token);
    expect((await open(session, token, cookiesOf(first))).status).toBe(200);
    const elsewhere = await open(session, token);
    expect([elsewhere.status, (elsewhere.body as { error: { code: string } }).error.code]).toEqual([409, 'LINK_USED']);
  });

  test("refuses the agent's link, and a link of another session", async () => {
    const one = await create();
    const other = await create();
    expect((await open(one.session, one.agentToken)).status).toBe(404);
    expect((await open(one.session, other.token)).status).toBe(404);
  });

  test('refuses whoever is not the page itself', async () => {
    const { session, token } = await create();
    for (const headers of [
      { Origin: 'http://www-shop-example.aaaaaaaaaaaaaaaa.localhost:8080', 'Sec-Fetch-Site': 'same-site' },
      { Origin: 'http://localhost:8080', 'Sec-Fetch-Site': 'cross-site' },
      {},
    ]) {
      const answer = await it
        .control()
        .post('/consent/open')
        .set({ Host: it.ownHost(session), ...headers })
        .send({ token });
      expect((answer.body as { error: { code: string } }).error.code).toBe('WRONG_ORIGIN');
    }
  });
});

describe('POST /consent/start', () => {
  test('sets the session cookies, names the page on its label, and the session is live', async () => {
    const { session, token } = await create();
    const opened = await open(session, token);
    const started = await it
      .control()
      .post('/consent/start')
      .set({ ...it.ownPage(session), Cookie: cookiesOf(opened) })
      .send({ token });
    const { location } = started.body as { location: string };
    expect(location).toBe(`http://www-shop-example.${session.id}.localhost:8080/sale?q=secret`);
    const set = started.headers['set-cookie'] as unknown as string[];
    expect(set.every((line) => line.includes('HttpOnly'))).toBe(true);
    expect(it.directory.admit(session, cookiesOf(started))?.role).toBe('customer');
    expect(session.state).not.toBe('waiting');
  });

  test('does nothing without the browser that opened the link', async () => {
    const { session, token } = await create();
    await open(session, token);
    const answer = await it.control().post('/consent/start').set(it.ownPage(session)).send({ token });
    expect(answer.status).toBe(409);
    expect(session.state).toBe('waiting');
  });

  test('says that the session has ended', async () => {
    const { session, token } = await create();
    const opened = await open(session, token);
    await it.directory.end(session.id, 'test');
    for (const path of ['/consent/open', '/consent/start']) {
      const answer = await it
        .control()
        .post(path)
        .set({ ...it.ownPage(session), Cookie: cookiesOf(opened) })
        .send({ token });
      expect([answer.status, (answer.body as { error: { code: string } }).error.code]).toEqual([410, 'SESSION_ENDED']);
    }
  });
});
