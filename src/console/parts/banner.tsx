/** Top of the console's list. */
import { me, signOut } from '../sign-in.ts';
import { connected, place, type Place } from '../state.ts';
import { signInWords } from '../sign-in-strings.ts';
import { branding, strings } from '../strings.ts';
import { KeysButton } from './keys.tsx';
import { BrandIcon } from './icons.tsx';
import { LanguageChoice } from '../../words/language-choice.tsx';

export function Banner() {
  const now = me.value;
  const company = now.is === 'staff' || now.is === 'seat' ? now.company : '';
  const at = (one: Place) => (place.value === one ? 'page' : undefined);
  return (
    <header class="banner">
      <a class="brand" href="#/">
        <BrandIcon />
        {signInWords.brand}
      </a>
      {company && company !== signInWords.brand && <span class="soft company">{company}</span>}
      <span class="grow" />
      {!connected.value && (
        <span class="soft small" role="status">
          {strings.reconnecting}
        </span>
      )}
      {now.is === 'staff' && (now.duties.policy === 'all' || now.duties.people === 'all') && (
        <nav class="places">
          {now.duties.policy === 'all' && (
            <a class="button quiet" href="#/rules" aria-current={at('rules')} data-testid="rules">
              {strings.rules.open}
            </a>
          )}
          {now.duties.policy === 'all' && (
            <a class="button quiet" href="#/answers" aria-current={at('answers')}>
              {strings.answers.open}
            </a>
          )}
          {now.duties.people === 'all' && (
            <a class="button quiet" href="#/accounts" aria-current={at('accounts')} data-testid="accounts">
              {strings.accounts.open}
            </a>
          )}
          {now.duties.policy === 'all' && (
            <a class="button quiet" href="#/branding" aria-current={at('branding')} data-testid="branding">
              {branding.open}
            </a>
          )}
        </nav>
      )}
      <KeysButton />
      <LanguageChoice label={signInWords.language} />
      {now.is === 'staff' && (
        <button type="button" class="button quiet" onClick={() => void signOut()}>
          {strings.signOut}
        </button>
      )}
    </header>
  );
}
