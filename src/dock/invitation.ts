/** What the customer is asked, and the token by which they may know it. */
import type { SessionState } from '../shared/messages.ts';
import type { Grantable } from '../shared/roles.ts';
import { tabStorage, type Answer } from './ask.ts';

export interface Invitation {
  readonly company: string;
  readonly agent: string;
  readonly site: string;
  readonly url: string;
  readonly hidden: readonly string[];
  readonly may: readonly Grantable[];
  readonly blocks: boolean;
  readonly state: SessionState;
  /** A session of one's own: nobody asks, nobody looks. */
  readonly test: 'leak-test' | 'pick' | null;
}

/** What the first script hands to the view. */
export interface Opening {
  readonly token: string;
  readonly answer: Promise<Answer<Invitation>> | undefined;
}

const TOKEN_KEY = 'samepage.token';

/** The token leaves the address at once: screenshots, history and the back button must not hold it. */
export function takeToken(): string {
  const storage = tabStorage();
  const fromAddress = location.hash.slice(1);
  if (!fromAddress) return storage?.getItem(TOKEN_KEY) ?? '';
  history.replaceState(null, '', location.pathname);
  storage?.setItem(TOKEN_KEY, fromAddress);
  return fromAddress;
}
