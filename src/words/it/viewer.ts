/** Italiano: see en/viewer.ts. */
import type { words as english } from '../en/viewer.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  connecting: 'Connessione in corso…',
  blank: {
    waiting: 'In attesa che il cliente prema Avvia.',
    paused: 'Il cliente ha messo in pausa la condivisione. La pagina riapparirà quando la riprenderà.',
    dock: 'La pagina non viene mostrata perché non contiene la barra Samepage del cliente.',
    'host-away': 'Il browser del cliente non è connesso. In attesa che si riconnetta.',
    loading: 'Caricamento della pagina del cliente…',
    hidden: 'Il cliente sta guardando altro. La pagina torna quando il cliente torna a questa scheda.',
    idle: 'Da un po’ nessuno tocca questa pagina. Torna quando il cliente la usa.',
    frozen: 'Il browser del cliente ha messo a riposo questa scheda. Torna quando il cliente ci ritorna.',
    gone: 'Questa scheda è chiusa o ha perso il collegamento.',
    ended: 'Questa sessione è terminata.',
  },
  preview: {
    title: 'Che cosa vede il Suo operatore',
    lead: 'Questa è l’immagine che ricevono gli operatori. Ciò che è nascosto non vi compare.',
    close: 'Chiudi',
    again: 'La riapra dalla barra sulla pagina.',
    blank: {
      waiting: 'Nessuno vede ancora nulla.',
      paused: 'La condivisione è in pausa. Nessuno vede questa pagina.',
      dock: 'Nessuno vede questa pagina, perché non contiene la barra Samepage.',
      'host-away': 'Nessuno vede questa pagina: non è connessa.',
      loading: 'Caricamento della pagina…',
      hidden: 'Nessuno vede questa pagina finché sta dietro un’altra.',
      idle: 'Nessuno vede questa pagina: da un po’ non viene toccata.',
      frozen: 'Nessuno vede questa pagina: il Suo browser l’ha messa a riposo.',
      gone: 'Nessuno vede questa pagina: è chiusa o ha perso il collegamento.',
      ended: 'La sessione è terminata. Nessuno vede questa pagina.',
    },
  },
  refused: {
    BLOCKED: 'Solo il cliente può farlo.',
    MASKED: 'Questo contenuto è nascosto dall’azienda.',
    NO_RIGHT: 'Il cliente non lo ha consentito.',
    PAUSED: 'La condivisione è in pausa.',
    NOT_ALLOWED: 'Questo indirizzo non può essere aperto.',
    NOT_POSSIBLE: 'Non è possibile farlo da qui. Chieda al cliente.',
    TOO_FAST: 'Troppo veloce. Riprovi.',
    HIDDEN: 'Il cliente sta guardando altro.',
    DECLINED: 'Il cliente non l’ha aperto.',
    TABS_FULL: 'Questa sessione ha già tutte le schede che può avere.',
  },
  alone: 'Se prova Lei stesso entrambi i lati, dia alla pagina del cliente una finestra propria, accanto a questa.',
  keyboard: 'La tastiera del cliente è aperta',
  unnamed: { customer: 'Cliente', agent: 'Operatore' },
};
