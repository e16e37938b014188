/** All of the console behind the sign-in: loaded while somebody signs in, so that the first view does not wait for it. */
import { effect } from '@preact/signals';
import { keepFocus } from '../focus/index.ts';
import { announced } from './announce.ts';
import { listenToKeys } from './keys.ts';
import { opened, openId, unreadElsewhere } from './open-sessions.ts';
import { Accounts } from './parts/accounts.tsx';
import { Answers } from './parts/answers.tsx';
import { Banner } from './parts/banner.tsx';
import { BrandingPage } from './parts/branding.tsx';
import { Keys } from './parts/keys.tsx';
import { Rules } from './parts/rules.tsx';
import { SessionList, siteOf } from './parts/session-list.tsx';
import { SessionTabs } from './parts/session-tabs.tsx';
import { SessionView } from './parts/session-view.tsx';
import { SiteCheck } from './parts/site-check.tsx';
import { Start } from './parts/start.tsx';
import { me, type Me } from './sign-in.ts';
import { place, rowOf, start } from './state.ts';
import { signInWords } from './sign-in-strings.ts';
import { branding, check, strings, work } from './strings.ts';
import { listenForWayIn } from './way-out.ts';

type In = Extract<Me, { is: 'staff' | 'seat' }>;

export function Desk({ now }: { now: In }) {
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

function Home({ now }: { now: In }) {
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

/** What the page beside the sessions is called, which is its heading, too. */
function pageName(): string {
  const at = place.value;
  if (at === 'branding') return branding.title;
  if (at === 'check') return check.title;
  return at === undefined ? strings.list.title : strings[at].title;
}

/** The title says where one is, and how much waits elsewhere. */
effect(() => {
  const { is } = me.value;
  // Before the sign-in there is another page here, with a title of its own.
  if (is !== 'staff' && is !== 'seat') return;
  const id = openId.value;
  const url = id === undefined ? undefined : rowOf(id)?.url;
  // A session whose row has not come yet has no name.
  const name = id === undefined ? pageName() : url && siteOf(url).host;
  const title = name === undefined ? signInWords.brand : strings.title({ site: name });
  document.title = unreadElsewhere.value > 0 ? `(${unreadElsewhere.value}) ${title}` : title;
});

start();
listenToKeys();
listenForWayIn();
const root = document.querySelector('#console');
if (root) keepFocus(root, () => document.getElementById('main'));
