import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { configJsonSchema, configMarkdown, loadConfig, loadPolicy, policyJsonSchema } from '../../src/config/index.ts';
import { configSchema, limitsSchema } from '../../src/config/schema.ts';

const read = (name: string) => readFileSync(new URL(`../../config/${name}`, import.meta.url), 'utf8');

describe('files in config/', () => {
  test('gateway.yaml spells out every key, with its default', () => {
    const path = new URL('../../config/gateway.yaml', import.meta.url).pathname;
    expect(loadConfig({ file: path, env: {} })).toEqual(loadConfig({ env: {} }));
    const text = read('gateway.yaml');
    for (const key of Object.keys(configSchema.shape)) expect(text, key).toMatch(new RegExp(`^${key}:`, 'm'));
    for (const key of Object.keys(limitsSchema.shape)) expect(text, key).toMatch(new RegExp(`^  ${key}:`, 'm'));
  });

  test('the schemas for editors are those of the code', () => {
    expect(JSON.parse(read('gateway.schema.json'))).toEqual(JSON.parse(JSON.stringify(configJsonSchema())));
    expect(JSON.parse(read('policy.schema.json'))).toEqual(JSON.parse(JSON.stringify(policyJsonSchema())));
  });

  test('every example policy loads, and together they load too', () => {
    const folder = new URL('../../config/policy', import.meta.url).pathname;
    const book = loadPolicy({ policyFiles: [folder] });
    expect(book.hidden(book.forUrl('https://ebanking.bank.example/start'))).toContain('Balances and amounts');
    expect(book.hidden(book.forUrl('https://elsewhere.example/'))).not.toContain('Balances and amounts');
  });

  test('every setting has a sentence, and stands in the table for readers', () => {
    const text = configMarkdown();
    for (const [key, schema] of [...Object.entries(configSchema.shape), ...Object.entries(limitsSchema.shape)]) {
      expect(schema.description, key).toMatch(/\.$/);
      if (key !== 'limits') expect(text).toContain(`| \`${key}\` |`);
    }
  });
});
