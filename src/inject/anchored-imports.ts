/**
 * Imports in programs from strings. A relative one is relative to the script that made the string a program (HTML standard,
 * "active script"), and for the browser that is ours, which stands between. So it is told the address of the one that called.
 */
import { guards } from '../shared/guard-names.ts';
import type { Page } from './page.ts';

/** `program` as the rewriter gave it, of kind `event`. */
export function anchorImports(page: Page, program: string): string {
  const call = `${guards.specifier}(`;
  if (!program.includes(call)) return program;
  return program.replaceAll(call, () => `${guards.specifier}.call(${page.natives.JSON.stringify(callerBase(page))},`);
}

/** Address of the script that calls us, as the target has it; for a script in the page the base of the page. */
function callerBase(page: Page): string {
  const { natives } = page;
  const base = page.toTarget(natives.baseURI(page.document));
  // Frames of ours are left out of it by stacks.ts. A page that words its stacks by itself may have no text there.
  const stack: unknown = new natives.Error().stack;
  const found = typeof stack === 'string' ? /https?:\/\/[^\s()]+?(?=:\d+(?::\d+)?(?:[\s),]|$))/.exec(stack)?.[0] : undefined;
  if (found === undefined) return base;
  const address = page.toTarget(found);
  return withoutFragment(address) === withoutFragment(page.targetUrl()) ? base : address;
}

function withoutFragment(url: string): string {
  return url.replace(/#[^]*$/, '');
}
