/** One session: the customer's page in the middle, its address above, people and chat beside it. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { closed, connected, endSession, joined, me, notice, sessions, showList } from '../state.ts';
import { LANGUAGE_QUERY } from '../../words/languages.ts';
import { language } from '../../words/page.ts';
import { strings } from '../strings.ts';
import { connectViewer, disconnectViewer, tabs } from '../viewer-port.ts';
import { AddressBar } from './address-bar.tsx';
import { BoardButton, BoardPanel } from './board.tsx';
import { Chat } from './chat.tsx';
import { HomeIcon, PeopleIcon } from './icons.tsx';
import { InvitationCard } from './invitation.tsx';
import { Notices } from './notices.tsx';
import { People } from './people.tsx';
import { siteOf } from './session-list.tsx';
import { StateChip } from './state-chip.tsx';
import { TabStrip } from './tab-strip.tsx';
import { Tools } from './tools.tsx';

function EndButton() {
  const words = strings.session;
  const dialog = useRef<HTMLDialogElement>(null);
  return (
    <>
      <button type="button" class="button end" data-testid="end-session" onClick={() => dialog.current?.showModal()}>
        <span class="wide">{words.endSession}</span>
        <span class="narrow">{words.end}</span>
      </button>
      <dialog ref={dialog} aria-labelledby="end-sure">
        <h2 id="end-sure">{words.endSure}</h2>
        <p class="soft">{words.endText}</p>
        <div class="row tight choices">
          <button
            type="button"
            class="button danger"
            data-testid="end-confirm"
            onClick={() => {
              dialog.current?.close();
              void endSession();
            }}
          >
            {words.endYes}
          </button>
          <button type="button" class="button" onClick={() => dialog.current?.close()}>
            {words.endNo}
          </button>
        </div>
      </dialog>
    </>
  );
}

function Stage() {
  const frame = useRef<HTMLIFrameElement>(null);
  const now = joined.value;
  const origin = now?.origin;
  useEffect(() => disconnectViewer, []);
  return (
    <div class="stage" data-testid="stage">
      {origin !== undefined && (
        <iframe
          ref={frame}
          class={now?.state === 'waiting' ? 'viewer behind' : 'viewer'}
          title={strings.session.viewer}
          data-testid="viewer"
          src={`${origin}/viewer?${LANGUAGE_QUERY}=${language}`}
          onLoad={() => {
            if (frame.current) connectViewer(frame.current, origin);
          }}
        />
      )}
      {now?.state === 'waiting' && (
        <div class="cover">
          <InvitationCard />
        </div>
      )}
      {now === undefined && (
        <p class="cover soft" role="status">
          {strings.session.connecting}
        </p>
      )}
    </div>
  );
}

function statusText(): string {
  if (!connected.value) return strings.reconnecting;
  // Why there is no picture, the viewer says itself, in the place of the picture.
  return notice.value;
}

function Closed({ why }: { why: 'ended' | 'unknown' }) {
  const words = strings.session;
  return (
    <main class="alone">
      <div role="status" data-testid="session-ended">
        <h1>{why === 'ended' ? words.ended : words.gone}</h1>
        {why === 'ended' && <p class="soft lead">{words.endedText}</p>}
      </div>
      {me.value.is === 'staff' && (
        <button type="button" class="button primary" onClick={showList}>
          {words.newOne}
        </button>
      )}
    </main>
  );
}

export function SessionView({ id }: { id: string }) {
  const panel = useSignal(false);
  // On a phone the panel is folded away; beside a page it is always there.
  const wide = useSignal(matchMedia('(min-width: 900px)').matches);
  const seen = useSignal<number | undefined>(undefined);
  const now = joined.value;
  const lines = now?.chat.length ?? 0;
  const url = sessions.value?.find((row) => row.id === id)?.url ?? tabs.value[0]?.url;
  useEffect(() => {
    document.title = url === undefined ? strings.brand : strings.title({ site: siteOf(url).host });
    return () => {
      document.title = strings.brand;
    };
  }, [url]);
  // What was said before this tab joined is history, not news.
  useEffect(() => {
    if (now && (panel.value || seen.value === undefined)) seen.value = lines;
  }, [now === undefined, lines, panel.value]);
  const unread = lines - (seen.value ?? lines);
  if (closed.value) return <Closed why={closed.value} />;
  const status = statusText();
  return (
    <div class={panel.value ? 'session with-panel' : 'session'}>
      <header class="bar">
        <h1 class="unseen">{url === undefined ? strings.brand : siteOf(url).host}</h1>
        {me.value.is === 'staff' && (
          <button type="button" class="press" title={strings.session.back} aria-label={strings.session.back} onClick={showList}>
            <HomeIcon />
          </button>
        )}
        <AddressBar />
        {now && <StateChip state={now.state} />}
        {now && now.state !== 'waiting' && <BoardButton />}
        <button type="button" class="press panel-toggle" aria-expanded={panel.value} onClick={() => (panel.value = !panel.value)}>
          <PeopleIcon />
          <span class="unseen">{strings.session.panel}</span>
          {!panel.value && unread > 0 && <span class="unread">{unread}</span>}
        </button>
        <EndButton />
      </header>
      <TabStrip />
      <main class="work">
        <Notices />
        <div class="views">
          <div class="view">
            <Stage />
            <Tools />
          </div>
          <BoardPanel />
        </div>
        <p class={status ? 'status shown' : 'status'} role="status" data-testid="status">
          {status}
        </p>
      </main>
      <aside class="side" aria-label={strings.session.panel}>
        <People />
        <Chat inView={wide.value || panel.value} />
      </aside>
    </div>
  );
}
