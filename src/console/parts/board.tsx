/** The board beside the page's picture: a frame of the session's own host, as the viewer is, which gets its tickets from here. */
import { useEffect, useRef } from 'preact/hooks';
import { boardNews, joined, openBoard, openId, setBoard } from '../open-sessions.ts';
import { say, ticket } from '../state.ts';
import { board as words } from '../strings.ts';

let port: MessagePort | undefined;

function connect(session: string, frame: HTMLIFrameElement, origin: string): void {
  port?.close();
  const channel = new MessageChannel();
  const asking = channel.port1;
  port = asking;
  // The board asks for nothing else.
  asking.onmessage = () =>
    void ticket(session).then((answer) => {
      if (answer.ok) asking.postMessage({ ticket: answer.value.ticket });
      else say(answer.text);
    });
  frame.contentWindow?.postMessage({ type: 'samepage-port' }, origin, [channel.port2]);
}

export function BoardPanel() {
  const frame = useRef<HTMLIFrameElement>(null);
  const origin = joined.value?.origin;
  useEffect(
    () => () => {
      port?.close();
      port = undefined;
    },
    [],
  );
  if (!openBoard.value || origin === undefined) return null;
  return (
    <iframe
      key={openId.value}
      ref={frame}
      class="board-frame"
      title={words.title}
      data-testid="board"
      src={`${origin}/board?guest`}
      allow="fullscreen"
      onLoad={() => {
        if (frame.current && openId.value !== undefined) connect(openId.value, frame.current, origin);
      }}
    />
  );
}

export function BoardButton() {
  const open = openBoard.value;
  return (
    <button
      type="button"
      class="press board-button"
      title={open ? words.closeBoard : words.openBoard}
      aria-label={open ? words.closeBoard : words.openBoard}
      aria-pressed={open}
      onClick={() => {
        setBoard(!open);
      }}
    >
      <svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.9" stroke-linejoin="round" aria-hidden="true">
        <rect x="3.5" y="4.5" width="17" height="13" rx="2" />
        <path d="M3.5 14l4.5-4 4 3.5 3-2.5 5.5 4.5M9 21h6" stroke-linecap="round" />
      </svg>
      <span class="said-wide">{words.title}</span>
      {!open && boardNews.value > 0 && <span class="unread">{boardNews.value}</span>}
    </button>
  );
}
