/** The leak test on the page of rules: one field, one button, and what came out of it. */
import { useSignal } from '@preact/signals';
import type { LeakReport, SignedReport } from '../../shared/leak-test.ts';
import { leakTest, reportFile, startLeakTest } from '../leak-test.ts';
import { listed } from '../../words/page.ts';
import { strings } from '../strings.ts';

const words = strings.leakTest;

export function LeakTest() {
  const url = useSignal('');
  const now = leakTest.value;
  const start = (event: Event) => {
    event.preventDefault();
    const address = url.value.trim();
    if (address === '' || now.is === 'running') return;
    // Opened by the press itself: what opens later is a pop-up that browsers hold back. It gets its address when there is one.
    const tab = window.open('', '_blank');
    if (tab) tab.opener = null;
    void startLeakTest(address, (link) => {
      if (tab) tab.location.href = link;
    }).then(() => {
      if (leakTest.value.is === 'none' && tab && !tab.closed) tab.close();
    });
  };
  return (
    <section class="stack" aria-labelledby="leak-title" data-testid="leak-test">
      <h2 id="leak-title">{words.title}</h2>
      <p class="soft">{words.lead}</p>
      <form class="row tight" onSubmit={start}>
        <input
          class="field"
          aria-label={words.label}
          placeholder={words.placeholder}
          inputMode="url"
          data-testid="leak-url"
          value={url.value}
          onInput={(event) => (url.value = event.currentTarget.value)}
        />
        <button type="submit" class="button" data-testid="leak-start" disabled={now.is === 'running'}>
          {words.button}
        </button>
      </form>
      {now.is === 'running' && (
        <p class="notice" role="status">
          {words.states[now.state]}{' '}
          {now.state === 'waiting' && (
            <a href={now.link} target="_blank" rel="noreferrer">
              {words.open}
            </a>
          )}
        </p>
      )}
      {now.is === 'none' && now.fault && (
        <p class="notice fault" role="alert">
          {now.fault}
        </p>
      )}
      {now.is === 'done' && <Outcome signed={now.signed} />}
    </section>
  );
}

function Outcome({ signed }: { signed: SignedReport }) {
  const { report } = signed;
  const unmatched = report.untested.filter(({ why }) => why === 'no match').map(({ rule }) => rule);
  const count = report.planted.reduce((sum, { canaries }) => sum + canaries, 0);
  const tone = { clean: 'good', lifted: 'warn', leak: 'fault', blind: 'warn' }[report.verdict];
  return (
    <div class="stack card" data-testid="leak-outcome" data-verdict={report.verdict}>
      <p class={`notice ${tone}`} role="status">
        <strong>{words.verdicts[report.verdict]}</strong>
      </p>
      <p class="small soft">{words.counted({ canaries: count, rules: report.planted.length, url: report.url })}</p>
      {report.hits.length > 0 && (
        <ul class="sessions">
          {report.hits.map((hit, at) => (
            <li class="account" key={at}>
              <span class="what">
                <Hit hit={hit} />
              </span>
            </li>
          ))}
        </ul>
      )}
      {unmatched.length > 0 && <p class="small soft">{words.unmatched({ rules: listed(unmatched) })}</p>}
      <p>
        <a class="button" download="leak-test-report.json" href={reportFile(signed)} data-testid="leak-report">
          {words.download}
        </a>
      </p>
      <p class="small soft">{words.signed({ key: signed.key })}</p>
    </div>
  );
}

function Hit({ hit }: { hit: LeakReport['hits'][number] }) {
  const { place } = hit;
  return (
    <span>
      <strong>{place ? `${place.rule}: ${place.kind}` : words.unknown}</strong>{' '}
      <span class="soft small">{words.found({ where: words.places[hit.where], spelling: hit.spelling })}</span>
      {place?.lifted && <span class="soft small"> · {words.shown({ rule: place.lifted })}</span>}
    </span>
  );
}
