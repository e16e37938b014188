/** Français: see en/pdf.ts. */
import type { words as english } from '../en/pdf.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  tools: 'Document',
  page: 'Page',
  of: 'sur {count}',
  pageOf: 'Page {page} sur {count}',
  previous: 'Page précédente',
  next: 'Page suivante',
  smaller: 'Réduire',
  larger: 'Agrandir',
  zoom: '{percent} %',
  find: 'Rechercher dans ce document',
  found: '{at} sur {count}',
  foundNone: 'Introuvable',
  findNext: 'Résultat suivant',
  print: 'Imprimer',
  save: 'Enregistrer',
  opening: 'Ouverture du document…',
  printing: 'Préparation de l’impression…',
  broken: 'Ce document est endommagé et ne peut pas être affiché ici.',
  tooLarge: 'Ce document est trop volumineux pour être affiché ici.',
  gone: 'Le document n’a pas pu être chargé. Veuillez recharger cette page.',
  locked: 'Ce document est protégé par un mot de passe.',
  password: 'Mot de passe du document',
  wrongPassword: 'Ce mot de passe n’est pas le bon. Veuillez réessayer.',
  open: 'Ouvrir',
  again: 'Recharger',
  saveOriginal: 'Enregistrer l’original',
  noPrint: 'Ce document est trop long pour être imprimé d’ici. Enregistrez-le, puis imprimez le fichier.',
};
