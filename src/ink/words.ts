/** What ink is called, for those who hear a page instead of seeing it. */
import type { InkWords } from './layer.ts';

const tools = { pen: 'Line', vanish: 'Vanishing line', arrow: 'Arrow', box: 'Box', highlight: 'Highlight', stamp: 'Stamp' } as const;

export const inkWords: InkWords & { readonly pad: string } = {
  drawn: (tool, name) => (name ? `${tools[tool]} by ${name}` : tools[tool]),
  stamp: { here: 'Here', tick: 'Yes', cross: 'No', question: 'Question', note: 'Note' },
  pad: 'Drawing. Arrow keys move, Enter draws, Escape ends.',
};
