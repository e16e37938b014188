/** A company's own rules, made by people who write no code; the text is there for those who do. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { EffectiveRow } from '../../shared/effective-rule.ts';
import type { GuestRole } from '../../shared/policy.ts';
import {
  addRule,
  documents,
  effective,
  fault,
  guardSites,
  load,
  looked,
  removeDocument,
  restore,
  save,
  showEffective,
  stopped,
  text,
  versions,
  type NewRule,
  type RuleDocument,
} from '../rules.ts';
import { dateAndTime, dateOf } from '../../words/page.ts';
import { strings } from '../strings.ts';
import { Field } from './field.tsx';
import { GUEST_ROLES, HiddenFrom, rolesOf } from './hidden-from.tsx';
import { LeakTest } from './leak-test.tsx';
import { pages, trying, tryRules } from '../pages.ts';
import { Pages, Trials } from './pages.tsx';
import { PickRule } from './pick.tsx';

const words = strings.rules;
const KINDS = ['mask', 'block', 'unmask', 'unblock'] as const;

export function Rules() {
  useEffect(() => void load(), []);
  return (
    <main class="home accounts" data-testid="rules-page">
      <section class="stack" aria-labelledby="rules-title">
        <a class="soft" href="#/">
          {strings.accounts.back}
        </a>
        <div>
          <h1 id="rules-title">{words.title}</h1>
          <p class="soft">{words.lead}</p>
        </div>
        <p class="notice">{words.always}</p>
        {fault.value && (
          <p class="notice fault" role="alert">
            {fault.value}
          </p>
        )}
        {stopped.value.map((hit) => (
          <div class="notice warn" role="status" key={`${hit.rule} ${hit.site}`} data-testid="stopped-rule">
            <p>{words.stopped({ rule: hit.rule, site: hit.site, when: dateOf(hit.lastAt) })}</p>
            {hit.masksAll && <p>{words.allHidden({ site: hit.site })}</p>}
            <button type="button" class="button" data-testid="looked" onClick={() => void looked(hit)}>
              {words.looked}
            </button>
          </div>
        ))}
        {documents.value?.length === 0 && <p class="soft">{words.none}</p>}
        {(documents.value ?? []).length > 0 && (
          <ul class="sessions">
            {(documents.value ?? []).map((document) => (
              <DocumentRow key={document.text} document={document} />
            ))}
          </ul>
        )}
        <PickRule />
        <AddRule />
        {documents.value && !documents.value.some(({ rules }) => rules.some(({ kind }) => kind === 'guard')) && (
          <div class="stack card">
            <p>{words.guardLead}</p>
            <button type="button" class="button" data-testid="guard-sites" onClick={() => void guardSites()}>
              {words.guardButton}
            </button>
          </div>
        )}
      </section>
      <Pages />
      <Check />
      <LeakTest />
      <AsText />
      <History />
    </main>
  );
}

function DocumentRow({ document }: { document: RuleDocument }) {
  const what = document.rules.map(({ target }) => target).join(', ');
  return (
    <li class="account" data-testid="rule-document">
      <span class="what">
        {document.rules.map((rule) => (
          <RuleWords key={rule.id} rule={rule} />
        ))}
        <span class="soft small">{document.when.length === 0 ? words.everywhere : document.when.join(', ')}</span>
      </span>
      <button
        type="button"
        class="button quiet"
        aria-label={words.removeSure({ target: what })}
        onClick={() => void removeDocument(document)}
      >
        {words.remove}
      </button>
    </li>
  );
}

function RuleWords({ rule }: { rule: EffectiveRow }) {
  return (
    <span>
      <strong>{words.kinds[rule.kind]}</strong>
      {rule.says && `: ${rule.says}`} <code class="soft small">{rule.target}</code>
      {rule.parts !== undefined && <span class="soft small"> · {strings.pick.partsOf({ count: rule.parts })}</span>}
      {rule.for && (
        <span class="soft small"> · {strings.pages.forRoles({ roles: rule.for.map((role) => strings.roles[role]).join(', ') })}</span>
      )}
      {rule.reason && <span class="soft small"> · {rule.reason}</span>}
    </span>
  );
}

function AddRule() {
  const kind = useSignal<NewRule['kind']>('mask');
  const by = useSignal<'name' | 'selector'>('selector');
  const pointed = useSignal('');
  const where = useSignal('');
  const why = useSignal('');
  const roles = useSignal<readonly GuestRole[]>(GUEST_ROLES);
  const missing = useSignal(false);
  /** Tried on the company's pages; a change of the form takes it back. */
  const tried = useSignal('');
  const ruleNow = (): NewRule => {
    const target = by.value === 'selector' ? { selector: pointed.value.trim() } : { role: 'any' as const, name: pointed.value };
    return { kind: kind.value, target, where: where.value.trim(), words: why.value.trim(), ...rolesOf(roles.value) };
  };
  const add = async (event: Event) => {
    event.preventDefault();
    missing.value = pointed.value.trim() === '';
    if (missing.value) return;
    const rule = ruleNow();
    // With pages of its own a company sees what a rule does there before it holds.
    if (pages.value.length > 0 && tried.value !== JSON.stringify(rule)) {
      if (await tryRules(rule)) tried.value = JSON.stringify(rule);
      return;
    }
    if (!(await addRule(rule))) return;
    tried.value = '';
    pointed.value = '';
    why.value = '';
  };
  const lifts = kind.value === 'unmask' || kind.value === 'unblock';
  const isTried = tried.value !== '' && tried.value === JSON.stringify(ruleNow());
  return (
    <form class="stack card" onSubmit={(event) => void add(event)} aria-label={words.add}>
      <h2>{words.add}</h2>
      <label class="label" for="rule-kind">
        {words.kind}
      </label>
      <select
        id="rule-kind"
        class="field"
        data-testid="rule-kind"
        value={kind.value}
        onChange={(event) => (kind.value = KINDS.find((each) => each === event.currentTarget.value) ?? 'mask')}
      >
        {KINDS.map((each) => (
          <option key={each} value={each}>
            {words.kinds[each]}
          </option>
        ))}
      </select>
      <label class="label" for="rule-by">
        {words.by}
      </label>
      <select
        id="rule-by"
        class="field"
        data-testid="rule-by"
        value={by.value}
        onChange={(event) => (by.value = event.currentTarget.value === 'name' ? 'name' : 'selector')}
      >
        <option value="selector">{words.bys.selector}</option>
        <option value="name">{words.bys.name}</option>
      </select>
      <Field
        id={by.value === 'selector' ? 'rule-selector' : 'rule-name'}
        label={words[by.value]}
        value={pointed.value}
        set={(text) => (pointed.value = text)}
      />
      {missing.value && (
        <p class="notice fault" role="alert">
          {words.pointed}
        </p>
      )}
      <Field
        id="rule-where"
        label={words.where}
        placeholder={words.wherePlaceholder}
        value={where.value}
        set={(text) => (where.value = text)}
      />
      {kind.value !== 'block' && (
        <Field id="rule-words" label={lifts ? words.reason : words.says} value={why.value} set={(text) => (why.value = text)} />
      )}
      {kind.value === 'mask' && <HiddenFrom id="rule-from" value={roles.value} set={(chosen) => (roles.value = chosen)} />}
      {isTried && <Trials />}
      <button type="submit" class="button primary" data-testid="add-rule" disabled={trying.value}>
        {trying.value ? strings.pages.trying : pages.value.length > 0 && !isTried ? strings.pages.tryFirst : words.addButton}
      </button>
    </form>
  );
}

