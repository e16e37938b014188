/** Français: see en/talk.ts. */
import type { words as english } from '../en/talk.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  title: 'Discussion',
  label: 'Message',
  send: 'Envoyer',
  copied: 'Copié',
  news: 'Nouveau',
  copy: 'Copier ce message',
  save: 'Enregistrer en texte',
  file: 'discussion',
  kept: 'Cette discussion est conservée.',
  mention: 'Destinataire',
  answers: 'Réponses prêtes',
  presence: { elsewhere: 'dans un autre onglet', idle: 'inactif', reconnecting: 'reconnexion…' },
  slow: 'connexion lente',
};
