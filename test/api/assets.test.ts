import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AddressSeal } from '../../src/api/assets.ts';
import type { Session } from '../../src/sessions/index.ts';
import { bearer, startApi, type ApiUnderTest } from './api-under-test.ts';

const TOKEN = `${'c'.repeat(22)}.sheet1`;
let it: ApiUnderTest;
let session: Session;

beforeEach(async () => {
  it = await startApi();
  const { body } = await it
    .control()
    .post('/api/v1/sessions')
    .set({ ...it.page, ...bearer })
    .send({ url: 'https://shop.example/' });
  session = it.live((body as { id: string }).id);
  vi.spyOn(it.directory, 'assetRequest').mockImplementation((_session, token) =>
    token === TOKEN ? { url: 'https://cdn.example/app.css' } : undefined,
  );
  it.assets.set('https://cdn.example/app.css', (mapUrl) => ({
    type: 'text/css',
    bytes: Buffer.from(`a{background:url(${mapUrl('https://cdn.example/secret-path/cat.png') ?? ''})}`),
  }));
  it.assets.set('https://cdn.example/secret-path/cat.png', () => ({ type: 'image/png', bytes: Buffer.from([1, 2, 3]) }));
});
afterEach(async () => {
  await it.close();
});

const get = (path: string) =>
  it
    .control()
    .get(path)
    .set({ Host: it.ownHost(session) });

test('an asset is sent inert: nosniff, sandboxed, never stored', async () => {
  const answer = await get(`/asset/${TOKEN}`);
  expect(answer.status).toBe(200);
  expect(answer.headers).toMatchObject({
    'content-type': 'text/css',
    'content-security-policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'",
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    'cross-origin-resource-policy': 'same-origin',
  });
});

test('what a sheet names is reached below the sheet, without its address being told', async () => {
  const sheet = (await get(`/asset/${TOKEN}`)).text;
  const path = /url\((\/asset\/[^)]+)\)/.exec(sheet)?.[1] ?? '';
  expect(path.startsWith(`/asset/${TOKEN}/`)).toBe(true);
  expect(Buffer.from(path, 'base64url').toString('latin1')).not.toContain('secret-path');
  const image = await get(path);
  expect([image.status, image.headers['content-type']]).toEqual([200, 'image/png']);
});

test('a fragment stays readable, for the browser alone', async () => {
  let mapped: string | undefined;
  it.assets.set('https://cdn.example/app.css', (mapUrl) => {
    mapped = mapUrl('https://cdn.example/secret-path/cat.png#ear');
    return { type: 'text/css', bytes: Buffer.from('') };
  });
  await get(`/asset/${TOKEN}`);
  expect(mapped?.endsWith('#ear')).toBe(true);
  expect((await get((mapped ?? '').replace('#ear', ''))).status).toBe(200);
});

test('one that nobody can load is no answer to a picture, and nothing to a sheet', async () => {
  it.assets.clear();
  expect((await get(`/asset/${TOKEN}`)).status).toBe(404);
  const sheet = await get(`/asset/${TOKEN}`).set('Sec-Fetch-Dest', 'style');
  expect([sheet.status, sheet.headers['content-type'], sheet.text]).toEqual([204, 'text/css', '']);
});

test('it dies with the sheet', async () => {
  const path = /url\((\/asset\/[^)]+)\)/.exec((await get(`/asset/${TOKEN}`)).text)?.[1] ?? '';
  vi.mocked(it.directory.assetRequest).mockReturnValue(undefined);
  expect((await get(path)).status).toBe(404);
});

test.each(['x', 'nothing.here', `${'d'.repeat(22)}.sheet1`, `${TOKEN}/AAAA`, `${TOKEN}/${'A'.repeat(80)}`, '..%2f..%2fetc.passwd'])(
  '%s is nothing',
  async (path) => {
    expect((await get(`/asset/${path}`)).status).toBe(404);
  },
);

test('a sealed address opens in its own scope only, and is the same each time', () => {
  const seal = new AddressSeal();
  const sealed = seal.seal('one', 'https://cdn.example/a');
  expect(seal.seal('one', 'https://cdn.example/a')).toBe(sealed);
  expect(seal.open('one', sealed)).toBe('https://cdn.example/a');
  expect(seal.open('two', sealed)).toBeUndefined();
  expect(new AddressSeal().open('one', sealed)).toBeUndefined();
  for (const broken of ['', 'A', sealed.slice(0, -2), `A${sealed.slice(1)}`]) expect(seal.open('one', broken)).toBeUndefined();
});
