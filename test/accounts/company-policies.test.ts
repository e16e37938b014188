/** A company's own rules: versions, faults, and that they hold for its sessions alone. */
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CompanyPolicies } from '../../src/accounts/index.ts';
import { loadPolicy } from '../../src/config/index.ts';
import { GatewayError } from '../../src/shared/error-codes.ts';
import { MAIN_COMPANY, operatorOf, type StaffRole } from '../../src/shared/staff.ts';
import { openStore, type Store } from '../../src/store/index.ts';

const SHOP = 'https://www.shop.example/cart';
const salary = `name: own
when: ['https://*.shop.example/*']
rules:
  - mask: '.salary'
    id: salary
    says: Salaries
---
name: everywhere
rules:
  - block: { role: button, name: 'delete (?:account|order)' }
  - unmask: '#search'
    reason: Nothing personal is searched for.
`;
const base = loadPolicy({ policyFiles: [] });
const admin = operatorOf(MAIN_COMPANY);
const acme = operatorOf('acme');
const log = pino({ level: 'silent' });

let store: Store;
let policies: CompanyPolicies;
beforeEach(async () => {
  store = await openStore({ dataDir: ':memory:' });
  await store.addCompany({ id: 'acme', name: 'Acme', createdAt: 1 });
  policies = await CompanyPolicies.open({ store, base, log });
});
afterEach(() => store.close());

async function errorOf(work: Promise<unknown> | (() => unknown)): Promise<GatewayError | undefined> {
  try {
    await (typeof work === 'function' ? work() : work);
    return undefined;
  } catch (error) {
    if (error instanceof GatewayError) return error;
    throw error;
  }
}
const codeOf = async (work: Promise<unknown> | (() => unknown)) => (await errorOf(work))?.code ?? 'none';

test('a company without rules of its own has those of the config, and nothing to show', async () => {
  expect(policies.of('acme')).toBe(base);
  expect(await policies.current(acme)).toEqual({ version: 0, text: '', documents: [] });
  expect(await policies.versions(acme)).toEqual([]);
});

test('what is saved holds for the company’s pages at once, and for no other company', async () => {
  expect(await policies.save(acme, { text: salary, base: 0, note: 'salaries' })).toBe(1);
  const policy = policies.of('acme').forUrl(SHOP);
  expect(policy.rules.map(({ id }) => id)).toEqual(expect.arrayContaining(['own/salary', 'everywhere/block-1', 'builtin/password']));
  expect(policies.of('acme').hidden(policy)).toContain('Salaries');
  expect(
    policies
      .of('acme')
      .forUrl('https://other.example/')
      .rules.map(({ id }) => id),
  ).not.toContain('own/salary');
  expect(policies.of(MAIN_COMPANY).forUrl(SHOP)).toEqual(base.forUrl(SHOP));
  // The next start reads it from the store.
  const again = await CompanyPolicies.open({ store, base, log });
  expect(again.of('acme').forUrl(SHOP).version).toBe(policy.version);
});

test('versions keep text, author and note; an older one comes back as a new one', async () => {
  await policies.save(acme, { text: salary, base: 0, note: 'first' });
  await policies.save(acme, { text: '', base: 1, note: 'all away' });
  expect(policies.of('acme').forUrl(SHOP).version).toBe(base.forUrl(SHOP).version);
  expect(await policies.restore(acme, 1, 2)).toBe(3);
  expect(await policies.current(acme)).toMatchObject({ version: 3, text: salary });
  expect((await policies.versions(acme)).map(({ version, author, note }) => [version, author, note])).toEqual([
    [3, 'admin', 'version 1 again'],
    [2, 'admin', 'all away'],
    [1, 'admin', 'first'],
  ]);
  expect((await store.deeds('acme', 9)).map(({ event }) => event)).toEqual(['policy-saved', 'policy-saved', 'policy-saved']);
  expect(await codeOf(policies.restore(acme, 9, 3))).toBe('POLICY_VERSION_NOT_FOUND');
});

test('of two who save at once one is told to look again, and nothing is lost', async () => {
  const outcomes = await Promise.all([
    codeOf(policies.save(acme, { text: salary, base: 0, note: 'one' })),
    codeOf(policies.save(acme, { text: '', base: 0, note: 'other' })),
  ]);
  expect(outcomes.sort()).toEqual(['POLICY_STALE', 'none']);
  expect((await errorOf(policies.save(acme, { text: '', base: 0, note: '' })))?.values).toEqual({ version: 1 });
  expect(await codeOf(policies.save(acme, { text: '', base: 5, note: '' }))).toBe('POLICY_STALE');
});

