/** Italiano: see en/step-up.ts. */
import type { words as english } from '../en/step-up.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  asks: {
    screen: '{name} chiede di vedere il Suo schermo',
    voice: '{name} chiede di parlare con Lei',
    camera: '{name} chiede una videochiamata con Lei',
  },
  on: {
    screen: 'Il Suo schermo è mostrato a {names}',
    voice: 'Sta parlando con {names}',
    camera: 'La Sua fotocamera è mostrata a {names}',
  },
  no: 'Non ora',
  dock: {
    what: {
      screen: 'È più di questa pagina, e lì nulla è nascosto. Sceglie Lei che cosa mostrare, e smette con un clic.',
      voice: 'Si usa il Suo microfono. Smette con un clic.',
      camera: 'Si usa la Sua fotocamera. Smette con un clic.',
    },
    yes: 'Continua',
    held: 'Il browser ha bloccato la finestra. Consenta le finestre pop-up per questa pagina e prema di nuovo.',
    stop: { screen: 'Non mostrare più', voice: 'Riaggancia', camera: 'Ferma il video' },
  },
  window: {
    title: 'Condividere più della pagina',
    idle: 'Non si condivide nulla. Può chiudere questa finestra.',
    connecting: 'Connessione…',
    lost: 'Connessione persa. Nuovo tentativo…',
    ended: 'La sessione è finita. Non si condivide più nulla.',
    elsewhere: 'Questa finestra è stata aperta di nuovo altrove. Da qui non si condivide nulla.',
    tell: {
      screen: {
        what: 'Si vede ciò che sceglie adesso: una scheda, una finestra o tutto lo schermo. Scelga il meno possibile.',
        more: 'È più della pagina su cui era. Lì nulla è nascosto: chiuda prima ciò che è privato.',
        stop: 'Si può solo indicare, e nient’altro. Smette quando vuole, qui o nella barra del browser.',
      },
      voice: {
        what: 'Si sente ciò che sente il Suo microfono, e Lei sente l’altra parte.',
        more: 'Samepage non ne registra nulla.',
        stop: 'Può disattivare il microfono, e riagganciare quando vuole.',
      },
      camera: {
        what: 'Si vede ciò che vede la Sua fotocamera, e forse Lei vedrà l’altra parte.',
        more: 'Samepage non ne registra nulla.',
        stop: 'Può spegnere la fotocamera, e smettere quando vuole.',
      },
    },
    start: { screen: 'Scegli che cosa mostrare', voice: 'Parla', camera: 'Accendi la mia fotocamera' },
    also: 'Consenti anche a {name}',
    keep: 'Tenga aperta questa finestra: chiuderla ferma tutto.',
    reaching: 'Connessione con {name}…',
    preview: 'Ciò che condivide',
    own: 'La Sua fotocamera',
    refused: 'Il browser non l’ha consentito, o non ha scelto nulla. Non si condivide nulla.',
  },
  guest: {
    ask: { screen: 'Chiedi di vedere lo schermo', voice: 'Chiedi di parlare', camera: 'Chiedi il video' },
    unmasked: 'Su uno schermo condiviso nulla è nascosto: si vede tutto ciò che il cliente mostra. Si può indicare, e nient’altro.',
    waiting: {
      screen: 'Si chiede lo schermo al cliente…',
      voice: 'Si chiede al cliente di parlare…',
      camera: 'Si chiede il video al cliente…',
    },
    withdraw: 'Non chiedere più',
    reaching: 'Connessione con il cliente…',
    seeing: 'Schermo di {name}',
    pointing: 'Ciò che indica è mostrato al cliente.',
    leave: { screen: 'Non guardare più', voice: 'Riaggancia', camera: 'Ferma il video' },
    why: {
      off: 'Qui è disattivato.',
      'no-relay': 'Serve un relay: nella configurazione non c’è alcun server TURN (turn).',
      role: 'Il Suo ruolo non può chiederlo.',
      'not-now': 'Il cliente non c’è, o ha messo in pausa.',
      cannot: 'Il dispositivo del cliente non può farlo. Telefoni e tablet non possono mostrare lo schermo.',
      full: 'Lo hanno già tante persone quante una linea può servire.',
    },
    noDevice: 'Il browser non ha dato microfono o fotocamera. Lo consenta e riprovi.',
    fit: 'Adatta',
    actual: 'Dimensioni reali',
    fullscreen: 'Schermo intero',
    refused: {
      NO_RIGHT: 'Ora non si può chiedere.',
      TOO_FAST: 'Ha chiesto spesso. Attenda un momento.',
    },
    declined: 'Per ora il cliente ha detto di no.',
    over: {
      screen: 'Lo schermo non è più condiviso.',
      voice: 'La conversazione è finita.',
      camera: 'Il video è finito.',
    },
    ended: 'La sessione è finita.',
    connecting: 'Connessione…',
  },
  mute: 'Disattiva il microfono',
  unmute: 'Riattiva il microfono',
  cameraOff: 'Spegni la fotocamera',
  cameraOn: 'Accendi la fotocamera',
  unnamed: { customer: 'Cliente', agent: 'Operatore' },
  console: { open: 'Schermo e voce', close: 'Chiudi schermo e voce' },
};
