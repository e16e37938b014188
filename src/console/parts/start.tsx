/** The one thing to do on an empty screen: paste an address and start. With a customer's PIN the same address connects to them. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { focusOnArrival } from '../keys.ts';
import { joinAddress, redeemPin, startSession } from '../state.ts';
import { address } from '../site-check.ts';
import { check, strings, work } from '../strings.ts';
import { Field } from './field.tsx';

/** The shape of the digits. */
const PLACEHOLDER = '000 000';

export function Start() {
  const words = strings.start;
  const url = useSignal('');
  const pin = useSignal('');
  const busy = useSignal<'' | 'start' | 'pin'>('');
  const fault = useSignal('');
  const customer = useSignal('');
  const ticket = useSignal('');
  const about = () => ({ customer: customer.value.trim(), ticket: ticket.value.trim() });
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => focusOnArrival(field.current), []);

  const start = async (event: Event) => {
    event.preventDefault();
    fault.value = '';
    if (!url.value.trim()) {
      field.current?.focus();
      return;
    }
    busy.value = 'start';
    const answer = await startSession(url.value.trim(), about());
    busy.value = '';
    if (!answer.ok) fault.value = answer.text;
  };

  const redeem = async (event: Event) => {
    event.preventDefault();
    const digits = pin.value.replace(/\D/g, '');
    if (digits.length !== 6) {
      fault.value = words.pinFirst;
      return;
    }
    fault.value = '';
    busy.value = 'pin';
    const answer = await redeemPin(digits, url.value.trim(), about());
    busy.value = '';
    if (answer.ok) return;
    const needsAddress = answer.code === 'BAD_REQUEST' && !url.value.trim();
    fault.value = needsAddress ? words.urlFirst : answer.text;
    if (needsAddress) field.current?.focus();
  };

  return (
    <section class="start" aria-labelledby="start-title">
      <h1 id="start-title">{words.title}</h1>
      <p class="soft lead">{words.lead}</p>
      <form class="row big" onSubmit={(event) => void start(event)} noValidate>
        <label class="unseen" for="url">
          {words.label}
        </label>
        <input
          id="url"
          ref={field}
          class="field"
          type="url"
          inputMode="url"
          autoComplete="url"
          autoCapitalize="none"
          spellcheck={false}
          placeholder={words.placeholder}
          data-testid="url-input"
          aria-describedby="start-fault"
          aria-invalid={fault.value !== ''}
          value={url.value}
          onInput={(event) => {
            url.value = event.currentTarget.value;
            fault.value = '';
          }}
        />
        <button type="submit" class="button primary" data-testid="start-session" disabled={busy.value !== ''}>
          {busy.value === 'start' ? words.busy : words.button}
        </button>
      </form>
      <details class="about-more">
        <summary class="soft small">{work.about.open}</summary>
        <div class="row tight">
          <Field id="about-customer" label={work.about.customer} value={customer.value} set={(text) => (customer.value = text)} />
          <Field id="about-ticket" label={work.about.ticket} value={ticket.value} set={(text) => (ticket.value = text)} />
        </div>
      </details>
      <p class="small look-first">
        <a class="soft" href="#/check" data-testid="look-first" onClick={() => (address.value = url.value)}>
          {check.title}
        </a>
      </p>
      <p id="start-fault" class={fault.value ? 'notice fault' : 'unseen'} role="alert" data-testid="start-fault">
        {fault.value}
      </p>
      <form class="row pin" onSubmit={(event) => void redeem(event)} noValidate>
        <label for="pin">
          {words.pinTitle} <span class="soft">{words.pinHint({ address: joinAddress.value })}</span>
        </label>
        <span class="row tight">
          <input
            id="pin"
            class="field digits"
            inputMode="numeric"
            autoComplete="off"
            maxLength={9}
            placeholder={PLACEHOLDER}
            aria-label={words.pinLabel}
            data-testid="pin-input"
            value={pin.value}
            onInput={(event) => {
              pin.value = (
                event.currentTarget.value
                  .replace(/\D/g, '')
                  .slice(0, 6)
                  .match(/\d{1,3}/g) ?? []
              ).join(' ');
              fault.value = '';
            }}
          />
          <button type="submit" class="button" data-testid="redeem" disabled={busy.value !== ''}>
            {busy.value === 'pin' ? words.busy : words.redeem}
          </button>
        </span>
      </form>
    </section>
  );
}
