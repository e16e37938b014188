/** Italiano: see en/ink.ts. */
import type { words as english } from '../en/ink.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  draw: 'Disegna',
  tools: 'Strumenti di disegno',
  done: 'Chiudi gli strumenti',
  tool: {
    laser: 'Puntatore laser',
    pen: 'Penna',
    vanish: 'Penna che svanisce',
    arrow: 'Freccia',
    box: 'Rettangolo',
    highlight: 'Evidenzia una parte della pagina',
    stamp: 'Timbro',
  },
  colors: 'Colore',
  color: {
    '#d6336c': 'Rosa',
    '#1971c2': 'Blu',
    '#2f8a3e': 'Verde',
    '#c2500a': 'Arancione',
    '#7048e8': 'Viola',
    '#343a40': 'Nero',
  },
  stamps: 'Tipo di timbro',
  stamp: { here: 'Qui', tick: 'Sì', cross: 'No', question: 'Domanda', note: 'Nota' },
  stampText: 'Testo del timbro',
  undo: 'Annulla',
  clearMine: 'Cancella i miei disegni',
  clearAll: 'Cancella tutti i disegni',
  drawn: {
    pen: 'Linea',
    vanish: 'Linea che svanisce',
    arrow: 'Freccia',
    box: 'Rettangolo',
    highlight: 'Evidenziazione',
    stamp: 'Timbro',
  },
  drawnBy: {
    pen: 'Linea di {name}',
    vanish: 'Linea che svanisce di {name}',
    arrow: 'Freccia di {name}',
    box: 'Rettangolo di {name}',
    highlight: 'Evidenziazione di {name}',
    stamp: 'Timbro di {name}',
  },
  pad: 'Disegno. I tasti freccia spostano, Invio traccia, Esc termina.',
};
