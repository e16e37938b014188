/** Chat with the customer and colleagues. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { chat, connected, joined } from '../state.ts';
import { strings } from '../strings.ts';

const CHARACTERS_MAX = 2000;

export function Chat() {
  const words = strings.chat;
  const draft = useSignal('');
  const log = useRef<HTMLDivElement>(null);
  const lines = joined.value?.chat ?? [];
  const you = joined.value?.you;
  useEffect(() => {
    log.current?.scrollTo({ top: log.current.scrollHeight });
  }, [lines.length]);
  return (
    <section class="chat" aria-label={words.title}>
      <div class="chat-log" role="log" aria-label={words.title} tabIndex={0} ref={log} data-testid="chat-log">
        {lines.length === 0 && <p class="soft small empty">{words.empty}</p>}
        {lines.map((line) => (
          <div key={line.id} class={line.from === you ? 'line mine' : 'line'}>
            {line.from !== you && (
              <span class="from">
                {line.name.toLowerCase() === strings.roles[line.role] ? line.name : `${line.name}, ${strings.roles[line.role]}`}
              </span>
            )}
            <p>{line.text}</p>
          </div>
        ))}
      </div>
      <form
        class="row tight"
        onSubmit={(event) => {
          event.preventDefault();
          const text = draft.value.trim();
          if (text && chat(text)) draft.value = '';
        }}
      >
        <input
          class="field"
          aria-label={words.label}
          placeholder={words.placeholder}
          maxLength={CHARACTERS_MAX}
          autoComplete="off"
          enterKeyHint="send"
          data-testid="chat-input"
          value={draft.value}
          onInput={(event) => (draft.value = event.currentTarget.value)}
        />
        <button type="submit" class="button primary" data-testid="chat-send" disabled={!connected.value}>
          {words.send}
        </button>
      </form>
    </section>
  );
}
