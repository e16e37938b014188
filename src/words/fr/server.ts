/** Français: see en/server.ts. */
import type { words as english } from '../en/server.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  titles: {
    board: 'Samepage : tableau',
    console: 'Samepage',
    consent: 'Regarder cette page ensemble',
    dock: 'Samepage : qui regarde',
    end: 'La session est terminée',
    enter: 'Démarrage',
    help: 'Aide sur cette page',
    join: 'Rejoindre votre conseiller',
    preview: 'Ce que voit votre conseiller',
    share: 'Partager plus que la page',
    viewer: 'Samepage : vue de la page',
    watch: 'Écran et voix',
  },
  noscript: 'Cette page a besoin de JavaScript. Activez-le dans les réglages de votre navigateur, puis ouvrez à nouveau le lien.',
  noscriptConsole: 'La console a besoin de JavaScript.',
  starting: 'Démarrage…',
};
