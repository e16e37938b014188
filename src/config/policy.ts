/**
 * The book of rules: built-in ones, then every policy file. Masks and blocks of all layers that hold for a document are
 * united; only `unmask` and `unblock` lift one, and only for documents that their own file names. One broken rule refuses
 * the whole book: a gateway without its masks must not start.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments, type Document } from 'yaml';
import type { z } from 'zod';
import type { EffectiveRow } from '../shared/effective-rule.ts';
import type { GuestRole, Policy, PolicyRule, Regions, RuleTarget, TextPattern } from '../shared/policy.ts';
import { builtinNames } from './builtin-names.ts';
import { builtinPatterns, builtinRules, builtinWords } from './builtin-policy.ts';
import { ConfigError, type ConfigFault } from './config-error.ts';
import { matchesAddress } from './glob.ts';
import { policySchema, type PolicyFile, type PolicyFileRule } from './policy-schema.ts';
import type { Config } from './schema.ts';

/** The rules of every layer. */
export interface PolicyBook {
  /**
   * Merged rules for a document of this address. Masks and blocks for `sessionUrl`, where the session began, hold in it
   * too, so that nothing is bared by walking from a shop to its pay page. `watching`: roles of those who see the stream that it is
   * for; without, or with none, every rule holds, for whatever role it was written.
   */
  forUrl(url: string, sessionUrl?: string, watching?: ReadonlySet<GuestRole>): Policy;
  /** May this address be opened in a session that began at `sessionUrl`? By the files' `allow` rules; the config's `allow` is another matter. */
  mayOpen(url: string, sessionUrl: string): boolean;
  /** Should everything be hidden there once a rule has stopped matching on the site? */
  guards(url: string, sessionUrl?: string): boolean;
  /** What a policy hides, in words for people. */
  hidden(policy: Policy): readonly string[];
  /** Of these rules alone; `others`: some of them that hide have no words. */
  wordsOf(policy: Policy, rules: ReadonlySet<string>): { readonly here: readonly string[]; readonly others: boolean };
  /** Ids of all rules and patterns, wherever they hold. */
  readonly ids: ReadonlySet<string>;
  /** Every rule that holds for a document of this address, with the layer that it stands in, as `forUrl` merges them. */
  effective(url: string): readonly EffectiveRow[];
  /** This book and a company's own policy on top: documents of YAML, as a policy file holds one. Throws a ConfigError. */
  withCompany(text: string): PolicyBook;
}

/** Length of a company's own policy, characters: 500 rules of the longest selectors would be more, and are a mistake. */
const COMPANY_POLICY_MAX = 256 * 1024;
/** Documents in it: one for each place on the company's sites that has rules of its own. */
const COMPANY_DOCUMENTS_MAX = 500;

interface Layer {
  readonly name: string;
  readonly from: EffectiveRow['layer'];
  readonly when: readonly string[];
  readonly rules: readonly PolicyRule[];
  readonly patterns: readonly TextPattern[];
  readonly allow: readonly string[];
  readonly maskTitle: boolean;
  readonly maskUrlQuery: boolean;
  readonly maskAll: boolean;
  readonly maskAllWhenStopped: boolean;
}

/** Not the head: nothing in it is shown but the title, which is masked by itself, and as a masked text it would hide the heading that repeats it. */
const MASK_ALL: PolicyRule = { id: 'builtin/mask-all', kind: 'mask', target: { selector: 'body,:root:not(html)' } };

const builtin: Layer = {
  name: 'builtin',
  from: 'builtin',
  when: [],
  rules: builtinRules,
  patterns: builtinPatterns,
  allow: [],
  maskTitle: false,
  maskUrlQuery: true,
  maskAll: false,
  maskAllWhenStopped: false,
};

const nobody: ReadonlySet<GuestRole> = new Set();
// A pair of addresses has one policy for each set of roles that watch; pages of one visit ask for a few. Beyond this the cache starts over.
const MAX_CACHED = 500;

/** Throws a ConfigError with every fault of every file. */
export function loadPolicy(config: Pick<Config, 'policyFiles'>): PolicyBook {
  const faults: ConfigFault[] = [];
  const files = config.policyFiles.flatMap((path) => filesOf(path, faults)).flatMap((path) => readPolicy(path, faults));
  const words = new Map(builtinWords);
  const layers = [builtin, ...files.map((file) => layerOf(file, words, 'config'))];
  faults.push(...repeatedIds(layers));
  if (faults.length > 0) throw new ConfigError(faults);
  return createBook(layers, words);
}

