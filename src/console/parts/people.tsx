/** Who is in the session, who runs the page, and what each may do; and the way to bring a colleague in. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Person } from '../../shared/messages.ts';
import { actions, ceiling, steps, type Action, type Role } from '../../shared/roles.ts';
import { isFriend, joined } from '../open-sessions.ts';
import { allow, control, inviteColleague } from '../state.ts';
import { useOpener } from '../../focus/index.ts';
import { hiddenWords } from '../../words/hidden.ts';
import { listed } from '../../words/page.ts';
import { isUnnamed } from '../../words/names.ts';
import { nameOf, strings, talk } from '../strings.ts';
import { CopyButton } from './copy-button.tsx';
import { FormEnd } from './form-end.tsx';
import { PlusIcon } from './icons.tsx';

const colleagues: readonly Role[] = ['agent', 'senior', 'supervisor', 'observer'];
/** Rights worth a switch in the console; drawing comes with pointing, inviting with the role. */
const shownRights: readonly Action[] = actions.filter((action) => action !== 'draw' && action !== 'invite');
/** The customer alone gives them; they can be taken from here. */
const onlyTaken: ReadonlySet<Action> = new Set(steps);

/** May it be given from here, or only taken? */
function isGiven(person: Person, action: Action): boolean {
  return person.role !== 'friend' && !onlyTaken.has(action);
}

function may(person: Person): string {
  if (person.role === 'customer') return strings.people.runs;
  const held = shownRights.filter((action) => person.rights[action]).map((action) => strings.rights[action]);
  if (held.length === 0 || (held.length === 1 && person.rights.view)) return strings.people.onlyLooks;
  return strings.people.may({ words: listed(held) });
}

function PersonRow({ person, self }: { person: Person; self: boolean }) {
  const words = strings.people;
  const role = strings.roles[person.role];
  const about = [
    // Nobody gave the seat a name: it is called as its role, once is enough.
    ...(self ? [words.you] : isUnnamed(person) ? [] : [role]),
    ...(person.state === 'here' ? (person.presence && !self ? [talk.presence[person.presence]] : []) : [words.states[person.state]]),
    ...(person.slow && person.state === 'here' ? [talk.slow] : []),
  ].join(' · ');
  return (
    <li class="person" data-testid="person" data-role={person.role} data-state={person.state}>
      <span class="dot" style={{ background: person.color }} />
      <div>
        <p>
          <strong>{nameOf(person)}</strong> <span class="soft small">{about}</span>
        </p>
        {person.role === 'customer' || isFriend.value ? (
          <p class="small soft">{may(person)}</p>
        ) : (
          <details>
            <summary class="small soft">{may(person)}</summary>
            <div class="rights" role="group" aria-label={words.rightsOf({ name: nameOf(person) })}>
              {shownRights
                .filter((action) => ceiling[person.role][action] && (person.rights[action] || isGiven(person, action)))
                .map((action) => (
                  <button
                    type="button"
                    key={action}
                    class="right"
                    data-testid="right"
                    data-action={action}
                    aria-pressed={person.rights[action]}
                    onClick={() => allow(person.id, action, !person.rights[action])}
                  >
                    {strings.rights[action]}
                  </button>
                ))}
            </div>
          </details>
        )}
        {self && ceiling[person.role].click && <Control person={person} />}
      </div>
    </li>
  );
}

/** Of the page, for oneself: asked for, waited for, given back. */
function Control({ person }: { person: Person }) {
  const words = strings.people.control;
  const now = person.control;
  const has = now === 'granted' || now === 'requested';
  return (
    <p class="control" data-testid="control" data-control={now}>
      {(now === 'requested' || now === 'taken') && <span class="small soft">{words[now]} </span>}
      <button type="button" class="button" data-testid="control-press" onClick={() => control(!has)}>
        {now === 'granted' ? words.giveBack : now === 'requested' ? words.withdraw : words.ask}
      </button>
    </p>
  );
}

function Invite() {
  const words = strings.people;
  const open = useSignal(false);
  const name = useSignal('');
  const role = useSignal<Role>('agent');
  const made = useSignal<{ name: string; link: string } | undefined>(undefined);
  const fault = useSignal('');
  const field = useRef<HTMLInputElement>(null);
  const opener = useOpener(open.value);
  useEffect(() => field.current?.focus(), [open.value]);
  useEffect(() => document.getElementById('colleague-link')?.focus(), [made.value]);
  const make = async (event: Event) => {
    event.preventDefault();
    const who = name.value.trim();
    if (!who) return;
    fault.value = '';
    const answer = await inviteColleague(who, role.value);
    if (answer.ok) made.value = { name: who, link: answer.value.link };
    else fault.value = answer.text;
  };
  if (!open.value) {
    return (
      <button type="button" class="button quiet invite" data-testid="invite-colleague" ref={opener} onClick={() => (open.value = true)}>
        <PlusIcon />
        {words.invite}
      </button>
    );
  }
  const shut = () => {
    open.value = false;
    made.value = undefined;
    name.value = '';
  };
  if (made.value) {
    return (
      <div class="stack">
        <label class="label" for="colleague-link">
          {words.link({ name: made.value.name })}
        </label>
        <div class="row tight">
          <input
            id="colleague-link"
            class="field"
            readOnly
            value={made.value.link}
            data-testid="colleague-link"
            onFocus={(event) => event.currentTarget.select()}
          />
          <CopyButton text={made.value.link} field="colleague-link" />
        </div>
        <p class="small soft">{words.once}</p>
        <button type="button" class="button quiet" onClick={shut}>
          {words.close}
        </button>
      </div>
    );
  }
  return (
    <form class="stack" onSubmit={(event) => void make(event)} onKeyDown={(event) => event.key === 'Escape' && shut()}>
      <label class="label" for="invite-name">
        {words.inviteName}
      </label>
      <input
        id="invite-name"
        ref={field}
        class="field"
        autoComplete="off"
        maxLength={60}
        data-testid="invite-name"
        value={name.value}
        onInput={(event) => (name.value = event.currentTarget.value)}
      />
      <label class="label" for="invite-role">
        {words.inviteRole}
      </label>
      <select
        id="invite-role"
        class="field"
        data-testid="invite-role"
        value={role.value}
        onChange={(event) => (role.value = colleagues.find((one) => one === event.currentTarget.value) ?? 'agent')}
      >
        {colleagues.map((one) => (
          <option key={one} value={one}>
            {strings.roles[one]}
          </option>
        ))}
      </select>
      <FormEnd fault={fault.value} does={words.makeLink} testId="invite" shut={words.close} onShut={shut} />
    </form>
  );
}

export function People() {
  const present = (joined.value?.people ?? []).filter((person) => person.state !== 'left');
  const hidden = joined.value?.hidden ?? [];
  const mine = present.find((person) => person.id === joined.value?.you);
  return (
    <section class="people" aria-labelledby="people-title">
      <h2 id="people-title">{strings.people.title}</h2>
      <ul data-testid="people">
        {present.map((person) => (
          <PersonRow key={person.id} person={person} self={person.id === joined.value?.you} />
        ))}
      </ul>
      {mine && ceiling[mine.role].invite && <Invite />}
      {hidden.length > 0 && <p class="small soft">{strings.session.hidden({ words: listed(hiddenWords(hidden, strings.hiddenKinds)) })}</p>}
    </section>
  );
}
