/** Who is at the console, and the ways in: a password, the gateway's link, a company's own sign-in, a link to one session. */
import { signal } from '@preact/signals';
import type { Duty, Reach } from '../shared/staff.ts';
import { request, useSeat, type Answer } from './request.ts';
import { signInWords } from './sign-in-strings.ts';

interface Deployment {
  readonly company: string;
  readonly localOnly: boolean;
}

export type Duties = Readonly<Record<Duty, Reach>>;

export type Me =
  | { readonly is: 'unknown' }
  | { readonly is: 'out'; readonly fault?: string }
  /** Chooses a password, by the link of an administrator. */
  | { readonly is: 'new'; readonly token: string; readonly fault?: string }
  /** A link that could not be opened. */
  | { readonly is: 'refused'; readonly text: string }
  | ({ readonly is: 'staff'; readonly name: string; readonly companyId: string; readonly duties: Duties } & Deployment)
  | ({ readonly is: 'seat'; readonly session: string } & Deployment);

type MeAnswer = Deployment &
  (
    | { readonly who: 'staff'; readonly name: string; readonly companyId: string; readonly duties: Duties }
    | { readonly who: 'seat'; readonly session: string }
  );

/** The sign-in link `/#token=<admin token>`, what an identity provider's answer was refused for, a new user's `/#welcome=<token>`, a colleague's or agent's link `/#seat.<link token>`. */
const TOKEN_FRAGMENT = /^#(token=|refused=|welcome=|seat\.)(.+)$/;
const SEAT_KEY = 'samepage.seat';

export const me = signal<Me>({ is: 'unknown' });

export async function begin(): Promise<void> {
  const { key, value } = takeFragment();
  if (key === 'token') await signIn({ token: value });
  else if (key === 'refused') me.value = { is: 'out', fault: refusalOf(value) };
  else if (key === 'welcome') me.value = { is: 'new', token: value };
  else {
    const token = key === 'seat' ? value : sessionStorage.getItem(SEAT_KEY);
    if (token) await sitDown(token);
    // The page itself said so: one question less before the first view.
    else if (document.documentElement.dataset['who'] === 'out') me.value = { is: 'out' };
    else settle(await request<MeAnswer>('GET', '/me'));
  }
  // A second link pasted into the same tab starts over with what it brings.
  window.addEventListener('hashchange', () => {
    if (TOKEN_FRAGMENT.test(location.hash)) location.reload();
  });
}

/** Tokens leave the address at once; what stays is which session is open: `#/session/<id>`. */
function takeFragment(): { key: FragmentKey; value: string } {
  const match = TOKEN_FRAGMENT.exec(location.hash);
  if (!match?.[2]) return { key: 'route', value: '' };
  history.replaceState(null, '', location.pathname + location.search);
  return { key: (match[1] ?? '').slice(0, -1) as FragmentKey, value: match[2] }; // of the pattern's own words
}

function refusalOf(why: string): string {
  const { refusals } = signInWords;
  return Object.hasOwn(refusals, why) ? refusals[why as keyof typeof refusals] : refusals.invalid; // own, so it is one of them
}

type FragmentKey = 'token' | 'refused' | 'welcome' | 'seat' | 'route';

/** The company whose console this is: its address says so (`/?company=…`). */
export const askedCompany = new URLSearchParams(location.search).get('company') ?? undefined;

export async function signIn(given: { token: string } | { login: string; password: string }): Promise<void> {
  useSeat(undefined);
  sessionStorage.removeItem(SEAT_KEY);
  const company = 'login' in given && askedCompany !== undefined ? { company: askedCompany } : {};
  const answer = await request<MeAnswer>('POST', '/sign-in', { ...given, ...company });
  if (!answer.ok && answer.code === 'UNAUTHORIZED') me.value = { is: 'out', fault: signInWords.wrongToken };
  else settle(answer);
}

/** Whether the company's people may sign in by its identity provider. */
export async function signInOffer(): Promise<{ company: string; provider: boolean } | undefined> {
  const answer = await request<{ company: string; provider: boolean }>(
    'GET',
    `/sign-in${askedCompany === undefined ? '' : `?company=${encodeURIComponent(askedCompany)}`}`,
  );
  return answer.ok ? answer.value : undefined;
}

export async function choosePassword(token: string, password: string): Promise<void> {
  const answer = await request<MeAnswer>('POST', '/welcome', { token, password });
  if (answer.ok) settle(answer);
  else if (answer.code === 'WELCOME_INVALID') me.value = { is: 'refused', text: answer.text };
  else me.value = { is: 'new', token, fault: answer.text };
}

/** A seat is this tab's alone: it lives in the tab's storage and leaves the cookie of a signed-in user as it is. */
async function sitDown(token: string): Promise<void> {
  const answer = await request<MeAnswer>('POST', '/links/open', { token });
  if (!answer.ok) {
    sessionStorage.removeItem(SEAT_KEY);
    me.value = { is: 'refused', text: answer.text };
    return;
  }
  sessionStorage.setItem(SEAT_KEY, token);
  useSeat(token);
  settle(answer);
}

function settle(answer: Answer<MeAnswer>): void {
  if (!answer.ok) {
    me.value = answer.code === 'UNAUTHORIZED' ? { is: 'out' } : { is: 'out', fault: answer.text };
    return;
  }
  const { company, localOnly } = answer.value;
  me.value =
    answer.value.who === 'staff'
      ? { is: 'staff', name: answer.value.name, companyId: answer.value.companyId, duties: answer.value.duties, company, localOnly }
      : { is: 'seat', session: answer.value.session, company, localOnly };
}

export async function signOut(): Promise<void> {
  await request('POST', '/sign-out');
  location.assign('/');
}
