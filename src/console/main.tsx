/**
 * The agents' console. Hooks for tests (`data-testid`), the same everywhere and kept stable:
 *
 *   sign-in       login-input  password-input  sign-in  token-input  sign-in-token  new-password  choose-password
 *   accounts      accounts  user-row (data-login)  user-login  user-name  user-role  add-user  welcome-link  key-name  key-role  add-key  new-key
 *   list          url-input  start-session  pin-input  redeem  session-row (data-session, data-state)
 *   rules         rules  rule-kind  rule-by  rule-selector  rule-name  rule-where  rule-words  add-rule  rule-document  stopped-rule  looked  guard-sites  policy-text  save-policy
 *   pointing      pick  pick-url  pick-start  pick-matches  pick-show  pick-kind  pick-scope  pick-save  pick-stop
 *   site check    look-first  check-url  check-start  check-verdict (data-verdict)  finding (data-code)  found-rule (data-rule)  check-session
 *   leak test     leak-test  leak-url  leak-start  leak-outcome (data-verdict)  leak-report
 *   invitation    invitation  customer-link  copy-link  qr  agent-pin
 *   session       viewer  stage  state  address  go  back  forward  reload  tab  status  end-session  end-confirm  session-ended
 *   people        people  person (data-role)  right (data-action)  invite-name  invite-role  invite  colleague-link
 *   control       control (data-control)  control-press
 *   several       open-session (data-session, data-state)  viewer-behind  about  notes  notes-state  keys-open  keys  keys-use  announced
 *   branding      branding  branding-product  branding-color  branding-logo  branding-save  branding-preview  branding-text
 *   chat          chat-log  chat-input  chat-send
 */
import { render } from 'preact';
import { effect, signal } from '@preact/signals';
import type { Desk } from './desk.tsx';
import { NewPassword, RefusedLink, SignIn } from './parts/sign-in.tsx';
import { begin, me } from './sign-in.ts';
import { signInWords } from './sign-in-strings.ts';
import { wordsFile } from '../words/page.ts';

const desk = signal<{ readonly Desk: typeof Desk } | undefined>(undefined);
/** A line that was gone for a moment (ms). */
const AGAIN_MS = 3000;

/** The code, as the build calls it. */
const CODE = '/static/console-desk.js';
let tries = 0;

/** Its words and sheet come side by side; the code, which was asked for with them, is run once the words are there. */
function loadDesk(): void {
  // WebKit does not ask again for a module that failed (HTML standard, "module map"): another try has another address.
  const again = tries === 0 ? '' : `?again=${tries}`;
  Promise.all([import(wordsFile('console') + again), loadSheet()])
    .then(() => (tries === 0 ? import('./desk.tsx') : (import(CODE + again) as Promise<{ readonly Desk: typeof Desk }>))) // our own file
    .then(
      (loaded) => (desk.value = loaded),
      // No connection just now: what is asked for again is asked of the network again.
      () => {
        tries++;
        window.setTimeout(loadDesk, AGAIN_MS);
      },
    );
}

/** On its way, or here: another try of the rest takes it as it is. */
let sheet: Promise<unknown> | undefined;

function loadSheet(): Promise<unknown> {
  sheet ??= new Promise((done, fail) => {
    const link = addLink('stylesheet', '/static/console.css');
    link.onload = done;
    link.onerror = () => {
      link.remove();
      sheet = undefined;
      fail(new Error('no sheet'));
    };
  });
  return sheet;
}

/** Before the company's own sheet, which has the last word. */
function addLink(rel: string, href: string): HTMLLinkElement {
  const link = document.createElement('link');
  link.rel = rel;
  link.href = href;
  document.querySelector('link[rel=stylesheet]')?.after(link);
  return link;
}

function Console() {
  const now = me.value;
  const loaded = desk.value;
  if (now.is === 'out') return <SignIn fault={now.fault} />;
  if (now.is === 'new') return <NewPassword token={now.token} fault={now.fault} />;
  if (now.is === 'refused') return <RefusedLink text={now.text} />;
  if (now.is === 'unknown' || loaded === undefined) {
    return (
      <p class="opening soft" role="status">
        {signInWords.opening}
      </p>
    );
  }
  return <loaded.Desk now={now} />;
}

/** Behind the sign-in the desk names its views. */
effect(() => {
  const { is } = me.value;
  const name =
    is === 'out' ? signInWords.title : is === 'new' ? signInWords.welcomeTitle : is === 'refused' ? signInWords.seatTitle : undefined;
  if (name !== undefined) document.title = `${name} · ${signInWords.brand}`;
});

const root = document.querySelector('#console');
if (root) render(<Console />, root);
void begin();
// After the question who this is: whoever is not signed in waits for its answer alone.
addLink('modulepreload', CODE);
loadDesk();
