/** Whom the session is with, and its ticket; both can be written while it runs, when the agent learns them. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { useOpener } from '../../focus/index.ts';
import { joined } from '../open-sessions.ts';
import { rowOf, saveAbout } from '../state.ts';
import { work } from '../strings.ts';
import { Field } from './field.tsx';
import { FormEnd } from './form-end.tsx';
import { PenIcon } from './icons.tsx';

export function About({ id }: { id: string }) {
  const words = work.about;
  const row = rowOf(id);
  const editing = useSignal(false);
  const customer = useSignal('');
  const ticket = useSignal('');
  const fault = useSignal('');
  const opener = useOpener(editing.value);
  useEffect(() => document.getElementById('session-customer')?.focus(), [editing.value]);
  const open = () => {
    customer.value = row?.customer ?? '';
    ticket.value = row?.ticket ?? '';
    fault.value = '';
    editing.value = true;
  };
  const shut = () => (editing.value = false);
  const save = async (event: Event) => {
    event.preventDefault();
    const why = await saveAbout(id, { customer: customer.value.trim(), ticket: ticket.value.trim() });
    fault.value = why ?? '';
    editing.value = why !== undefined;
  };
  if (editing.value)
    return (
      <form class="about stack" onSubmit={(event) => void save(event)} onKeyDown={(event) => event.key === 'Escape' && shut()}>
        <Field id="session-customer" label={words.customer} value={customer.value} set={(text) => (customer.value = text)} />
        <Field id="session-ticket" label={words.ticket} value={ticket.value} set={(text) => (ticket.value = text)} />
        <FormEnd fault={fault.value} does={words.save} testId="about-save" shut={words.cancel} onShut={shut} />
      </form>
    );
  const isKnown = row?.customer !== undefined || row?.ticket !== undefined;
  const mine = joined.value?.people.find((person) => person.id === joined.value?.you);
  const mayEdit = row !== undefined && mine !== undefined && mine.role !== 'observer';
  if (!isKnown && !mayEdit) return null;
  return (
    <p class="about row tight" data-testid="about">
      {isKnown && (
        <span class="grow">
          {row.customer !== undefined && <strong dir="auto">{row.customer}</strong>}{' '}
          {row.ticket !== undefined && <span class="soft small">{words.ticketIs({ ticket: row.ticket })}</span>}
        </span>
      )}
      {mayEdit && isKnown && (
        <button type="button" class="press" title={words.edit} aria-label={words.edit} data-testid="about-edit" ref={opener} onClick={open}>
          <PenIcon />
        </button>
      )}
      {mayEdit && !isKnown && (
        <button type="button" class="button quiet small" data-testid="about-edit" ref={opener} onClick={open}>
          <PenIcon />
          {words.open}
        </button>
      )}
    </p>
  );
}
