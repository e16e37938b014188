/** What the customer's pages share: the head with our name, and a page that says what is wrong and what to do. */
import type { ComponentChildren } from 'preact';
import type { Told } from '../words/errors.ts';
import { brand } from '../words/brand.ts';
import { LanguageChoice } from '../words/language-choice.tsx';
import { BrandSign } from './brand-sign.tsx';
import { LinkMark } from './marks.tsx';
import { errorParts, strings } from './page-strings.ts';

export function Page({ children }: { children: ComponentChildren }) {
  return (
    <>
      <header class="top">
        <span class="brand">
          <BrandSign />
          {brand.product}
        </span>
        <LanguageChoice label={strings.language} />
      </header>
      <main>{children}</main>
    </>
  );
}

type ProblemName = Exclude<keyof typeof strings.problems, 'other'>;

function isProblem(code: string): code is ProblemName {
  return code !== 'other' && Object.hasOwn(strings.problems, code);
}

export function Problem({ retry, ...told }: Told & { retry?: () => void }) {
  const { code } = told;
  const known = isProblem(code) ? strings.problems[code] : unexpected(told);
  return (
    <Page>
      <div class="headed" role="alert" data-testid="problem" data-code={code}>
        <span class="sign off">
          <LinkMark />
        </span>
        <div>
          <h1>{known.title}</h1>
          <p class="lead">{known.text}</p>
        </div>
        <p>{known.next}</p>
      </div>
      {retry && (
        <div class="go">
          <button type="button" class="button" onClick={retry}>
            {strings.tryAgain}
          </button>
        </div>
      )}
    </Page>
  );
}

function unexpected(told: Told): { readonly title: string; readonly text: string; readonly next: string } {
  const { what, next } = errorParts(told);
  return { title: strings.problems.other, text: what, next };
}
