/** Every session, live: site, people, state, age. */
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { SessionSummary } from '../../shared/messages.ts';
import { over, running, sessions } from '../state.ts';
import { language, listed } from '../../words/page.ts';
import { nameOf, strings, work } from '../strings.ts';
import { StateChip } from './state-chip.tsx';

const now = signal(Date.now());
/** Ages are told in minutes; half of one is fresh enough. */
const TICK_MS = 30_000;

const spans: readonly (readonly [seconds: number, unit: Intl.RelativeTimeFormatUnit])[] = [
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
];
const words = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' });

function age(createdAt: string): string {
  const seconds = Math.max(0, (now.value - Date.parse(createdAt)) / 1000);
  const span = spans.find(([length]) => seconds >= length);
  return span ? words.format(-Math.floor(seconds / span[0]), span[1]) : strings.list.justNow;
}

export function siteOf(url: string): { host: string; path: string } {
  if (!URL.canParse(url)) return { host: url, path: '' };
  const { host, pathname } = new URL(url);
  return { host, path: pathname === '/' ? '' : pathname };
}

const wanted = signal('');

/** By site, customer, ticket and people; every word must be somewhere. */
function isWanted(row: SessionSummary): boolean {
  const text = [row.url, row.customer, row.ticket, ...row.participants.map(({ name }) => name)].join(' ').toLocaleLowerCase(language);
  return wanted.value
    .toLocaleLowerCase(language)
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function people(row: SessionSummary): string {
  const here = row.participants.filter((person) => person.state === 'here').map(nameOf);
  return here.length ? listed(here) : strings.list.nobody;
}

function Row({ row }: { row: SessionSummary }) {
  const site = siteOf(row.url);
  return (
    <li>
      <a class="session-row" href={`#/session/${row.id}`} data-testid="session-row" data-session={row.id} data-state={row.state}>
        <span class={row.customer === undefined ? 'what latin' : 'what'}>
          <strong dir="auto">{row.customer ?? site.host}</strong>
          <span class="soft">
            {row.customer === undefined ? site.path : <bdi class="latin"> {site.host}</bdi>}
            {row.ticket !== undefined && ` · ${row.ticket}`}
          </span>
        </span>
        <span class="whom soft">{row.rating === undefined ? people(row) : strings.list.rated({ rating: row.rating })}</span>
        <StateChip state={row.state} />
        <span class="age soft">{age(row.createdAt)}</span>
      </a>
    </li>
  );
}

export function SessionList() {
  useEffect(() => {
    const timer = window.setInterval(() => (now.value = Date.now()), TICK_MS);
    return () => window.clearInterval(timer);
  }, []);
  if (sessions.value === undefined) return <p class="soft">{strings.session.connecting}</p>;
  return (
    <section aria-labelledby="sessions-title">
      <div class="list-head">
        <h2 id="sessions-title">{strings.list.title}</h2>
        {sessions.value.length > 0 && (
          <input
            id="session-search"
            class="field"
            type="search"
            aria-label={work.search.label}
            placeholder={work.search.label}
            data-testid="session-search"
            value={wanted.value}
            onInput={(event) => (wanted.value = event.currentTarget.value)}
          />
        )}
      </div>
      {wanted.value.trim() !== '' && !sessions.value.some(isWanted) && (
        <p class="soft" role="status">
          {work.search.none}
        </p>
      )}
      {running.value.length === 0 ? (
        <p class="empty soft">{strings.list.empty}</p>
      ) : (
        <ul class="sessions">
          {running.value.filter(isWanted).map((row) => (
            <Row key={row.id} row={row} />
          ))}
        </ul>
      )}
      {over.value.length > 0 && (
        <details class="over" open={wanted.value.trim() !== '' && over.value.some(isWanted)}>
          <summary class="soft">{strings.list.ended({ count: over.value.length })}</summary>
          <ul class="sessions">
            {over.value.filter(isWanted).map((row) => (
              <Row key={row.id} row={row} />
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
