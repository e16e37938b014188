/**
 * Joining from a phone call without a link. The customer reads out the six digits shown here and waits; or types the
 * nine digits that the agent reads out. Either way the next page is the consent page.
 */
import { render } from 'preact';
import { signal } from '@preact/signals';
import { ask, browserStorage, tabStorage } from './ask.ts';
import { brand } from '../words/brand.ts';
import { Page } from './frame.tsx';
import { errorText, strings } from './page-strings.ts';

interface NewPin {
  readonly pin: string;
  readonly claim: string;
  readonly expiresAt: string;
  readonly company: string;
}

type PinView =
  | { readonly is: 'asking' }
  | { readonly is: 'waiting'; readonly pin: NewPin; readonly minutes: number }
  | { readonly is: 'ready' }
  | { readonly is: 'expired' }
  | { readonly is: 'fault'; readonly text: string };

type PinStatus = { readonly state: 'waiting' | 'expired' } | { readonly state: 'ready'; readonly link: string };

const KEY = 'samepage.pin';
/** Where this browser went last from here. The link opens in it alone, so nobody else can use what is kept. */
const LAST = 'samepage.last';
/** No session lasts longer, unless the config says so (ms). */
const LAST_MS = 4 * 3600_000;
/** The shape of the digits. */
const PLACEHOLDER = '000 000 000';
/** How often the page asks whether the agent is there: quick enough to feel immediate, 40 small requests a minute. */
const ASK_EVERY_MS = 1500;

/** Whose customer: `/join?company=…`. */
const asked = new URLSearchParams(location.search).get('company');
const ofCompany = asked === null ? {} : { company: asked };

const pinView = signal<PinView>({ is: 'asking' });
const company = signal('');
const last = signal('');
const typed = signal('');
const joining = signal(false);
const typedFault = signal('');

async function newPin(): Promise<void> {
  pinView.value = { is: 'asking' };
  const answer = await ask<NewPin>('POST', '/api/v1/pins', ofCompany);
  if (!answer.ok) {
    pinView.value = { is: 'fault', text: errorText(answer) };
    return;
  }
  tabStorage()?.setItem(KEY, JSON.stringify(answer.value));
  wait(answer.value);
}

function wait(pin: NewPin): void {
  company.value = pin.company;
  pinView.value = { is: 'waiting', pin, minutes: minutesLeft(pin) };
  void poll(pin);
}

async function poll(pin: NewPin): Promise<void> {
  const answer = await ask<PinStatus>('GET', `/api/v1/pins/${encodeURIComponent(pin.claim)}`);
  if (answer.ok && answer.value.state === 'ready') {
    tabStorage()?.removeItem(KEY);
    pinView.value = { is: 'ready' };
    go(answer.value.link);
    return;
  }
  if ((answer.ok && answer.value.state === 'expired') || (!answer.ok && answer.code === 'PIN_INVALID')) {
    tabStorage()?.removeItem(KEY);
    pinView.value = { is: 'expired' };
    return;
  }
  // No connection, or the gateway restarts: keep waiting, the PIN lives on the server.
  pinView.value = { is: 'waiting', pin, minutes: minutesLeft(pin) };
  setTimeout(() => void poll(pin), ASK_EVERY_MS);
}

function go(link: string): void {
  browserStorage()?.setItem(LAST, JSON.stringify({ link, at: Date.now() }));
  location.assign(link);
}

/** Who left by accident comes back without another PIN; a session that is over says so itself. */
function lastLink(): string {
  const kept = browserStorage()?.getItem(LAST);
  if (!kept) return '';
  // Written by `go` above, on our own origin.
  const { link, at } = JSON.parse(kept) as { link: string; at: number };
  if (Date.now() - at < LAST_MS) return link;
  browserStorage()?.removeItem(LAST);
  return '';
}

/** After a reload the PIN that was already read out must still be the one that counts. */
function begin(): void {
  last.value = lastLink();
  const kept = tabStorage()?.getItem(KEY);
  if (!kept) {
    void newPin();
    return;
  }
  // Written by `newPin` above, on our own origin.
  const pin = JSON.parse(kept) as NewPin;
  if (Date.parse(pin.expiresAt) > Date.now()) wait(pin);
  else void newPin();
}

