// `npm run docs`: writes what is generated from the config schema; `npm run check` compares.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { configJsonSchema, configMarkdown, policyJsonSchema } from '../src/config/index.ts';

const file = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

writeFileSync(file('docs/config.md'), configMarkdown());
writeFileSync(file('config/gateway.schema.json'), json(configJsonSchema()));
writeFileSync(file('config/policy.schema.json'), json(policyJsonSchema()));
