import type { words as english } from '../en/reasons.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  gateway: 'c’est cette passerelle elle-même',
  name: 'il manque une partie dans son nom',
  metadata: 'c’est un service de métadonnées',
  port: 'son port n’est pas celui d’un site',
  portList: 'son port n’est pas autorisé ici',
  private: 'son adresse est privée',
  other: 'une autre adresse a répondu',
  list: 'il n’est pas dans la liste des sites autorisés',
  site: 'c’est un autre site',
  scheme: 'ce n’est pas une adresse web',
  kind: 'ce n’est ni un PNG ni un WebP',
  size: 'il dépasse 256 Ko',
  pixels: 'il dépasse 2000 pixels de côté',
};
