/** One session: the customer's page in the middle, its address above, people and chat beside it. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { closed, isFriend, joined, opened, openId, type Joined } from '../open-sessions.ts';
import { me } from '../sign-in.ts';
import { connected, endSession, notice, rowOf, showList } from '../state.ts';
import { LANGUAGE_QUERY } from '../../words/languages.ts';
import { language } from '../../words/page.ts';
import { signInWords } from '../sign-in-strings.ts';
import { strings } from '../strings.ts';
import { connectViewer, disconnectViewer, putHandAway, tabs } from '../viewer-port.ts';
import { About } from './about.tsx';
import { AddressBar } from './address-bar.tsx';
import { BoardButton, BoardPanel } from './board.tsx';
import { Chat } from './chat.tsx';
import { HomeIcon, PeopleIcon } from './icons.tsx';
import { InvitationCard } from './invitation.tsx';
import { Downloads } from './downloads.tsx';
import { Notices } from './notices.tsx';
import { Notes } from './notes.tsx';
import { People } from './people.tsx';
import { siteOf } from './session-list.tsx';
import { SessionTabs } from './session-tabs.tsx';
import { StateChip } from './state-chip.tsx';
import { TabStrip } from './tab-strip.tsx';
import { seesScreen, StepUpButton, StepUpPanel } from './step-up.tsx';
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

/** The picture of every session that is open, one behind the other: each stays in step, whichever is looked at. */
function Stage() {
  const now = joined.value;
  return (
    <div class="stage" data-testid="stage">
      {[...opened.value].map(([id, { joined: room }]) => room && <Picture key={id} room={room} isCurrent={id === openId.value} />)}
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

function Picture({ room, isCurrent }: { room: Joined; isCurrent: boolean }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const { session, origin, state } = room;
  useEffect(() => () => disconnectViewer(session), [session]);
  useEffect(() => {
    if (!isCurrent) putHandAway(session);
  }, [isCurrent]);
  return (
    <iframe
      ref={frame}
      class={!isCurrent || state === 'waiting' ? 'viewer behind' : 'viewer'}
      title={strings.session.viewer}
      data-testid={isCurrent ? 'viewer' : 'viewer-behind'}
      src={`${origin}/viewer?${LANGUAGE_QUERY}=${language}`}
      onLoad={() => {
        if (frame.current) connectViewer(session, frame.current, origin);
      }}
    />
  );
}

function statusText(): string {
  if (!connected.value) return strings.reconnecting;
  // Why there is no picture, the viewer says itself, in the place of the picture.
  return notice.value;
}

function Closed({ why }: { why: 'ended' | 'unknown' | 'sent-off' }) {
  const words = strings.session;
  return (
    <main class="alone" id="main" tabIndex={-1}>
      <div role="status" data-testid="session-ended">
        <h1>{{ ended: words.ended, unknown: words.gone, 'sent-off': words.sentOff }[why]}</h1>
        {why !== 'unknown' && <p class="soft lead">{why === 'ended' ? words.endedText : words.sentOffText}</p>}
      </div>
      {me.value.is === 'staff' && (
        <button type="button" class="button primary" onClick={showList}>
          {words.newOne}
        </button>
      )}
    </main>
  );
}

/** Stays while any session is open: a frame that is taken out of the page starts anew. */
export function SessionView() {
  const id = openId.value;
  const panel = useSignal(false);
  // On a phone the panel is folded away; beside a page it is always there.
  const wide = useSignal(matchMedia('(min-width: 900px)').matches);
  /** Lines of chat that were seen, by session. Bounded as the sessions that are open are. */
  const seen = useRef(new Map<string, number>());
  const now = joined.value;
  const lines = now?.chat.length ?? 0;
  const url = id === undefined ? undefined : (rowOf(id)?.url ?? tabs.value[0]?.url);
  // What was said before this console joined is history, not news.
  if (now && (panel.value || !seen.current.has(now.session))) seen.current.set(now.session, lines);
  const unread = now ? lines - (seen.current.get(now.session) ?? lines) : 0;
  const why = id === undefined ? undefined : closed.value;
  const isShown = id !== undefined && why === undefined;
  const status = statusText();
  return (
    <>
      {why && <SessionTabs />}
      {why && <Closed why={why} />}
      <div class={panel.value ? 'session with-panel' : 'session'} hidden={!isShown}>
        <SessionTabs />
        <header class="bar">
          <h1 class="unseen">{url === undefined ? signInWords.brand : siteOf(url).host}</h1>
          {me.value.is === 'staff' && (
            <button type="button" class="press" title={strings.session.back} aria-label={strings.session.back} onClick={showList}>
              <HomeIcon />
            </button>
          )}
          <AddressBar />
          {now && <StateChip state={now.state} />}
          {now && now.state !== 'waiting' && !isFriend.value && <StepUpButton />}
          {now && now.state !== 'waiting' && <BoardButton />}
          <button type="button" class="press panel-toggle" aria-expanded={panel.value} onClick={() => (panel.value = !panel.value)}>
            <PeopleIcon />
            <span class="unseen">{strings.session.panel}</span>
            {!panel.value && unread > 0 && <span class="unread">{unread}</span>}
          </button>
          {!isFriend.value && <EndButton />}
        </header>
        <TabStrip />
        <main class={seesScreen() ? 'work seeing' : 'work'} id={isShown ? 'main' : undefined} tabIndex={-1}>
          <Notices />
          <Downloads />
          <StepUpPanel key={`step ${id ?? ''}`} />
          <div class="views">
            <div class="view">
              <Stage />
              <Tools key={id} />
            </div>
            <BoardPanel />
          </div>
          <p class={status ? 'status shown' : 'status'} role="status" data-testid="status">
            {status}
          </p>
        </main>
        <aside class="side" aria-label={strings.session.panel}>
          <div class="side-top">
            {id !== undefined && <About key={`about ${id}`} id={id} />}
            <People key={`people ${id ?? ''}`} />
            {id !== undefined && now && !isFriend.value && <Notes key={`notes ${id}`} session={id} />}
          </div>
          <Chat key={`chat ${id ?? ''}`} inView={id !== undefined && (wide.value || panel.value)} />
        </aside>
      </div>
    </>
  );
}
