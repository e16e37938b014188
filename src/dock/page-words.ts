/** The words that the page around the dock needs from it: the page has no catalogue of ours. */
import { inkTools, type InkTool } from '../shared/ink.ts';
import { brand } from '../words/brand.ts';
import type { PageWords } from '../ink/index.ts';
import { ink, strings } from './strings.ts';

/** No name holds it. */
const HOLE = '\u0000';

function around(tool: InkTool): readonly [string, string] {
  const [before = '', after = ''] = ink.drawnBy[tool]({ name: HOLE }).split(HOLE);
  return [before, after];
}

export const pageWords: PageWords = {
  mark: strings.mark,
  customer: strings.unnamed.customer,
  agent: strings.unnamed.agent,
  stamp: ink.stamp,
  drawn: ink.drawn,
  // Of each tool one.
  drawnBy: Object.fromEntries(inkTools.map((tool) => [tool, around(tool)])) as PageWords['drawnBy'],
  pad: ink.pad,
  product: brand.product,
  point: strings.point,
};
