/** Which language somebody is answered in. */
import { expect, test } from 'vitest';
import { wished } from '../../src/words/languages.ts';
import { languageFor } from '../../src/words/server.ts';

test.each([
  [undefined, undefined],
  ['', undefined],
  ['*', undefined],
  ['fr', 'fr'],
  ['fr-CA,fr;q=0.9,en;q=0.8', 'fr'],
  ['nl,de;q=0.5,es;q=0.7', 'es'],
  ['en;q=0.3, ja;q=0.3', 'en'],
  ['PT-br', 'pt'],
  ['ar ; q=0.2 , it ; q=0.1', 'ar'],
  ['en;q=0, de;q=0.001', 'de'],
  ['en;q=high', 'en'],
  ['de-DE,,;;,', 'de'],
  [`${'xx,'.repeat(25)}fr`, undefined],
])('Accept-Language %j: %s', (header, language) => {
  expect(wished(header)).toBe(language);
});

test('[W2] the address goes before the choice, the choice before the browser, the browser before the deployment', () => {
  const headers = { cookie: 'a=b; samepage-language=it', 'accept-language': 'fr' };
  expect(languageFor({ url: '/?language=ja', headers }, 'de')).toBe('ja');
  expect(languageFor({ url: '/?language=xx', headers }, 'de')).toBe('it');
  expect(languageFor({ url: '/', headers: { ...headers, cookie: 'samepage-language=<script>' } }, 'de')).toBe('fr');
  expect(languageFor({ url: '/', headers: { 'accept-language': 'nl' } }, 'de')).toBe('de');
  expect(languageFor({ headers: {} }, 'pt')).toBe('pt');
});
