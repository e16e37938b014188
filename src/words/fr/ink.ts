/** Français: see en/ink.ts. */
import type { words as english } from '../en/ink.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  draw: 'Dessiner',
  tools: 'Outils de dessin',
  done: 'Fermer les outils',
  tool: {
    laser: 'Pointeur laser',
    pen: 'Crayon',
    vanish: 'Crayon éphémère',
    arrow: 'Flèche',
    box: 'Rectangle',
    highlight: 'Surligner une partie de la page',
    stamp: 'Tampon',
  },
  colors: 'Couleur',
  color: {
    '#d6336c': 'Rose',
    '#1971c2': 'Bleu',
    '#2f8a3e': 'Vert',
    '#c2500a': 'Orange',
    '#7048e8': 'Violet',
    '#343a40': 'Noir',
  },
  stamps: 'Type de tampon',
  stamp: { here: 'Ici', tick: 'Oui', cross: 'Non', question: 'Question', note: 'Note' },
  stampText: 'Texte du tampon',
  undo: 'Annuler',
  clearMine: 'Effacer mes dessins',
  clearAll: 'Effacer tous les dessins',
  drawn: {
    pen: 'Trait',
    vanish: 'Trait éphémère',
    arrow: 'Flèche',
    box: 'Rectangle',
    highlight: 'Surlignage',
    stamp: 'Tampon',
  },
  drawnBy: {
    pen: 'Trait de {name}',
    vanish: 'Trait éphémère de {name}',
    arrow: 'Flèche de {name}',
    box: 'Rectangle de {name}',
    highlight: 'Surlignage de {name}',
    stamp: 'Tampon de {name}',
  },
  pad: 'Dessin. Les flèches déplacent, Entrée trace, Échap termine.',
};
