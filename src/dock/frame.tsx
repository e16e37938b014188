/** What the customer's pages share: the head with our name, and a page that says what is wrong and what to do. */
import type { ComponentChildren } from 'preact';
import { BrandMark, LinkMark } from './marks.tsx';
import { strings } from './strings.ts';

export function Page({ children }: { children: ComponentChildren }) {
  return (
    <>
      <header class="top">
        <span class="brand">
          <BrandMark />
          {strings.brand}
        </span>
      </header>
      <main>{children}</main>
    </>
  );
}

type ProblemName = keyof typeof strings.problems;

function isProblem(code: string): code is ProblemName {
  return Object.hasOwn(strings.problems, code);
}

export function Problem({ code, message, hint, retry }: { code: string; message: string; hint: string; retry?: () => void }) {
  const known = isProblem(code)
    ? strings.problems[code]
    : { ...strings.problems.OTHER, text: sentence(message), next: hint || strings.problems.OTHER.next };
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

/** Messages of the error table are lower-case fragments; a person reads sentences. */
export function sentence(text: string): string {
  if (!text) return '';
  const first = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(first) ? first : `${first}.`;
}

/** `a, b and c`, in the middle of a sentence: only words like IBAN keep their capitals. */
export function listed(items: readonly string[]): string {
  const words = items.map((item) => (/^\p{Lu}\p{Ll}/u.test(item) ? item.charAt(0).toLowerCase() + item.slice(1) : item));
  if (words.length < 2) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} and ${words[words.length - 1] ?? ''}`;
}
