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
import { Answers } from './parts/answers.tsx';
import { Accounts } from './parts/accounts.tsx';
import { Banner } from './parts/banner.tsx';
import { Rules } from './parts/rules.tsx';
import { SessionView } from './parts/session-view.tsx';
import { SiteCheck } from './parts/site-check.tsx';
import { SessionList, siteOf } from './parts/session-list.tsx';
import { NewPassword, RefusedLink, SignIn } from './parts/sign-in.tsx';
import { Start } from './parts/start.tsx';
import { effect } from '@preact/signals';
import { announced } from './announce.ts';
import { listenToKeys } from './keys.ts';
import { opened, openId, unreadElsewhere } from './open-sessions.ts';
import { Keys } from './parts/keys.tsx';
import { SessionTabs } from './parts/session-tabs.tsx';
import { BrandingPage } from './parts/branding.tsx';
import { begin, me, place, rowOf, type Me } from './state.ts';
import { strings, work } from './strings.ts';

function Console() {
  const now = me.value;
  if (now.is === 'unknown') {
    return (
      <p class="opening soft" role="status">
        {strings.opening}
      </p>
    );
  }
  if (now.is === 'out') return <SignIn fault={now.fault} />;
  if (now.is === 'new') return <NewPassword token={now.token} fault={now.fault} />;
  if (now.is === 'refused') return <RefusedLink text={now.text} />;
  return (
    <>
      <SkipLink />
      {openId.value === undefined && <Home now={now} />}
      {opened.value.size > 0 && <SessionView />}
      <Keys />
      <p class="unseen" role="log" aria-live="polite" data-testid="announced">
        {announced.value}
      </p>
    </>
  );
}

function Home({ now }: { now: Extract<Me, { is: 'staff' | 'seat' }> }) {
  return (
    <>
      <Banner />
      <SessionTabs />
      {place.value === 'accounts' && now.is === 'staff' ? (
        <Accounts />
      ) : place.value === 'rules' && now.is === 'staff' ? (
        <Rules />
      ) : place.value === 'answers' && now.is === 'staff' ? (
        <Answers />
      ) : place.value === 'check' && now.is === 'staff' ? (
        <SiteCheck />
      ) : place.value === 'branding' && now.is === 'staff' ? (
        <BrandingPage />
      ) : (
        <main class="home" id="main" tabIndex={-1}>
          {(now.is !== 'staff' || now.duties.open !== 'none') && <Start />}
          <SessionList />
        </main>
      )}
    </>
  );
}

/** No link: the address says which page is open. */
function SkipLink() {
  return (
    <button type="button" class="skip" onClick={() => document.getElementById('main')?.focus()}>
      {work.skip}
    </button>
  );
}

/** The title says where one is, and how much waits elsewhere. */
effect(() => {
  const id = openId.value;
  const url = id === undefined ? undefined : rowOf(id)?.url;
  const title = url === undefined ? strings.brand : strings.title({ site: siteOf(url).host });
  document.title = unreadElsewhere.value > 0 ? `(${unreadElsewhere.value}) ${title}` : title;
});

const root = document.querySelector('#console');
if (root) render(<Console />, root);
listenToKeys();
void begin();
