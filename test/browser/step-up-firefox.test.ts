/** The step up with the customer in Firefox: asked for, given in the small window, heard and seen by the agent, and ended. */
import type { Browser as AgentBrowser } from 'playwright-core';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { haveChromium, haveFirefox, launchChromium, launchFirefox } from '../support/browsers.ts';
import { full } from '../support/full.ts';
import { openAsAgent, waiting } from '../support/journey.ts';
import { plays } from '../support/playing.ts';
import { startGateway, type Gateway } from '../support/start-gateway.ts';
import { startSite, type Site } from '../support/start-site.ts';
import { haveTurn, startTurn, type Turn } from '../support/start-turn.ts';
import { Customer, patient } from '../support/tabs-walk.ts';

describe.skipIf(!full || !haveChromium() || !haveFirefox() || !haveTurn())('the step up of a customer in Firefox', () => {
  let site: Site;
  let turn: Turn;
  let gateway: Gateway;
  let browser: Browser;
  let desk: AgentBrowser;

  beforeAll(async () => {
    [site, turn] = await Promise.all([startSite(), startTurn()]);
    gateway = await startGateway({ site, overrides: { turn: turn.config, stepUp: ['voice', 'camera'] } });
    [browser, desk] = await Promise.all([launchFirefox({ fakeMedia: true }), launchChromium({ fakeMedia: true })]);
  });

  afterAll(async () => {
    await Promise.all([browser.close(), desk.close()]);
    await gateway.close();
    await turn.close();
    await site.close();
  });

  test('[U1] voice and camera, given by the customer’s own press in the window', async () => {
    const session = await gateway.createSession(`${site.origins.pages}/tabs.html`);
    const customer = new Customer(browser, gateway, session);
    const host = await customer.start();
    const agent = await openAsAgent(await desk.newContext(), session.links.agent);
    await agent.getByRole('button', { name: 'Screen and voice' }).click();
    const watch = await (await agent.getByTestId('step-up').elementHandle())?.contentFrame();
    if (!watch) throw new Error('no frame');
    await watch.getByRole('button', { name: 'Ask for video' }).click();
    const dock = await customer.dock(host);
    const share: Page = await customer.opened(() => customer.press(dock, 'button', 'Continue'));
    await customer.press(share, 'button', 'Turn on my camera');
    await plays(watch, 'watch-face');
    await watch.getByRole('button', { name: 'Ask to talk' }).click();
    await customer.press(share, 'button', 'Talk');
    await expect
      .poll(() => watch.getByTestId('watch-sound').evaluate((audio: HTMLAudioElement) => audio.currentTime), waiting)
      .toBeGreaterThan(0);
    await expect.poll(() => share.$eval('body', (body) => body.innerText), patient).toContain('You are talking with Agent');
    await customer.press(share, 'button', 'Stop video');
    await expect.poll(() => watch.getByTestId('watch-face').count(), waiting).toBe(0);
  }, 180_000);
});
