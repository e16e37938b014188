/** Where the customer's page is, and the agent's way to go elsewhere: all of it happens on the customer's page. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { isFriend, joined } from '../open-sessions.ts';
import { strings } from '../strings.ts';
import { navigate, shown, tabs } from '../viewer-port.ts';
import { BackIcon, ForwardIcon, NewTabIcon, ReloadIcon } from './icons.tsx';

export function AddressBar() {
  const words = strings.session;
  const current = tabs.value.find((tab) => tab.tab === shown.value)?.url ?? '';
  const draft = useSignal(current);
  const editing = useSignal(false);
  // The page moves on by itself; what somebody is just typing stays.
  useEffect(() => {
    if (!editing.value) draft.value = current;
  }, [current]);
  const mine = joined.value?.people.find((person) => person.id === joined.value?.you);
  const off = joined.value?.state !== 'live' || mine?.rights.navigate === false;

  const go = (kind: 'go' | 'open') => (event: Event) => {
    event.preventDefault();
    const text = draft.value.trim();
    if (!text) return;
    navigate({ kind, url: /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}` });
    if (kind === 'open') draft.value = current;
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  };

  // A friend of the customer looks along: where the page is, and nothing to press that does nothing.
  if (isFriend.value && !mine?.rights.navigate)
    return (
      <p class="address-bar">
        <span class="unseen">{words.address}</span>
        <span class="field told" dir="ltr" data-testid="address">
          {current}
        </span>
      </p>
    );

  return (
    <form class="address-bar" onSubmit={go('go')} aria-label={words.address}>
      <button
        type="button"
        class="press"
        title={words.goBack}
        aria-label={words.goBack}
        data-testid="back"
        disabled={off}
        onClick={() => navigate({ kind: 'back' })}
      >
        <BackIcon />
      </button>
      <button
        type="button"
        class="press"
        title={words.goForward}
        aria-label={words.goForward}
        data-testid="forward"
        disabled={off}
        onClick={() => navigate({ kind: 'forward' })}
      >
        <ForwardIcon />
      </button>
      <button
        type="button"
        class="press"
        title={words.reload}
        aria-label={words.reload}
        data-testid="reload"
        disabled={off}
        onClick={() => navigate({ kind: 'reload' })}
      >
        <ReloadIcon />
      </button>
      {/^http:/.test(current) && (
        <span class="chip plain" title={words.plainText} data-testid="plain">
          {words.plain}
        </span>
      )}
      <input
        class="field"
        type="text"
        inputMode="url"
        enterKeyHint="go"
        autoComplete="off"
        autoCapitalize="none"
        spellcheck={false}
        aria-label={words.address}
        data-testid="address"
        disabled={off}
        value={draft.value}
        onFocus={(event) => {
          editing.value = true;
          event.currentTarget.select();
        }}
        onBlur={() => (editing.value = false)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && event.altKey) go('open')(event);
          if (event.key !== 'Escape') return;
          draft.value = current;
          event.currentTarget.blur();
        }}
        onInput={(event) => (draft.value = event.currentTarget.value)}
      />
      <button type="submit" class="button go" data-testid="go" disabled={off}>
        {words.go}
      </button>
      <button
        type="button"
        class="press"
        title={words.newTab.ask}
        aria-label={words.newTab.ask}
        data-testid="new-tab"
        disabled={off}
        onClick={go('open')}
      >
        <NewTabIcon />
      </button>
    </form>
  );
}
