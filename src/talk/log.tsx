/** The lines of a chat: links that are safe, names that were meant, a mark where the news begins, and each line to be copied. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { chatParts } from './chat-text.ts';
import type { ParticipantId } from '../shared/ids.ts';
import type { ChatMessage, Person } from '../shared/messages.ts';

export interface TalkWords {
  readonly title: string;
  readonly empty: string;
  readonly news: string;
  readonly copy: string;
  readonly copied: string;
  readonly save: string;
  /** Name of the file, without its end. */
  readonly file: string;
  readonly kept: string;
  readonly label: string;
  readonly send: string;
  readonly mention: string;
  readonly answers: string;
}

export interface TalkLogProps {
  readonly words: TalkWords;
  readonly lines: readonly ChatMessage[];
  readonly people: readonly Person[];
  readonly you: ParticipantId | undefined;
  /** Id of the last line that was read when the log came into view. */
  readonly readTo: number;
  readonly from: (line: ChatMessage) => string;
  readonly class: string;
  readonly testId: string;
}

const COPIED_MS = 1500;

export function TalkLog({ words, lines, people, you, readTo, from, class: className, testId }: TalkLogProps) {
  const log = useRef<HTMLDivElement>(null);
  const names = people.map(({ name }) => name);
  const own = people.find(({ id }) => id === you)?.name.toLowerCase();
  useEffect(() => {
    log.current?.scrollTo({ top: log.current.scrollHeight });
  }, [lines.length]);
  const firstNew = lines.find((line) => line.id > readTo && line.from !== you)?.id;
  return (
    <div class={className} role="log" aria-label={words.title} tabIndex={0} ref={log} data-testid={testId}>
      {lines.length === 0 && <p class="soft small empty">{words.empty}</p>}
      {lines.map((line) => (
        <>
          {line.id === firstNew && readTo > 0 && (
            <p class="news" key={`news ${line.id}`}>
              <span>{words.news}</span>
            </p>
          )}
          <div key={line.id} class={line.from === you ? 'line mine' : 'line'}>
            {line.from !== you && <span class="from">{from(line)}</span>}
            {/* In the direction of its own language, which need not be the reader's. */}
            <p dir="auto">
              {chatParts(line.text, names).map((part) =>
                part.is === 'link' ? (
                  <a href={part.href} target="_blank" rel="noopener noreferrer nofollow">
                    {part.text}
                  </a>
                ) : part.is === 'mention' ? (
                  <strong class={part.name.toLowerCase() === own ? 'mention me' : 'mention'}>{part.text}</strong>
                ) : (
                  part.text
                ),
              )}
            </p>
            <CopyLine text={line.text} words={words} />
          </div>
        </>
      ))}
    </div>
  );
}

function CopyLine({ text, words }: { text: string; words: TalkWords }) {
  const done = useSignal(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      return; // the browser asked the person, and they said no: the text is still there to be selected
    }
    done.value = true;
    window.setTimeout(() => (done.value = false), COPIED_MS);
  };
  return (
    <button
      type="button"
      class="copy"
      title={done.value ? words.copied : words.copy}
      aria-label={done.value ? words.copied : words.copy}
      onClick={() => void copy()}
    >
      <svg
        viewBox="0 0 24 24"
        fill="none"
        stroke="currentColor"
        stroke-width="1.9"
        stroke-linecap="round"
        stroke-linejoin="round"
        aria-hidden="true"
      >
        {done.value ? (
          <path d="M5 12.5l4.5 4.5L19 7.5" />
        ) : (
          <path d="M10.5 9H18a2 2 0 012 2v7a2 2 0 01-2 2h-7.5a2 2 0 01-2-2v-7a2 2 0 012-2zM15 9V6a2 2 0 00-2-2H6a2 2 0 00-2 2v7a2 2 0 002 2h2.5" />
        )}
      </svg>
    </button>
  );
}

/** The chat as a text file, made and kept by the one who asks for it. */
function saveAsText(lines: readonly ChatMessage[], name: string): void {
  const text = lines.map((line) => `${new Date(line.at).toLocaleString()}  ${line.name}: ${line.text}\n`).join('');
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** Under the log: whether it is kept, and the log as a file. */
export function TalkTools({ words, lines, kept }: Pick<TalkLogProps, 'words' | 'lines'> & { kept: boolean }) {
  if (lines.length === 0) return null;
  return (
    <p class="chat-tools small soft">
      <span>{kept ? words.kept : ''}</span>
      <button type="button" class="button quiet small" onClick={() => saveAsText(lines, `${words.file}.txt`)}>
        {words.save}
      </button>
    </p>
  );
}
