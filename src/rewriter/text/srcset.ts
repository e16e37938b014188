/**
 * Candidates of a srcset, by the HTML standard's parser ("parse a srcset attribute"): commas also end addresses, occur inside
 * data: addresses and inside parentheses of descriptors, so no split at commas is right.
 */
import type { MapUrl } from './types.ts';

const isSpace = (code: number): boolean => code === 32 || (code >= 9 && code <= 13 && code !== 11);

export function rewriteSrcset(text: string, map: MapUrl): string {
  let out = '';
  let copied = 0;
  let at = 0;
  while (at < text.length) {
    while (at < text.length && (isSpace(text.charCodeAt(at)) || text[at] === ',')) at++;
    const start = at;
    while (at < text.length && !isSpace(text.charCodeAt(at))) at++;
    let end = at;
    while (end > start && text[end - 1] === ',') end--;
    const ended = end < at; // the comma belongs to the list: there are no descriptors
    if (end > start) {
      const mapped = map(text.slice(start, end));
      if (mapped !== undefined) {
        out += text.slice(copied, start) + mapped;
        copied = end;
      }
    }
    if (!ended) at = endOfDescriptors(text, at);
  }
  return copied === 0 ? text : out + text.slice(copied);
}

function endOfDescriptors(text: string, from: number): number {
  let parens = false;
  for (let at = from; at < text.length; at++) {
    const char = text[at];
    if (char === '(') parens = true;
    else if (char === ')') parens = false;
    else if (char === ',' && !parens) return at + 1;
  }
  return text.length;
}
