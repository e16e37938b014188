/**
 * Windows of different origins send each other elsewhere, in every way that pages know, straight and through the gateway:
 * what is thrown, what the target's server is asked with, and what the page at the end reads of itself must be the same.
 * Nothing may leave the gateway: a request that went round it is seen at the server, by the address it came to.
 */
import { describe } from 'vitest';
import { haveChromium, launchChromium } from '../support/browsers.ts';
import { startAsCustomer } from '../support/journey.ts';
import { testWindows, type WalkBrowser } from '../support/windows-suite.ts';

/** 5 minutes: a hundred pages, on a machine that has more to do. */
const TIMEOUT_MS = 300_000;

async function launch(): Promise<WalkBrowser> {
  const browser = await launchChromium({ loopbackHosts: ['*.example'], ignoreCertificateErrors: true, blockPopups: true });
  return {
    async newWindow() {
      const context = await browser.newContext();
      context.setDefaultTimeout(60_000);
      return {
        async newTab() {
          const page = await context.newPage();
          return {
            goto: async (address) => void (await page.goto(address, { waitUntil: 'commit' })),
            click: (x, y) => page.mouse.click(x, y),
            roundTrip: () => page.evaluate(() => fetch('/sync').then(() => true)).catch(() => false),
            close: () => page.close(),
          };
        },
        async start(link) {
          await (await startAsCustomer(context, link)).close();
        },
      };
    },
    close: () => browser.close(),
  };
}

describe.skipIf(!haveChromium())('windows of different origins, straight and through the gateway', () => {
  testWindows(launch, { tabs: 3, timeoutMs: TIMEOUT_MS, ownSite: true });
});
