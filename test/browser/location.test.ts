/**
 * `location` as scripts meet it, in 145 ways: each snippet runs on the page https://www.shop.example/dir/page.html?q=1#h
 * behind the gateway and must leave the same string in `R` as on the real site.
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { haveChromium, launchChromium } from '../support/browsers.ts';
import { startSnippetGateway, type SnippetGateway } from '../support/snippet-server.ts';

interface Snippet {
  readonly id: string;
  readonly code: string | readonly string[];
  readonly expect: string;
  readonly module?: boolean;
}

const data = JSON.parse(readFileSync(new URL('../data/location-snippets.json', import.meta.url), 'utf8')) as {
  page: string;
  snippets: Snippet[];
}; // our own file

/** What does not pass, each with its reason. The list must match exactly: a row that begins to pass must leave it. */
const known: Readonly<Record<string, string>> = {
  'computed-concat': 'a computed key is wrapped only where it is a literal: guarding every computed access costs each loop of the page',
  'computed-var': 'as computed-concat',
  'destructure-param':
    'a pattern in a parameter list has no value beside it that could be wrapped; lowering it would change `arguments` and `length`',
  'eval-indirect': 'eval as a value is left alone, because only the real one, called by its name, is a direct eval',
};

/** Longest wait for a snippet that leaves its result later (timers, images, messages). */
const PATIENCE_MS = 4000;

describe.skipIf(!haveChromium())('location snippets', () => {
  let gateway: SnippetGateway;
  let browser: Browser;
  let page: Page;
  let current: Snippet;
  const escapes: string[] = [];

  beforeAll(async () => {
    gateway = await startSnippetGateway((request) =>
      request.url.pathname === '/dir/page.html' ? { body: documentOf(current) } : undefined,
    );
    browser = await launchChromium();
    page = await browser.newPage();
    page.on('request', (request) => {
      if (/^(?:https?|wss?):/.test(request.url()) && !gateway.urls.isGateway(request.url()))
        escapes.push(`${current.id}: ${request.url()}`);
    });
  });
  afterAll(async () => {
    await browser.close();
    await gateway.close();
  });

  const run = async (snippet: Snippet): Promise<string> => {
    current = snippet;
    await page.goto('about:blank');
    await page.goto(gateway.at(data.page));
    const result = page.waitForFunction(() => (window as { R?: unknown }).R !== undefined, undefined, { timeout: PATIENCE_MS });
    await result.catch(() => undefined); // what never came is told by the comparison
    return page.evaluate(() => String((window as { R?: unknown }).R));
  };

  for (const snippet of data.snippets) {
    const reason = known[snippet.id];
    it(reason === undefined ? `${snippet.id} hears the target's address` : `${snippet.id} is known to fail: ${reason}`, async () => {
      const result = await run(snippet);
      if (reason === undefined) expect(result).toBe(snippet.expect);
      else expect(result).not.toBe(snippet.expect);
    });
  }

  it('sends no request past the gateway', () => {
    expect(escapes).toEqual([]);
  });

  it('passes at least 141 of 145', () => {
    expect(data.snippets).toHaveLength(145);
    expect(Object.keys(known).length).toBeLessThanOrEqual(4);
  });
});

function documentOf(snippet: Snippet): string {
  const codes = typeof snippet.code === 'string' ? [snippet.code] : snippet.code;
  const type = snippet.module ? ' type="module"' : '';
  return `<!doctype html><html><head><title>s</title></head><body><script>window.R=undefined</script>${codes.map((code) => `<script${type}>${code}</script>`).join('')}</body></html>`;
}