describe('refused, and the rules in force stay', () => {
  test.each([
    ['a selector that browsers do not know', "name: own\nrules: [{ mask: 'a[' }]", /selector/],
    ['an unknown key', 'name: own\nrulez: []', /rulez/],
    ['no YAML', 'name: [', /cannot be read/],
    ['a lift without a reason', "name: own\nrules: [{ unmask: 'a' }]", /reason/],
    ['the name of the built-in rules', 'name: builtin', /name/],
    ['a rule twice', "name: own\nrules: [{ mask: 'a', id: x }, { mask: 'b', id: x }]", /two rules/],
    ['two documents of one name', "name: own\nrules: [{ mask: 'a' }]\n---\nname: own\nrules: [{ mask: 'b' }]", /two rules/],
    ['a pattern that could hold everything up', "name: own\npatterns: [{ id: a, pattern: '(a+)+b' }]", /pattern/],
    ['endless', `# ${'x'.repeat(300_000)}`, /longer/],
  ])('%s', async (_what, text, reason) => {
    await policies.save(acme, { text: salary, base: 0, note: '' });
    const error = await errorOf(policies.save(acme, { text, base: 1, note: '' }));
    expect([error?.code, String(error?.values['reason'])]).toEqual(['POLICY_INVALID', expect.stringMatching(reason)]);
    expect(await policies.current(acme)).toMatchObject({ version: 1, text: salary });
    expect(
      policies
        .of('acme')
        .forUrl(SHOP)
        .rules.map(({ id }) => id),
    ).toContain('own/salary');
  });

  test.each<StaffRole>(['observer', 'agent', 'senior', 'supervisor'])('by a %s', async (role) => {
    const who = { ...acme, is: 'person' as const, role };
    expect(await codeOf(policies.current(who))).toBe('FORBIDDEN');
    expect(await codeOf(policies.save(who, { text: '', base: 0, note: '' }))).toBe('FORBIDDEN');
    expect(await codeOf(() => policies.effective(who, [SHOP]))).toBe('FORBIDDEN');
  });
});

test('what holds where says which layer it comes from, and why it lifts; a text can be tried before it is saved', async () => {
  const [shop, other] = policies.effective(acme, [SHOP, 'https://other.example/'], salary);
  const own = (rules: typeof shop) =>
    rules?.rules.filter(({ layer }) => layer === 'company').map(({ kind, target }) => `${kind} ${target}`);
  expect(own(shop)).toEqual(['mask .salary', 'block button “delete (?:account|order)”', 'unmask #search']);
  expect(own(other)).toEqual(['block button “delete (?:account|order)”', 'unmask #search']);
  expect(shop?.rules.find(({ kind }) => kind === 'unmask')).toMatchObject({
    reason: 'Nothing personal is searched for.',
    layer: 'company',
  });
  expect(shop?.rules.find(({ id }) => id === 'builtin/password')).toMatchObject({ layer: 'builtin', says: 'Passwords' });
  expect(policies.effective(acme, [SHOP])[0]?.rules.some(({ layer }) => layer === 'company')).toBe(false);
  expect(await policies.current(admin)).toMatchObject({ version: 0, text: '' });
});

test('[M3] a stored policy that the config has outgrown stops the start', async () => {
  await policies.save(acme, { text: 'name: own\nrules: [{ mask: a, id: x }]', base: 0, note: '' });
  const outgrown = base.withCompany('name: own\nrules: [{ mask: a, id: x }]');
  expect(await codeOf(CompanyPolicies.open({ store, base: outgrown, log }))).toBe('POLICY_BROKEN');
});

test('the documents are shown one by one, as they were written, and together are the whole', async () => {
  await policies.save(acme, { text: salary, base: 0, note: '' });
  const { documents } = await policies.current(acme);
  expect(documents.map(({ when, rules }) => [when, rules.map(({ id }) => id)])).toEqual([
    [['https://*.shop.example/*'], ['own/salary']],
    [[], ['everywhere/block-1', 'everywhere/unmask-1']],
  ]);
  const joined = documents.map(({ text }) => text).join('---\n');
  expect(await policies.save(acme, { text: joined, base: 1, note: '' })).toBe(2);
  expect(policies.of('acme').forUrl(SHOP).version).toBe(base.withCompany(salary).forUrl(SHOP).version);
});
