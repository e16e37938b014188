/** A seat that nobody gave a name is called by its role, in the reader's language. */
import type { Person } from '../shared/messages.ts';

type Unnamed = 'customer' | 'agent';

/** As the gateway calls them. */
const UNNAMED: Readonly<Record<string, Unnamed>> = { Customer: 'customer', Agent: 'agent' };

export function isUnnamed({ name }: Pick<Person, 'name'>): boolean {
  return Object.hasOwn(UNNAMED, name);
}

export function namesIn(unnamed: Readonly<Record<Unnamed, string>>): (person: Pick<Person, 'name'>) => string {
  return ({ name }) => {
    const role = Object.hasOwn(UNNAMED, name) ? UNNAMED[name] : undefined;
    return role === undefined ? name : unnamed[role];
  };
}
