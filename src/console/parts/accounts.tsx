/** Users and keys: who may sign in, made by people who write no code. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { staffRoles, type StaffRole } from '../../shared/staff.ts';
import {
  addKey,
  addUser,
  changeUser,
  dropKey,
  fault,
  keys,
  load,
  newKey,
  newLink,
  users,
  welcome,
  type Handed,
  type User,
} from '../accounts.ts';
import { dateAndTime } from '../../words/page.ts';
import { strings } from '../strings.ts';
import { CopyButton } from './copy-button.tsx';
import { Field } from './field.tsx';

const words = strings.accounts;

export function Accounts() {
  useEffect(() => void load(), []);
  return (
    <main class="home accounts" data-testid="accounts-page">
      <section class="stack" aria-labelledby="accounts-title">
        <a class="soft" href="#/">
          {words.back}
        </a>
        <div>
          <h1 id="accounts-title">{words.title}</h1>
          <p class="soft">{words.lead}</p>
        </div>
        {fault.value && (
          <p class="notice fault" role="alert">
            {fault.value}
          </p>
        )}
        <ul class="sessions">
          {(users.value ?? []).map((user) => (
            <UserRow key={user.id} user={user} />
          ))}
        </ul>
        {welcome.value && <HandOver handed={welcome.value} id="welcome-link" label={words.linkFor} note={words.linkOnce} />}
        <AddUser />
      </section>
      <section class="stack" aria-labelledby="keys-title">
        <div>
          <h2 id="keys-title">{words.keysTitle}</h2>
          <p class="soft">{words.keysLead}</p>
        </div>
        {keys.value?.length === 0 && <p class="soft">{words.noKeys}</p>}
        {(keys.value ?? []).length > 0 && (
          <ul class="sessions">
            {(keys.value ?? []).map((key) => (
              <li class="account" key={key.id}>
                <span class="what">
                  <strong>{key.name}</strong>
                  <span class="soft small">
                    {strings.staffRoles[key.role]} ·{' '}
                    {key.usedAt === null ? words.neverUsed : words.lastUsed({ when: dateAndTime(key.usedAt) })}
                  </span>
                </span>
                <button
                  type="button"
                  class="button quiet"
                  aria-label={words.dropSure({ name: key.name })}
                  onClick={() => void dropKey(key)}
                >
                  {words.drop}
                </button>
              </li>
            ))}
          </ul>
        )}
        {newKey.value && <HandOver handed={newKey.value} id="new-key" label={words.keyFor} note={words.keyOnce} />}
        <AddKey />
      </section>
    </main>
  );
}

function UserRow({ user }: { user: User }) {
  return (
    <li class={user.disabled ? 'account off' : 'account'} data-testid="user-row" data-login={user.login}>
      <span class="what">
        <strong>{user.name}</strong>
        <span class="soft small">
          {user.login} · {user.disabled ? words.off : words.states[user.signsIn]}
        </span>
      </span>
      <RoleChoice label={words.roleOf({ name: user.name })} hidden value={user.role} choose={(role) => void changeUser(user, { role })} />
      {user.signsIn !== 'provider' && !user.disabled && (
        <button type="button" class="button quiet" onClick={() => void newLink(user)}>
          {words.newLink}
        </button>
      )}
      <button type="button" class="button quiet" onClick={() => void changeUser(user, { disabled: !user.disabled })}>
        {user.disabled ? words.enable : words.disable}
      </button>
    </li>
  );
}

/** `hidden`: the label is there for screen readers, the row around says the rest. */
function RoleChoice(props: { label: string; hidden?: boolean; id?: string; value: StaffRole; choose: (role: StaffRole) => void }) {
  const { label, hidden, id, value, choose } = props;
  return (
    <select
      class="field"
      {...(id === undefined ? {} : { id, 'data-testid': id })}
      {...(hidden ? { 'aria-label': label } : {})}
      value={value}
      onChange={(event) => choose(staffRoles.find((role) => role === event.currentTarget.value) ?? 'agent')}
    >
      {staffRoles.map((role) => (
        <option key={role} value={role}>
          {hidden ? strings.staffRoles[role] : words.roles[role]}
        </option>
      ))}
    </select>
  );
}

function AddUser() {
  const login = useSignal('');
  const name = useSignal('');
  const role = useSignal<StaffRole>('agent');
  const add = async (event: Event) => {
    event.preventDefault();
    if (!(await addUser(login.value, name.value, role.value))) return;
    login.value = '';
    name.value = '';
  };
  return (
    <form class="stack card" onSubmit={(event) => void add(event)} aria-label={words.add}>
      <h2>{words.add}</h2>
      <Field id="user-login" label={words.login} value={login.value} set={(text) => (login.value = text)} />
      <Field id="user-name" label={words.name} value={name.value} set={(text) => (name.value = text)} />
      <label class="label" for="user-role">
        {words.role}
      </label>
      <RoleChoice id="user-role" label={words.role} value={role.value} choose={(chosen) => (role.value = chosen)} />
      <button type="submit" class="button primary" data-testid="add-user">
        {words.addButton}
      </button>
    </form>
  );
}

function AddKey() {
  const name = useSignal('');
  const role = useSignal<StaffRole>('agent');
  const add = async (event: Event) => {
    event.preventDefault();
    if (await addKey(name.value, role.value)) name.value = '';
  };
  return (
    <form class="stack card" onSubmit={(event) => void add(event)} aria-label={words.addKey}>
      <h2>{words.addKey}</h2>
      <Field id="key-name" label={words.keyName} value={name.value} set={(text) => (name.value = text)} />
      <label class="label" for="key-role">
        {words.role}
      </label>
      <RoleChoice id="key-role" label={words.role} value={role.value} choose={(chosen) => (role.value = chosen)} />
      <button type="submit" class="button" data-testid="add-key">
        {words.addKey}
      </button>
    </form>
  );
}

function HandOver({ handed, id, label, note }: { handed: Handed; id: string; label: (values: { name: string }) => string; note: string }) {
  return (
    <div class="stack notice" role="status">
      <label class="label" for={id}>
        {label({ name: handed.name })}
      </label>
      <div class="row tight">
        <input id={id} class="field" readOnly value={handed.text} data-testid={id} onFocus={(event) => event.currentTarget.select()} />
        <CopyButton text={handed.text} field={id} />
      </div>
      <p class="small soft">{note}</p>
    </div>
  );
}
