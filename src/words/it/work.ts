import type { words as english } from '../en/work.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  tabs: {
    title: 'Sessioni aperte',
    close: 'Chiudi {name} qui',
    unread: '{count, plural, one {# nuovo messaggio} many {# nuovi messaggi} other {# nuovi messaggi}}',
    news: 'qualcosa di nuovo',
    full: 'Qui sono aperte sei sessioni. La prima aperta è tornata nell’elenco.',
  },
  about: {
    edit: 'Modifica nome o ticket',
    save: 'Salva',
    cancel: 'Annulla',
    open: 'Aggiungi cliente o ticket',
    customer: 'Nome del cliente',
    ticket: 'Ticket',
    ticketIs: 'Ticket {ticket}',
  },
  search: {
    label: 'Cerca nelle sessioni',
    none: 'Nessuna sessione corrisponde.',
  },
  notes: {
    title: 'Note',
    label: 'Note su questa sessione',
    kept: 'Il cliente non le vede. Restano con la sessione.',
    gone: 'Il cliente non le vede. Alla fine spariscono.',
    saved: 'Salvato',
    saving: 'Salvataggio…',
    merged: 'Un collega scriveva nello stesso momento: ora ci sono entrambi i testi.',
    lost: 'Non salvato. Nuovo tentativo…',
  },
  keys: {
    open: 'Scorciatoie',
    lead: 'Valgono finché non si scrive, e non nella pagina del cliente.',
    wayOut: 'Esc, poi Tab fa uscire dalla pagina del cliente.',
    use: 'Usa questi tasti',
    close: 'Chiudi',
    does: {
      help: 'Questo elenco',
      list: 'Tutte le sessioni',
      start: 'Avvia una sessione',
      search: 'Cerca nelle sessioni',
      check: 'Funziona qui?',
      tab: 'Una sessione aperta',
      address: 'Indirizzo della pagina',
      page: 'Pagina del cliente',
      chat: 'Chat',
      notes: 'Note',
      board: 'Lavagna',
      control: 'Chiedi il controllo, o restituiscilo',
      end: 'Termina la sessione',
    },
  },
  announce: {
    joined: '{name} è entrato.',
    left: '{name} è uscito.',
    granted: 'Ha il controllo della pagina.',
    taken: 'Il cliente ha ripreso il controllo.',
  },
  skip: 'Vai al contenuto',
};
