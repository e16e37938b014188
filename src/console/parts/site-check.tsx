/** "Does it work here?": one field, one button, and what was found in plain words, heaviest first. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { findings as known, type Finding, type RuleCount, type SiteReport, type SiteVerdict } from '../../shared/site-check.ts';
import { startSession } from '../state.ts';
import { address, look, lookAt } from '../site-check.ts';
import { check as words, hiddenKind, strings } from '../strings.ts';

const tones: Readonly<Record<SiteVerdict, string>> = { works: 'good', notes: 'warn', fails: 'fault' };

export function SiteCheck() {
  const now = look.value;
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus({ preventScroll: true }), []);
  const ask = (event: Event) => {
    event.preventDefault();
    const url = address.value.trim();
    if (url !== '' && now.is !== 'looking') void lookAt(url);
  };
  return (
    <main class="home accounts" id="main" tabIndex={-1}>
      <section class="stack" aria-labelledby="check-title">
        <a class="soft" href="#/">
          {strings.accounts.back}
        </a>
        <div>
          <h1 id="check-title">{words.title}</h1>
          <p class="soft">{words.lead}</p>
        </div>
        <form class="row tight" onSubmit={ask}>
          <input
            ref={field}
            class="field"
            aria-label={words.label}
            placeholder={words.placeholder}
            inputMode="url"
            autoCapitalize="none"
            spellcheck={false}
            data-testid="check-url"
            value={address.value}
            onInput={(event) => (address.value = event.currentTarget.value)}
          />
          <button type="submit" class="button primary" data-testid="check-start" disabled={now.is === 'looking'}>
            {now.is === 'looking' ? words.busy : words.button}
          </button>
        </form>
        <div role="status" class="stack">
          {now.is === 'looking' && <p class="notice">{words.busy}</p>}
          {now.is === 'none' && now.fault && <p class="notice fault">{now.fault}</p>}
          {now.is === 'done' && <Verdict report={now.report} />}
        </div>
        {now.is === 'done' && <Report report={now.report} asked={now.asked} />}
      </section>
    </main>
  );
}

function Verdict({ report }: { report: SiteReport }) {
  return (
    <p class={`notice ${tones[report.verdict]}`} data-testid="check-verdict" data-verdict={report.verdict}>
      <strong>{words.verdicts[report.verdict]}</strong> <span class="latin address">{report.finalUrl}</span>
    </p>
  );
}

function Report({ report, asked }: { report: SiteReport; asked: string }) {
  const fault = useSignal('');
  const start = async () => {
    const answer = await startSession(asked);
    fault.value = answer.ok ? '' : answer.text;
  };
  return (
    <>
      <ul class="findings">
        {report.findings
          // A newer gateway may know more of them.
          .filter(({ code }) => code in known)
          .map((finding) => (
            <Row key={finding.code} finding={finding} />
          ))}
      </ul>
      {report.verdict !== 'fails' && (
        <div class="stack">
          <p>
            <button type="button" class="button" data-testid="check-session" onClick={() => void start()}>
              {words.start}
            </button>
          </p>
          {fault.value && (
            <p class="notice fault" role="alert">
              {fault.value}
            </p>
          )}
        </div>
      )}
      {report.read.documents > 0 && <Rules rules={report.rules} />}
      {report.read.documents > 0 && (
        <section class="stack" aria-labelledby="limits-title">
          <h2 id="limits-title">{words.limits}</h2>
          <ul class="plain small soft">
            {Object.values(words.limitList).map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
          <p class="small soft">{words.read(report.read)}</p>
        </section>
      )}
    </>
  );
}

function Row({ finding }: { finding: Finding }) {
  const { code, weight, seen, count, hosts } = finding;
  const text = words.findings[code];
  return (
    <li class={`finding ${weight}`} data-testid="finding" data-code={code}>
      <span>{typeof text === 'string' ? text : text({ count })}</span>{' '}
      <span class="soft small">
        {hosts.length > 0 && <bdi class="latin">{hosts.join(', ')}</bdi>}
        {hosts.length > 0 && ' · '}
        {words.seen[seen]}
      </span>
    </li>
  );
}

function Rules({ rules }: { rules: readonly RuleCount[] }) {
  const found = rules.filter(({ count }) => count > 0);
  return (
    <section class="stack" aria-labelledby="found-title">
      <h2 id="found-title">{words.rules}</h2>
      {found.length === 0 ? (
        <p class="soft">{words.rulesNone}</p>
      ) : (
        <ul class="findings">
          {found.map((rule) => (
            <li key={rule.id} class="finding" data-testid="found-rule" data-rule={rule.id}>
              <strong>{named(rule)}</strong>{' '}
              <span class="soft small">
                {words.rule({ count: rule.count })} · {effect(rule)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function named({ id, says }: RuleCount): string {
  if (id === 'builtin/block-names') return words.blockNames;
  return says === undefined ? id : hiddenKind(says);
}

function effect({ kind }: RuleCount): string {
  const { kinds } = words;
  if (kind === 'block') return kinds.blocked;
  if (kind === 'unmask') return kinds.shown;
  return kind === 'unblock' ? kinds.allowed : kinds.hidden;
}
