/**
 * What stands in a chat message: plain text, addresses that may be opened, names of people here. An address is one only if it
 * is http or https and names nobody; everything else stays text. One reading for the dock and the console.
 */

export type ChatPart =
  | { readonly is: 'text'; readonly text: string }
  /** `text`: as it may be shown; a name in another alphabet is shown as the network spells it. */
  | { readonly is: 'link'; readonly text: string; readonly href: string }
  | { readonly is: 'mention'; readonly text: string; readonly name: string };

/** Longer ones are no address that somebody typed. */
const MAX_LINK = 2048;
const LINK = /\bhttps?:\/\/[^\s<>"'`]+/giu;
/** At the end of a sentence, not of its address. */
const TRAILING = /[.,;:!?…)\]}]+$/u;

export function chatParts(text: string, names: readonly string[] = []): ChatPart[] {
  const parts: ChatPart[] = [];
  let at = 0;
  for (const match of text.matchAll(LINK)) {
    const shown = trimmed(match[0]);
    const href = linkOf(shown);
    if (href === undefined) continue;
    parts.push(...withMentions(text.slice(at, match.index), names));
    parts.push({ is: 'link', text: isPlain(shown) ? shown : href, href });
    at = match.index + shown.length;
  }
  parts.push(...withMentions(text.slice(at), names));
  return parts;
}

function linkOf(text: string): string | undefined {
  if (text.length > MAX_LINK || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  // `https://bank.example@evil.example/` reads as another host than it is.
  const names = /^https?:\/\/[^/?#\\]*@/i.test(text);
  return (url.protocol === 'http:' || url.protocol === 'https:') && !names && url.hostname !== '' ? url.href : undefined;
}

/** A closing bracket belongs to an address that opened one. */
function trimmed(found: string): string {
  const text = found.replace(TRAILING, '');
  const rest = found.slice(text.length);
  return rest.startsWith(')') && text.includes('(') && !text.includes(')') ? `${text})` : text;
}

function isPlain(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text);
}

function withMentions(text: string, names: readonly string[]): ChatPart[] {
  const parts: ChatPart[] = [];
  const known = [...new Set(names)].filter((name) => name !== '').sort((one, other) => other.length - one.length);
  let plain = '';
  for (let at = 0; at < text.length;) {
    const name = text[at] === '@' && !/[\p{L}\p{N}]$/u.test(text.slice(0, at)) ? nameAt(text, at + 1, known) : undefined;
    if (name === undefined) {
      plain += text[at++] ?? '';
      continue;
    }
    if (plain) parts.push({ is: 'text', text: plain });
    plain = '';
    parts.push({ is: 'mention', text: text.slice(at, at + 1 + name.length), name });
    at += 1 + name.length;
  }
  if (plain) parts.push({ is: 'text', text: plain });
  return parts;
}

function nameAt(text: string, at: number, names: readonly string[]): string | undefined {
  return names.find((name) => {
    const end = at + name.length;
    return text.slice(at, end).toLowerCase() === name.toLowerCase() && !/^[\p{L}\p{N}]/u.test(text.slice(end));
  });
}
