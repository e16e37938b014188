/** Español: see en/server.ts. */
import type { words as english } from '../en/server.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  titles: {
    board: 'Samepage: pizarra',
    console: 'Samepage',
    consent: 'Ver esta página juntos',
    dock: 'Samepage: quién está mirando',
    end: 'La sesión ha finalizado',
    enter: 'Comenzando',
    help: 'Ayuda con esta página',
    join: 'Conectarse con su agente',
    preview: 'Lo que ve su agente',
    share: 'Compartir más que la página',
    viewer: 'Samepage: vista de la página',
    watch: 'Pantalla y voz',
  },
  noscript: 'Esta página necesita JavaScript. Actívelo en la configuración de su navegador y vuelva a abrir el enlace.',
  noscriptConsole: 'La consola necesita JavaScript.',
  starting: 'Comenzando…',
};
