/**
 * The attack: somebody changes a report, or signs one of their own, and hands it to the buyer. The buyer has the gateway's
 * public key from the gateway itself.
 */
import { generateKeyPairSync } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { canonical, isSignedBy, ReportSigner } from '../../src/leak-test/signing.ts';
import { PlantedBook } from '../../src/leak-test/planted.ts';
import { samplesOf } from '../../src/leak-test/samples.ts';
import { loadPolicy } from '../../src/config/index.ts';
import { compilePatterns, findPatterns } from '../../src/shared/masked-content.ts';
import type { LeakReport } from '../../src/shared/leak-test.ts';
import { openStore, type Store } from '../../src/store/index.ts';

let store: Store;
let signer: ReportSigner;
const report = { kind: 'samepage-leak-test', verdict: 'clean', hits: [], url: 'https://shop.example/' } as unknown as LeakReport; // as much of one as is signed here

beforeAll(async () => {
  store = await openStore({ dataDir: ':memory:' });
  signer = await ReportSigner.open(store);
});

test('a report is the gateway’s, in whatever order its file has the keys', () => {
  const signed = signer.sign(report);
  const again: unknown = JSON.parse(JSON.stringify({ key: signed.key, signature: signed.signature, report: reversed(report) }));
  expect(isSignedBy(again, signer.publicKey)).toBe(true);
});

test.each([
  ['another verdict', { verdict: 'leak' }],
  ['another page', { url: 'https://other.example/' }],
  ['a find less', { hits: [{}] }],
  ['a word more', { note: 'ok' }],
])('%s, and it is not', (_what, change) => {
  const signed = signer.sign(report);
  expect(isSignedBy({ ...signed, report: { ...report, ...change } }, signer.publicKey)).toBe(false);
});

test('another key is not the gateway’s, and a key of another kind is none', () => {
  const other = (kind: 'ed25519' | 'x25519') => {
    const pair = kind === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('x25519');
    return pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  };
  const signed = signer.sign(report);
  expect(isSignedBy(signed, other('ed25519'))).toBe(false);
  expect(isSignedBy(signed, other('x25519'))).toBe(false);
  for (const nonsense of [null, 'report', {}, { report }, { report, signature: 7 }, { report, signature: '' }])
    expect(isSignedBy(nonsense, signer.publicKey)).toBe(false);
});

test('the key outlives the process', async () => {
  expect((await ReportSigner.open(store)).publicKey).toBe(signer.publicKey);
});

test('the canonical text has one form', () => {
  expect(canonical({ b: [1, { d: null, c: 'é"' }], a: true })).toBe('{"a":true,"b":[1,{"c":"é\\"","d":null}]}');
});

test('samples are what their patterns find, and other every time', () => {
  const policy = loadPolicy({ policyFiles: [] }).forUrl('https://shop.example/');
  const [one, two] = [samplesOf(policy), samplesOf(policy)];
  expect(one.map(({ rule }) => rule)).toEqual(['builtin/card-number', 'builtin/iban-number']);
  const patterns = compilePatterns(policy.patterns);
  for (const { rule, text } of one) expect(findPatterns(`is ${text}.`, patterns).map(([, , id]) => id)).toContain(rule);
  expect(two.map(({ text }) => text)).not.toEqual(one.map(({ text }) => text));
});

test('what a page says of its planting is checked, and bounded', () => {
  const place = { rule: 'shop/pii', kind: 'text', lifted: null };
  const good = { salt: 'ab', places: [place], at: [0, 0], matched: ['shop/pii'], control: true };
  const bad = [
    null,
    [],
    { ...good, salt: 'ABC' },
    { ...good, at: [1] },
    { ...good, at: [-1] },
    { ...good, at: Array.from({ length: 2001 }, () => 0) },
    { ...good, places: [{ ...place, rule: '' }] },
    { ...good, places: [{ ...place, kind: 'x'.repeat(201) }] },
    { ...good, matched: [7] },
    { ...good, control: 'yes' },
  ];
  for (const said of bad) expect(new PlantedBook('stem').take(said), JSON.stringify(said)?.slice(0, 80)).toBe(false);
  const book = new PlantedBook('stem');
  expect(book.take(good)).toBe(true);
  expect(book.canaries).toHaveLength(2);
  expect(book.placeOf(book.canaries[1] ?? '')).toEqual(place);
  // A hostile page that says it again and again comes to an end.
  let taken = 0;
  while (taken < 100 && book.take({ ...good, salt: `a${'abcdefghijklmnopqrstuvwxyz234567'.charAt(taken % 32)}` })) taken++;
  expect(taken).toBeLessThan(60);
});

function reversed(value: object): object {
  return Object.fromEntries(Object.entries(value).reverse());
}
