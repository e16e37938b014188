/**
 * The first page a customer sees: who asks, for which site, what they may do and what stays hidden. Nothing is shared
 * until "Start" is pressed. It is top-level and may never be framed, so the press is the customer's own.
 */
import { render } from 'preact';
import { signal } from '@preact/signals';
import type { Told } from '../words/errors.ts';
import { hiddenWords } from '../words/hidden.ts';
import { brand, named } from '../words/brand.ts';
import { capital, language, listed } from '../words/page.ts';
import { ask } from './ask.ts';
import { Page, Problem } from './frame.tsx';
import { takeToken, type Invitation, type Opening } from './invitation.ts';
import { CheckMark, EyeMark, GlobeMark, HiddenMark, LockMark, PointerMark } from './marks.tsx';
import { errorText, strings } from './page-strings.ts';

type View =
  | { readonly is: 'opening' }
  | { readonly is: 'asking'; readonly invitation: Invitation; readonly busy: boolean; readonly fault?: string }
  /** In place: the page where the customer was is shared now. */
  | { readonly is: 'in-page'; readonly invitation: Invitation; readonly location: string }
  | ({ readonly is: 'problem' } & Told);

/** What a seat is called as long as nobody gave it a name. */
const UNNAMED = 'Agent';
/** Long enough to be read. */
const CLOSE_AFTER_MS = 1200;
const view = signal<View>({ is: 'opening' });
// Left by the page's first script; where that did not arrive, asked for here.
const first = (window as { samepageOpening?: Opening }).samepageOpening;
const keepsCookies = navigator.cookieEnabled;
const token = keepsCookies ? (first?.token ?? takeToken()) : '';

async function open(asked?: Opening['answer']): Promise<void> {
  if (!keepsCookies) {
    view.value = { is: 'problem', code: 'NO_COOKIES', message: '', hint: '' };
    return;
  }
  if (!token) {
    view.value = { is: 'problem', code: 'NO_LINK', message: '', hint: '' };
    return;
  }
  view.value = { is: 'opening' };
  const answer = await (asked ?? ask<Invitation>('POST', '/consent/open', { token }));
  view.value = answer.ok ? { is: 'asking', invitation: answer.value, busy: false } : { is: 'problem', ...answer };
}

async function start(invitation: Invitation): Promise<void> {
  view.value = { is: 'asking', invitation, busy: true };
  const answer = await ask<{ location: string; inPage: boolean }>('POST', '/consent/start', {
    token,
    language,
    ...(brand.notice ? { notice: brand.notice.version } : {}),
  });
  if (answer.ok && answer.value.inPage) {
    view.value = { is: 'in-page', invitation, location: answer.value.location };
    // Opened by the page that asked for help, it may close itself; otherwise it stays and says where to go.
    window.setTimeout(() => window.close(), CLOSE_AFTER_MS);
    return;
  }
  if (answer.ok) {
    // Replaced, so that "back" on the site does not come back to this question.
    location.replace(answer.value.location);
    return;
  }
  // What was shown is not what holds: the page is asked for again, with the notice that does.
  if (answer.code === 'NOTICE_CHANGED') location.reload();
  else if (answer.code === 'OFFLINE') view.value = { is: 'asking', invitation, busy: false, fault: errorText(answer) };
  else view.value = { is: 'problem', ...answer };
}

