import { afterEach, expect, test } from 'vitest';
import { bearer, cookiesOf, fragmentOf, startApi, type ApiUnderTest } from './api-under-test.ts';

let it: ApiUnderTest;
afterEach(async () => {
  await it.close();
});

async function endedSession(labels: readonly string[], env: Record<string, string> = {}) {
  it = await startApi(env);
  const { body } = await it
    .control()
    .post('/api/v1/sessions')
    .set({ ...it.page, ...bearer })
    .send({ url: 'https://shop.example/' });
  const { id, links } = body as { id: string; links: { customer: string } };
  const session = it.live(id);
  const opened = await it
    .control()
    .post('/consent/open')
    .set(it.ownPage(session))
    .send({ token: fragmentOf(links.customer) });
  await it
    .control()
    .post('/consent/start')
    .set({ ...it.ownPage(session), Cookie: cookiesOf(opened) })
    .send({ token: fragmentOf(links.customer) });
  for (const label of labels) session.labelsUsed.add(session.urls.gatewayOrigin(label) ?? '');
  await it.directory.end(id, 'test');
  return session;
}

/** Follows as a browser does: at most `most` redirects in a row; hands back every address that was visited. */
async function walk(address: string, most = 20): Promise<string[]> {
  const visited: string[] = [];
  let at = address;
  for (let n = 0; n <= most; n++) {
    const url = new URL(at);
    visited.push(at);
    const answer = await it
      .control()
      .get(url.pathname + url.search)
      .set({ Host: url.host });
    if (answer.status !== 303) return visited;
    at = new URL(answer.headers['location'] ?? '', at).href;
  }
  throw new Error(`more than ${most} redirects`);
}

test('the round clears every label that was used, and comes back to the end page', async () => {
  const session = await endedSession(['https://shop.example', 'https://pay.example']);
  const visited = await walk(`${session.urls.own}/end/clear?from=0`);
  expect(visited).toEqual([
    `${session.urls.own}/end/clear?from=0`,
    `http://shop-example.${session.id}.localhost:8080/.samepage/clear?n=0`,
    `${session.urls.own}/end/clear?from=1`,
    `http://pay-example.${session.id}.localhost:8080/.samepage/clear?n=1`,
    `${session.urls.own}/end/clear?from=2`,
    `${session.urls.own}/end?cleared`,
  ]);
});

test('a label clears cookies and storage of this session, nested', async () => {
  const session = await endedSession(['https://shop.example']);
  const answer = await it
    .control()
    .get('/.samepage/clear?n=0')
    .set({ Host: `shop-example.${session.id}.localhost:8080`, Cookie: 'cart=1; bad name=2' });
  expect(answer.headers['clear-site-data']).toBe('"cache", "cookies", "storage"');
  expect(answer.headers['set-cookie']).toEqual(['cart=; Path=/; Max-Age=0; Secure']);
});

test('flat, cookies end one by one: clearing them all would sign other sessions out', async () => {
  const session = await endedSession(['https://shop.example'], {
    SAMEPAGE_CONTROL_ORIGIN: 'https://console.example',
    SAMEPAGE_SESSION_HOST: 'https://{label}--{sid}.gw.example',
  });
  const answer = await it
    .control()
    .get('/.samepage/clear?n=0')
    .set({ Host: `shop-example--${session.id}.gw.example`, Cookie: 'cart=1; __Host-samepage=x' });
  expect(answer.headers['clear-site-data']).toBe('"cache", "storage"');
  expect(answer.headers['set-cookie']).toEqual(['cart=; Path=/; Max-Age=0; Secure', '__Host-samepage=; Path=/; Max-Age=0; Secure']);
});

test('a long round is cut in runs that every browser follows', async () => {
  const session = await endedSession(Array.from({ length: 30 }, (_, n) => `https://w${n}.example`));
  const cleared = new Set<string>();
  let from = 0;
  for (let run = 0; run < 10; run++) {
    const visited = await walk(`${session.urls.own}/end/clear?from=${from}${run ? '&step' : ''}`);
    for (const address of visited) if (address.includes('/.samepage/clear')) cleared.add(new URL(address).host);
    const last = new URL(visited.at(-1) ?? '');
    if (last.searchParams.has('cleared')) break;
    from = Number(last.searchParams.get('from'));
  }
  expect(cleared.size).toBe(30);
});

test('a document of an ended session leads to the end page with the address of the real one', async () => {
  const session = await endedSession(['https://shop.example']);
  const host = `shop-example.${session.id}.localhost:8080`;
  const page = await it.control().get('/sale?q=1').set({ Host: host, 'Sec-Fetch-Dest': 'document' });
  expect([page.status, page.headers['location']]).toEqual([
    303,
    `${session.urls.own}/end#${encodeURIComponent('https://shop.example/sale?q=1')}`,
  ]);
  const script = await it.control().get('/app.js').set({ Host: host, 'Sec-Fetch-Dest': 'script' });
  expect([script.status, (script.body as { error: { code: string } }).error.code]).toEqual([410, 'SESSION_ENDED']);
});

test('nothing is cleared under a session that runs', async () => {
  it = await startApi();
  const { body } = await it
    .control()
    .post('/api/v1/sessions')
    .set({ ...it.page, ...bearer })
    .send({ url: 'https://shop.example/' });
  const session = it.live((body as { id: string }).id);
  const answer = await it
    .control()
    .get('/end/clear?from=0')
    .set({ Host: it.ownHost(session) });
  expect([answer.status, answer.headers['location'], answer.headers['clear-site-data']]).toEqual([303, '/', undefined]);
});
