/** Where a message is written: `@` offers the people who are here, and an agent has answers at hand. */
import { useSignal } from '@preact/signals';
import { useId, useRef } from 'preact/hooks';
import type { ParticipantId } from '../shared/ids.ts';
import type { Person } from '../shared/messages.ts';
import type { TalkWords } from './log.tsx';

const CHARACTERS_MAX = 2000;
/** People offered at a time. */
const OFFERS_MAX = 6;

export interface SayProps {
  readonly words: TalkWords;
  readonly people: readonly Person[];
  readonly you: ParticipantId | undefined;
  readonly enabled: boolean;
  readonly say: (text: string) => boolean;
  /** Ready-made messages; undefined: not for this side. */
  readonly answers?: readonly string[];
  readonly class: string;
  readonly testId: string;
}

export function Say({ words, people, you, enabled, say, answers = [], class: className, testId }: SayProps) {
  const draft = useSignal('');
  const chosen = useSignal(0);
  const field = useRef<HTMLInputElement>(null);
  const list = useId();
  const asked = /(?:^|\s)@([^@]{0,40})$/u.exec(draft.value)?.[1]?.toLowerCase();
  const offers =
    asked === undefined
      ? []
      : people
          .filter(
            ({ id, state, name }) =>
              id !== you && state !== 'left' && name.toLowerCase().startsWith(asked) && name.toLowerCase() !== asked.trim(),
          )
          .slice(0, OFFERS_MAX);
  const at = Math.min(chosen.value, offers.length - 1);
  const take = (name: string) => {
    draft.value = draft.value.replace(/@[^@]*$/u, `@${name} `);
    chosen.value = 0;
    field.current?.focus();
  };
  return (
    <form
      class={className}
      onSubmit={(event) => {
        event.preventDefault();
        const text = draft.value.trim();
        if (text && say(text)) draft.value = '';
      }}
    >
      {answers.length > 0 && (
        // The list of the browser itself, under a sign: its own face would be a cut word.
        <span class="answers">
          <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.9" stroke-linejoin="round" aria-hidden="true">
            <path d="M4 5.5h16v10.5h-8.5L7 19.5V16H4zM8 9.2h8M8 12.4h5" stroke-linecap="round" />
          </svg>
          <select
            aria-label={words.answers}
            title={words.answers}
            value=""
            onChange={(event) => {
              draft.value = [draft.value.trim(), event.currentTarget.value].filter(Boolean).join(' ');
              event.currentTarget.value = '';
              field.current?.focus();
            }}
          >
            <option value="">{words.answers}</option>
            {answers.map((text) => (
              <option key={text} value={text}>
                {text}
              </option>
            ))}
          </select>
        </span>
      )}
      <div class="write">
        {offers.length > 0 && (
          <ul class="offers" role="listbox" id={list} aria-label={words.mention}>
            {offers.map(({ id, name, color }, n) => (
              <li
                key={id}
                id={`${list}-${n}`}
                role="option"
                aria-selected={n === at}
                onPointerDown={(event) => {
                  event.preventDefault();
                  take(name);
                }}
              >
                <svg viewBox="0 0 10 10" aria-hidden="true">
                  <circle cx="5" cy="5" r="5" fill={color} />
                </svg>
                {name}
              </li>
            ))}
          </ul>
        )}
        <input
          ref={field}
          class="field"
          data-testid={`${testId}-input`}
          aria-label={words.label}
          placeholder={words.label}
          maxLength={CHARACTERS_MAX}
          autoComplete="off"
          enterKeyHint="send"
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={offers.length > 0}
          aria-controls={list}
          {...(offers.length > 0 ? { 'aria-activedescendant': `${list}-${at}` } : {})}
          value={draft.value}
          onInput={(event) => (draft.value = event.currentTarget.value)}
          onKeyDown={(event) => {
            if (offers.length === 0) return;
            const offer = offers[at];
            if (event.key === 'ArrowDown') chosen.value = (at + 1) % offers.length;
            else if (event.key === 'ArrowUp') chosen.value = (at + offers.length - 1) % offers.length;
            else if ((event.key === 'Enter' || event.key === 'Tab') && offer) take(offer.name);
            else return;
            event.preventDefault();
          }}
        />
      </div>
      <button type="submit" class="button primary" data-testid={`${testId}-send`} disabled={!enabled}>
        {words.send}
      </button>
    </form>
  );
}
