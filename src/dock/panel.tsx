/** The open part of the dock: people and what each may do, what is hidden, and the chat. */
import type { Person } from '../shared/messages.ts';
import { ceiling, isGuestRole, type Grantable } from '../shared/roles.ts';
import { Say, TalkLog, TalkTools } from '../talk/index.ts';
import { allow, chat, control, hidden, hiddenHere, kept, link, people, preview, readTo, say, setBoard, you } from './dock-state.ts';
import { BringFriend, bringing, Friend, LinkAgain, SendOff } from './friend.tsx';
import { hiddenWords } from '../words/hidden.ts';
import { listed } from '../words/page.ts';
import { isUnnamed } from '../words/names.ts';
import { board as boardWords, nameOf, strings, talk } from './strings.ts';

/** The rights that change what happens to the customer's page; chat and pointing harm nobody. */
const shownRights: readonly Grantable[] = ['view', 'click', 'type', 'navigate'];

function PersonRow({ person }: { person: Person }) {
  const words = strings;
  const self = person.id === you.value;
  const guest = isGuestRole(person.role);
  const role = strings.roles[person.role];
  const about = [
    // Nobody gave the seat a name: it is called as its role, once is enough.
    ...(self ? [words.you] : isUnnamed(person) ? [] : [role]),
    ...(self ? [] : person.state === 'away' ? [words.away] : person.presence ? [talk.presence[person.presence]] : []),
    ...(!self && person.slow ? [talk.slow] : []),
  ];
  return (
    <li class="person">
      <span class="dot" style={{ background: person.color }} />
      <div>
        <p>
          <strong>{nameOf(person)}</strong> <span class="soft small">{about.join(' · ')}</span>
        </p>
        {guest && person.control === 'requested' && (
          <div class="asks" role="group" aria-label={words.asks({ name: nameOf(person) })} data-testid="dock-asks">
            <p>{words.asks({ name: nameOf(person) })}</p>
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
        {person.role === 'friend' && (
          <p class="choices">
            <LinkAgain person={person} />
            <SendOff person={person} />
          </p>
        )}
        {guest && (
          <div class="rights" role="group" aria-label={words.mayWhat({ name: nameOf(person) })}>
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
  const words = { ...talk, empty: strings.chatEmpty };
  const lines = chat.value;
  return (
    <>
      <TalkLog
        words={words}
        lines={lines}
        people={people.value}
        you={you.value}
        readTo={readTo.value}
        from={nameOf}
        class="log"
        testId="dock-chat-log"
      />
      <TalkTools words={words} lines={lines} kept={kept.value} />
      <Say words={words} people={people.value} you={you.value} enabled={link.value === 'open'} say={say} class="say" testId="dock-chat" />
    </>
  );
}

/** What is hidden on this page once that is known, before that what is hidden on any; and a look at what is left. */
function Hidden() {
  const words = strings;
  const here = hiddenHere.value;
  const known = hiddenWords(here ? here.here : hidden.value, words.hiddenKinds);
  const list = here?.others ? [...known, words.hiddenOthers] : known;
  return (
    <div class="hidden" data-testid="dock-hidden">
      {list.length > 0 && <p class="small soft">{(here ? words.hiddenHere : words.hidden)({ words: listed(list) })}</p>}
      <button type="button" class="button small" data-testid="dock-preview" disabled={link.value !== 'open'} onClick={() => void preview()}>
        {words.preview}
      </button>
    </div>
  );
}

export function Panel() {
  const words = strings;
  const present = people.value.filter((person) => person.state !== 'left');
  if (bringing.value)
    return (
      <div class="panel">
        <Friend enabled={link.value === 'open'} />
      </div>
    );
  return (
    <div class="panel">
      <div class="panel-head">
        <h2>{words.people}</h2>
        <button type="button" class="button quiet small board-open" onClick={() => setBoard(true)}>
          {boardWords.openBoard}
        </button>
      </div>
      <div class="scroll">
        <ul class="persons" data-testid="dock-people">
          {present.map((person) => (
            <PersonRow key={person.id} person={person} />
          ))}
        </ul>
        <Hidden />
        <BringFriend enabled={link.value === 'open'} />
      </div>
      <Chat />
    </div>
  );
}
