/**
 * Other names of the windows around this one: `const t = top; t[key] = u` goes to the real address, and no listener of this window
 * sees it. So a name that was given `top`, `parent` or `opener` counts as that window for a while. Told by the text alone, strings
 * and comments too: both walks must find the same, and a name too many costs a call of a guard, no more. In the page such a text
 * is handed to the gateway (inject/script-text.ts).
 *
 *   t = top        t = a || self.parent        t = a ? opener : b        { top: t } = window
 *   (function (a, t) { … })(1, top)
 */
import { mentionsGuarded, type JsOptions } from './text/index.ts';

interface Alias {
  readonly name: string;
  /** Where it counts. */
  readonly from: number;
  readonly to: number;
}

/** Characters behind the assignment: minified files give the same short name to hundreds of things, and those are the loops. */
const REACH = 2000;
/** Characters of a function that is called where it stands, and of what stands before a place. */
const MAX_FUNCTION = 5000;
const MAX_BEFORE = 200;
/** Names of a file: each is one more thing to look for. */
const MAX_ALIASES = 16;
/** Places of a file that are looked at, and functions whose head is looked for: files made to be slow have a hundred thousand. */
const MAX_PLACES = 2000;
const MAX_FUNCTIONS = 32;

const GIVEN =
  /[=(,:?|&]\s*(?:(?:window|globalThis|self|top|parent|opener)\s*\.\s*)*(?:top|parent|opener)(?=\s*(?:[,;)\]}|&:?\r\n]|$))|\}\s*=\s*(?:window|globalThis|self|top|parent|opener)(?![\w$.[(])/g;

/** Has the text anything to guard? */
export function needsGuards(text: string, options: Pick<JsOptions, 'kind'>): boolean {
  return mentionsGuarded(text, options) || (options.kind !== 'worker' && aliasesIn(text).length > 0);
}

export function withAliases<T extends JsOptions>(text: string, options: T): T {
  const found = options.kind === 'worker' ? [] : aliasesIn(text);
  if (found.length === 0) return options;
  const names = [...new Set(found.map(({ name }) => name.replaceAll('$', '\\$')))];
  return {
    ...options,
    aliases: {
      keys: `(?:${names.join('|')})[ \\t\\r\\n]*\\[`,
      has: (name, at) => found.some((alias) => alias.name === name && at >= alias.from && at < alias.to),
    },
  };
}

function aliasesIn(text: string): readonly Alias[] {
  const found: Alias[] = [];
  let functions = 0;
  let places = 0;
  GIVEN.lastIndex = 0;
  for (let match = GIVEN.exec(text); match && found.length < MAX_ALIASES && places++ < MAX_PLACES; match = GIVEN.exec(text)) {
    const { index } = match;
    const before = text.slice(Math.max(0, index - MAX_BEFORE), index + 1);
    if (/[(,]/.test(text[index] ?? '') && functions < MAX_FUNCTIONS && addParameter(text, before, index, found)) functions++;
    const name =
      text[index] === '}'
        ? /\{[^{}]*\b(?:top|parent|opener)\s*:\s*([a-z_$][\w$]*)[^{}]*\}$/i.exec(before)
        : /([a-z_$][\w$]*)\s*=(?![=>])[^=;{}]*$/i.exec(before);
    if (name?.[1] !== undefined) add(text, { name: name[1], from: index, to: index + REACH }, found);
  }
  return found;
}

/** If a key is worked out for it where it counts. */
function add(text: string, alias: Alias, found: Alias[]): void {
  const used = new RegExp(`(?<![\\w$.])${alias.name.replaceAll('$', '\\$')}[ \\t\\r\\n]*\\[`);
  if (used.test(text.slice(alias.from, alias.to))) found.push(alias);
}

/** Whether a function was looked for. `(function (a, t) {…}(1, top))`, also as an arrow function and with its bracket closed before the call. */
function addParameter(text: string, before: string, at: number, found: Alias[]): boolean {
  const call = /\}\s*\)?\s*\(([^()]*)$/.exec(before);
  if (!call) return false;
  const close = at + 1 - before.length + call.index;
  let open = close;
  for (let depth = 1; depth > 0 && open > 0 && close - open < MAX_FUNCTION;) {
    open--;
    if (text[open] === '}') depth++;
    else if (text[open] === '{') depth--;
  }
  const head = /(?:\(([^()]*)\)|([\w$]+))\s*(?:=>\s*)?$/.exec(text.slice(Math.max(0, open - MAX_BEFORE), open));
  const name = (head?.[1] ?? head?.[2])?.split(',')[(call[1] ?? '').split(',').length - 1]?.trim();
  if (name !== undefined && /^[a-z_$][\w$]*$/i.test(name)) add(text, { name, from: open, to: close }, found);
  return true;
}
