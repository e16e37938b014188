/**
 * The small frame in the site's page: who is watching now, pause, stop, and on demand people and chat. It is on our own
 * origin, so the site can neither read it nor press in it.
 */
import { render } from 'preact';
import { keepFocus } from '../focus/index.ts';
import { activity, board, elsewhere, link, open, session, setOpen, startDock, stop, togglePause, unread, watching } from './dock-state.ts';
import { brand } from '../words/brand.ts';
import { DrawButton } from '../ink/index.ts';
import { Board, BoardNews } from './board.tsx';
import { DrawBar, tools } from './draw.tsx';
import { FoldMark, GripMark, PauseMark, PlayMark, StopMark } from './marks.tsx';
import { Notice } from './notice.tsx';
import { Panel } from './panel.tsx';
import { hold, isDragged, nextPlace, step } from './place.ts';
import { Steps } from './steps.tsx';
import { ink, nameOf, strings } from './strings.ts';
import { TabAsk } from './tab-ask.tsx';

function status(): { readonly text: string; readonly tone: 'live' | 'quiet' | 'lost' } {
  const words = strings;
  if (session.value === 'ended' || link.value === 'ended') return { text: words.ended, tone: 'quiet' };
  if (link.value === 'connecting') return { text: words.connecting, tone: 'quiet' };
  if (link.value === 'elsewhere') return { text: words.elsewhere, tone: 'lost' };
  if (link.value === 'lost') return { text: words.lost, tone: 'lost' };
  if (session.value === 'paused') return { text: words.paused, tone: 'quiet' };
  const [first, ...more] = watching.value;
  const { nobody, one, many } = words.watching;
  const text = !first ? (othersText() ?? nobody) : more.length === 0 ? one({ name: nameOf(first) }) : many({ count: more.length + 1 });
  return { text: activity.value || text, tone: first ? 'live' : 'quiet' };
}

/** Nobody sees this page; somebody sees another tab of the customer's. */
function othersText(): string | undefined {
  const [first, ...more] = elsewhere.value;
  if (!first) return undefined;
  const { elsewhere: one, others } = strings.watching;
  return more.length === 0 ? one({ name: nameOf(first.person), page: first.title }) : others;
}

const arrows: Readonly<Record<string, readonly [-1 | 0 | 1, -1 | 0 | 1]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** Dragged, pressed, or with the arrow keys. */
function Grip() {
  return (
    <button
      type="button"
      class={isDragged.value ? 'grip held' : 'grip'}
      title={strings.move}
      aria-label={strings.move}
      data-testid="dock-grip"
      onPointerDown={hold}
      // A press of the pointer is told by its own end; this one is of a key or a screen reader.
      onClick={(event) => event.detail === 0 && nextPlace()}
      onKeyDown={(event) => {
        const way = arrows[event.key];
        if (!way) return;
        event.preventDefault();
        step(...way);
      }}
    >
      <GripMark />
    </button>
  );
}

function Bar() {
  const words = strings;
  const now = status();
  const over = session.value === 'ended' || link.value === 'ended' || link.value === 'elsewhere';
  const paused = session.value === 'paused';
  return (
    <div class="bar">
      <Grip />
      {/* What is said by itself stands beside the button, not in it: not every browser tells of what is inside one. */}
      <div class="who">
        <span class={`lamp ${now.tone}`} />
        <span class="text" role="status" data-testid="dock-status">
          {now.text}
        </span>
        {unread.value > 0 && <span class="unread">{unread.value}</span>}
        <span class={open.value ? 'fold' : 'fold up'}>
          <FoldMark />
        </span>
        <button
          type="button"
          class="who-press"
          aria-expanded={open.value}
          aria-label={`${open.value ? words.fold : words.open}. ${now.text}`}
          data-testid="dock-open"
          onClick={() => setOpen(!open.value)}
        />
      </div>
      {!over && (
        <>
          {!paused && !tools.open.value && <DrawButton tools={tools} words={ink} disabled={link.value !== 'open'} />}
          <button
            type="button"
            class="press"
            data-testid="dock-pause"
            onClick={togglePause}
            disabled={link.value !== 'open'}
            title={paused ? words.resume : words.pause}
          >
            {paused ? <PlayMark /> : <PauseMark />}
            <span class="unseen">{paused ? words.resume : words.pause}</span>
          </button>
          <button type="button" class="press stop" data-testid="dock-stop" onClick={stop}>
            <StopMark />
            {words.stop}
          </button>
        </>
      )}
    </div>
  );
}

function Dock() {
  return (
    <main class={open.value || board.value ? 'dock open' : 'dock'}>
      <h1 class="unseen">{brand.product}</h1>
      <Notice />
      <TabAsk />
      <Steps />
      <BoardNews />
      {board.value && <Board />}
      {open.value && <Panel />}
      {tools.open.value && <DrawBar />}
      <Bar />
    </main>
  );
}

const root = document.querySelector('#dock');
if (root) {
  render(<Dock />, root);
  keepFocus(root, () => root.querySelector('.who-press'));
}
startDock();