function Asking({ invitation, busy, fault }: { invitation: Invitation; busy: boolean; fault: string | undefined }) {
  const words = strings.consent;
  const again = invitation.state !== 'waiting';
  const { agent } = invitation;
  // A gateway that was given no name of its own bears ours.
  const company = named(invitation.company);
  const isNamed = agent !== '' && agent !== UNNAMED;
  // A session of one's own: nobody asks.
  const own = invitation.test && { 'leak-test': words.test, pick: words.pick }[invitation.test];
  const heading = own ? own.title : isNamed ? words.titleOf({ agent, company }) : words.title({ company });
  return (
    <Page>
      <div>
        <h1>{heading}</h1>
        <p class="lead">{own ? own.lead : (brand.greeting ?? words.lead)}</p>
      </div>
      <p class="site">
        <GlobeMark />
        <span>
          <span class="small soft">{words.site}</span>
          <strong class="latin" data-testid="site" title={invitation.url}>
            {invitation.site}
          </strong>
          {invitation.url.startsWith('http:') && (
            <span class="small soft plain" data-testid="plain">
              {words.plain}
            </span>
          )}
        </span>
      </p>
      <ul class="facts">
        <li class="fact">
          <EyeMark />
          <div>
            <h2>{words.sees}</h2>
            <p>{words.seesText}</p>
          </div>
        </li>
        <li class="fact">
          <PointerMark />
          <div>
            <h2>{words.may}</h2>
            <p data-testid="may">
              {invitation.may.length > 1
                ? words.mayText({ words: capital(listed(invitation.may.map((action) => words.mayWords[action]))) })
                : words.mayOnlyLook}
            </p>
          </div>
        </li>
        <li class="fact">
          <HiddenMark />
          <div>
            <h2>{words.hidden}</h2>
            <p data-testid="hidden">
              {invitation.hidden.length
                ? words.hiddenText({ words: capital(listed(hiddenWords(invitation.hidden, strings.hiddenKinds))) })
                : words.hiddenNothing}
            </p>
          </div>
        </li>
        {invitation.blocks && (
          <li class="fact">
            <LockMark />
            <div>
              <h2>{words.blocked}</h2>
              <p>{words.blockedText}</p>
            </div>
          </li>
        )}
      </ul>
      {!own && brand.consent !== undefined && (
        <p class="said" data-testid="brand-consent">
          {brand.consent}
        </p>
      )}
      {!own && brand.notice && <LegalNotice {...brand.notice} />}
      {!again && <p class="soft">{words.decline}</p>}
      {/* Below what is agreed to, never over it. */}
      <div class={brand.notice && !own ? 'go still' : 'go'}>
        {fault && (
          <p class="notice fault" role="alert">
            {fault}
          </p>
        )}
        <button type="button" class="button primary" data-testid="start" disabled={busy} onClick={() => void start(invitation)}>
          {busy ? words.starting : again ? words.carryOn : words.start}
        </button>
        <p class="small soft">{words.stopAnyTime}</p>
      </div>
    </Page>
  );
}

/** Open from the start: nobody agrees to what is folded away. */
function LegalNotice({ version, text, url }: { version: string; text: string; url?: string }) {
  const words = strings.consent;
  return (
    <section class="legal" aria-labelledby="legal-title" data-testid="legal">
      <h2 id="legal-title">{words.legal}</h2>
      <p class="small said">{text}</p>
      <p class="small soft">
        {url !== undefined && (
          <>
            <a href={url} target="_blank" rel="noreferrer">
              {words.legalMore}
            </a>
            {' · '}
          </>
        )}
        {words.legalVersion({ version })}
      </p>
    </section>
  );
}

function InPage({ site, location }: { site: string; location: string }) {
  const words = strings.consent.inPage;
  return (
    <Page>
      <div class="headed" data-testid="in-page">
        <span class="sign">
          <CheckMark />
        </span>
        <div>
          <h1>{words.title}</h1>
          <p class="lead">{words.text({ site })}</p>
        </div>
      </div>
      <p class="small soft">
        {words.closed} <a href={location}>{words.open({ site })}</a>
      </p>
    </Page>
  );
}

function Consent() {
  const now = view.value;
  if (now.is === 'problem') {
    const retry = { OFFLINE: () => void open(), NO_COOKIES: () => location.reload() }[now.code];
    return <Problem {...now} {...(retry ? { retry } : {})} />;
  }
  if (now.is === 'in-page') return <InPage site={now.invitation.site} location={now.location} />;
  if (now.is === 'asking') return <Asking invitation={now.invitation} busy={now.busy} fault={now.fault} />;
  return (
    <Page>
      <p class="waiting" role="status">
        {strings.consent.opening}
      </p>
    </Page>
  );
}

const root = document.querySelector('#page');
if (root) render(<Consent />, root);
void open(first?.answer);
