/** Nobody is signed in: where the link is found, and a field for whoever has the token at hand. */
import { useSignal } from '@preact/signals';
import { signIn } from '../state.ts';
import { strings } from '../strings.ts';
import { BrandIcon } from './icons.tsx';

export function SignIn({ fault }: { fault: string | undefined }) {
  const words = strings.signIn;
  const token = useSignal('');
  return (
    <main class="alone">
      <span class="brand">
        <BrandIcon />
        {strings.brand}
      </span>
      <div>
        <h1>{words.title}</h1>
        <p class="soft lead">{words.text}</p>
      </div>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          // Whoever pastes the whole link means the token in it.
          const text = token.value.trim().replace(/^.*#token=/, '');
          if (text) void signIn(text);
        }}
      >
        <label class="label" for="token">
          {words.label}
        </label>
        <input
          id="token"
          class="field"
          type="password"
          autoComplete="off"
          data-testid="token-input"
          value={token.value}
          onInput={(event) => (token.value = event.currentTarget.value)}
        />
        {fault && (
          <p class="notice fault" role="alert">
            {fault}
          </p>
        )}
        <button type="submit" class="button primary" data-testid="sign-in">
          {words.button}
        </button>
      </form>
    </main>
  );
}

export function RefusedLink({ text }: { text: string }) {
  return (
    <main class="alone">
      <span class="brand">
        <BrandIcon />
        {strings.brand}
      </span>
      <div role="alert" data-testid="link-refused">
        <h1>{strings.signIn.seatTitle}</h1>
        <p class="soft lead">{text}</p>
      </div>
    </main>
  );
}
