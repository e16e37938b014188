/** The rewriters over what the web really serves: 258 saved home pages and whole script builds (bench/peers). In the full run only. */
import { beforeAll, describe, expect, it } from 'vitest';
import { compareWithAcorn } from '../../bench/js.ts';
import { installCorpus, pages, scripts } from '../../bench/support/corpus.ts';
import { firstDifference, identical } from '../../bench/support/html-truth.ts';
import { full } from '../support/full.ts';

/** Some minutes where npm has to fetch 400 MB first (ms). */
const PATIENCE_MS = 600_000;

describe.runIf(full)('the corpus', () => {
  beforeAll(() => installCorpus(), PATIENCE_MS);

  it('[B1] every page leaves byte for byte when nothing is mapped', () => {
    const corpus = pages();
    expect(corpus.length).toBeGreaterThan(200);
    expect(corpus.filter(({ bytes }) => !identical(bytes.toString('latin1'))).map(({ name }) => name)).toEqual([]);
  });

  it(
    '[B1] every page is read as itself with its addresses mapped, as parse5 reads it',
    () => {
      const differences = pages().flatMap(({ name, bytes }) => {
        const difference = firstDifference(bytes.toString('latin1'));
        return difference === undefined ? [] : [`${name}: ${difference.slice(0, 300)}`];
      });
      expect(differences).toEqual([]);
    },
    PATIENCE_MS,
  );

  it(
    'no reference that acorn finds is missed in a script that the scanner settles',
    () => {
      const { files, missed } = compareWithAcorn(scripts().filter(({ bytes }) => bytes.length < 1_500_000));
      expect(files).toBeGreaterThan(50);
      expect(missed).toBe(0);
    },
    PATIENCE_MS,
  );
});
