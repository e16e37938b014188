/** Deutsch: see en/pdf.ts. */
import type { words as english } from '../en/pdf.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  tools: 'Dokument',
  page: 'Seite',
  of: 'von {count}',
  pageOf: 'Seite {page} von {count}',
  previous: 'Vorige Seite',
  next: 'Nächste Seite',
  smaller: 'Verkleinern',
  larger: 'Vergrößern',
  zoom: '{percent} %',
  find: 'In diesem Dokument suchen',
  found: '{at} von {count}',
  foundNone: 'Nicht gefunden',
  findNext: 'Weitersuchen',
  print: 'Drucken',
  save: 'Speichern',
  opening: 'Das Dokument wird geöffnet…',
  printing: 'Der Druck wird vorbereitet…',
  broken: 'Dieses Dokument ist beschädigt und kann hier nicht gezeigt werden.',
  tooLarge: 'Dieses Dokument ist zu groß, um hier gezeigt zu werden.',
  gone: 'Das Dokument konnte nicht geladen werden. Bitte laden Sie diese Seite neu.',
  locked: 'Dieses Dokument ist durch ein Passwort geschützt.',
  password: 'Passwort des Dokuments',
  wrongPassword: 'Dieses Passwort ist nicht richtig. Bitte versuchen Sie es noch einmal.',
  open: 'Öffnen',
  again: 'Neu laden',
  saveOriginal: 'Original speichern',
  noPrint: 'Dieses Dokument ist zu lang, um von hier gedruckt zu werden. Bitte speichern Sie es und drucken Sie die Datei.',
};
