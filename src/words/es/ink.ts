/** Español: see en/ink.ts. */
import type { words as english } from '../en/ink.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  draw: 'Dibujar',
  tools: 'Herramientas de dibujo',
  done: 'Cerrar las herramientas',
  tool: {
    laser: 'Puntero láser',
    pen: 'Lápiz',
    vanish: 'Lápiz que se desvanece',
    arrow: 'Flecha',
    box: 'Rectángulo',
    highlight: 'Resaltar una parte de la página',
    stamp: 'Sello',
  },
  colors: 'Color',
  color: {
    '#d6336c': 'Rosa',
    '#1971c2': 'Azul',
    '#2f8a3e': 'Verde',
    '#c2500a': 'Naranja',
    '#7048e8': 'Violeta',
    '#343a40': 'Negro',
  },
  stamps: 'Tipo de sello',
  stamp: { here: 'Aquí', tick: 'Sí', cross: 'No', question: 'Pregunta', note: 'Nota' },
  stampText: 'Texto del sello',
  undo: 'Deshacer',
  clearMine: 'Borrar mis dibujos',
  clearAll: 'Borrar todos los dibujos',
  drawn: {
    pen: 'Línea',
    vanish: 'Línea que se desvanece',
    arrow: 'Flecha',
    box: 'Rectángulo',
    highlight: 'Resaltado',
    stamp: 'Sello',
  },
  drawnBy: {
    pen: 'Línea de {name}',
    vanish: 'Línea que se desvanece de {name}',
    arrow: 'Flecha de {name}',
    box: 'Rectángulo de {name}',
    highlight: 'Resaltado de {name}',
    stamp: 'Sello de {name}',
  },
  pad: 'Dibujo. Las flechas mueven, Intro traza, Escape termina.',
};
