/** Drawing: the tools of both sides, and how what is drawn is called for those who hear a page. */
import type { inkColors, InkHand, InkTool, Stamp } from '../../shared/ink.ts';

export const words = {
  draw: 'Draw',
  tools: 'Drawing tools',
  done: 'Close the tools',
  tool: {
    laser: 'Laser pointer',
    pen: 'Pen',
    vanish: 'Vanishing pen',
    arrow: 'Arrow',
    box: 'Rectangle',
    highlight: 'Highlight a part of the page',
    stamp: 'Stamp',
  } as const satisfies Record<InkHand['tool'], string>,
  colors: 'Colour',
  color: {
    '#d6336c': 'Pink',
    '#1971c2': 'Blue',
    '#2f8a3e': 'Green',
    '#c2500a': 'Orange',
    '#7048e8': 'Violet',
    '#343a40': 'Black',
  } as const satisfies Record<(typeof inkColors)[number], string>,
  stamps: 'Kind of stamp',
  stamp: { here: 'Here', tick: 'Yes', cross: 'No', question: 'Question', note: 'Note' } as const satisfies Record<Stamp, string>,
  stampText: 'Text on the stamp',
  undo: 'Undo',
  clearMine: 'Clear my drawings',
  clearAll: 'Clear all drawings',
  /** By whom nobody knows any more: `drawn`; else `drawnBy`. */
  drawn: {
    pen: 'Line',
    vanish: 'Vanishing line',
    arrow: 'Arrow',
    box: 'Box',
    highlight: 'Highlight',
    stamp: 'Stamp',
  } as const satisfies Record<InkTool, string>,
  drawnBy: {
    pen: 'Line by {name}',
    vanish: 'Vanishing line by {name}',
    arrow: 'Arrow by {name}',
    box: 'Box by {name}',
    highlight: 'Highlight by {name}',
    stamp: 'Stamp by {name}',
  } as const satisfies Record<InkTool, string>,
  pad: 'Drawing. Arrow keys move, Enter draws, Escape ends.',
} as const;