function Check() {
  const url = useSignal('');
  return (
    <section class="stack" aria-labelledby="check-title">
      <h2 id="check-title">{words.check}</h2>
      <form
        class="row tight"
        onSubmit={(event) => {
          event.preventDefault();
          if (url.value.trim() !== '') void showEffective(url.value.trim());
        }}
      >
        <input
          class="field"
          aria-label={words.checkLabel}
          inputMode="url"
          data-testid="check-url"
          value={url.value}
          onInput={(event) => (url.value = event.currentTarget.value)}
        />
        <button type="submit" class="button" data-testid="check">
          {words.checkButton}
        </button>
      </form>
      {effective.value && (
        <ul class="sessions" data-testid="effective">
          {effective.value.rules.map((rule) => (
            <li class="account" key={rule.id}>
              <span class="what clipped">
                <RuleWords rule={rule} />
              </span>
              <span class="chip">{words.layers[rule.layer]}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function AsText() {
  const draft = useSignal<string | undefined>(undefined);
  return (
    <details>
      <summary class="soft">{words.text}</summary>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void save(draft.value ?? text.value, '').then((saved) => {
            if (saved) draft.value = undefined;
          });
        }}
      >
        <p class="soft">{words.textLead}</p>
        <textarea
          class="field code"
          rows={16}
          spellcheck={false}
          aria-label={words.textLabel}
          data-testid="policy-text"
          value={draft.value ?? text.value}
          onInput={(event) => (draft.value = event.currentTarget.value)}
        />
        <button type="submit" class="button" data-testid="save-policy">
          {words.save}
        </button>
      </form>
    </details>
  );
}

function History() {
  const [, ...older] = versions.value;
  if (older.length === 0) return null;
  return (
    <section class="stack" aria-labelledby="history-title">
      <h2 id="history-title">{words.history}</h2>
      <ul class="sessions">
        {older.map((each) => (
          <li class="account" key={each.version}>
            <span class="what">
              {words.saved({ version: each.version, author: each.author, when: dateAndTime(each.at) })}
              <span class="soft small">{each.note}</span>
            </span>
            <button
              type="button"
              class="button quiet"
              aria-label={words.restoreSure({ version: each.version })}
              onClick={() => void restore(each)}
            >
              {words.restore}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
