/** What may stand in a policy file. */
import { z } from 'zod';
import { isAddressPattern } from './glob.ts';
import { patternFault } from './pattern-safety.ts';
import { selectorFault } from './selector.ts';

const selector = z
  .string()
  .max(2000)
  .superRefine((text, context) => {
    const fault = selectorFault(text);
    if (fault !== undefined) context.addIssue({ code: 'custom', message: `${fault} | Write a CSS selector that browsers know` });
  });

const named = z.strictObject({
  role: z.enum(['button', 'link', 'textbox', 'any']),
  name: z
    .string()
    .min(1)
    .max(200)
    .superRefine((text, context) => {
      const fault = patternFault(text);
      if (fault !== undefined)
        context.addIssue({ code: 'custom', message: `${fault} | Write the name, or a simple pattern without nested repetition` });
    })
    .describe('Pattern of the whole accessible name; case does not matter.'),
});

const address = z
  .string()
  .max(500)
  .refine(
    isAddressPattern,
    'is no pattern of an address | Write scheme, host and path without a query, such as https://*.shop.example/cart/*',
  );

const target = z.union([selector, named]);
const reason = z.string().min(3).max(500).describe('Why this is lifted; stands in the audit.');
const id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'is no name | Write lower-case letters, digits and hyphens')
  .optional()
  .describe('Name of the rule inside its file; counted and shown under it.');
const says = z.string().min(1).max(80).optional().describe('What is hidden, in words for the customer.');

const length = z
  .string()
  .regex(
    /^(?:\d{1,3}(?:\.\d{1,3})?%|\d{1,5}(?:\.\d{1,3})?px)$/,
    'is no length | Write percent of the canvas, such as 12.5%, or pixels, such as 120px',
  )
  .refine((text) => !text.endsWith('%') || parseFloat(text) <= 100, 'is more than the canvas | Write at most 100%');
const region = z
  .strictObject({ left: length, top: length, width: length, height: length })
  .refine(
    (one) => new Set(Object.values(one).map((text) => text.endsWith('%'))).size === 1,
    'mixes units | Write all four in % or all in px',
  );
const side = z.number().int().min(1).max(20_000);
const regions = z.array(region).min(1).max(50).optional().describe('Of a canvas only these rectangles are painted over.');
const size = z
  .strictObject({ width: side, height: side })
  .optional()
  .describe('Of the canvas, in pixels, for which the rectangles were drawn; a canvas of another size is hidden whole.');
const forRoles = z
  .array(z.enum(['agent', 'senior', 'supervisor', 'observer']))
  .min(1)
  .optional()
  .describe('Holds while somebody of these roles is watching; without it for everybody.');

const rule = z.union([
  z
    .strictObject({
      mask: target,
      id,
      says,
      hide: z.boolean().optional().describe('Leave only an empty box.'),
      regions,
      size,
      for: forRoles,
    })
    .superRefine((one, context) => {
      const refuse = (message: string): void => context.addIssue({ code: 'custom', message });
      if (one.regions && one.hide) refuse('hides whole and in parts | Leave out "hide" or "regions"');
      if (one.regions && typeof one.mask !== 'string') refuse('has regions of something named | Write the selector of the canvas');
      if (one.size && !one.regions) refuse('has a size without regions | Leave out "size"');
      if (one.regions?.some(({ left }) => left.endsWith('px')) && !one.size)
        refuse('has regions in pixels of a canvas without a size | Write "size", or the regions in %');
    })
    .describe('Guests never see this.'),
  z.strictObject({ block: target, id }).describe('Guests may not press or fill this.'),
  z
    .strictObject({ allow: z.string().min(1).max(500), id })
    .describe('Addresses that may be opened, * for any characters; with one such rule all others are refused.'),
  z.strictObject({ unmask: target, id, reason }).describe('Lifts masks; never those of passwords, one-time codes and cards.'),
  z.strictObject({ unblock: target, id, reason }).describe('Lifts blocks.'),
]);

const pattern = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'is no name | Write lower-case letters, digits and hyphens'),
  pattern: z
    .string()
    .min(1)
    .max(200)
    .superRefine((text, context) => {
      const fault = patternFault(text);
      if (fault !== undefined)
        context.addIssue({ code: 'custom', message: `${fault} | Write a simple pattern, every repetition with an upper bound` });
    }),
  check: z.enum(['luhn', 'iban']).optional().describe('Checksum that makes a hit certain.'),
  says,
});

export const policySchema = z.strictObject({
  name: z
    .string()
    .regex(/^(?!builtin$)[a-z0-9][a-z0-9-]{0,30}$/, 'is no name for a policy | Write lower-case letters, digits and hyphens, not "builtin"')
    .describe('Name of the policy, first part of the ids of its rules.'),
  when: z.array(address).default([]).describe('Addresses of documents it holds for, * for any characters; empty: everywhere.'),
  maskTitle: z.boolean().default(false).describe('Hide the title of pages from guests.'),
  maskAll: z.boolean().default(false).describe('Hide everything; "unmask" rules then list what agents may see.'),
  maskAllWhenStopped: z
    .boolean()
    .default(false)
    .describe('When a rule stops matching on a site, hide everything there until an administrator has looked.'),
  maskUrlQuery: z.boolean().default(false).describe('Hide query and fragment of addresses from guests.'),
  rules: z.array(rule).max(500).default([]).describe('Masks, blocks and what lifts them.'),
  patterns: z.array(pattern).max(50).default([]).describe('Text that is masked wherever it stands.'),
});

export type PolicyFile = z.output<typeof policySchema>;
export type PolicyFileRule = PolicyFile['rules'][number];
