/** The company's own rules, as the page of them shows and changes them. */
import { signal } from '@preact/signals';
import type { EffectiveRow } from '../shared/effective-rule.ts';
import type { Part } from '../shared/picked.ts';
import type { GuestRole } from '../shared/policy.ts';
import { request, takenBy } from './request.ts';

export interface RuleDocument {
  readonly text: string;
  readonly when: readonly string[];
  readonly rules: readonly EffectiveRow[];
}

export interface Version {
  readonly version: number;
  readonly author: string;
  readonly at: string;
  readonly note: string;
}

/** How often a rule matched on a site. */
export interface Hit {
  readonly rule: string;
  readonly site: string;
  readonly lastAt: string;
  /** It used to match there. */
  readonly stopped: boolean;
  /** And everything there is hidden until somebody says that they looked. */
  readonly masksAll: boolean;
}

export type NewRule = {
  /** `hide`: a mask of which only an empty box is left. */
  readonly kind: 'mask' | 'hide' | 'block' | 'unmask' | 'unblock';
  /** A CSS selector, or the name of a button, link or field. */
  readonly target: { readonly selector: string } | { readonly role: 'button' | 'link' | 'textbox' | 'any'; readonly name: string };
  /** Pattern of addresses; empty: everywhere. */
  readonly where: string;
  /** What is hidden, in words; or why it is lifted. */
  readonly words: string;
  /** Of a mask: hidden from these alone; none: from everybody. */
  readonly from?: readonly GuestRole[];
  /** Of a mask of a canvas: these rectangles alone. */
  readonly parts?: readonly Part[];
  /** The canvas for which they were drawn; one of another size is hidden whole. */
  readonly size?: readonly [width: number, height: number];
};

export const documents = signal<readonly RuleDocument[] | undefined>(undefined);
export const version = signal(0);
export const versions = signal<readonly Version[]>([]);
export const text = signal('');
export const stopped = signal<readonly Hit[]>([]);
export const fault = signal('');
const took = takenBy(fault);
export const effective = signal<{ readonly url: string; readonly rules: readonly EffectiveRow[] } | undefined>(undefined);

export async function load(): Promise<void> {
  fault.value = '';
  await reload();
}

async function reload(): Promise<void> {
  const [now, past, hits] = await Promise.all([
    request<{ version: number; text: string; documents: RuleDocument[] }>('GET', '/policy'),
    request<Version[]>('GET', '/policy/versions'),
    request<Hit[]>('GET', '/policy/hits'),
  ]);
  if (took(now)) {
    documents.value = now.value.documents;
    version.value = now.value.version;
    text.value = now.value.text;
  }
  if (took(past)) versions.value = past.value;
  if (took(hits)) stopped.value = hits.value.filter((hit) => hit.stopped);
}

/** False: it did not work, and the page says why. */
export async function addRule(rule: NewRule): Promise<boolean> {
  return save(textWith(rule), `added: ${rule.kind}`);
}

/** All rules, and this one. */
export function textWith(rule: NewRule): string {
  const added = yamlOf(rule, `rule-${version.value + 1}`);
  const before = text.value.trimEnd();
  return before === '' ? added : `${before}\n---\n${added}`;
}

export async function removeDocument(document: RuleDocument): Promise<boolean> {
  const left = (documents.value ?? []).filter((each) => each !== document);
  return save(left.map((each) => each.text).join('---\n'), 'removed a rule');
}

export async function save(changed: string, note: string): Promise<boolean> {
  const answer = await request('PUT', '/policy', { text: changed, base: version.value, note });
  if (!took(answer)) return false;
  await reload();
  return fault.value === '';
}

export async function restore(older: Version): Promise<void> {
  if (took(await request('PUT', '/policy', { version: older.version, base: version.value }))) await reload();
}

/** Somebody looked at a site on which a rule stopped matching. */
export async function looked({ rule, site }: Hit): Promise<void> {
  if (took(await request('POST', '/policy/looked', { rule, site }))) await reload();
}

/** Sites on which a rule stops matching are hidden whole from now on. */
export async function guardSites(): Promise<boolean> {
  const before = text.value.trimEnd();
  const added = 'name: when-a-rule-stops\nmaskAllWhenStopped: true\n';
  return save(before === '' ? added : `${before}\n---\n${added}`, 'hide whole sites when a rule stops matching');
}

export async function showEffective(url: string): Promise<void> {
  const answer = await request<{ url: string; rules: EffectiveRow[] }[]>('POST', '/policy/effective', { urls: [url] });
  if (took(answer)) effective.value = answer.value[0];
}

/** JSON is YAML: every text is written as JSON has it, so that none can be read as something else. */
function yamlOf({ kind, target, where, words, from, parts, size }: NewRule, name: string): string {
  const pointed =
    'selector' in target ? JSON.stringify(target.selector) : JSON.stringify({ role: target.role, name: asPattern(target.name) });
  const lines = [`name: ${name}`];
  if (where !== '') lines.push(`when: [${JSON.stringify(where)}]`);
  lines.push('rules:', `  - ${kind === 'hide' ? 'mask' : kind}: ${pointed}`);
  if (kind === 'hide') lines.push('    hide: true');
  if (words !== '' && kind !== 'block')
    lines.push(`    ${kind === 'mask' || kind === 'hide' ? 'says' : 'reason'}: ${JSON.stringify(words)}`);
  if (from && (kind === 'mask' || kind === 'hide')) lines.push(`    for: ${JSON.stringify(from)}`);
  if (parts && kind === 'mask') lines.push('    regions:', ...parts.map((part) => `      - ${JSON.stringify(regionOf(part))}`));
  if (parts && size && kind === 'mask') lines.push(`    size: ${JSON.stringify({ width: size[0], height: size[1] })}`);
  return `${lines.join('\n')}\n`;
}

function regionOf([left, top, width, height]: Part): Readonly<Record<string, string>> {
  const percent = (part: number): string => `${Math.round(part * 1000) / 10}%`;
  return { left: percent(left), top: percent(top), width: percent(width), height: percent(height) };
}

/** The name as it stands on the button, not a pattern: its signs mean themselves. */
function asPattern(name: string): string {
  return name.trim().replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
