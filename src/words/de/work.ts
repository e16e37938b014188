import type { words as english } from '../en/work.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  tabs: {
    title: 'Offene Sitzungen',
    close: '{name} hier schließen',
    unread: '{count, plural, one {# neue Nachricht} other {# neue Nachrichten}}',
    news: 'etwas Neues',
    full: 'Hier sind sechs Sitzungen offen. Die zuerst geöffnete steht wieder in der Liste.',
  },
  about: {
    edit: 'Name oder Ticket ändern',
    save: 'Speichern',
    cancel: 'Abbrechen',
    open: 'Kunde oder Ticket angeben',
    customer: 'Name des Kunden',
    ticket: 'Ticket',
    ticketIs: 'Ticket {ticket}',
  },
  search: {
    label: 'Sitzungen suchen',
    none: 'Keine Sitzung passt dazu.',
  },
  notes: {
    title: 'Notizen',
    label: 'Notizen zu dieser Sitzung',
    kept: 'Der Kunde sieht sie nicht. Sie bleiben bei der Sitzung.',
    gone: 'Der Kunde sieht sie nicht. Am Ende sind sie weg.',
    saved: 'Gespeichert',
    saving: 'Wird gespeichert…',
    merged: 'Ein Kollege hat zugleich geschrieben: Beide Texte stehen jetzt da.',
    lost: 'Nicht gespeichert. Neuer Versuch…',
  },
  keys: {
    open: 'Tastenkürzel',
    lead: 'Sie gelten, solange Sie nicht schreiben, und nicht in der Seite des Kunden.',
    wayOut: 'Escape, dann Tab führt aus der Seite des Kunden heraus.',
    use: 'Diese Tasten verwenden',
    close: 'Schließen',
    does: {
      help: 'Diese Liste',
      list: 'Alle Sitzungen',
      start: 'Sitzung beginnen',
      search: 'Sitzungen suchen',
      check: 'Geht das hier?',
      tab: 'Eine offene Sitzung',
      address: 'Adresse der Seite',
      page: 'Seite des Kunden',
      chat: 'Chat',
      notes: 'Notizen',
      board: 'Tafel',
      control: 'Um Steuerung bitten oder sie zurückgeben',
      end: 'Sitzung beenden',
    },
  },
  announce: {
    joined: '{name} ist dabei.',
    left: '{name} ist gegangen.',
    granted: 'Sie steuern jetzt die Seite.',
    taken: 'Der Kunde hat die Steuerung zurückgenommen.',
  },
  skip: 'Zum Inhalt',
};
