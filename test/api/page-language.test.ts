/** A page of ours leaves in one language, with that language's words and no other's. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { languages } from '../../src/words/languages.ts';
import { bearer, startApi, type ApiUnderTest } from './api-under-test.ts';

let it: ApiUnderTest;
beforeAll(async () => {
  it = await startApi({ SAMEPAGE_LANGUAGE: 'de' });
});
afterAll(async () => {
  await it.close();
});

const join = (headers: Record<string, string>, query = '') => it.control().get(`/join${query}`).set(it.page).set(headers);

test.each(languages)('[W2] %s', async (language) => {
  const { status, text, headers } = await join({ 'Accept-Language': `nl, ${language};q=0.8` });
  expect(status).toBe(200);
  expect(text).toContain(`<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}"`);
  expect([...text.matchAll(/words-\w+-(\w+)\.js/g)].map((match) => match[1])).toEqual([language]);
  expect(text).not.toMatch(/%\w+%/);
  expect(headers['vary']).toContain('Accept-Language');
  expect(headers['cache-control']).toBe('no-store');
});

test('[W2] whoever wishes nothing that we speak gets the language of the deployment', async () => {
  expect((await join({ 'Accept-Language': 'nl' })).text).toContain('<html lang="de"');
  expect((await join({ 'Accept-Language': 'nl', Cookie: 'samepage-language=fr' })).text).toContain('<html lang="fr"');
  expect((await join({ 'Accept-Language': 'nl', Cookie: 'samepage-language=fr' }, '?language=es')).text).toContain('<html lang="es"');
});

test('an error carries the values that other languages fill in', async () => {
  const { body } = await it.control().post('/api/v1/sessions').set(it.page).set(bearer).send({ url: 'no address' });
  const { error } = body as { error: { code: string; values?: Record<string, string> } };
  expect(error.code).toBe('BAD_URL');
  expect(error.values).toEqual({ url: 'no address' });
});
