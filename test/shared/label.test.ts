import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import vectors from '../data/label-vectors.json' with { type: 'json' };
import { decodeLabel, encodeLabel, type AliasTable } from '../../src/shared/label.ts';

/** The same cases in every run; another number, by hand, looks further. */
const SEED = 20_261_127;

function aliasTable(): AliasTable {
  const origins = new Map<string, string>();
  return {
    key: 'test-key',
    origin: (id) => origins.get(id),
    remember: (id, origin) => void origins.set(id, origin),
  };
}

const { sid } = vectors;

describe('label of a target origin', () => {
  it.each(vectors.encode)('$input has its one flat and nested spelling', ({ input, origin, flat, nested }) => {
    const aliases = aliasTable();
    expect(encodeLabel(input, sid, 'flat', aliases)).toBe(flat);
    expect(encodeLabel(input, sid, 'nested', aliases)).toBe(nested);
    expect(decodeLabel(flat, sid, 'flat', aliases)).toBe(origin);
    expect(decodeLabel(nested, sid, 'nested', aliases)).toBe(origin);
  });

  it.each(vectors.decode)('$label decodes to $decodes ($note)', ({ label, decodes }) => {
    expect(decodeLabel(label, sid, 'flat', aliasTable()) ?? null).toBe(decodes);
  });

  it('[A1] comes back from every label, in both shapes, and no label decodes that does not encode to itself', () => {
    const aliases = aliasTable();
    const part = fc.stringMatching(/^[a-z0-9_-]{1,12}$/);
    const host = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('.'));
    const origin = fc.tuple(fc.constantFrom('http', 'https'), host, fc.option(fc.integer({ min: 1, max: 65535 })));
    fc.assert(
      fc.property(origin, ([scheme, name, port]) => {
        const text = `${scheme}://${name}${port === null ? '' : `:${port}`}`;
        fc.pre(URL.canParse(text));
        for (const shape of ['flat', 'nested'] as const) {
          const label = encodeLabel(text, sid, shape, aliases) ?? '';
          expect(label.length).toBeLessThanOrEqual(63);
          expect(label).not.toMatch(/^xn--/);
          expect(decodeLabel(label, sid, shape, aliases)).toBe(new URL(text).origin);
        }
      }),
      {
        numRuns: 5000,
        seed: SEED,
        examples: [[['http', 'xn', null]], [['https', 'xn', 8080]], [['https', 'xn', null]]],
      },
    );
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9-]{1,30}$/), (body) => {
        for (const [shape, label] of [
          ['flat', `${body}--${sid}`],
          ['nested', body],
        ] as const) {
          const origin = decodeLabel(label, sid, shape, aliases);
          if (origin !== undefined) expect(encodeLabel(origin, sid, shape, aliases)).toBe(label);
        }
      }),
      { numRuns: 5000, seed: SEED },
    );
  });
});
