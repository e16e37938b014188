/** Deutsch: see en/ink.ts. */
import type { words as english } from '../en/ink.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  draw: 'Zeichnen',
  tools: 'Zeichenwerkzeuge',
  done: 'Werkzeuge schließen',
  tool: {
    laser: 'Laserpointer',
    pen: 'Stift',
    vanish: 'Verblassender Stift',
    arrow: 'Pfeil',
    box: 'Rechteck',
    highlight: 'Teil der Seite hervorheben',
    stamp: 'Stempel',
  },
  colors: 'Farbe',
  color: {
    '#d6336c': 'Rosa',
    '#1971c2': 'Blau',
    '#2f8a3e': 'Grün',
    '#c2500a': 'Orange',
    '#7048e8': 'Violett',
    '#343a40': 'Schwarz',
  },
  stamps: 'Art des Stempels',
  stamp: { here: 'Hier', tick: 'Ja', cross: 'Nein', question: 'Frage', note: 'Notiz' },
  stampText: 'Text auf dem Stempel',
  undo: 'Rückgängig',
  clearMine: 'Meine Zeichnungen löschen',
  clearAll: 'Alle Zeichnungen löschen',
  drawn: {
    pen: 'Linie',
    vanish: 'Verblassende Linie',
    arrow: 'Pfeil',
    box: 'Rechteck',
    highlight: 'Hervorhebung',
    stamp: 'Stempel',
  },
  drawnBy: {
    pen: 'Linie von {name}',
    vanish: 'Verblassende Linie von {name}',
    arrow: 'Pfeil von {name}',
    box: 'Rechteck von {name}',
    highlight: 'Hervorhebung von {name}',
    stamp: 'Stempel von {name}',
  },
  pad: 'Zeichnen. Pfeiltasten bewegen, Eingabe zeichnet, Escape beendet.',
};
