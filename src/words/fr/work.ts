import type { words as english } from '../en/work.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  tabs: {
    title: 'Sessions ouvertes',
    close: 'Fermer {name} ici',
    unread: '{count, plural, one {# nouveau message} many {# nouveaux messages} other {# nouveaux messages}}',
    news: 'du nouveau',
    full: 'Six sessions sont ouvertes ici. La première ouverte est de retour dans la liste.',
  },
  about: {
    edit: 'Modifier le nom ou le ticket',
    save: 'Enregistrer',
    cancel: 'Annuler',
    open: 'Ajouter client ou ticket',
    customer: 'Nom du client',
    ticket: 'Ticket',
    ticketIs: 'Ticket {ticket}',
  },
  search: {
    label: 'Chercher une session',
    none: 'Aucune session ne correspond.',
  },
  notes: {
    title: 'Notes',
    label: 'Notes sur cette session',
    kept: 'Le client ne les voit pas. Elles restent avec la session.',
    gone: 'Le client ne les voit pas. Elles disparaissent à la fin.',
    saved: 'Enregistré',
    saving: 'Enregistrement…',
    merged: 'Un collègue écrivait en même temps : les deux textes sont là.',
    lost: 'Non enregistré. Nouvel essai…',
  },
  keys: {
    open: 'Raccourcis',
    lead: 'Elles valent tant que vous n’écrivez pas, et hors de la page du client.',
    wayOut: 'Échap, puis Tab fait sortir de la page du client.',
    use: 'Utiliser ces touches',
    close: 'Fermer',
    does: {
      help: 'Cette liste',
      list: 'Toutes les sessions',
      start: 'Démarrer une session',
      search: 'Chercher une session',
      check: 'Est-ce que ça marche ici ?',
      tab: 'Une session ouverte',
      address: 'Adresse de la page',
      page: 'Page du client',
      chat: 'Discussion',
      notes: 'Notes',
      board: 'Tableau',
      control: 'Demander ou rendre le contrôle',
      end: 'Terminer la session',
    },
  },
  announce: {
    joined: '{name} est arrivé.',
    left: '{name} est parti.',
    granted: 'Vous avez le contrôle de la page.',
    taken: 'Le client a repris le contrôle.',
  },
  skip: 'Aller au contenu',
};
