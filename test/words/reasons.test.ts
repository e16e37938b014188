/** Every reason for which an address or a logo is refused has words: an English half in a translated sentence is no translation. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { GatewayError, errorBody } from '../../src/shared/error-codes.ts';
import { reasonKinds } from '../../src/words/errors.ts';
import { languages } from '../../src/words/languages.ts';
import { tellInPage } from '../../src/words/server.ts';

const source = (file: string) => readFileSync(fileURLToPath(new URL(`../../src/${file}`, import.meta.url)), 'utf8');

/** The texts that the code gives as a reason, numbers filled in. */
function reasonsIn(file: string, pattern: RegExp): string[] {
  return [...source(file).matchAll(pattern)].map((match) => (match[1] ?? '').replace(/\$\{[^}]*\}/g, '1'));
}

describe('[W1] reasons', () => {
  const given = [
    ...reasonsIn('proxy/connector.ts', /refused\([^,]+, ['`]([^'`]+)['`]\)/g),
    ...['sessions/live-session.ts', 'sessions/directory.ts', 'proxy/steps/guard-target.ts'].flatMap((file) =>
      reasonsIn(file, /TARGET_NOT_ALLOWED', \{[^}]*reason: '([^']+)'/g),
    ),
    ...reasonsIn('accounts/logo.ts', /reason: ['`]([^'`]+)['`]/g),
  ];

  test('all that the code gives are known', () => {
    expect(given.length).toBeGreaterThan(11);
    expect(given.filter((reason) => !reasonKinds.some(([pattern]) => pattern.test(reason)))).toEqual([]);
  });

  test.each(languages.filter((language) => language !== 'en'))('none of them is left in English in %s', (language) => {
    for (const reason of given) {
      const { what } = tellInPage(language, errorBody(new GatewayError('TARGET_NOT_ALLOWED', { host: 'x.example', reason })).error);
      expect(what).not.toContain(reason);
    }
  });
});
