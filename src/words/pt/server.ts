/** Português: see en/server.ts. */
import type { words as english } from '../en/server.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  titles: {
    board: 'Samepage: quadro',
    console: 'Samepage',
    consent: 'Ver esta página em conjunto',
    dock: 'Samepage: quem vê a página',
    end: 'A sessão terminou',
    enter: 'Início em curso',
    help: 'Ajuda com esta página',
    join: 'Junte-se ao seu agente',
    preview: 'O que o seu agente vê',
    share: 'Partilhar mais do que a página',
    viewer: 'Samepage: vista da página',
    watch: 'Ecrã e voz',
  },
  noscript: 'Esta página precisa de JavaScript. Ative-o nas configurações do seu navegador e abra novamente o link.',
  noscriptConsole: 'O console precisa de JavaScript.',
  starting: 'Início em curso…',
};
