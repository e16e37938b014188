/** Notes on the session that is looked at. */
import { useComputed } from '@preact/signals';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { movedPlace } from '../merge-notes.ts';
import { Notes as Text } from '../notes.ts';
import { opened } from '../open-sessions.ts';
import { work } from '../strings.ts';

export function Notes({ session }: { session: string }) {
  const words = work.notes;
  const notes = useMemo(() => new Text(session), [session]);
  useEffect(() => () => notes.close(), [notes]);
  const version = opened.value.get(session)?.notes ?? 0;
  useEffect(() => notes.heard(version), [notes, version]);
  const field = useRef<HTMLTextAreaElement>(null);
  const typed = useRef('');
  // What colleagues write does not move the caret of whoever writes here.
  useLayoutEffect(() => {
    const [area, before, after] = [field.current, typed.current, notes.text.value];
    typed.current = after;
    if (!area || area.value === after) return;
    const [start, end] = [movedPlace(area.selectionStart, before, after), movedPlace(area.selectionEnd, before, after)];
    area.value = after;
    if (document.activeElement === area) area.setSelectionRange(start, end);
  }, [notes.text.value]);
  const state = notes.state.value;
  // Folded away until somebody has noted something; not again when all of it is deleted to be written anew.
  const hasText = useComputed(() => notes.text.value !== '');
  const unfolded = useRef(false);
  if (hasText.value) unfolded.current = true;
  if (state === 'none') return null;
  return (
    <details class="notes" open={unfolded.current}>
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
        ref={field}
        onInput={(event) => {
          typed.current = event.currentTarget.value;
          notes.write(event.currentTarget.value);
        }}
      />
      <p id="notes-hint" class="soft small">
        {notes.kept.value ? words.kept : words.gone}
      </p>
    </details>
  );
}
