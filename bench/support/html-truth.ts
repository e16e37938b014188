/**
 * parse5's tokenizer, driven by its tree builder, as the judge of the HTML scanner: what we send must be read as the page
 * itself with its addresses mapped, and as nothing else. Scripting is off there, so that `<noscript>` is looked into as well.
 */
import { defaultTreeAdapter, Parser, type DefaultTreeAdapterMap, type Token } from 'parse5';
import { attributeKind, fetchedLinkRels } from '../../src/rewriter/text/attributes.ts';
import { HtmlScanner, type HtmlPage } from '../../src/rewriter/text/index.ts';

const untouched: HtmlPage = { map: () => undefined, js: () => undefined, css: (text) => text, integrity: () => undefined };
/** As URL parsers read it (URL standard, 4.4). */
const stripped = (url: string): string => url.replace(/[\t\n\r]/g, '').replace(/^[\0-\x20]+|[\0-\x20]+$/g, '');
const mark = (url: string): string | undefined => {
  const text = stripped(url);
  return /^(?:https?:|wss?:|[/\\]{2})/i.test(text) ? `http://gateway.example/${text}` : undefined;
};

/** Is every byte kept when nothing is mapped? */
export function identical(text: string): boolean {
  return scan(text, untouched) === text;
}

/** Undefined, or the first place where what we send is read otherwise than the page with its addresses mapped. */
export function firstDifference(text: string): string | undefined {
  const ours = tokensOf(scan(text, { ...untouched, map: mark }), stripped);
  const theirs = tokensOf(text, (url) => mark(url) ?? stripped(url));
  const at = theirs.findIndex((token, index) => token !== ours[index]);
  if (at < 0 && ours.length === theirs.length) return undefined;
  return `${theirs[at] ?? 'end'} became ${ours[at] ?? 'end'}`;
}

function scan(text: string, page: HtmlPage): string {
  const scanner = new HtmlScanner(page, { bytes: true });
  return scanner.push(text).join('') + scanner.end().join('');
}

/** Tags with their addresses, text and comments, each as a line. Of other attributes only the names: they are not the topic. */
function tokensOf(html: string, map: (url: string) => string): string[] {
  const tokens: string[] = [];
  class Recorder extends Parser<DefaultTreeAdapterMap> {
    override onStartTag(token: Token.TagToken): void {
      const attributes = token.attrs.map(({ name, value }) => {
        const kind = attributeKind(token.tagName, name);
        if (kind === 'url' || (kind === 'link' && isFetched(token))) return `${name}="${map(value)}"`;
        return kind === undefined ? `${name}="${value}"` : name;
      });
      tokens.push(`<${token.tagName} ${attributes.join(' ')}`);
      super.onStartTag(token);
    }
    override onEndTag(token: Token.TagToken): void {
      tokens.push(`</${token.tagName}`);
      super.onEndTag(token);
    }
    override onComment(token: Token.CommentToken): void {
      tokens.push(`<!--${token.data}`);
      super.onComment(token);
    }
    override onCharacter(token: Token.CharacterToken): void {
      tokens.push(token.chars);
      super.onCharacter(token);
    }
  }
  Recorder.parse(html, { scriptingEnabled: false, treeAdapter: defaultTreeAdapter });
  return tokens;
}

function isFetched(token: Token.TagToken): boolean {
  const rel = token.attrs.find(({ name }) => name === 'rel')?.value ?? '';
  return rel
    .toLowerCase()
    .split(/\s+/)
    .some((type) => fetchedLinkRels.has(type));
}
