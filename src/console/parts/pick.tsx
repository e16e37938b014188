/** Pointing at what a rule is for: which page, what was pointed at, what is to be done with it, and where. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Picked } from '../../shared/messages.ts';
import type { GuestRole } from '../../shared/policy.ts';
import { pointing, showOnPage, startPointing, stopPointing, whereOf } from '../pick.ts';
import { addRule, type NewRule } from '../rules.ts';
import { strings } from '../strings.ts';
import { CanvasParts } from './canvas-parts.tsx';
import { Field } from './field.tsx';
import { GUEST_ROLES, HiddenFrom, rolesOf } from './hidden-from.tsx';

const words = strings.pick;
const KINDS = ['mask', 'hide', 'block', 'unmask', 'unblock'] as const;
const SCOPES = ['page', 'site', 'everywhere'] as const;

export function PickRule() {
  const url = useSignal('');
  const now = pointing.value;
  const start = (event: Event) => {
    event.preventDefault();
    const address = url.value.trim();
    if (address === '') return;
    // Opened by the press itself: what opens later is held back by browsers.
    const tab = window.open('', '_blank');
    if (tab) tab.opener = null;
    void startPointing(address, (link) => {
      if (tab) tab.location.href = link;
    });
  };
  return (
    <section class="stack card" aria-labelledby="pick-title" data-testid="pick">
      <h2 id="pick-title">{words.title}</h2>
      <p class="soft">{words.lead}</p>
      {now.is === 'none' && (
        <form class="row tight" onSubmit={start}>
          <input
            class="field"
            aria-label={words.label}
            placeholder={words.placeholder}
            data-testid="pick-url"
            value={url.value}
            onInput={(event) => (url.value = event.currentTarget.value)}
          />
          <button type="submit" class="button" data-testid="pick-start">
            {words.open}
          </button>
        </form>
      )}
      {now.is === 'none' && now.fault && (
        <p class="notice fault" role="alert">
          {now.fault}
        </p>
      )}
      {now.is === 'open' && !now.picked && (
        <p class="notice" role="status">
          {words.waiting}{' '}
          <a href={now.link} target="_blank" rel="noreferrer">
            {words.openHere}
          </a>
        </p>
      )}
      {now.is === 'open' && now.picked && <Proposal picked={now.picked} url={now.url} />}
      {now.is === 'open' && (
        <button type="button" class="button quiet" data-testid="pick-stop" onClick={() => void stopPointing()}>
          {words.stop}
        </button>
      )}
    </section>
  );
}

function Proposal({ picked, url }: { picked: Picked; url: string }) {
  const kind = useSignal<(typeof KINDS)[number]>('mask');
  const scope = useSignal<(typeof SCOPES)[number]>('site');
  const changed = useSignal<{ of: string; text: string } | undefined>(undefined);
  const why = useSignal('');
  const roles = useSignal<readonly GuestRole[]>(GUEST_ROLES);
  const taken = useSignal<readonly string[]>([]);
  const sized = useSignal(true);
  // Whoever draws rectangles means these, and not the whole of it.
  const drawn = picked.canvas?.parts.length ?? 0;
  useEffect(() => {
    if (drawn > 0) kind.value = 'mask';
  }, [picked.selector, drawn]);
  const hides = kind.value === 'mask' || kind.value === 'hide';
  const parts = (picked.canvas?.parts ?? []).filter((part) => !taken.value.includes(part.join()));
  // What was pointed at anew goes before what was typed for the thing before.
  const selector = changed.value?.of === picked.selector ? changed.value.text : picked.selector;
  const lifts = kind.value === 'unmask' || kind.value === 'unblock';
  const save = async (event: Event) => {
    event.preventDefault();
    const rule: NewRule = {
      kind: kind.value,
      target: { selector },
      where: whereOf(url, scope.value),
      words: why.value.trim(),
      ...rolesOf(roles.value),
      ...(picked.canvas && parts.length > 0 ? { parts, ...(sized.value ? { size: picked.canvas.size } : {}) } : {}),
    };
    if (await addRule(rule)) why.value = '';
  };
  return (
    <form class="stack" onSubmit={(event) => void save(event)}>
      <Field
        id="pick-selector"
        label={words.selector}
        value={selector}
        set={(text) => {
          changed.value = { of: picked.selector, text };
        }}
      />
      <p class="row tight">
        <span class="soft" role="status" data-testid="pick-matches">
          {words.matches({ count: picked.matches })}
          {picked.name !== '' && ` · ${picked.role} “${picked.name}”`}
        </span>
        <button type="button" class="button quiet" data-testid="pick-show" onClick={() => void showOnPage(selector)}>
          {words.show}
        </button>
      </p>
      <Choice
        id="pick-kind"
        label={strings.rules.kind}
        values={KINDS}
        value={kind.value}
        set={(value) => (kind.value = value)}
        names={words.kinds}
      />
      {kind.value === 'mask' && picked.canvas && (
        <CanvasParts
          canvas={picked.canvas}
          parts={parts}
          remove={(part) => (taken.value = [...taken.value, part.join()])}
          sized={sized.value}
          setSized={(is) => (sized.value = is)}
        />
      )}
      {hides && <HiddenFrom id="pick-from" value={roles.value} set={(chosen) => (roles.value = chosen)} />}
      <Choice
        id="pick-scope"
        label={words.scope}
        values={SCOPES}
        value={scope.value}
        set={(value) => (scope.value = value)}
        names={words.scopes}
      />
      {kind.value !== 'block' && (
        <Field
          id="pick-words"
          label={lifts ? strings.rules.reason : strings.rules.says}
          value={why.value}
          set={(text) => (why.value = text)}
        />
      )}
      <button type="submit" class="button primary" data-testid="pick-save">
        {words.save}
      </button>
    </form>
  );
}

function Choice<T extends string>(props: {
  id: string;
  label: string;
  values: readonly T[];
  value: T;
  set: (value: T) => void;
  names: Readonly<Record<T, string>>;
}) {
  return (
    <>
      <label class="label" for={props.id}>
        {props.label}
      </label>
      <select
        id={props.id}
        class="field"
        data-testid={props.id}
        value={props.value}
        onChange={(event) => {
          const chosen = props.values.find((each) => each === event.currentTarget.value);
          if (chosen !== undefined) props.set(chosen);
        }}
      >
        {props.values.map((each) => (
          <option key={each} value={each}>
            {props.names[each]}
          </option>
        ))}
      </select>
    </>
  );
}
