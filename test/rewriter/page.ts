/** A page for the scanner: every absolute address gets a prefix, scripts go through the token scanner. */
import type { HtmlPage } from '../../src/rewriter/text/index.ts';
import { HtmlScanner, rewriteJs } from '../../src/rewriter/text/index.ts';

export const ABSOLUTE = /^[\0-\x20]*(?:https?:|wss?:|[/\\]{2})/i;

/** `https://host/path` becomes `http://gw/https://host/path`; relative addresses stay. */
export function testMap(url: string): string | undefined {
  const text = url.replace(/[\t\n\r]/g, '');
  return ABSOLUTE.test(text) ? `http://gw/${text.trim()}` : undefined;
}

export function testPage(changes: Partial<HtmlPage> = {}): HtmlPage {
  return {
    map: testMap,
    js: (text, kind, encode) => {
      const result = rewriteJs(text, { kind, map: testMap });
      return 'unsettled' in result || result.text === text ? undefined : encode(result.text);
    },
    ...changes,
  };
}

export const identityPage: HtmlPage = { map: () => undefined, js: () => undefined, integrity: () => undefined };

/** Scans in the chunks that the cuts make. */
export function scan(
  text: string,
  page: HtmlPage,
  options: ConstructorParameters<typeof HtmlScanner>[1] = {},
  cuts: readonly number[] = [],
): string {
  const scanner = new HtmlScanner(page, options);
  let out = '';
  let from = 0;
  for (const cut of [...cuts, text.length]) {
    out += scanner.push(text.slice(from, cut)).join('');
    from = cut;
  }
  return out + scanner.end().join('');
}
