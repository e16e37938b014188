/** The sessions that are open here at the same time, with what is new in those that nobody looks at. */
import { opened, openId, type Opened } from '../open-sessions.ts';
import { leaveSession, rowOf, showSession } from '../state.ts';
import { strings, work } from '../strings.ts';
import { CloseIcon } from './icons.tsx';
import { siteOf } from './session-list.tsx';

/** One is no choice where it is looked at. */
export function SessionTabs() {
  const words = work.tabs;
  const few = openId.value === undefined ? 1 : 2;
  if (opened.value.size < few) return null;
  return (
    <nav class="open-sessions" aria-label={words.title}>
      <ul>
        {[...opened.value].map(([id, at]) => (
          <Tab key={id} id={id} at={at} />
        ))}
      </ul>
    </nav>
  );
}

function Tab({ id, at }: { id: string; at: Opened }) {
  const words = work.tabs;
  const row = rowOf(id);
  const site = row === undefined ? '' : siteOf(row.url).host;
  const name = row?.customer ?? (site || strings.session.untitled);
  const state = at.closed ? 'ended' : (at.joined?.state ?? row?.state ?? 'waiting');
  const isCurrent = id === openId.value;
  return (
    <li class={isCurrent ? 'open-session here' : 'open-session'} data-testid="open-session" data-session={id} data-state={state}>
      <button type="button" aria-current={isCurrent ? 'page' : undefined} title={site} onClick={() => showSession(id)}>
        <span class={`lamp ${state}`} />
        <span class="name">{name}</span>
        <span class="unseen">{strings.states[state]}</span>
        {!isCurrent && at.unread > 0 && (
          <>
            <span class="unread" aria-hidden="true">
              {at.unread}
            </span>
            <span class="unseen">{words.unread({ count: at.unread })}</span>
          </>
        )}
        {!isCurrent && at.news && at.unread === 0 && (
          <>
            <span class="unread" aria-hidden="true">
              !
            </span>
            <span class="unseen">{words.news}</span>
          </>
        )}
      </button>
      <button type="button" class="press" title={words.close({ name })} aria-label={words.close({ name })} onClick={() => leaveSession(id)}>
        <CloseIcon />
      </button>
    </li>
  );
}
