/** Environment variables as a layer of the configuration: `fooBar` is SAMEPAGE_FOO_BAR, lists are comma-separated, objects JSON. */
import { z } from 'zod';
import type { ConfigFault } from './config-error.ts';
import { configSchema } from './schema.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

const PREFIX = 'SAMEPAGE_';
// SAMEPAGE_CONFIG names the file. The second and third are what Kubernetes sets for a service that is called "samepage",
// the last what our own tests set.
const NOT_SETTINGS = /^SAMEPAGE_(CONFIG$|SERVICE_|PORT_[0-9]+_|TEST_)/;

export function variableOf(key: string): string {
  return PREFIX + key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

export function fromEnvironment(env: Environment, faults: ConfigFault[]): Readonly<Record<string, unknown>> {
  const layer: Record<string, unknown> = {};
  const known = new Map(Object.keys(configSchema.shape).map((key) => [variableOf(key), key as keyof typeof configSchema.shape])); // keys of that very shape
  for (const [name, text] of Object.entries(env)) {
    // Set but empty is how container files spell "not set".
    if (!name.startsWith(PREFIX) || text === undefined || text === '' || NOT_SETTINGS.test(name)) continue;
    const key = known.get(name);
    if (key === undefined) {
      faults.push({ key: name, finding: 'is no setting', fix: 'Remove the variable, or check the spelling in docs/config.md' });
      continue;
    }
    const value = read(kindOf(configSchema.shape[key]), text);
    if (value === undefined) faults.push({ key: name, finding: 'is not valid JSON', fix: `Write JSON, such as {} or []` });
    else layer[key] = value;
  }
  return layer;
}

export type Kind = 'text' | 'number' | 'list' | 'object';

export function kindOf(schema: z.ZodType): Kind {
  let inner: unknown = schema;
  while (inner instanceof z.ZodDefault || inner instanceof z.ZodNullable || inner instanceof z.ZodPrefault) inner = inner.unwrap();
  if (inner instanceof z.ZodNumber) return 'number';
  // A list of objects has commas of its own.
  if (inner instanceof z.ZodArray) return inner.element instanceof z.ZodObject ? 'object' : 'list';
  if (inner instanceof z.ZodObject || inner instanceof z.ZodRecord) return 'object';
  return 'text';
}

function read(kind: Kind, text: string): unknown {
  if (kind === 'list')
    return text
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '');
  // Not a number: the text itself goes on, so that the schema says what was found.
  if (kind === 'number') return /^-?[0-9]+$/.test(text.trim()) ? Number(text) : text;
  if (kind === 'text') return text;
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the caller names the variable
  }
}
