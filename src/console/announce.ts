/** What a screen reader says of the session that is looked at, as it happens: who comes and goes, control, pause. */
import { signal } from '@preact/signals';
import type { Person, SessionState } from '../shared/messages.ts';
import { nameOf, strings, work } from './strings.ts';

export const announced = signal('');

export function announce(text: string): void {
  // The same sentence twice is said twice only if the text differs.
  announced.value = announced.value === text ? `${text}\u00a0` : text;
}

export function announcePeople(before: readonly Person[], after: readonly Person[], you: string): void {
  const { announce: words } = work;
  for (const person of after) {
    const known = before.find(({ id }) => id === person.id);
    const name = nameOf(person);
    if (person.id !== you && person.state !== known?.state) {
      if (person.state === 'here') announce(words.joined({ name }));
      else if (person.state === 'left' && known) announce(words.left({ name }));
    }
    if (person.id === you && known && person.control !== known.control) {
      if (person.control === 'granted') announce(words.granted);
      else if (person.control === 'taken') announce(words.taken);
    }
  }
}

export function announceState(state: SessionState): void {
  announce(strings.stateHints[state]);
}
