/** Matches of rules, visit by visit, and the alarm for those that stopped. */
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CompanyPolicies } from '../../src/accounts/index.ts';
import { loadPolicy } from '../../src/config/index.ts';
import { RuleHits } from '../../src/recording/index.ts';
import type { SessionId, TabId } from '../../src/shared/ids.ts';
import { operatorOf } from '../../src/shared/staff.ts';
import { openStore, type Store } from '../../src/store/index.ts';

const acme = operatorOf('acme');
const log = pino({ level: 'silent' });
const tab = 't' as TabId;

let store: Store;
let policies: CompanyPolicies;
let hits: RuleHits;
let sessions = 0;
beforeEach(async () => {
  store = await openStore({ dataDir: ':memory:' });
  await store.addCompany({ id: 'acme', name: 'Acme', createdAt: 1 });
  policies = await CompanyPolicies.open({ store, base: loadPolicy({ policyFiles: [] }), log });
  await policies.save(acme, { text: "name: own\nrules: [{ mask: '.salary', id: salary }]", base: 0, note: '' });
  hits = new RuleHits({ store, log, isRule: (company, id) => policies.has(company, id), counted: (company) => policies.refresh(company) });
});
afterEach(() => store.close());

async function visit(pages: readonly [url: string, counts: Readonly<Record<string, number>>][], company = 'acme'): Promise<void> {
  const id = `s${++sessions}` as SessionId;
  hits.told(id, { type: 'created', url: 'https://start.example/', by: 'ann', company });
  for (const [url, counts] of pages) {
    hits.told(id, { type: 'page', tab, url });
    hits.told(id, { type: 'hits', hits: counts });
  }
  hits.told(id, { type: 'ended', by: 'ann' });
  await hits.close();
}

const shop = 'https://shop.example/pay';

test('are counted by site and rule, and only of rules that the company has', async () => {
  await visit([
    [shop, { 'own/salary': 2, 'builtin/password': 1, 'own/made-up': 5, __proto__: 1 }],
    ['https://bank.example/', { 'own/salary': 1 }],
    [shop, { 'own/salary': 3, 'builtin/block-names': 1 }],
  ]);
  await visit([[shop, { 'own/salary': 9 }]], 'main');
  const rows = await policies.hits(acme);
  expect(rows.map(({ rule, site, hits: count, visits }) => `${rule} ${site} ${count} ${visits}`).sort()).toEqual([
    'builtin/block-names shop.example 1 1',
    'builtin/password shop.example 1 1',
    'own/salary bank.example 1 1',
    'own/salary shop.example 5 1',
  ]);
  expect(await policies.hits(operatorOf('main'))).toEqual([]);
});

test('a rule that matched in three visits and in none of five more has stopped; one more match clears it', async () => {
  const salary = async () => (await policies.hits(acme)).find(({ rule }) => rule === 'own/salary');
  for (let at = 0; at < 3; at++) await visit([[shop, { 'own/salary': 1 }]]);
  for (let at = 0; at < 4; at++) await visit([[shop, {}]]);
  // Other sites say nothing about this one.
  for (let at = 0; at < 9; at++) await visit([['https://bank.example/', {}]]);
  expect(await salary()).toMatchObject({ visits: 3, missed: 4, stopped: false });
  await visit([[shop, {}]]);
  expect(await salary()).toMatchObject({ visits: 3, missed: 5, stopped: true });
  await visit([[shop, { 'own/salary': 1 }]]);
  expect(await salary()).toMatchObject({ visits: 4, missed: 0, stopped: false });
});

test('a rule that was hardly ever there has not stopped, and one that was taken away is no alarm', async () => {
  await visit([[shop, { 'own/salary': 1 }]]);
  for (let at = 0; at < 9; at++) await visit([[shop, {}]]);
  expect((await policies.hits(acme))[0]).toMatchObject({ missed: 9, stopped: false });
  await policies.save(acme, { text: '', base: 1, note: '' });
  expect(await policies.hits(acme)).toEqual([]);
});

test('a session that says hits without end costs a bounded number of rows', async () => {
  const many = Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`own/made-up-${at}`, 1]));
  await visit(Array.from({ length: 80 }, (_, at) => [`https://site-${at}.example/`, { ...many, 'own/salary': 1 }]));
  expect((await policies.hits(acme)).length).toBe(50);
});

test('[M8] where the company chose so, a site on which a rule of its own stopped is hidden whole until somebody looks', async () => {
  const guarded =
    "name: own\nmaskAllWhenStopped: true\nrules:\n  - { mask: '.salary', id: salary }\n  - { unmask: '#open', reason: 'is open' }";
  const changed: string[] = [];
  policies.watch((company) => changed.push(company));
  const hides = (url: string, company = 'acme') =>
    policies
      .of(company)
      .forUrl(url)
      .rules.some(({ id }) => id === 'builtin/mask-all');
  for (let at = 0; at < 3; at++) await visit([[shop, { 'own/salary': 1, 'builtin/password': 1 }]]);
  for (let at = 0; at < 5; at++) await visit([[shop, {}]]);
  expect(hides(shop), 'not chosen').toBe(false);
  expect((await policies.hits(acme)).find(({ rule }) => rule === 'own/salary')).toMatchObject({ stopped: true, masksAll: false });
  changed.length = 0;
  await policies.save(acme, { text: guarded, base: 1, note: '' });
  expect(hides(shop)).toBe(true);
  expect(policies.of('acme').forUrl(shop)).toMatchObject({ maskTitle: true, maskUrlQuery: true });
  expect(
    policies
      .of('acme')
      .forUrl(shop)
      .rules.some(({ kind }) => kind === 'unmask'),
    'nothing bares',
  ).toBe(false);
  expect(hides('https://bank.example/'), 'another site').toBe(false);
  expect(hides(shop, 'main'), 'another company').toBe(false);
  expect((await policies.hits(acme)).find(({ rule }) => rule === 'own/salary')).toMatchObject({ stopped: true, masksAll: true });
  // A rule of every site comes and goes with the pages that are visited.
  expect((await policies.hits(acme)).find(({ rule }) => rule === 'builtin/password')).toMatchObject({ stopped: true, masksAll: false });

  // It is still so after a restart.
  const again = await CompanyPolicies.open({ store, base: loadPolicy({ policyFiles: [] }), log });
  expect(again.of('acme').forUrl(shop).rules[0]?.id).toBe('builtin/mask-all');

  await policies.looked(acme, { site: 'shop.example', rule: 'own/salary' });
  expect(hides(shop)).toBe(false);
  expect(changed).toEqual(['acme', 'acme']);
  expect((await store.deeds('acme', 1))[0]).toMatchObject({
    event: 'rule-looked-at',
    detail: { site: 'shop.example', rule: 'own/salary' },
  });
  await expect(policies.looked({ ...acme, is: 'person', role: 'senior' }, { site: 'x', rule: 'y' })).rejects.toMatchObject({
    code: 'FORBIDDEN',
  });
});
