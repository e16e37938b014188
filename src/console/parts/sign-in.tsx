/** Nobody is signed in: login and password, or the link of the gateway; and the first password of a new user. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { askedCompany, choosePassword, signIn, signInOffer } from '../sign-in.ts';
import { signInWords as words } from '../sign-in-strings.ts';
import { Field } from './field.tsx';
import { BrandIcon } from './icons.tsx';
import { LanguageChoice } from '../../words/language-choice.tsx';

function Brand() {
  return (
    <div class="head">
      <span class="brand">
        <BrandIcon />
        {words.brand}
      </span>
      <LanguageChoice label={words.language} />
    </div>
  );
}

export function SignIn({ fault }: { fault: string | undefined }) {
  const login = useSignal('');
  const password = useSignal('');
  const token = useSignal('');
  const missing = useSignal(false);
  const providerOf = useSignal<string | undefined>(undefined);
  useEffect(() => void signInOffer().then((offer) => (providerOf.value = offer?.provider ? offer.company : undefined)), []);
  const shown = missing.value ? words.both : fault;
  return (
    <main class="alone">
      <Brand />
      <h1>{words.title}</h1>
      {providerOf.value !== undefined && (
        <a
          class="button primary"
          data-testid="sign-in-provider"
          href={`/oidc/start${askedCompany === undefined ? '' : `?company=${encodeURIComponent(askedCompany)}`}`}
        >
          {words.provider({ company: providerOf.value })}
        </a>
      )}
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          missing.value = login.value.trim() === '' || password.value === '';
          if (!missing.value) void signIn({ login: login.value.trim(), password: password.value });
        }}
      >
        <Field id="login-input" label={words.login} autoComplete="username" value={login.value} set={(text) => (login.value = text)} />
        <Field
          id="password-input"
          label={words.password}
          password
          autoComplete="current-password"
          value={password.value}
          set={(text) => (password.value = text)}
        />
        {shown && (
          <p class="notice fault" role="alert">
            {shown}
          </p>
        )}
        <button type="submit" class="button primary" data-testid="sign-in">
          {words.button}
        </button>
      </form>
      <details>
        <summary class="soft">{words.operator}</summary>
        <form
          class="stack"
          onSubmit={(event) => {
            event.preventDefault();
            missing.value = false;
            // Whoever pastes the whole link means the token in it.
            const text = token.value.trim().replace(/^.*#token=/, '');
            if (text) void signIn({ token: text });
          }}
        >
          <p class="small soft">{words.operatorText}</p>
          <Field id="token-input" label={words.token} password value={token.value} set={(text) => (token.value = text)} />
          <button type="submit" class="button" data-testid="sign-in-token">
            {words.button}
          </button>
        </form>
      </details>
    </main>
  );
}

export function NewPassword({ token, fault }: { token: string; fault: string | undefined }) {
  const one = useSignal('');
  const two = useSignal('');
  const differ = useSignal(false);
  const shown = differ.value ? words.differ : fault;
  return (
    <main class="alone">
      <Brand />
      <div>
        <h1>{words.welcomeTitle}</h1>
        <p class="soft lead">{words.welcomeText}</p>
      </div>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          differ.value = one.value !== two.value;
          if (!differ.value && one.value !== '') void choosePassword(token, one.value);
        }}
      >
        <Field
          id="new-password"
          label={words.newPassword}
          password
          autoComplete="new-password"
          value={one.value}
          set={(text) => (one.value = text)}
        />
        <Field id="again" label={words.again} password autoComplete="new-password" value={two.value} set={(text) => (two.value = text)} />
        {shown && (
          <p class="notice fault" role="alert">
            {shown}
          </p>
        )}
        <button type="submit" class="button primary" data-testid="choose-password">
          {words.choose}
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
        {words.brand}
      </span>
      <div role="alert" data-testid="link-refused">
        <h1>{words.seatTitle}</h1>
        <p class="soft lead">{text}</p>
      </div>
    </main>
  );
}
