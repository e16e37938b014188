/** Italiano: see en/pdf.ts. */
import type { words as english } from '../en/pdf.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  tools: 'Documento',
  page: 'Pagina',
  of: 'di {count}',
  pageOf: 'Pagina {page} di {count}',
  previous: 'Pagina precedente',
  next: 'Pagina successiva',
  smaller: 'Riduci',
  larger: 'Ingrandisci',
  zoom: '{percent} %',
  find: 'Cerca in questo documento',
  found: '{at} di {count}',
  foundNone: 'Non trovato',
  findNext: 'Trova successivo',
  print: 'Stampa',
  save: 'Salva',
  opening: 'Apertura del documento…',
  printing: 'Preparazione della stampa…',
  broken: 'Questo documento è danneggiato e non può essere mostrato qui.',
  tooLarge: 'Questo documento è troppo grande per essere mostrato qui.',
  gone: 'Non è stato possibile caricare il documento. Ricarichi questa pagina.',
  locked: 'Questo documento è protetto da una password.',
  password: 'Password del documento',
  wrongPassword: 'La password non è corretta. Riprovi.',
  open: 'Apri',
  again: 'Ricarica',
  saveOriginal: 'Salva l’originale',
  noPrint: 'Questo documento è troppo lungo per essere stampato da qui. Lo salvi e stampi il file.',
};
