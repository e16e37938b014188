/** windows.test.ts in Firefox: all its rows, in the full run. */
import { describe } from 'vitest';
import { haveFirefox, launchFirefox } from '../support/browsers.ts';
import { full } from '../support/full.ts';
import { testWindows, type WalkBrowser } from '../support/windows-suite.ts';

/** 15 minutes: one tab after the other. */
const TIMEOUT_MS = 900_000;

async function launch(): Promise<WalkBrowser> {
  const browser = await launchFirefox();
  return {
    async newWindow() {
      const context = await browser.createBrowserContext();
      const newPage = async () => {
        const page = await context.newPage();
        page.setDefaultTimeout(60_000);
        return page;
      };
      return {
        async newTab() {
          const page = await newPage();
          return {
            // What the page does next may cut its own loading short.
            goto: async (address) => void (await page.goto(address, { waitUntil: 'domcontentloaded' }).catch(() => undefined)),
            click: (x, y) => page.mouse.click(x, y),
            roundTrip: () => page.evaluate(() => fetch('/sync').then(() => true)).catch(() => false),
            close: () => page.close(),
          };
        },
        async start(link) {
          const page = await newPage();
          await page.goto(link);
          await (await page.waitForSelector('[data-testid=start]'))?.click();
          await page.waitForFunction(() => !document.querySelector('[data-testid=start]') && location.pathname === '/empty');
          await page.close();
        },
      };
    },
    close: () => browser.close(),
  };
}

describe.skipIf(!full || !haveFirefox())('windows of different origins in Firefox, straight and through the gateway', () => {
  testWindows(launch, { tabs: 1, timeoutMs: TIMEOUT_MS, ownSite: false });
});
