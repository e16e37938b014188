/**
 * May this pattern of a policy file run over every text of a page? Refused is what can make a backtracking matcher slow:
 * repetition inside repetition, repetition without an upper bound, references back, looking around.
 */

// How many ways the repetitions of one pattern can share out a text between them.
const MAX_WAYS = 20_000;

/** What is wrong with it, or undefined. */
export function patternFault(text: string): string | undefined {
  try {
    new RegExp(text, 'u');
  } catch (error) {
    return `is no pattern: ${error instanceof Error ? error.message : String(error)}`;
  }
  if (new RegExp(text, 'u').test('')) return 'matches the empty text';
  return walk(text);
}

interface Group {
  /** Something inside may match in more than one length. */
  varies: boolean;
}

function walk(text: string): string | undefined {
  const open: Group[] = [{ varies: false }];
  let closed: Group | undefined;
  let ways = 1;
  for (let at = 0; at < text.length; at++) {
    const group = open[open.length - 1];
    if (!group) return 'has too many closing brackets';
    const char = text[at] ?? '';
    const quantifier = /^(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})\??/.exec(text.slice(at));
    if (quantifier) {
      const [whole, mark, from = '0', comma, to] = quantifier;
      if (mark === '*' || mark === '+' || (comma && !to)) return `repeats without an upper bound ("${whole}")`;
      const least = mark === '?' ? 0 : Number(from);
      const most = mark === '?' ? 1 : comma ? Number(to) : least;
      if (most > 1 && closed?.varies) return 'repeats something that already varies in length';
      ways *= most - least + 1;
      if (ways > MAX_WAYS) return 'has too many repetitions that vary in length';
      if (most !== least) group.varies = true;
      at += whole.length - 1;
      closed = undefined;
      continue;
    }
    closed = undefined;
    if (char === '\\') {
      if (/[1-9k]/.test(text[at + 1] ?? '')) return 'refers back to a group';
      at++;
    } else if (char === '[') {
      at = endOfClass(text, at);
    } else if (char === '(') {
      if (/^\(\?(?!:)/.test(text.slice(at))) return 'looks around, or names a group';
      if (text.startsWith('(?:', at)) at += 2;
      open.push({ varies: false });
    } else if (char === ')') {
      closed = open.pop();
      const outer = open[open.length - 1];
      if (closed?.varies && outer) outer.varies = true;
    } else if (char === '|') {
      // Two ways through one group: harmless once, exponential when repeated.
      group.varies = true;
    }
  }
  return undefined;
}

function endOfClass(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== ']') at += text[at] === '\\' ? 2 : 1;
  return at;
}
