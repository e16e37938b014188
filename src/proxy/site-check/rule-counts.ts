/** How many elements of the markup each rule in force finds. What scripts add later is not in it. */
import type { CheerioAPI } from 'cheerio';
import { blockedNames } from '../../shared/block-phrases.ts';
import { compilePatterns, findPatterns } from '../../shared/masked-content.ts';
import type { Policy, RuleTarget } from '../../shared/policy.ts';
import { NAMED, namesOf, roleOf, type Element } from './names.ts';

/** The table of phrases counts under this id (`inject/mask.ts`). */
export const BLOCK_NAMES = 'builtin/block-names';

export interface Count {
  readonly id: string;
  readonly count: number;
}

export function countRules($: CheerioAPI, policy: Policy): Count[] {
  const named = namedElements($);
  const counts: Count[] = policy.rules.map(({ id, target }) => ({ id, count: countOf($, target, named) }));
  if (policy.blockNames.length > 0) {
    const isBlockedName = blockedNames(policy.blockNames);
    const isBlocked = ({ role, names }: Named) => role !== 'textbox' && names.some((name) => isBlockedName(name, role));
    counts.push({ id: BLOCK_NAMES, count: named.filter(isBlocked).length });
  }
  const hits = new Map<string, number>();
  const patterns = compilePatterns(policy.patterns);
  for (const text of textsOf($)) for (const [, , id] of findPatterns(text, patterns)) hits.set(id, (hits.get(id) ?? 0) + 1);
  return [...counts, ...policy.patterns.map(({ id }) => ({ id, count: hits.get(id) ?? 0 }))];
}

interface Named {
  readonly role: 'button' | 'link' | 'textbox';
  readonly names: readonly string[];
}

function namedElements($: CheerioAPI): Named[] {
  const ids = new Map<string, Element>();
  for (const element of $('[id]').get()) if (!ids.has(element.attribs['id'] ?? '')) ids.set(element.attribs['id'] ?? '', element);
  const labels = new Map(
    $('label[for]')
      .map((_, label) => [[label.attribs['for'] ?? '', $(label).text()] as const])
      .get(),
  );
  return $(NAMED)
    .get()
    .flatMap((element) => {
      const role = roleOf($, element);
      return role === undefined ? [] : [{ role, names: namesOf($, element, role, { ids, labels }) }];
    });
}

function countOf($: CheerioAPI, target: RuleTarget, named: readonly Named[]): number {
  if ('selector' in target) return $(target.selector).length;
  // As the page's runtime does it: the whole name, whatever its case.
  const pattern = new RegExp(`^(?:${target.name})$`, 'iu');
  return named.filter(({ role, names }) => (target.role === 'any' || target.role === role) && names.some((name) => pattern.test(name)))
    .length;
}

function textsOf($: CheerioAPI): string[] {
  return $('body *')
    .not('script,style,noscript,template')
    .contents()
    .get()
    .flatMap((node) => (node.type === 'text' ? [node.data] : []));
}
