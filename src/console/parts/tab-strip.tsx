/** The customer's tabs: what each is, where the customer is, and which one this agent looks at: theirs, or one to stay on. */
import type { TabInfo } from '../../shared/messages.ts';
import { strings } from '../strings.ts';
import { active, follow, pinned, shown, tabs } from '../viewer-port.ts';
import { FollowIcon, PinIcon } from './icons.tsx';
import { siteOf } from './session-list.tsx';

function Tab({ tab }: { tab: TabInfo }) {
  const words = strings.session;
  const site = siteOf(tab.url).host;
  const title = tab.title || site || words.untitled;
  const isHere = tab.tab === active.value && tab.state !== 'gone';
  const isPinned = tab.tab === pinned.value;
  const about = [words.tabStates[tab.state], ...(isHere ? [words.customerHere] : []), ...(isPinned ? [words.pinned] : [])].join(', ');
  return (
    <button
      type="button"
      aria-current={tab.tab === shown.value ? 'page' : undefined}
      class={`tab ${tab.state}`}
      data-testid="tab"
      data-state={tab.state}
      title={`${tab.url}\n${about}`}
      aria-label={`${title}${site && site !== title ? `, ${site}` : ''}: ${about}`}
      onClick={() => follow(tab.tab)}
    >
      <span class="lamp" />
      <span class="name">{title}</span>
      {site !== title && (
        <>
          {/* Between two words, for who speaks to the button by what stands on it. */} <span class="site">{site}</span>
        </>
      )}
      {isPinned && <PinIcon />}
    </button>
  );
}

export function TabStrip() {
  const words = strings.session;
  if (tabs.value.length < 2 && pinned.value === null) return null;
  return (
    <nav class="tabs" aria-label={words.tabs}>
      <button
        type="button"
        class="follow"
        aria-pressed={pinned.value === null}
        aria-label={words.follow}
        title={words.followHint}
        data-testid="follow"
        onClick={() => follow(pinned.value === null ? shown.value : null)}
      >
        <FollowIcon />
        <span class="wide">{words.follow}</span>
      </button>
      {tabs.value.map((tab) => (
        <Tab key={tab.tab} tab={tab} />
      ))}
    </nav>
  );
}
