/** Markup made at run time: innerHTML, insertAdjacentHTML, document.write in one piece. */
import { HtmlScanner } from './html-scanner.ts';
import type { HtmlPage } from './types.ts';

/** No script tag of ours is put in. What the page reads back from the DOM is mapped by the getters, not here. */
export function rewriteHtmlFragment(text: string, page: HtmlPage): string {
  if (!text.includes('<')) return text;
  const scanner = new HtmlScanner(page, { where: 'fragment' });
  const out = scanner.push(text).join('') + scanner.end().join('');
  return out;
}
