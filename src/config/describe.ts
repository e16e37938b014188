/** The settings for readers: docs/config.md, and JSON schemas for editors. Made from the schema, so they cannot differ from it. */
import { z } from 'zod';
import { kindOf, variableOf } from './environment.ts';
import { policySchema } from './policy-schema.ts';
import { configSchema, limitsSchema } from './schema.ts';

/** Text of docs/config.md. */
export function configMarkdown(): string {
  const defaults = configSchema.parse({});
  const settings = Object.entries(configSchema.shape).filter(([key]) => key !== 'limits');
  return [
    '# Configuration',
    '',
    '<!-- Made from src/config/schema.ts by `npm run docs`; edit there. -->',
    '',
    'A YAML file that `SAMEPAGE_CONFIG` names, then environment variables, then flags: the later wins. Lists in a variable are',
    'comma-separated, objects are JSON. Unknown keys are refused. `--check-config` tells every fault and leaves.',
    '',
    '| key | variable | default | what it is |',
    '| --- | --- | --- | --- |',
    ...settings.map(([key, schema]) =>
      row([`\`${key}\``, `\`${variableOf(key)}\``, code(valueOf(defaults, key)), `${schema.description ?? ''}${note(schema)}`]),
    ),
    '',
    '## limits',
    '',
    `In a file below \`limits:\`, in the environment as one JSON object: \`${variableOf('limits')}={"sessionsMax": 50}\`. What is left out keeps its default.`,
    '',
    '| key | default | what it is |',
    '| --- | --- | --- |',
    ...Object.entries(limitsSchema.shape).map(([key, schema]) =>
      row([`\`${key}\``, code(valueOf(defaults.limits, key)), schema.description ?? '']),
    ),
    '',
  ].join('\n');
}

/** config/gateway.schema.json. */
export function configJsonSchema(): unknown {
  return { title: 'Samepage gateway', ...z.toJSONSchema(configSchema, { io: 'input' }) };
}

/** config/policy.schema.json. */
export function policyJsonSchema(): unknown {
  return { title: 'Samepage policy', ...z.toJSONSchema(policySchema, { io: 'input' }) };
}

function valueOf(values: object, key: string): unknown {
  return Object.entries(values).find(([name]) => name === key)?.[1];
}

function code(value: unknown): string {
  if (value === null) return 'none';
  return `\`${Array.isArray(value) ? value.join(',') || '[]' : typeof value === 'object' ? JSON.stringify(value) : String(value)}\``;
}

function note(schema: z.ZodType): string {
  const kind = kindOf(schema);
  return kind === 'list'
    ? ' List.'
    : kind === 'object'
      ? schema instanceof z.ZodDefault && schema.unwrap() instanceof z.ZodArray
        ? ' List of objects.'
        : ' Object.'
      : '';
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
