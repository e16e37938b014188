/** What may stand in a company's branding, as YAML or as fields. Texts are text: no markup, and no address but https. */
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { languages } from '../words/languages.ts';
import { checkColor, type Branding } from '../shared/brand.ts';
import { GatewayError } from '../shared/error-codes.ts';

/** All of it as text, characters: three texts and a notice in every language. */
const TEXT_MAX = 64 * 1024;
/** Faults that one answer names. */
const FAULTS_MAX = 5;

/** Control and direction characters could make a text read as something else. */
const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}\p{Co}\p{Cs}\u202a-\u202e\u2066-\u2069]*$/u, 'has characters that are no text');
const paragraphs = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^(?:[^\p{Cc}\p{Co}\p{Cs}\u202a-\u202e\u2066-\u2069]|\n)*$/u, 'has characters that are no text');
/** Where customers go from a page of ours, which nobody on the way may exchange. */
const address = z
  .string()
  .max(500)
  .refine((text) => URL.canParse(text) && new URL(text).protocol === 'https:' && new URL(text).username === '', 'is no https address');
const inLanguages = <Value extends z.ZodType>(value: Value) => z.partialRecord(z.enum(languages), value);

const schema = z.strictObject({
  product: line(40).optional(),
  color: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i, 'is no colour such as #0b6b5d')
    .transform((color) => color.toLowerCase())
    .optional(),
  endPage: address.optional(),
  notice: z.strictObject({ version: line(40), url: address.optional(), text: inLanguages(paragraphs(2000)) }).optional(),
  texts: inLanguages(
    z.strictObject({ greeting: line(200).optional(), consent: paragraphs(600).optional(), end: paragraphs(600).optional() }),
  ).optional(),
});

/** Throws BRANDING_INVALID, BRANDING_CONTRAST. */
export function readBranding(value: unknown): Branding {
  const checked = schema.safeParse(value ?? {});
  if (!checked.success) {
    const told = checked.error.issues.slice(0, FAULTS_MAX).map(({ path, message }) => `${path.map(String).join('.')} ${message}`.trim());
    throw new GatewayError('BRANDING_INVALID', { reason: told.join('; ') });
  }
  const { color } = checked.data;
  const contrast = color === undefined ? undefined : checkColor(color);
  if (color !== undefined && contrast?.ok === false)
    throw new GatewayError('BRANDING_CONTRAST', { color, ratio: contrast.ratio, proposal: contrast.proposal });
  return checked.data;
}

/** As `readBranding`, of a text. */
export function parseBranding(text: string): Branding {
  if (text.length > TEXT_MAX) throw new GatewayError('BRANDING_INVALID', { reason: `it is longer than ${TEXT_MAX} characters` });
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    throw new GatewayError('BRANDING_INVALID', { reason: 'it is no YAML' }, error);
  }
  return readBranding(value);
}

/** What was saved before an address had to be https: read without the addresses that are not. */
export function parseKept(text: string): Branding {
  try {
    return parseBranding(text);
  } catch {
    const kept = parse(text) as Branding; // it was taken once
    const { version, text: told } = kept.notice ?? {};
    return readBranding({ ...kept, endPage: undefined, notice: kept.notice && { version, text: told } });
  }
}

export function writeBranding(branding: Branding): string {
  return Object.keys(branding).length === 0 ? '' : stringify(branding, { lineWidth: 0 });
}
