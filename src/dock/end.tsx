/**
 * After the session: says that nobody watches any more and shows the way to the same page on the real site. Before that
 * it sends this tab once round the labels that were used, so that each can clear what the site kept there. Only a
 * top-level visit clears the right storage in every browser: a hidden frame would clear its own partition.
 */
import { render } from 'preact';
import { brand } from '../words/brand.ts';
import { Page } from './frame.tsx';
import { CheckMark } from './marks.tsx';
import { strings } from './page-strings.ts';

/** Address of the real page, in the fragment: it survives the redirects and reaches no server. */
const target = realPage(location.hash);
const query = new URLSearchParams(location.search);
const cleared = query.has('cleared');

function realPage(hash: string): URL | undefined {
  const text = decodeURIComponent(hash.slice(1));
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url : undefined;
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
        <p class="small soft">{words.close}</p>
      </div>
    </Page>
  );
}

const root = document.querySelector('#page');
if (root) render(<End />, root);
// `from` says which label comes next: browsers follow some 20 redirects in a row, so a long round
// is cut in pieces, and `step` tells the server that this page, not a redirect, asks.
if (!cleared) location.replace(`/end/clear?step&from=${encodeURIComponent(query.get('from') ?? '0')}${location.hash}`);
