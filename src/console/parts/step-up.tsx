/**
 * More than the page: a frame of the session's own host, as the viewer is, in which the agent asks for screen, voice and camera
 * and has them. A strip over the page until there is a picture, then beside it. To close it is to have had enough of all of it.
 */
import { effect, signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { LANGUAGE_QUERY } from '../../words/languages.ts';
import { language } from '../../words/page.ts';
import { joined, openId } from '../open-sessions.ts';
import { say, ticket } from '../state.ts';
import { steps as words } from '../strings.ts';

/** CSS pixels: what the frame may ask for as a strip. */
const STRIP_MIN = 56;
const STRIP_MAX = 420;

const isOpen = signal(false);
/** Of the strip; null: there is a picture. */
const height = signal<number | null>(STRIP_MIN);
let port: MessagePort | undefined;

// Another session has its own.
effect(() => {
  void openId.value;
  shut();
});

function shut(): void {
  isOpen.value = false;
  height.value = STRIP_MIN;
}

export function seesScreen(): boolean {
  return isOpen.value && height.value === null;
}

function connect(session: string, frame: HTMLIFrameElement, origin: string): void {
  port?.close();
  const channel = new MessageChannel();
  const asking = channel.port1;
  port = asking;
  asking.onmessage = ({ data }: MessageEvent<{ readonly type?: unknown; readonly height?: unknown }>) => {
    if (data.type === 'height') {
      height.value = typeof data.height === 'number' ? Math.min(STRIP_MAX, Math.max(STRIP_MIN, data.height)) : null;
      return;
    }
    void ticket(session).then((answer) => {
      if (answer.ok) asking.postMessage({ ticket: answer.value.ticket });
      else say(answer.text);
    });
  };
  frame.contentWindow?.postMessage({ type: 'samepage-port' }, origin, [channel.port2]);
}

export function StepUpPanel() {
  const frame = useRef<HTMLIFrameElement>(null);
  const room = joined.value;
  useEffect(
    () => () => {
      port?.close();
      port = undefined;
    },
    [],
  );
  if (!isOpen.value || !room) return null;
  const { session, origin } = room;
  return (
    <iframe
      ref={frame}
      class="step-frame"
      title={words.open}
      data-testid="step-up"
      src={`${origin}/watch?${LANGUAGE_QUERY}=${language}`}
      allow="fullscreen; autoplay; microphone; camera"
      style={height.value === null ? undefined : { height: `${height.value}px` }}
      onLoad={() => {
        if (frame.current) connect(session, frame.current, origin);
      }}
    />
  );
}

export function StepUpButton() {
  const open = isOpen.value;
  return (
    <button
      type="button"
      class="press step-button"
      data-testid="step-up-open"
      title={open ? words.close : words.open}
      aria-label={open ? words.close : words.open}
      aria-pressed={open}
      onClick={() => {
        if (open) shut();
        else isOpen.value = true;
      }}
    >
      <svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.9" stroke-linejoin="round" aria-hidden="true">
        <rect x="3" y="4.5" width="18" height="12" rx="2" />
        <path d="M9 20.5h6M12 16.5v4M8.5 11a3.5 3.5 0 017 0M11 11a1 1 0 012 0" stroke-linecap="round" />
      </svg>
      <span class="said-wide">{words.open}</span>
    </button>
  );
}
