/**
 * The frame in a page of front or script mode that asks for help: shows the PIN and waits, opens the consent page in a
 * window of its own, and once the customer said yes becomes the page that takes the pass. It stands on the control origin,
 * so the site can neither read the PIN's claim nor press in it; who may stand around it says `frame-ancestors`.
 */
import { render } from 'preact';
import { signal } from '@preact/signals';
import { ask, tabStorage } from './ask.ts';
import { BrandSign } from './brand-sign.tsx';
import { brand } from '../words/brand.ts';
import { errorText, strings } from './page-strings.ts';

interface NewPin {
  readonly pin: string;
  readonly claim: string;
  readonly expiresAt: string;
  readonly company: string;
}

type Status =
  | { readonly state: 'waiting' | 'expired' }
  | { readonly state: 'ready'; readonly link: string }
  | { readonly state: 'started'; readonly own: string; readonly entry: string };

type View =
  | { readonly is: 'asking' }
  | { readonly is: 'waiting'; readonly pin: NewPin }
  | { readonly is: 'ready'; readonly link: string; readonly opened: boolean }
  | { readonly is: 'starting' }
  | { readonly is: 'expired' }
  | { readonly is: 'fault'; readonly text: string };

const KEY = 'samepage.help';
/** Quick enough to feel immediate, 40 small requests a minute. */
const ASK_EVERY_MS = 1500;

const view = signal<View>({ is: 'asking' });
const company = signal('');
const site = new URLSearchParams(location.search).get('key') ?? '';
const words = strings.help;
let parentOrigin: string | undefined;
let pageUrl: string | undefined;

/** The page around us says where it is; the browser says who it is. */
window.addEventListener('message', (event: MessageEvent<unknown>) => {
  const { data } = event;
  if (event.source !== window.parent || typeof data !== 'object' || data === null || !('type' in data) || data.type !== 'page') return;
  if (pageUrl !== undefined || !('url' in data) || typeof data.url !== 'string' || !data.url.startsWith(`${event.origin}/`)) return;
  parentOrigin = event.origin;
  pageUrl = data.url;
  begin();
});

function tellPage(message: { type: 'ready' } | { type: 'close' } | { type: 'size'; height: number }): void {
  // Before the page has spoken its origin is not known, and "ready" is no secret.
  window.parent.postMessage(message, parentOrigin ?? '*');
}

/** After a navigation the PIN that was already read out must still be the one that counts. */
function begin(): void {
  const kept = tabStorage()?.getItem(KEY);
  // Written by `newPin` below, on our own origin.
  const pin = kept ? (JSON.parse(kept) as NewPin) : undefined;
  if (pin && Date.parse(pin.expiresAt) > Date.now()) wait(pin);
  else void newPin();
}

async function newPin(): Promise<void> {
  view.value = { is: 'asking' };
  const answer = await ask<NewPin>('POST', '/api/v1/pins', { site, url: pageUrl });
  if (!answer.ok) {
    view.value = { is: 'fault', text: errorText(answer) };
    return;
  }
  tabStorage()?.setItem(KEY, JSON.stringify(answer.value));
  wait(answer.value);
}

function wait(pin: NewPin): void {
  company.value = pin.company;
  view.value = { is: 'waiting', pin };
  void poll(pin);
}

async function poll(pin: NewPin): Promise<void> {
  const answer = await ask<Status>('GET', `/api/v1/pins/${encodeURIComponent(pin.claim)}`);
  const now = view.value;
  if (now.is === 'expired' || now.is === 'asking') return;
  if (answer.ok && answer.value.state === 'started') {
    tabStorage()?.removeItem(KEY);
    view.value = { is: 'starting' };
    // The pass goes into the fragment of our own next page: the page around us sees neither.
    location.replace(`${answer.value.own}/dock/enter#${answer.value.entry}`);
    return;
  }
  if (answer.ok && answer.value.state === 'ready' && now.is === 'waiting')
    view.value = { is: 'ready', link: answer.value.link, opened: false };
  if ((answer.ok && answer.value.state === 'expired') || (!answer.ok && answer.code === 'PIN_INVALID')) {
    tabStorage()?.removeItem(KEY);
    view.value = { is: 'expired' };
    return;
  }
  window.setTimeout(() => void poll(pin), ASK_EVERY_MS);
}

/** In a window of its own, so that the site cannot lay anything over the question. */
function openConsent(link: string): void {
  window.open(link, '_blank', 'popup,width=560,height=820');
  view.value = { is: 'ready', link, opened: true };
}

function close(): void {
  tabStorage()?.removeItem(KEY);
  view.value = { is: 'expired' };
  tellPage({ type: 'close' });
}

function Body() {
  const now = view.value;
  switch (now.is) {
    case 'expired':
    case 'fault':
      return (
        <>
          <h1>{words.title}</h1>
          <p role="alert">{now.is === 'fault' ? now.text : strings.join.expired}</p>
          <button type="button" class="button primary" onClick={() => void newPin()}>
            {strings.join.newPin}
          </button>
        </>
      );
    case 'ready':
      return (
        <>
          <h1>{words.readyTitle}</h1>
          <p>{now.opened ? words.answer : words.readyText}</p>
          <button
            type="button"
            class={now.opened ? 'button' : 'button primary'}
            data-testid="help-continue"
            onClick={() => openConsent(now.link)}
          >
            {now.opened ? words.again : words.see}
          </button>
          <p class="small">{words.nothingYet}</p>
        </>
      );
    case 'starting':
      return (
        <p class="waiting" role="status">
          {words.starting}
        </p>
      );
    default:
      return (
        <>
          <h1>{words.title}</h1>
          <p>{company.value ? words.lead({ company: company.value }) : words.leadPlain}</p>
          <p class="pin" data-testid="pin" aria-label={now.is === 'waiting' ? now.pin.pin.split('').join(' ') : undefined}>
            {now.is === 'waiting' ? (now.pin.pin.match(/\d{1,3}/g) ?? []).map((group, at) => <span key={at}>{group}</span>) : '\u00a0'}
          </p>
          <p class="waiting" role="status">
            {words.waiting}
          </p>
          <p class="small">
            {words.nothingYet} {words.keepSecret}
          </p>
        </>
      );
  }
}

function Help() {
  return (
    <main class="help">
      <header class="top">
        <span class="brand">
          <BrandSign />
          {brand.product}
        </span>
        <button type="button" class="close" aria-label={words.close} title={words.close} data-testid="help-close" onClick={close}>
          ×
        </button>
      </header>
      <Body />
    </main>
  );
}

const root = document.querySelector('#help');
if (root) {
  render(<Help />, root);
  const card = root.querySelector('main');
  // As tall as what is in it: other words, other heights.
  if (card) new ResizeObserver(() => tellPage({ type: 'size', height: contentHeight(card) })).observe(card);
}
tellPage({ type: 'ready' });

function contentHeight(card: HTMLElement): number {
  const last = card.lastElementChild?.getBoundingClientRect().bottom ?? 0;
  return last - card.getBoundingClientRect().top + 26;
}
