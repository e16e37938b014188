/** The open part of the dock: people and what each may do, what is hidden, and the chat. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Person } from '../shared/messages.ts';
import { ceiling, isGuestRole, type Action } from '../shared/roles.ts';
import { allow, chat, control, hidden, hiddenHere, link, people, preview, say, side, switchSide, you } from './dock-state.ts';
import { listed } from './frame.tsx';
import { SideMark } from './marks.tsx';
import { strings } from './strings.ts';

/** The rights that change what happens to the customer's page; chat and pointing harm nobody. */
const shownRights: readonly Action[] = ['view', 'click', 'type', 'navigate'];
const CHAT_CHARACTERS_MAX = 2000;

function PersonRow({ person }: { person: Person }) {
  const words = strings.dock;
  const self = person.id === you.value;
  const guest = isGuestRole(person.role);
  const role = strings.roles[person.role];
  const about = [
    // Nobody gave the seat a name: it is called as its role, once is enough.
    ...(self ? [words.you] : person.name.toLowerCase() === role ? [] : [role]),
    ...(!self && person.state === 'away' ? [words.away] : []),
  ].join(', ');
  return (
    <li class="person">
      <span class="dot" style={{ background: person.color }} />
      <div>
        <p>
          <strong>{person.name}</strong> <span class="soft small">{about}</span>
        </p>
        {guest && person.control === 'requested' && (
          <div class="asks" role="group" aria-label={words.asks(person.name)} data-testid="dock-asks">
            <p>{words.asks(person.name)}</p>
            <button type="button" class="button primary" data-testid="dock-allow" onClick={() => control(person.id, true)}>
              {words.allow}
            </button>
            <button type="button" class="button" data-testid="dock-refuse" onClick={() => control(person.id, false)}>
              {words.refuse}
            </button>
          </div>
        )}
        {guest && person.control === 'granted' && (
          <button type="button" class="button" data-testid="dock-take" onClick={() => control(person.id, false)}>
            {words.take}
          </button>
        )}
        {guest && (
          <div class="rights" role="group" aria-label={words.mayWhat(person.name)}>
            {shownRights
              .filter((action) => ceiling[person.role][action])
              .map((action) => (
                <button
                  type="button"
                  key={action}
                  class="right"
                  aria-pressed={person.rights[action]}
                  disabled={link.value !== 'open'}
                  onClick={() => allow(person.id, action, !person.rights[action])}
                >
                  {strings.rights[action]}
                </button>
              ))}
          </div>
        )}
      </div>
    </li>
  );
}

function Chat() {
  const words = strings.dock;
  const draft = useSignal('');
  const log = useRef<HTMLDivElement>(null);
  const lines = chat.value;
  useEffect(() => {
    log.current?.scrollTo({ top: log.current.scrollHeight });
  }, [lines]);
  return (
    <>
      <div class="log" role="log" aria-label={words.chat} ref={log} tabIndex={0} data-testid="dock-chat-log">
        {lines.length === 0 && <p class="soft small empty">{words.chatEmpty}</p>}
        {lines.map((line) => (
          <div key={line.id} class={line.from === you.value ? 'line mine' : 'line'}>
            {line.from !== you.value && <span class="from">{line.name}</span>}
            <p>{line.text}</p>
          </div>
        ))}
      </div>
      <form
        class="say"
        onSubmit={(event) => {
          event.preventDefault();
          const text = draft.value.trim();
          if (text && say(text)) draft.value = '';
        }}
      >
        <input
          class="field"
          data-testid="dock-chat-input"
          aria-label={words.chatLabel}
          placeholder={words.chatLabel}
          maxLength={CHAT_CHARACTERS_MAX}
          autoComplete="off"
          enterKeyHint="send"
          value={draft.value}
          onInput={(event) => (draft.value = event.currentTarget.value)}
        />
        <button type="submit" class="button primary" data-testid="dock-chat-send" disabled={link.value !== 'open'}>
          {words.send}
        </button>
      </form>
    </>
  );
}

/** What is hidden on this page once that is known, before that what is hidden on any; and a look at what is left. */
function Hidden() {
  const words = strings.dock;
  const here = hiddenHere.value;
  const list = here ? [...here.here, ...(here.others ? [words.hiddenOthers] : [])] : hidden.value;
  return (
    <div class="hidden" data-testid="dock-hidden">
      {list.length > 0 && (
        <p class="small soft">
          {here ? words.hiddenHere : words.hidden}: {listed(list)}.
        </p>
      )}
      <button type="button" class="button small" data-testid="dock-preview" disabled={link.value !== 'open'} onClick={() => void preview()}>
        {words.preview}
      </button>
    </div>
  );
}

export function Panel() {
  const words = strings.dock;
  const present = people.value.filter((person) => person.state !== 'left');
  return (
    <div class="panel">
      <div class="panel-head">
        <h2>{words.people}</h2>
        <button type="button" class="press" onClick={switchSide} title={side.value === 'right' ? words.left : words.right}>
          <SideMark />
          <span class="unseen">{side.value === 'right' ? words.left : words.right}</span>
        </button>
      </div>
      <div class="scroll">
        <ul class="persons" data-testid="dock-people">
          {present.map((person) => (
            <PersonRow key={person.id} person={person} />
          ))}
        </ul>
        <Hidden />
      </div>
      <Chat />
    </div>
  );
}
