/**
 * Values in the text of a style sheet: in strings, names of classes, ids, parts, states and made-up elements, custom
 * properties, attribute selectors, addresses, and wherever a page gives a name of its own. The words of CSS itself are none of these and stay, whatever
 * somebody has typed.
 */

/** One string, its quotes aside. */
const STRING = /"((?:[^"\\\n]|\\[^])*)"|'((?:[^'\\\n]|\\[^])*)'/g;

/** In this order: what stands first is taken whole. Names with escapes are read as the browser reads them. */
const PARTS = new RegExp(
  [
    // Strings behind each other are one text.
    new RegExp(`(?:${STRING.source})(?:\\s*/?\\s*(?:${STRING.source}))*`),
    /@[\w-]+[^{};"']*/,
    /\b(?:font(?:-family)?|animation(?:-name)?|src|grid(?:-area|-row|-column)?(?:-start|-end)?|grid-template(?:-areas)?|view-transition-(?:name|class)|container(?:-name)?|counter-[\w-]+|will-change|transition(?:-property)?|list-style(?:-type)?|anchor-name|position-anchor|(?:view|scroll|animation)-timeline(?:-name)?|page)\s*:[^;{}"']*/,
    /--[\w-]+(?:\s*:[^;}]*)?/,
    /\[[^\]"']*\]/,
    /url\([^)"']*\)/,
    /:(?:state|lang|part|highlight|view-transition-[a-z-]+)\([^()]*\)/,
    /\b[a-z]\w*-[\w-]+(?=[^{};]*\{)/,
    /[.#](?:[\w-]|[^\0-\x7f]|\\[0-9a-f]{1,6}\s?|\\[^])+/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'gi',
);

export function cleanCss(text: string, clean: (part: string) => string): string {
  return text.replace(/\/\*[^]*?\*\//g, '').replace(PARTS, (part) => {
    if (/^(?:url\()?["']?asset:/.test(part)) return part;
    // Of several strings each may hold a piece.
    const shown = stringsIn(part);
    if ([part, shown].map(unescaped).every((read) => clean(read) === read)) return part;
    if (part.startsWith('--')) return part.includes(':') ? '--masked:0' : '--masked';
    if (part.startsWith('[')) return '[masked]';
    if (part.startsWith('url')) return 'none';
    if (part.startsWith('@')) return `${/^@[\w-]+/.exec(part)?.[0] ?? '@media'} masked`;
    if (part.startsWith(':')) return `${part.slice(0, part.indexOf('('))}(masked)`;
    if (/^[a-z]/i.test(part) && !part.includes(':')) return 'masked';
    if (part.startsWith('.') || part.startsWith('#')) return `${part.charAt(0)}masked`;
    return part.startsWith('"') || part.startsWith("'") ? '""' : '--masked:0';
  });
}

/** All strings of a value, as one is seen behind the other. */
export function stringsIn(value: string): string {
  return Array.from(value.matchAll(STRING), ([, one, other]) => one ?? other ?? '').join('');
}

function unescaped(part: string): string {
  if (!part.includes('\\')) return part;
  return part.replace(/\\(?:([0-9a-f]{1,6})\s?|([^]))/gi, (_all, code: string | undefined, sign: string | undefined) =>
    code === undefined ? (sign ?? '') : String.fromCodePoint(Math.min(parseInt(code, 16), 0x10ffff)),
  );
}
