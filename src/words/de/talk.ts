/** Deutsch: see en/talk.ts. */
import type { words as english } from '../en/talk.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  title: 'Chat',
  label: 'Nachricht',
  send: 'Senden',
  copied: 'Kopiert',
  news: 'Neu',
  copy: 'Diese Nachricht kopieren',
  save: 'Als Text speichern',
  file: 'Chat',
  kept: 'Dieser Chat wird aufbewahrt.',
  mention: 'Wer gemeint ist',
  answers: 'Fertige Antworten',
  presence: { elsewhere: 'in einem anderen Tab', idle: 'nicht aktiv', reconnecting: 'verbindet sich neu…' },
  slow: 'langsame Verbindung',
};
