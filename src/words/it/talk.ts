/** Italiano: see en/talk.ts. */
import type { words as english } from '../en/talk.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  title: 'Chat',
  label: 'Messaggio',
  send: 'Invia',
  copied: 'Copiato',
  news: 'Nuovi',
  copy: 'Copia questo messaggio',
  save: 'Salva come testo',
  file: 'chat',
  kept: 'Questa chat viene conservata.',
  mention: 'A chi è rivolto',
  answers: 'Risposte pronte',
  presence: { elsewhere: 'in un’altra scheda', idle: 'inattivo', reconnecting: 'riconnessione in corso…' },
  slow: 'connessione lenta',
};
