/** The customer brings a friend: what that means, a name, a link that opens once; and the way to send a friend off again. */
import { computed, signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { ParticipantId } from '../shared/ids.ts';
import type { DockToRoom, FriendsOffer, Person, RoomToDock } from '../shared/messages.ts';
import { friend as words, nameOf, strings, talk } from './strings.ts';

type Brought = Extract<RoomToDock, { type: 'brought' }>;
type NotBrought = Extract<RoomToDock, { type: 'not-brought' }>;

/** As long as names of people here may be (`api`, `sessions/chat.ts`). */
const NAME_CHARACTERS_MAX = 60;
const COPIED_MS = 2500;

const offer = signal<Omit<FriendsOffer, 'links'> | undefined>(undefined);
/** Links that nobody has used yet, and until when each is good (of `performance.now`): made here, or on another page before. */
const unused = signal<readonly (Brought & { readonly until: number })[]>([]);
const step = signal<'folded' | 'name' | 'asked'>('folded');
const name = signal('');
const brought = signal<Brought | undefined>(undefined);
const refused = signal<NotBrought['why'] | undefined>(undefined);
const copied = signal(false);
/** What it means is read before anything else in the panel: it stands there alone. */
export const bringing = computed(() => offer.value !== undefined && (brought.value !== undefined || step.value !== 'folded'));
/** It was closed: its press is there again, and has the focus. */
let isBack = false;
let tellRoom: (message: DockToRoom) => boolean = () => false;

export function startFriends(tell: (message: DockToRoom) => boolean): void {
  tellRoom = tell;
}

export function friendsOffered(given: FriendsOffer | undefined, people: readonly Person[]): void {
  offer.value = given;
  const now = performance.now();
  unused.value = (given?.links ?? []).map(({ leftMs, ...link }) => ({ type: 'brought', ...link, until: now + leftMs }));
  friendsNow(people);
  // What was asked of a line that broke off has no answer any more.
  if (step.value === 'asked') step.value = 'name';
}

export function friendAnswer(message: Brought | NotBrought): void {
  refused.value = message.type === 'not-brought' ? message.why : undefined;
  brought.value = message.type === 'brought' ? message : undefined;
  step.value = message.type === 'brought' ? 'folded' : 'name';
  if (message.type === 'brought') unused.value = [...unused.value, { ...message, until: performance.now() + (offer.value?.linkMs ?? 0) }];
}

/** Who is not here any more has no link, and who is here needs none. */
export function friendsNow(people: readonly Person[]): void {
  const awaited = new Set(people.flatMap(({ id, state }) => (state === 'away' ? [id] : [])));
  unused.value = unused.value.filter(({ participant, until }) => awaited.has(participant) && until > performance.now());
  if (brought.value && !people.some(({ id }) => id === brought.value?.participant)) brought.value = undefined;
}

function sendOff(participant: ParticipantId): void {
  tellRoom({ type: 'send-off', participant });
}

export function SendOff({ person }: { person: Person }) {
  return (
    <button
      type="button"
      class="button"
      aria-label={words.sendOffWho({ name: nameOf(person) })}
      data-testid="dock-send-off"
      onClick={() => sendOff(person.id)}
    >
      {words.sendOff}
    </button>
  );
}

/** The link of a friend who has not come yet, once more. */
export function LinkAgain({ person }: { person: Person }) {
  const link = unused.value.find(({ participant }) => participant === person.id);
  if (!link) return null;
  return (
    <button type="button" class="button" data-testid="dock-friend-again" onClick={() => (brought.value = link)}>
      {words.link({ name: nameOf(person) })}
    </button>
  );
}

function NameForm({ enabled }: { enabled: boolean }) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const close = () => {
    isBack = true;
    step.value = 'folded';
    refused.value = undefined;
  };
  const make = (event: Event) => {
    event.preventDefault();
    const asked = name.value.trim();
    if (asked && tellRoom({ type: 'bring', name: asked })) step.value = 'asked';
  };
  return (
    <form class="friend" data-testid="dock-friend" onSubmit={make} onKeyDown={(event) => event.key === 'Escape' && close()}>
      <h2>{words.open}</h2>
      <p>{words.see}</p>
      <p>{words.may}</p>
      <label class="small" for="friend-name">
        {words.name}
      </label>
      <input
        id="friend-name"
        ref={field}
        class="field"
        autoComplete="off"
        maxLength={NAME_CHARACTERS_MAX}
        value={name.value}
        onInput={(event) => (name.value = event.currentTarget.value)}
      />
      <p class={refused.value ? 'small fault' : 'unseen'} role="alert">
        {refused.value && words[refused.value]}
      </p>
      <div class="choices">
        <button type="submit" class="button primary" disabled={!enabled || step.value === 'asked' || name.value.trim() === ''}>
          {words.make}
        </button>
        <button type="button" class="button" onClick={close}>
          {strings.refuse}
        </button>
      </div>
    </form>
  );
}

/** By the phone's own sheet where there is one; a frame may use it, because the page around us was told to let it. */
function canShare(text: string): boolean {
  return typeof (navigator as Partial<Navigator>).canShare === 'function' && navigator.canShare({ url: text });
}

function LinkCard({ participant, link, name: who }: Brought) {
  const until = unused.value.find((one) => one.participant === participant)?.until ?? performance.now();
  const field = useRef<HTMLInputElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [link]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(link);
      copied.value = true;
      window.setTimeout(() => (copied.value = false), COPIED_MS);
    } catch {
      // Refused by the browser, or plain http: the text is selected, so that the person's own way of copying does it.
      field.current?.select();
    }
  };
  const done = () => {
    isBack = true;
    brought.value = undefined;
  };
  const share = async () => {
    try {
      await navigator.share({ url: link });
    } catch {
      // The sheet was closed, or the page around us does not let a frame share: the link is still there to be copied.
      field.current?.select();
    }
  };
  return (
    <div class="friend" data-testid="dock-friend-link">
      <h2 tabIndex={-1} ref={heading}>
        {words.link({ name: who })}
      </h2>
      <input
        ref={field}
        class="field"
        readOnly
        value={link}
        aria-label={words.link({ name: who })}
        onFocus={(event) => event.currentTarget.select()}
      />
      <p class="small soft">{words.once({ name: who, minutes: Math.max(1, Math.round((until - performance.now()) / 60_000)) })}</p>
      <div class="choices">
        {canShare(link) && (
          <button type="button" class="button primary" onClick={() => void share()}>
            {words.share}
          </button>
        )}
        <button type="button" class={canShare(link) ? 'button' : 'button primary'} onClick={() => void copy()}>
          {copied.value ? talk.copied : words.copy}
        </button>
        {/* Within the button it would take the button's name away. */}
        <span class="unseen" role="status">
          {copied.value && talk.copied}
        </span>
        <button type="button" class="button" onClick={done}>
          {words.done}
        </button>
      </div>
    </div>
  );
}

export function Friend({ enabled }: { enabled: boolean }) {
  return brought.value ? <LinkCard {...brought.value} /> : <NameForm enabled={enabled} />;
}

export function BringFriend({ enabled }: { enabled: boolean }) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isBack) button.current?.focus();
    isBack = false;
  }, []);
  if (!offer.value) return null;
  return (
    <button
      ref={button}
      type="button"
      class="button small friend-open"
      data-testid="dock-friend-open"
      disabled={!enabled}
      onClick={() => {
        name.value = '';
        step.value = 'name';
      }}
    >
      {words.open}
    </button>
  );
}
