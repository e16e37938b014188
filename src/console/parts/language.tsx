/** The language of the console, remembered in this browser; the customer has their own. */
import { choose, language } from '../../words/page.ts';
import { isLanguage, languageNames, languages } from '../../words/languages.ts';
import { strings } from '../strings.ts';

export function LanguageChoice() {
  return (
    <select
      class="language"
      aria-label={strings.language}
      data-testid="language"
      value={language}
      onChange={({ currentTarget }) => {
        if (isLanguage(currentTarget.value)) choose(currentTarget.value);
      }}
    >
      {languages.map((each) => (
        <option key={each} value={each} lang={each}>
          {languageNames[each]}
        </option>
      ))}
    </select>
  );
}