/** A company's policy document by document, as it was written, for whoever shows and changes it. Throws a ConfigError. */
export function companyDocuments(
  text: string,
): { readonly text: string; readonly when: readonly string[]; readonly rules: EffectiveRow[] }[] {
  const faults: ConfigFault[] = [];
  const words = new Map<string, string>();
  const parts = documentsOf(text).map((document) => text.slice(document.range[0], document.range[2]));
  const shown = parts.flatMap((part) =>
    policiesIn('policy', part, faults).map((file) => {
      const layer = layerOf(file, words, 'company');
      return { text: part.replace(/^---[^\n]*\n/, '').trimEnd() + '\n', when: layer.when, rules: rowsOf(layer, words) };
    }),
  );
  if (faults.length > 0) throw new ConfigError(faults);
  return shown;
}

function createBook(layers: readonly Layer[], words: ReadonlyMap<string, string>): PolicyBook {
  const cache = new Map<string, Policy>();
  return {
    ids: new Set([MASK_ALL.id, ...layers.flatMap((layer) => [...layer.rules, ...layer.patterns].map(({ id }) => id))]),
    forUrl(url, sessionUrl = url, watching = nobody) {
      const key = [withoutQuery(url), withoutQuery(sessionUrl), ...[...watching].sort()].join('\n');
      const known = cache.get(key);
      if (known) return known;
      const policy = merge(layers, withoutQuery(url), withoutQuery(sessionUrl), watching);
      if (cache.size >= MAX_CACHED) cache.clear();
      cache.set(key, policy);
      return policy;
    },
    guards: (url, sessionUrl = url) =>
      layers.some((layer) => layer.maskAllWhenStopped && [url, sessionUrl].some((each) => holds(layer, withoutQuery(each)))),
    mayOpen(url, sessionUrl) {
      const globs = layers.filter((layer) => holds(layer, withoutQuery(sessionUrl))).flatMap((layer) => layer.allow);
      return globs.length === 0 || globs.some((glob) => matchesAddress(glob, url));
    },
    effective(url) {
      const address = withoutQuery(url);
      return layers.filter((layer) => holds(layer, address)).flatMap((layer) => rowsOf(layer, words));
    },
    withCompany(text) {
      const faults: ConfigFault[] = [];
      if (text.length > COMPANY_POLICY_MAX)
        faults.push({ key: 'policy', finding: `is longer than ${COMPANY_POLICY_MAX} characters`, fix: 'Leave rules out' });
      const files = faults.length > 0 ? [] : policiesIn('policy', text, faults);
      if (files.length > COMPANY_DOCUMENTS_MAX)
        faults.push({ key: 'policy', finding: `has more than ${COMPANY_DOCUMENTS_MAX} documents`, fix: 'Put rules of one place together' });
      const own = new Map(words);
      const all = [...layers, ...files.map((file) => layerOf(file, own, 'company'))];
      faults.push(...repeatedIds(all));
      if (faults.length > 0) throw new ConfigError(faults);
      return createBook(all, own);
    },
    hidden: (policy) => [...new Set(hidingIn(policy).flatMap((id) => words.get(id) ?? []))],
    wordsOf(policy, rules) {
      const ids = hidingIn(policy).filter((id) => rules.has(id));
      return { here: [...new Set(ids.flatMap((id) => words.get(id) ?? []))], others: ids.some((id) => !words.has(id)) };
    },
  };
}

/** Ids of what hides. */
function hidingIn(policy: Policy): string[] {
  return [...policy.rules.filter((rule) => rule.kind === 'mask'), ...policy.patterns].map(({ id }) => id);
}

function merge(layers: readonly Layer[], url: string, sessionUrl: string, watching: ReadonlySet<GuestRole>): Policy {
  const here = layers.filter((layer) => holds(layer, url));
  const both = layers.filter((layer) => holds(layer, url) || holds(layer, sessionUrl));
  const lifts = (rule: PolicyRule) => rule.kind === 'unmask' || rule.kind === 'unblock';
  const isPrivate = both.some((layer) => layer.maskAll);
  // A friend of the customer is nobody of the company: no rule was lifted for them, whoever it was written for.
  const everyRule = watching.size === 0 || watching.has('friend');
  const holdsFor = (rule: PolicyRule) => !rule.for || everyRule || rule.for.some((role) => watching.has(role));
  const rules = [
    ...(isPrivate ? [MASK_ALL] : []),
    ...both.flatMap((layer) => layer.rules.filter((rule) => !lifts(rule) && holdsFor(rule)).map(inForce)),
    ...here.flatMap((layer) => layer.rules.filter(lifts)),
  ];
  const content = {
    rules,
    patterns: both.flatMap((layer) => layer.patterns),
    maskTitle: isPrivate || both.some((layer) => layer.maskTitle),
    maskUrlQuery: isPrivate || both.some((layer) => layer.maskUrlQuery),
    blockNames: builtinNames,
  };
  return versioned(content);
}

