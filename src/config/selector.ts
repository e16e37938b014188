/**
 * Is this a selector that every browser knows? A mask with a selector that a page cannot read would mask nothing, so it is
 * refused before a session starts.
 */
import { load } from 'cheerio';

// The parser below also knows jQuery's own words (:contains, :eq, :input), at which a browser throws.
const PSEUDO_CLASSES = new Set(
  `not is where has root empty lang checked disabled enabled required optional read-only read-write link any-link
  first-child last-child only-child nth-child nth-last-child first-of-type last-of-type only-of-type nth-of-type nth-last-of-type`.split(
    /\s+/,
  ),
);

const empty = load('');

/** What is wrong with it, or undefined. */
export function selectorFault(text: string): string | undefined {
  if (text.trim() === '') return 'is an empty selector';
  // cheerio would read this as markup.
  if (text.includes('<')) return 'is no selector: "<" has no meaning in one';
  const bare = text
    .replace(/\\./gs, '_')
    .replace(/"[^"]*"|'[^']*'/g, '""')
    .replace(/\[[^\]]*\]/g, '[a]');
  if (bare.includes('::')) return 'names a pseudo-element, which holds no text of its own';
  for (const [, name = ''] of bare.matchAll(/:([a-z-]+)/gi)) {
    if (!PSEUDO_CLASSES.has(name.toLowerCase())) return `uses :${name}, which cannot be relied on`;
  }
  if (/(^|,)\s*(,|$)/.test(bare)) return 'has an empty part beside a comma';
  if (/^\s*[>+~]|[>+~]\s*($|,)/.test(bare.replace(/\([^()]*\)/g, ''))) return 'begins or ends with a combinator';
  if (/\[[^\]]*!=/.test(text)) return 'uses !=, which is no CSS';
  try {
    empty(text);
    return undefined;
  } catch (error) {
    return `is no selector: ${error instanceof Error ? error.message : String(error)}`;
  }
}
