/** The company's own pages and what the rules do on them: as each site sends its page to anybody, which is said. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { PageTrial, RuleTrial } from '../../shared/page-trial.ts';
import { dateOf } from '../../words/page.ts';
import { loadPages, pages, pagesFault, savePages, trials, trying, tryRules } from '../pages.ts';
import { strings } from '../strings.ts';

const words = strings.pages;

export function Pages() {
  const draft = useSignal<string | undefined>(undefined);
  useEffect(() => void loadPages(), []);
  return (
    <section class="stack" aria-labelledby="pages-title" data-testid="pages">
      <h2 id="pages-title">{words.title}</h2>
      <p class="soft">{words.lead}</p>
      {pagesFault.value && (
        <p class="notice fault" role="alert">
          {pagesFault.value}
        </p>
      )}
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void savePages(draft.value ?? pages.value.join('\n')).then((saved) => {
            if (saved) draft.value = undefined;
          });
        }}
      >
        <label class="label" for="pages-list">
          {words.list}
        </label>
        <textarea
          id="pages-list"
          class="field code"
          rows={4}
          spellcheck={false}
          data-testid="pages-list"
          value={draft.value ?? pages.value.join('\n')}
          onInput={(event) => (draft.value = event.currentTarget.value)}
        />
        <div class="row tight">
          <button type="submit" class="button" data-testid="save-pages">
            {words.save}
          </button>
          <button
            type="button"
            class="button"
            data-testid="try-rules"
            disabled={trying.value || pages.value.length === 0}
            onClick={() => void tryRules()}
          >
            {trying.value ? words.trying : words.tryAll}
          </button>
        </div>
      </form>
      {trials.value && <Trials />}
    </section>
  );
}

/** What the last trial found. */
export function Trials() {
  return (
    <div class="stack" role="status" data-testid="trials">
      {(trials.value ?? []).map((trial) => (
        <PageRow key={trial.url} trial={trial} />
      ))}
      <p class="soft small">{words.how}</p>
    </div>
  );
}

function PageRow({ trial }: { trial: PageTrial }) {
  return (
    <div class="card trial" data-testid="trial">
      <strong class="address">{trial.url}</strong>
      {trial.end !== trial.url && <span class="soft small">{words.ledTo({ url: trial.end })}</span>}
      {trial.fault !== null && <span class="notice fault">{words.fault({ code: trial.fault })}</span>}
      {trial.fault === null && trial.status >= 400 && <span class="notice warn">{words.status({ status: trial.status })}</span>}
      {trial.fault === null && trial.rules.length === 0 && <span class="soft">{words.noRules}</span>}
      {trial.fault === null && trial.rules.length > 0 && (
        <ul class="counts">
          {trial.rules.map((rule) => (
            <RuleRow key={rule.id} rule={rule} />
          ))}
        </ul>
      )}
    </div>
  );
}

function RuleRow({ rule }: { rule: RuleTrial }) {
  return (
    <li data-testid="count" class={rule.matches === 0 ? 'zero' : undefined}>
      <span>
        {strings.rules.kinds[rule.kind]} <code class="soft small">{rule.target}</code>{' '}
        {rule.isNew && <span class="chip">{words.isNew}</span>}
      </span>
      <span>
        <strong>{rule.matches === null ? words.unknown : words.matches({ count: rule.matches })}</strong>
        {rule.lastAt !== null && <span class="soft small"> · {words.before({ when: dateOf(rule.lastAt) })}</span>}
        {rule.lastAt === null && !rule.isNew && <span class="soft small"> · {words.never}</span>}
      </span>
    </li>
  );
}