/** Whom it is for has been asked; two sets of roles with the same rules are one policy. */
function inForce(rule: PolicyRule): PolicyRule {
  const { for: roles, ...held } = rule;
  return roles ? held : rule;
}

function versioned(content: Omit<Policy, 'version'>): Policy {
  const version = createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 16);
  return Object.freeze({ version, ...content });
}

/** The same rules with everything hidden, and nothing that bares. */
export function maskedWhole({ rules, patterns, blockNames }: Policy): Policy {
  const masks = rules.filter(({ id, kind }) => id !== MASK_ALL.id && kind !== 'unmask');
  return versioned({ rules: [MASK_ALL, ...masks], patterns, maskTitle: true, maskUrlQuery: true, blockNames });
}

function holds(layer: Layer, url: string): boolean {
  return layer.when.length === 0 || layer.when.some((glob) => matchesAddress(glob, url));
}

/** Rules name documents, not what is asked of them; and a query could otherwise be written to step out of a rule. */
function withoutQuery(url: string): string {
  if (!URL.canParse(url)) return url;
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}

function filesOf(path: string, faults: ConfigFault[]): string[] {
  try {
    if (!statSync(path).isDirectory()) return [path];
    return readdirSync(path)
      .filter((name) => /\.ya?ml$/.test(name))
      .sort()
      .map((name) => join(path, name));
  } catch (error) {
    faults.push({ key: 'policyFiles', finding: `cannot read ${path}: ${reasonOf(error)}`, fix: 'Check the path' });
    return [];
  }
}

function readPolicy(path: string, faults: ConfigFault[]): PolicyFile[] {
  try {
    return policiesIn(path, readFileSync(path, 'utf8'), faults);
  } catch (error) {
    faults.push({ key: path, finding: `cannot be read: ${reasonOf(error)}`, fix: 'Repair the file' });
    return [];
  }
}

/** Every document of the text is a policy of its own. */
function policiesIn(where: string, text: string, faults: ConfigFault[]): PolicyFile[] {
  return documentsOf(text).flatMap((document) => {
    const [error] = document.errors;
    if (error) {
      faults.push({ key: where, finding: `cannot be read: ${reasonOf(error)}`, fix: 'Repair the text' });
      return [];
    }
    const checked = policySchema.safeParse(document.toJS());
    if (checked.success) return [checked.data];
    faults.push(...checked.error.issues.flatMap((issue) => faultsOf(where, issue)));
    return [];
  });
}

function documentsOf(text: string): Document.Parsed[] {
  const documents = parseAllDocuments(text);
  // With nothing in the text the library hands back what is no list of documents.
  return Array.isArray(documents) ? documents : [];
}

function faultsOf(file: string, issue: z.core.$ZodIssue): ConfigFault[] {
  // Of a union, the finding of the branch that got furthest is the one that helps.
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const deepest = issue.errors.reduce((best, branch) => (depthOf(branch) > depthOf(best) ? branch : best));
    if (depthOf(deepest) > 0) {
      return deepest.flatMap((inner) => faultsOf(file, { ...inner, path: [...issue.path, ...inner.path] } as z.core.$ZodIssue)); // the same issue, its path made whole
    }
  }
  const [finding = '', fix = 'See config/policy.schema.json for what may stand here'] = issue.message.split(' | ');
  return [{ key: `${file} ${issue.path.map(String).join('.')}`.trim(), finding: finding.charAt(0).toLowerCase() + finding.slice(1), fix }];
}

function depthOf(issues: readonly z.core.$ZodIssue[]): number {
  // A branch whose own key is missing or unknown was not meant.
  if (issues.some((issue) => issue.code === 'unrecognized_keys')) return 0;
  return Math.max(0, ...issues.map((issue) => (issue.code === 'custom' ? 10 : issue.path.length)));
}

