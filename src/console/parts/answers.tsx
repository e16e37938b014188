/** A company's ready-made chat messages, one a line. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { request } from '../request.ts';
import { strings } from '../strings.ts';

interface Kept {
  readonly answers: readonly string[];
}

export function Answers() {
  const words = strings.answers;
  const text = useSignal<string | undefined>(undefined);
  const said = useSignal<{ readonly text: string; readonly fault: boolean } | undefined>(undefined);
  useEffect(() => {
    void request<Kept>('GET', '/answers').then((answer) => {
      if (answer.ok) text.value = answer.value.answers.join('\n');
      else said.value = { text: answer.text, fault: true };
    });
  }, []);
  const save = async (event: Event) => {
    event.preventDefault();
    const answers = (text.value ?? '').split('\n').filter((line) => line.trim() !== '');
    const answer = await request<Kept>('PUT', '/answers', { answers });
    said.value = answer.ok ? { text: words.saved, fault: false } : { text: answer.text, fault: true };
    if (answer.ok) text.value = answer.value.answers.join('\n');
  };
  return (
    <main class="home accounts">
      <section class="stack" aria-labelledby="answers-title">
        <a class="soft" href="#/">
          {strings.accounts.back}
        </a>
        <div>
          <h1 id="answers-title">{words.title}</h1>
          <p class="soft">{words.lead}</p>
        </div>
        <form class="card stack" onSubmit={(event) => void save(event)}>
          <label class="label" for="answers-text">
            {words.label}
          </label>
          <textarea
            id="answers-text"
            class="field"
            rows={8}
            disabled={text.value === undefined}
            value={text.value ?? ''}
            onInput={(event) => (text.value = event.currentTarget.value)}
          />
          {said.value && (
            <p class={said.value.fault ? 'notice fault' : 'notice'} role="status">
              {said.value.text}
            </p>
          )}
          <button type="submit" class="button primary">
            {words.save}
          </button>
        </form>
      </section>
    </main>
  );
}
