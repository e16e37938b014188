/** In the agents’ picture: a seat that nobody gave a name is called by its role, in the reader's language. */
import type { Person } from '../shared/messages.ts';
import { strings } from './strings.ts';

/** As the gateway calls them. */
const UNNAMED: Readonly<Record<string, keyof typeof strings.unnamed>> = { Customer: 'customer', Agent: 'agent' };

export function nameOf({ name }: Pick<Person, 'name'>): string {
  const unnamed = Object.hasOwn(UNNAMED, name) ? UNNAMED[name] : undefined;
  return unnamed === undefined ? name : strings.unnamed[unnamed];
}
