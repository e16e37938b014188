/** Italiano: see en/friend.ts. */
import type { words as english } from '../en/friend.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  open: 'Invitare una persona',
  see: 'Vede questa pagina come il Suo operatore. Ciò che è nascosto all’operatore è nascosto anche a lei.',
  may: 'Può indicare, disegnare e scrivere, e nient’altro senza il Suo consenso. Tutti qui vedono il suo nome.',
  name: 'Nome della persona',
  make: 'Creare un link',
  link: 'Link per {name}',
  once: 'Lo invii solo a {name}. Si apre in un solo browser, entro {minutes, plural, one {# minuto} other {# minuti}}.',
  copy: 'Copiare',
  share: 'Condividere',
  done: 'Fatto',
  sendOff: 'Congedare',
  sendOffWho: 'Congedare {name}',
  full: 'Non può invitare altre persone. Prima ne congedi una.',
  seats: 'In questa sessione non c’è più posto.',
  rate: 'Sono stati creati molti link. Attenda un minuto.',
  state: 'Non ha funzionato. Riprovi.',
};
