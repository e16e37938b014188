/**
 * `location` as scripts meet it, in 145 ways: each snippet runs on the page https://www.shop.example/dir/page.html?q=1#h
 * behind the gateway and must leave the same string in `R` as on the real site. In Firefox in the full run.
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { haveChromium, haveFirefox, launchChromium, launchFirefox } from '../support/browsers.ts';
import { full } from '../support/full.ts';
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
const known: Readonly<Record<string, string>> = {};

/** Longest wait for a snippet that leaves its result later (timers, images, messages). */
const PATIENCE_MS = 4000;

/** A page of either driver. */
interface SnippetPage {
  /** Opens the page anew and gives what the snippet leaves in `R`. */
  run(): Promise<string>;
  close(): Promise<void>;
}

async function inChromium(address: string, requested: (url: string) => void): Promise<SnippetPage> {
  const browser = await launchChromium();
  const page = await browser.newPage();
  page.on('request', (request) => requested(request.url()));
  return {
    async run() {
      await page.goto('about:blank');
      await page.goto(address);
      const result = page.waitForFunction(() => (window as { R?: unknown }).R !== undefined, undefined, { timeout: PATIENCE_MS });
      await result.catch(() => undefined); // what never came is told by the comparison
      return page.evaluate(() => String((window as { R?: unknown }).R));
    },
    close: () => browser.close(),
  };
}

async function inFirefox(address: string, requested: (url: string) => void): Promise<SnippetPage> {
  const browser = await launchFirefox();
  const page = await browser.newPage();
  page.on('request', (request) => requested(request.url()));
  return {
    async run() {
      await page.goto('about:blank');
      // A snippet that navigates cuts the loading short.
      await page.goto(address).catch(() => undefined);
      const result = page.waitForFunction(() => (window as { R?: unknown }).R !== undefined, { timeout: PATIENCE_MS });
      await result.catch(() => undefined); // as above
      return page.evaluate(() => String((window as { R?: unknown }).R));
    },
    close: () => browser.close(),
  };
}

const browsers = [
  { name: 'Chromium', skip: () => !haveChromium(), launch: inChromium },
  { name: 'Firefox', skip: () => !full || !haveFirefox(), launch: inFirefox },
];

for (const { name, skip, launch } of browsers) {
  describe.skipIf(skip())(`location snippets in ${name}`, () => {
    let gateway: SnippetGateway;
    let page: SnippetPage;
    let current: Snippet;
    const escapes: string[] = [];

    beforeAll(async () => {
      gateway = await startSnippetGateway((request) =>
        request.url.pathname === '/dir/page.html' ? { body: documentOf(current) } : undefined,
      );
      page = await launch(gateway.at(data.page), (url) => {
        if (/^(?:https?|wss?):/.test(url) && !gateway.urls.isGateway(url)) escapes.push(`${current.id}: ${url}`);
      });
    });
    afterAll(async () => {
      await page.close();
      await gateway.close();
    });

    for (const snippet of data.snippets) {
      const reason = known[snippet.id];
      it(reason === undefined ? `${snippet.id} hears the target's address` : `${snippet.id} is known to fail: ${reason}`, async () => {
        current = snippet;
        const result = await page.run();
        if (reason === undefined) expect(result).toBe(snippet.expect);
        else expect(result).not.toBe(snippet.expect);
      });
    }

    it('sends no request past the gateway', () => {
      expect(escapes).toEqual([]);
    });

    it('passes all but one of 145', () => {
      expect(data.snippets).toHaveLength(145);
      expect(Object.keys(known).length).toBeLessThanOrEqual(1);
    });
  });
}

function documentOf(snippet: Snippet): string {
  const codes = typeof snippet.code === 'string' ? [snippet.code] : snippet.code;
  const type = snippet.module ? ' type="module"' : '';
  return `<!doctype html><html><head><title>s</title></head><body><script>window.R=undefined</script>${codes.map((code) => `<script${type}>${code}</script>`).join('')}</body></html>`;
}
