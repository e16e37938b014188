/** Français: see en/friend.ts. */
import type { words as english } from '../en/friend.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  open: 'Inviter un proche',
  see: 'Cette personne voit la page comme votre conseiller. Ce qui est masqué pour lui l’est aussi pour elle.',
  may: 'Elle peut pointer, dessiner et écrire, et rien d’autre sans votre accord. Tout le monde ici voit son nom.',
  name: 'Nom de cette personne',
  make: 'Créer un lien',
  link: 'Lien pour {name}',
  once: 'Ne l’envoyez qu’à {name}. Il s’ouvre dans un seul navigateur, dans les {minutes, plural, one {# minute} other {# minutes}} qui suivent.',
  copy: 'Copier',
  share: 'Partager',
  done: 'Terminé',
  sendOff: 'Faire sortir',
  sendOffWho: 'Faire sortir {name}',
  full: 'Vous ne pouvez inviter personne de plus. Faites d’abord sortir quelqu’un.',
  seats: 'Il n’y a plus de place dans cette session.',
  rate: 'Cela fait beaucoup de liens. Attendez une minute.',
  state: 'Cela n’a pas fonctionné. Veuillez réessayer.',
};