function layerOf(file: PolicyFile, words: Map<string, string>, from: Layer['from']): Layer {
  const rules: PolicyRule[] = [];
  const allow: string[] = [];
  const counts = new Map<string, number>();
  for (const rule of file.rules) {
    const kind = kindOf(rule);
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    if ('allow' in rule) {
      allow.push(rule.allow);
      continue;
    }
    const id = `${file.name}/${rule.id ?? `${kind}-${count}`}`;
    if ('mask' in rule) {
      const regions = regionsOf(rule);
      rules.push({
        id,
        kind: 'mask',
        target: targetOf(rule.mask),
        ...(rule.hide ? { hide: true } : {}),
        ...(regions ? { regions } : {}),
        ...(rule.for ? { for: rule.for } : {}),
      });
      if (rule.says !== undefined) words.set(id, rule.says);
    } else if ('block' in rule) rules.push({ id, kind: 'block', target: targetOf(rule.block) });
    else if ('unmask' in rule) rules.push({ id, kind: 'unmask', target: targetOf(rule.unmask), reason: rule.reason });
    else rules.push({ id, kind: 'unblock', target: targetOf(rule.unblock), reason: rule.reason });
  }
  const patterns = file.patterns.map((entry): TextPattern => {
    const id = `${file.name}/${entry.id}`;
    if (entry.says !== undefined) words.set(id, entry.says);
    return { id, pattern: entry.pattern, ...(entry.check ? { check: entry.check } : {}) };
  });
  const { name, when, maskTitle, maskUrlQuery, maskAll, maskAllWhenStopped } = file;
  return { name, from, when, rules, patterns, allow, maskTitle, maskUrlQuery, maskAll, maskAllWhenStopped };
}

function rowsOf(layer: Layer, words: ReadonlyMap<string, string>): EffectiveRow[] {
  const { name, from } = layer;
  const row = (id: string, kind: EffectiveRow['kind'], target: string, reason?: string): EffectiveRow => {
    const says = words.get(id);
    return { id, kind, layer: from, target, ...(says === undefined ? {} : { says }), ...(reason === undefined ? {} : { reason }) };
  };
  return [
    ...layer.rules.map(({ id, kind, target, reason, regions, for: only }) => ({
      ...row(id, kind, 'selector' in target ? target.selector : `${target.role} \u201c${target.name}\u201d`, reason),
      ...(regions ? { parts: regions.of.length } : {}),
      ...(only ? { for: only } : {}),
    })),
    ...layer.patterns.map(({ id, pattern }) => row(id, 'pattern', pattern)),
    ...layer.allow.map((glob, at) => row(`${name}/allow-${at + 1}`, 'allow', glob)),
    ...(layer.maskTitle ? [row(`${name}/title`, 'title', '')] : []),
    ...(layer.maskUrlQuery ? [row(`${name}/query`, 'query', '')] : []),
    ...(layer.maskAll ? [row(`${name}/all`, 'all', '')] : []),
    ...(layer.maskAllWhenStopped ? [row(`${name}/guard`, 'guard', '')] : []),
  ];
}

function kindOf(rule: PolicyFileRule): string {
  return (['mask', 'block', 'allow', 'unmask', 'unblock'] as const).find((kind) => kind in rule) ?? 'rule';
}

function regionsOf({ regions, size }: Extract<PolicyFileRule, { mask: unknown }>): Regions | undefined {
  return (
    regions && {
      of: regions.map(({ left, top, width, height }) => {
        const unit = left.endsWith('%') ? ('part' as const) : ('px' as const);
        const of = (text: string): number => parseFloat(text) / (unit === 'part' ? 100 : 1);
        return { at: [of(left), of(top), of(width), of(height)] as const, unit };
      }),
      ...(size ? { size: [size.width, size.height] as const } : {}),
    }
  );
}

function targetOf(target: string | { role: 'button' | 'link' | 'textbox' | 'any'; name: string }): RuleTarget {
  return typeof target === 'string' ? { selector: target } : target;
}

function repeatedIds(layers: readonly Layer[]): ConfigFault[] {
  const seen = new Set<string>();
  const faults: ConfigFault[] = [];
  for (const { id } of layers.flatMap((layer) => [...layer.rules, ...layer.patterns])) {
    if (seen.has(id))
      faults.push({ key: id, finding: 'is the id of two rules', fix: 'Give each file its own name, and each rule in it its own id' });
    seen.add(id);
  }
  return faults;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n')[0] ?? error.name) : String(error);
}
