/** Italiano: see en/server.ts. */
import type { words as english } from '../en/server.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  titles: {
    board: 'Samepage: lavagna',
    console: 'Samepage',
    consent: 'Guardare insieme questa pagina',
    dock: 'Samepage: chi sta guardando',
    end: 'La sessione è terminata',
    enter: 'Avvio',
    help: 'Aiuto su questa pagina',
    join: 'Collegarsi con il proprio operatore',
    preview: 'Che cosa vede il Suo operatore',
    share: 'Condividere più della pagina',
    viewer: 'Samepage: vista della pagina',
    watch: 'Schermo e voce',
  },
  noscript: 'Questa pagina richiede JavaScript. Lo attivi nelle impostazioni del browser, poi apra di nuovo il link.',
  noscriptConsole: 'La console richiede JavaScript.',
  starting: 'Avvio in corso…',
};
