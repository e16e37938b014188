/** The language of one side, remembered in this browser; the other side has its own. */
import { choose, language } from './page.ts';
import { isLanguage, languageNames, languages } from './languages.ts';

export function LanguageChoice({ label }: { label: string }) {
  return (
    <select
      class="language"
      aria-label={label}
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
