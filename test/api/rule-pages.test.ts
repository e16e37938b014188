/** Rules that are tried on the company's own pages before they are saved, by what the sites send to anybody. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MAIN_COMPANY } from '../../src/shared/staff.ts';
import type { PageTrial } from '../../src/shared/page-trial.ts';
import { ADMIN_TOKEN, startApi, type ApiUnderTest } from './api-under-test.ts';

const bearer = { Host: 'localhost:8080', Authorization: `Bearer ${ADMIN_TOKEN}` };
const SHOP = 'https://shop.example/account';
const GONE = 'https://gone.example/';
let it: ApiUnderTest;

beforeEach(async () => {
  it = await startApi();
  it.documents.set(SHOP, '<!doctype html><main><p class="salary">1<p class="salary">2<button>Pay</button></main>');
});
afterEach(() => it.close());

async function tryRules(body: object): Promise<PageTrial[]> {
  const answer = await it.control().post('/api/v1/policy/try').set(bearer).send(body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body as PageTrial[];
}

test('[M12] the list is kept, and each rule says on each page how often it matches and whether it ever did', async () => {
  const put = await it
    .control()
    .put('/api/v1/policy/pages')
    .set(bearer)
    .send({ urls: [SHOP, GONE, SHOP] });
  expect(put.body).toEqual({ urls: [SHOP, GONE] });
  expect((await it.control().get('/api/v1/policy/pages').set(bearer)).body).toEqual({ urls: [SHOP, GONE] });
  const text =
    'name: own\nrules: [{ mask: .salary, id: salary }, { mask: .old, id: old }, { block: { role: button, name: Pay }, id: pay }]';
  await it.control().put('/api/v1/policy').set(bearer).send({ text, base: 0 });
  await it.store.addVisit(MAIN_COMPANY, 'shop.example', { 'own/old': 3 }, Date.UTC(2026, 0, 2));
  const [shop, gone] = await tryRules({});
  expect(shop).toEqual({
    url: SHOP,
    end: SHOP,
    status: 200,
    fault: null,
    rules: [
      { id: 'own/salary', kind: 'mask', target: '.salary', matches: 2, isNew: false, lastAt: null },
      { id: 'own/old', kind: 'mask', target: '.old', matches: 0, isNew: false, lastAt: '2026-01-02T00:00:00.000Z' },
      { id: 'own/pay', kind: 'block', target: 'Pay', matches: null, isNew: false, lastAt: null },
    ],
  });
  expect(gone).toMatchObject({ url: GONE, status: 0, fault: 'TARGET_UNREACHABLE' });
});

test('[M12] a text that is not saved is tried without being saved, and what is new in it is said', async () => {
  const [shop] = await tryRules({
    urls: [SHOP],
    text: "name: own\nrules: [{ mask: 'main > p', id: next }]",
  });
  expect(shop?.rules).toEqual([{ id: 'own/next', kind: 'mask', target: 'main > p', matches: 2, isNew: true, lastAt: null }]);
  expect((await it.control().get('/api/v1/policy').set(bearer)).body).toMatchObject({ version: 0, text: '' });
});

test.each([
  [{ urls: ['ftp://shop.example/'] }, 400],
  [{ urls: 'x' }, 400],
  [{ urls: Array.from({ length: 21 }, (_, at) => `https://shop.example/${at}`) }, 400],
])('pages that are none are refused: %j', async (body, status) => {
  expect((await it.control().put('/api/v1/policy/pages').set(bearer).send(body)).status).toBe(status);
});

test('rules that do not hold are refused with what is wrong', async () => {
  const answer = await it
    .control()
    .post('/api/v1/policy/try')
    .set(bearer)
    .send({ urls: [SHOP], text: 'name: own\nrules: [{ mask: "p[" }]' });
  expect([answer.status, (answer.body as { error: { code: string } }).error.code]).toEqual([400, 'POLICY_INVALID']);
});
