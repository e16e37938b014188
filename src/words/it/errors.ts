/** Italiano: see en/errors.ts. */
import type { words as english } from '../en/errors.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  BAD_URL: { what: 'Impossibile aprire «{url}»: non è un indirizzo web.', next: 'Incolli un indirizzo che inizia con http:// o https://.' },
  BAD_REQUEST: { what: 'Impossibile leggere i dati: {reason}.', next: 'Controlli quello che ha inserito.' },
  UNAUTHORIZED: { what: 'Non ha effettuato l’accesso.', next: 'Acceda di nuovo.' },
  SIGN_IN_FAILED: {
    what: 'Impossibile accedere: il nome utente o la password sono errati.',
    next: 'Controlli entrambi, oppure chieda un nuovo link a un amministratore.',
  },
  PROVIDER_REFUSED: { what: 'Impossibile accedere con l’account aziendale.', next: 'Riprovi, oppure si rivolga a un amministratore.' },
  PASSWORD_WEAK: {
    what: 'Questa password non può essere usata.',
    next: 'Scelga da 12 a 200 caratteri, e non il Suo nome: per esempio una frase.',
  },
  WELCOME_INVALID: {
    what: 'Questo link per scegliere una password non è valido.',
    next: 'Vale una sola volta, per tre giorni; ne chieda uno nuovo a un amministratore.',
  },
  LOGIN_TAKEN: { what: 'Esiste già un utente «{login}».', next: 'Scelga un altro nome utente.' },
  LAST_ADMIN: { what: 'Questo è l’ultimo amministratore.', next: 'Assegni prima il ruolo di amministratore a qualcun altro.' },
  USER_NOT_FOUND: { what: 'Questo utente non esiste.', next: 'Consulti l’elenco degli utenti.' },
  KEY_NOT_FOUND: { what: 'Questa chiave non esiste.', next: 'Consulti l’elenco delle chiavi.' },
  COMPANY_NOT_FOUND: { what: 'Questa azienda non esiste.', next: 'Controlli l’indirizzo che Le è stato dato.' },
  COMPANY_TAKEN: { what: 'Esiste già un’azienda «{id}».', next: 'Scelga un altro identificativo.' },
  FORBIDDEN: { what: 'Non ha l’autorizzazione per farlo.', next: 'Chieda questo diritto a un amministratore.' },
  TARGET_NOT_ALLOWED: { what: '{host} non può essere aperto qui: {reason}.', next: 'Chieda a un amministratore di consentirlo.' },
  WRONG_ORIGIN: { what: 'Questa richiesta proviene da un altro sito.', next: 'Apra di nuovo la pagina dal suo indirizzo.' },
  NOT_FOUND: { what: 'Qui non c’è nulla.', next: 'Controlli l’indirizzo.' },
  SESSION_NOT_FOUND: { what: 'Questa sessione non esiste.', next: 'Chieda un nuovo link al Suo operatore.' },
  SESSION_ENDED: { what: 'Questa sessione è terminata.', next: 'Chieda un nuovo link al Suo operatore.' },
  LINK_UNKNOWN: { what: 'Questo link non è valido.', next: 'Chieda un nuovo link al Suo operatore.' },
  LINK_EXPIRED: { what: 'Questo link è scaduto.', next: 'Chieda un nuovo link al Suo operatore.' },
  LINK_USED: {
    what: 'Questo link è già stato usato in un altro browser.',
    next: 'Chieda un nuovo link al Suo operatore; ognuno si apre in un solo browser.',
  },
  VISITOR_UNKNOWN: { what: 'Questo browser non fa parte della sessione.', next: 'Apra il link che Le ha inviato il Suo operatore.' },
  PIN_INVALID: { what: 'Questo PIN non è valido.', next: 'Controlli le cifre, oppure crei un nuovo PIN.' },
  TOO_MANY_TRIES: {
    what: 'Troppi tentativi.',
    next: '{seconds, plural, one {Attenda # secondo e riprovi.} other {Attenda # secondi e riprovi.}}',
  },
  TOO_MANY_SESSIONS: {
    what: 'Non c’è posto per un’altra sessione.',
    next: 'Termini prima una sessione, oppure chieda a un amministratore di aumentare il limite.',
  },
  BOARD_KIND: {
    what: 'Questo file non può essere mostrato: non è un’immagine o un video che ogni browser mostra.',
    next: 'Invii PNG, JPEG, WebP, GIF, AVIF, MP4 o WebM.',
  },
  BOARD_FULL: {
    what: 'Non può essere messo sulla lavagna: è troppo grande, o la lavagna è piena.',
    next: 'Invii un file più piccolo, o tolga qualcosa dalla lavagna.',
  },
  BODY_TOO_LARGE: {
    what: 'Il contenuto supera {limit} byte.',
    next: 'Invii meno dati, oppure chieda a un amministratore di aumentare il limite.',
  },
  HOST_UNKNOWN: { what: 'Nessun sito è servito con questo nome host.', next: 'Controlli l’indirizzo.' },
  HEADERS_TOO_LARGE: { what: 'Le intestazioni della richiesta sono troppo grandi.', next: 'Cancelli i cookie di questo sito.' },
  TARGET_UNRESOLVABLE: {
    what: 'Impossibile trovare {host}: questo nome host non esiste.',
    next: 'Controlli di aver scritto bene l’indirizzo.',
  },
  TARGET_UNREACHABLE: { what: 'Impossibile raggiungere {host}.', next: 'Riprovi; il sito potrebbe non essere in funzione.' },
  TARGET_TLS: {
    what: 'Impossibile considerare attendibile {host}: il suo certificato non è valido.',
    next: 'Avvisi il responsabile del sito.',
  },
  TARGET_PROTOCOL: { what: 'Impossibile interpretare la risposta di {host}: è danneggiata.', next: 'Avvisi il responsabile del sito.' },
  TARGET_BODY_LIMIT: {
    what: 'La risposta di {host} supera {limit} byte.',
    next: 'Chieda a un amministratore di aumentare il limite.',
  },
  TARGET_INTEGRITY: {
    what: 'Un file di {host} è stato rifiutato: non è quello indicato dalla sua pagina.',
    next: 'È stato modificato nel luogo in cui è conservato; avvisi il responsabile del sito.',
  },
  TARGET_TIMEOUT: { what: '{host} non risponde.', next: 'Riprovi; il sito potrebbe essere lento o non in funzione.' },
  SITE_DOWN: { what: '{host} al momento non è disponibile.', next: 'Riprovi tra un minuto.' },
  QUOTA: { what: 'Questa sessione richiede troppe cose insieme.', next: 'Attenda un momento.' },
  POLICY_BROKEN: {
    what: 'Impossibile avviare: una regola è difettosa: {reason}.',
    next: 'Un amministratore deve correggerla; nessuna sessione si avvia senza le sue regole.',
  },
  POLICY_INVALID: { what: 'Impossibile salvare le regole: {reason}.', next: 'Corregga ciò che è indicato e salvi di nuovo.' },
  POLICY_STALE: {
    what: 'Nel frattempo qualcun altro ha salvato le regole.',
    next: 'Consulti la versione {version} e apporti lì la Sua modifica.',
  },
  BRANDING_INVALID: { what: 'Impossibile salvare: {reason}.', next: 'Corregga quanto indicato e salvi di nuovo.' },
  BRANDING_CONTRAST: {
    what: 'Il colore {color} è troppo chiaro: il testo ha un contrasto di {ratio}, ne serve 4,5.',
    next: 'Ne scelga uno più scuro, per esempio {proposal}.',
  },
  BRANDING_STALE: { what: 'Nel frattempo ha salvato qualcun altro.', next: 'Guardi la versione {version} e faccia lì la modifica.' },
  LOGO_INVALID: { what: 'Questo logo non va bene: {reason}.', next: 'Invii un PNG o WebP di al massimo 256 KB e 2000 pixel per lato.' },
  NOTICE_CHANGED: { what: 'La nota legale è cambiata mentre questa pagina era aperta.', next: 'La legga di nuovo e prema «Avvia».' },
  POLICY_VERSION_NOT_FOUND: { what: 'Questa versione delle regole non esiste.', next: 'Consulti l’elenco delle versioni.' },
  LEAK_TEST_HOLDS: {
    what: 'Non inoltrato a {host}: questo è un test di fuga di dati.',
    next: 'Un test non invia nulla; apra una sessione normale per usare il sito.',
  },
  INTERNAL: {
    what: 'Si è verificato un problema da parte nostra.',
    next: 'Riprovi; i dettagli sono nel registro con l’identificativo {id}.',
  },
  OFFLINE: { what: 'Il gateway non risponde.', next: 'Controlli la connessione e riprovi.' },
};
