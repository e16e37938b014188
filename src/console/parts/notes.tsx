/** Notes on the session that is looked at. */
import { useComputed } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { Notes as Text } from '../notes.ts';
import { work } from '../strings.ts';

export function Notes({ session }: { session: string }) {
  const words = work.notes;
  const notes = useMemo(() => new Text(session), [session]);
  useEffect(() => () => notes.close(), [notes]);
  const state = notes.state.value;
  // Folded away until somebody has noted something.
  const hasText = useComputed(() => notes.text.value !== '');
  if (state === 'none') return null;
  return (
    <details class="notes" open={hasText.value}>
      <summary>
        <h2>{words.title}</h2>
        <span class="soft small" role="status" data-testid="notes-state">
          {state === 'loading' || !hasText.value ? '' : words[state]}
        </span>
      </summary>
      <textarea
        id="notes"
        class="field"
        rows={3}
        maxLength={20_000}
        aria-label={words.label}
        aria-describedby="notes-hint"
        disabled={state === 'loading'}
        data-testid="notes"
        value={notes.text.value}
        onInput={(event) => notes.write(event.currentTarget.value)}
      />
      <p id="notes-hint" class="soft small">
        {notes.kept.value ? words.kept : words.gone}
      </p>
    </details>
  );
}
