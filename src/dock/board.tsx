/** The board in the dock, and the line that says that there is something on it. */
import { board, boardNews, setBoard } from './dock-state.ts';
import { CloseMark } from './marks.tsx';
import { board as words } from './strings.ts';

export function Board() {
  return (
    <div class="board-in-dock">
      <div class="panel-head">
        <h2>{words.title}</h2>
        <button type="button" class="press" title={words.closeBoard} aria-label={words.closeBoard} onClick={() => setBoard(false)}>
          <CloseMark />
        </button>
      </div>
      <iframe src="/board" title={words.title} data-testid="board" />
    </div>
  );
}

export function BoardNews() {
  if (board.value || !boardNews.value) return null;
  return (
    <div class="board-news" role="status" data-testid="board-news">
      <p>{words.news({ name: boardNews.value })}</p>
      <button type="button" class="button primary" onClick={() => setBoard(true)}>
        {words.look}
      </button>
    </div>
  );
}
