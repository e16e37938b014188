/** Deutsch: see en/friend.ts. */
import type { words as english } from '../en/friend.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  open: 'Jemanden dazuholen',
  see: 'Die Person sieht diese Seite wie Ihr Berater. Was für Ihren Berater verborgen ist, ist es auch für sie.',
  may: 'Sie kann zeigen, zeichnen und schreiben, alles andere nur, wenn Sie es erlauben. Alle hier sehen ihren Namen.',
  name: 'Name der Person',
  make: 'Link erstellen',
  link: 'Link für {name}',
  once: 'Nur an {name} senden. Er öffnet sich in einem Browser, innerhalb von {minutes, plural, one {# Minute} other {# Minuten}}.',
  copy: 'Kopieren',
  share: 'Teilen',
  done: 'Fertig',
  sendOff: 'Verabschieden',
  sendOffWho: '{name} verabschieden',
  full: 'Mehr Personen können Sie nicht dazuholen. Verabschieden Sie zuerst jemanden.',
  seats: 'In dieser Sitzung ist kein Platz mehr.',
  rate: 'Das waren viele Links. Bitte warten Sie eine Minute.',
  state: 'Das hat nicht geklappt. Bitte versuchen Sie es noch einmal.',
};