function minutesLeft(pin: NewPin): number {
  return Math.max(1, Math.ceil((Date.parse(pin.expiresAt) - Date.now()) / 60_000));
}

async function join(event: Event): Promise<void> {
  event.preventDefault();
  const pin = typed.value.replace(/\D/g, '');
  if (pin.length !== 9) {
    typedFault.value = strings.join.nineDigits;
    return;
  }
  joining.value = true;
  typedFault.value = '';
  const answer = await ask<{ link: string }>('POST', '/api/v1/join', { pin, ...ofCompany });
  if (answer.ok) {
    go(answer.value.link);
    return;
  }
  joining.value = false;
  typedFault.value = errorText(answer);
}

/** Groups of three are how people read digits out. */
function grouped(digits: string): string[] {
  return digits.match(/\d{1,3}/g) ?? [];
}

function ShownPin() {
  const now = pinView.value;
  const words = strings.join;
  if (now.is === 'expired' || now.is === 'fault') {
    return (
      <section class="card">
        <p class={now.is === 'fault' ? 'notice fault' : ''} role="alert">
          {now.is === 'fault' ? now.text : words.expired}
        </p>
        <button type="button" class="button primary" onClick={() => void newPin()}>
          {words.newPin}
        </button>
      </section>
    );
  }
  return (
    <section class="card" aria-labelledby="read-out">
      <h2 id="read-out">{words.readOut}</h2>
      <p class="digits pin-shown" data-testid="pin" aria-label={now.is === 'waiting' ? now.pin.pin.split('').join(' ') : undefined}>
        {now.is === 'waiting'
          ? grouped(now.pin.pin).map((group, at) => (
              <span class="group" key={at}>
                {group}
              </span>
            ))
          : ' '}
      </p>
      <p class="waiting" role="status">
        {now.is === 'ready' ? words.ready : words.waiting}
      </p>
      <p class="small soft">
        {now.is === 'waiting' && `${words.valid({ minutes: now.minutes })} `}
        {words.keepSecret}
      </p>
    </section>
  );
}

function Join() {
  const words = strings.join;
  return (
    <Page>
      <div>
        <h1>{words.title}</h1>
        <p class="lead">{company.value ? words.lead({ company: company.value }) : words.leadPlain}</p>
        {brand.greeting !== undefined && <p>{brand.greeting}</p>}
      </div>
      {last.value !== '' && (
        <section class="card" aria-labelledby="back-title" data-testid="back">
          <h2 id="back-title">{words.backTitle}</h2>
          <p>{words.backText}</p>
          <a class="button" href={last.value} data-testid="back-link">
            {words.back}
          </a>
        </section>
      )}
      <ShownPin />
      <p class="or">{words.or}</p>
      <form class="card" onSubmit={(event) => void join(event)} noValidate>
        <h2>
          <label for="pin-input">{words.haveOne}</label>
        </h2>
        <div class="pin-row">
          <input
            id="pin-input"
            class="field digits"
            data-testid="pin-input"
            type="text"
            inputMode="numeric"
            autoComplete="off"
            maxLength={15}
            placeholder={PLACEHOLDER}
            aria-describedby="pin-fault"
            aria-invalid={typedFault.value !== ''}
            value={typed.value}
            onInput={(event) => {
              typed.value = grouped(event.currentTarget.value.replace(/\D/g, '').slice(0, 9)).join(' ');
              typedFault.value = '';
            }}
          />
          <button type="submit" class="button primary" data-testid="join" disabled={joining.value}>
            {joining.value ? words.joining : words.join}
          </button>
        </div>
        <p id="pin-fault" class={typedFault.value ? 'notice fault' : 'small soft'} role={typedFault.value ? 'alert' : undefined}>
          {typedFault.value || words.pinLabel}
        </p>
      </form>
    </Page>
  );
}

const root = document.querySelector('#page');
if (root) render(<Join />, root);
begin();
