/** Chat with the customer and colleagues. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Say, TalkLog, TalkTools } from '../../talk/index.ts';
import type { ChatMessage } from '../../shared/messages.ts';
import { isFriend, joined } from '../open-sessions.ts';
import { chat, connected } from '../state.ts';
import { isUnnamed } from '../../words/names.ts';
import { nameOf, strings, talk } from '../strings.ts';

function named(line: ChatMessage): string {
  return isUnnamed(line) ? nameOf(line) : `${line.name} · ${strings.roles[line.role]}`;
}

export function Chat({ inView }: { inView: boolean }) {
  const words = { ...talk, empty: isFriend.value ? strings.chatEmptyFriend : strings.chatEmpty };
  const now = joined.value;
  const lines = now?.chat ?? [];
  const last = lines.at(-1)?.id ?? 0;
  const readTo = useSignal(last);
  // What comes while nobody looks is news when they look again; it is read once they have gone away from it.
  useEffect(() => {
    const mark = () => {
      if (document.hidden || !inView) readTo.value = joined.value?.chat.at(-1)?.id ?? 0;
    };
    mark();
    document.addEventListener('visibilitychange', mark);
    return () => document.removeEventListener('visibilitychange', mark);
  }, [inView]);
  useEffect(() => {
    if (inView && !document.hidden) readTo.value = Math.max(readTo.value, lines.findLast((line) => line.from === now?.you)?.id ?? 0);
  }, [last]);
  return (
    <section class="chat" aria-label={words.title}>
      <TalkLog
        words={words}
        lines={lines}
        people={now?.people ?? []}
        you={now?.you}
        readTo={readTo.value}
        from={named}
        class="chat-log"
        testId="chat-log"
      />
      <TalkTools words={words} lines={lines} kept={now?.kept === true} />
      <Say
        words={words}
        people={now?.people ?? []}
        you={now?.you}
        enabled={connected.value}
        say={chat}
        answers={now?.answers ?? []}
        class="row tight"
        testId="chat"
      />
    </section>
  );
}
