/**
 * After the session: says that nobody watches any more and shows the way to the same page on the real site. Before that
 * it sends this tab once round the labels that were used, so that each can clear what the site kept there. Only a
 * top-level visit clears the right storage in every browser: a hidden frame would clear its own partition.
 */
import { signal } from '@preact/signals';
import { render } from 'preact';
import { brand } from '../words/brand.ts';
import { ask } from './ask.ts';
import { Page } from './frame.tsx';
import { CheckMark, StarMark } from './marks.tsx';
import { strings } from './page-strings.ts';

/** Stands in no encoded address. */
const PASS = '&pass=';
const RATINGS = [1, 2, 3, 4, 5] as const;

/** Address of the real page and the pass for a rating, in the fragment: it survives the redirects and reaches no server. */
const [targetText = '', pass] = location.hash.slice(1).split(PASS);
const target = realPage(targetText);
const query = new URLSearchParams(location.search);
const cleared = query.has('cleared');

const rated = signal<'not' | 'sent' | 'failed'>('not');

function realPage(encoded: string): URL | undefined {
  const text = decodeURIComponent(encoded);
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url : undefined;
}

async function rate(rating: number): Promise<void> {
  const answer = await ask('POST', '/end/rate', { pass, rating });
  rated.value = answer.ok ? 'sent' : 'failed';
}

/** One press, or none: nothing depends on it. */
function Rate() {
  const words = strings.end.rate;
  return (
    <div class="rate" role="group" aria-labelledby="rate" data-testid="rate">
      <p id="rate" role="status">
        {rated.value === 'sent' ? words.thanks : rated.value === 'failed' ? words.failed : words.ask}
      </p>
      {rated.value === 'not' && (
        <div class="stars">
          {RATINGS.map((rating) => (
            <button type="button" key={rating} class="star" data-testid={`rate-${rating}`} onClick={() => void rate(rating)}>
              <StarMark />
              {words.stars[rating]}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

function End() {
  const words = strings.end;
  if (!cleared) {
    return (
      <Page>
        <p class="waiting" role="status">
          {words.cleaning}
        </p>
      </Page>
    );
  }
  return (
    <Page>
      <div class="headed" data-testid="ended">
        <span class="sign">
          <CheckMark />
        </span>
        <div>
          <h1>{words.title}</h1>
          <p class="lead">{words.text}</p>
          {brand.end !== undefined && <p class="said">{brand.end}</p>}
        </div>
      </div>
      <div class="go">
        {target && (
          <>
            <a class="button primary" data-testid="real-page" href={target.href} rel="noreferrer">
              {words.carryOn({ site: target.host })}
            </a>
            <p class="small soft">{words.carryOnHint}</p>
          </>
        )}
        {brand.endPage !== undefined && (
          <a class={target ? 'button' : 'button primary'} data-testid="end-page" href={brand.endPage} rel="noreferrer">
            {words.endPage({ product: brand.product })}
          </a>
        )}
        {pass && <Rate />}
        <p class="small soft">{words.close}</p>
      </div>
    </Page>
  );
}

const root = document.querySelector('#page');
if (root) render(<End />, root);

/** The first round begins here; later pieces of it come with `from`. */
async function goRound(): Promise<void> {
  const from = query.get('from');
  const answer = from === null ? await ask<{ pass: string | null }>('POST', '/end/pass', {}) : undefined;
  const fragment = answer?.ok && answer.value.pass !== null ? `#${targetText}${PASS}${answer.value.pass}` : location.hash;
  // `from` says which label comes next: browsers follow some 20 redirects in a row, so a long round
  // is cut in pieces, and `step` tells the server that this page, not a redirect, asks.
  location.replace(`/end/clear?step&from=${encodeURIComponent(from ?? '0')}${fragment}`);
}

if (!cleared) void goRound();
