/** Français: see en/viewer.ts. */
import type { words as english } from '../en/viewer.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  connecting: 'Connexion…',
  blank: {
    waiting: 'En attente : le client doit appuyer sur Démarrer.',
    paused: 'Le client a mis le partage en pause. La page réapparaîtra dès qu’il reprendra.',
    dock: 'La page n’est pas affichée, car la barre Samepage du client n’y figure pas.',
    'host-away': 'Le navigateur du client n’est pas connecté. En attente de son retour.',
    loading: 'La page du client se charge…',
    hidden: 'Le client regarde autre chose. La page réapparaîtra quand il reviendra à cet onglet.',
    idle: 'Personne n’a touché cette page depuis un moment. Elle réapparaîtra quand le client s’en servira.',
    frozen: 'Le navigateur du client a mis cet onglet en veille. Il réapparaîtra quand le client y reviendra.',
    gone: 'Cet onglet est fermé ou n’est plus connecté.',
    ended: 'Cette session est terminée.',
  },
  preview: {
    title: 'Ce que voit votre conseiller',
    lead: 'Voici l’image que reçoivent les conseillers. Ce qui leur est masqué n’y figure pas.',
    close: 'Fermer',
    again: 'Rouvrez cette vue depuis la barre sur la page.',
    blank: {
      waiting: 'Personne ne voit encore rien.',
      paused: 'Le partage est en pause. Personne ne voit cette page.',
      dock: 'Personne ne voit cette page, car la barre Samepage n’y figure pas.',
      'host-away': 'Personne ne voit cette page : elle n’est pas connectée.',
      loading: 'La page se charge…',
      hidden: 'Personne ne voit cette page tant qu’elle est derrière une autre.',
      idle: 'Personne ne voit cette page : elle n’a pas été touchée depuis un moment.',
      frozen: 'Personne ne voit cette page : votre navigateur l’a mise en veille.',
      gone: 'Personne ne voit cette page : elle est fermée ou n’est plus connectée.',
      ended: 'La session est terminée. Personne ne voit cette page.',
    },
  },
  refused: {
    BLOCKED: 'Seul le client peut le faire.',
    MASKED: 'Ceci est masqué par l’entreprise.',
    NO_RIGHT: 'Le client ne l’a pas autorisé.',
    PAUSED: 'Le partage est en pause.',
    NOT_ALLOWED: 'Cette adresse ne peut pas être ouverte.',
    NOT_POSSIBLE: 'Ce n’est pas possible d’ici. Demandez au client de le faire.',
    TOO_FAST: 'Trop rapide. Veuillez réessayer.',
    HIDDEN: 'Le client regarde autre chose.',
    DECLINED: 'Le client ne l’a pas ouvert.',
    TABS_FULL: 'Cette session a autant d’onglets qu’elle peut en avoir.',
  },
  alone: 'Si vous essayez vous-même les deux côtés, donnez à la page du client sa propre fenêtre, à côté de celle-ci.',
  keyboard: 'Le clavier du client est ouvert',
  unnamed: { customer: 'Client', agent: 'Conseiller' },
};
