/** The board's page: what lies on it in a strip, the one that is looked at, and what puts something there. */
import { useSignal } from '@preact/signals';
import { render } from 'preact';
import { useRef } from 'preact/hooks';
import { boardMimes, BOARD_NAME_MAX } from '../shared/board.ts';
import { addressOf, items, link, looksAt, nameOf, said, send, sending, session, shownBy, startBoard, tell, you } from './board-state.ts';
import { strings } from './strings.ts';
import { inkNews, tools, View } from './view.tsx';

function Strip() {
  return (
    <ul class="strip" aria-label={strings.things}>
      {items.value.map((item) => {
        const name = item.name || (item.kind === 'page' ? item.url : item.mime.startsWith('video') ? strings.video : strings.picture);
        return (
          <li key={item.id}>
            <button
              type="button"
              class="thumb"
              title={strings.thing({ name: name, by: nameOf(item.by) })}
              aria-label={strings.thing({ name: name, by: nameOf(item.by) })}
              aria-pressed={looksAt.value === item.id}
              onClick={() => (looksAt.value = item.id)}
            >
              {item.kind === 'file' && item.mime.startsWith('image') ? (
                <img src={addressOf(item)} alt="" />
              ) : (
                <span aria-hidden="true">{item.kind === 'page' ? '🔗' : '▶'}</span>
              )}
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function Add() {
  const file = useRef<HTMLInputElement>(null);
  const page = useSignal(false);
  const url = useSignal('');
  const name = useSignal('');
  const enabled = link.value === 'open' && (session.value === 'live' || session.value === 'paused');
  if (page.value) {
    return (
      <form
        class="add-page"
        onSubmit={(event) => {
          event.preventDefault();
          const address = /^https?:\/\//i.test(url.value.trim()) ? url.value.trim() : `https://${url.value.trim()}`;
          if (!tell({ type: 'page', url: address, name: name.value.trim() })) return;
          page.value = false;
          url.value = '';
          name.value = '';
        }}
      >
        <input
          class="field"
          aria-label={strings.pageAddress}
          placeholder={strings.pageAddress}
          required
          value={url.value}
          onInput={(event) => (url.value = event.currentTarget.value)}
        />
        <input
          class="field"
          aria-label={strings.pageName}
          placeholder={strings.pageName}
          maxLength={BOARD_NAME_MAX}
          value={name.value}
          onInput={(event) => (name.value = event.currentTarget.value)}
        />
        <div class="add">
          <button type="submit" class="button primary" disabled={!enabled}>
            {strings.put}
          </button>
          <button type="button" class="button quiet" onClick={() => (page.value = false)}>
            {strings.cancel}
          </button>
        </div>
      </form>
    );
  }
  return (
    <div class="add">
      <input
        ref={file}
        hidden
        type="file"
        accept={boardMimes.join(',')}
        onChange={(event) => {
          const chosen = event.currentTarget.files?.[0];
          if (chosen) send(chosen);
          event.currentTarget.value = '';
        }}
      />
      <button type="button" class="button primary" disabled={!enabled || sending.value !== undefined} onClick={() => file.current?.click()}>
        {sending.value === undefined ? strings.add : strings.sending({ percent: sending.value })}
      </button>
      <button type="button" class="button" disabled={!enabled} onClick={() => (page.value = true)}>
        {strings.addPage}
      </button>
    </div>
  );
}

function Board() {
  const item = items.value.find(({ id }) => id === looksAt.value);
  const shown = shownBy.value;
  return (
    <main class="board">
      <h1 class="unseen">{strings.title}</h1>
      {items.value.length > 0 && <Strip />}
      {item ? (
        <View key={item.id} item={item} />
      ) : (
        <p class="soft empty">
          {link.value === 'ended' ? strings.ended : link.value === 'connecting' ? strings.connecting : strings.empty}
        </p>
      )}
      <p class={said.value || shown ? 'said small soft' : 'said'} role="status">
        {said.value || (shown && shown.item === looksAt.value && shown.by !== you.value ? strings.shownBy({ name: nameOf(shown.by) }) : '')}
      </p>
      {link.value !== 'ended' && !tools.open.value && <Add />}
    </main>
  );
}

const root = document.querySelector('#board');
if (root) render(<Board />, root);
startBoard(inkNews);
