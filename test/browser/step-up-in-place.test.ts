/**
 * The step up on the company's own pages: by the one-line script, and in front mode behind nginx. The dock is a stranger's frame
 * there, and the small window must still be the customer's.
 */
import type { Server } from 'node:http';
import type { Browser, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { haveChromium, launchChromium } from '../support/browsers.ts';
import { freePort } from '../support/free-port.ts';
import { full } from '../support/full.ts';
import { dockIn, patient, pressHelp, readPin, redeem, sayYes, signIn } from '../support/in-place.ts';
import { clickOn, replicaText, waiting } from '../support/journey.ts';
import { plays } from '../support/playing.ts';
import { startGateway } from '../support/start-gateway.ts';
import { haveNginx, startNginx } from '../support/start-nginx.ts';
import { startSite } from '../support/start-site.ts';
import { haveTurn, startTurn } from '../support/start-turn.ts';

interface Shop {
  startShop(options: { port: number; head: string }): Promise<Server>;
}

describe.skipIf(!full || !haveChromium() || !haveTurn())('the step up in place', () => {
  /** From the page to the screen and the voice, on to another page, and back to the page alone. */
  async function stepUp(browser: Browser, home: string, next: string, control: string, adminToken: string, shown: RegExp): Promise<void> {
    const host = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
    const agent = await signIn(await browser.newContext({ viewport: { width: 1280, height: 800 } }), control, adminToken);
    await host.goto(home);
    await pressHelp(host);
    await redeem(agent, await readPin(host, control));
    await sayYes(host, control);
    await expect.poll(() => replicaText(agent), patient).toMatch(shown);
    await agent.getByRole('button', { name: 'Screen and voice' }).click();
    const watch = await (await agent.getByTestId('step-up').elementHandle())?.contentFrame();
    if (!watch) throw new Error('no frame');
    await watch.getByRole('button', { name: 'Ask to see the screen' }).click();
    const share = await openShare(host, 'Agent asks to see your screen');
    // A window of ours, of which the dock alone knows.
    expect(new URL(share.url()).pathname).toBe('/share');
    expect(new URL(share.url()).origin).not.toBe(new URL(home).origin);
    expect(await share.evaluate(() => (window.opener as Window).location.pathname)).toBe('/dock');
    await share.getByRole('button', { name: 'Choose what to show' }).click();
    await plays(watch, 'watch-screen');
    await host.goto(next);
    await (await dockIn(host)).getByText('Your screen is shown to').waitFor({ timeout: patient.timeout });
    await plays(watch, 'watch-screen');
    await watch.getByRole('button', { name: 'Ask to talk' }).click();
    await share.getByRole('button', { name: 'Talk' }).click();
    await share.getByText('You are talking with').waitFor();
    await (await dockIn(host)).getByRole('button', { name: 'Stop sharing' }).click();
    await expect.poll(() => watch.getByTestId('watch-screen').count(), waiting).toBe(0);
    await agent.getByTestId('end-session').click();
    await agent.getByTestId('end-confirm').click();
    await expect
      .poll(
        () =>
          share.isClosed() ||
          share
            .getByTestId('share-sound')
            .count()
            .then((count) => count === 0),
        waiting,
      )
      .toBe(true);
  }

  async function openShare(host: Page, heading: string): Promise<Page> {
    const dock = await dockIn(host);
    await dock.getByRole('button', { name: 'Continue' }).waitFor({ timeout: patient.timeout });
    const opened = host.context().waitForEvent('page', { timeout: patient.timeout });
    await clickOn(host, dock.getByRole('button', { name: 'Continue' }));
    const share = await opened;
    await share.getByRole('heading', { name: heading }).waitFor({ timeout: patient.timeout });
    return share;
  }

  test('[U1] by the one-line script', async () => {
    const port = await freePort();
    const home = `http://shop.localhost:${port}`;
    const turn = await startTurn();
    const gateway = await startGateway({
      overrides: { sites: [{ key: 'shop', origins: [home] }], turn: turn.config, stepUp: ['screen', 'voice'] },
    });
    const control = `http://localhost:${gateway.port}`;
    const { startShop } = (await import(new URL('../../examples/shop.mjs', import.meta.url).href)) as Shop; // a plain script
    const shop = await startShop({ port, head: `<script src="${control}/samepage.js" data-key="shop"></script>` });
    const browser = await launchChromium({ fakeMedia: true });
    try {
      await stepUp(browser, `${home}/`, `${home}/cart`, control, gateway.adminToken, /First Flush/);
    } finally {
      await browser.close();
      await gateway.close();
      shop.closeAllConnections();
      await new Promise((closed) => shop.close(closed));
      await turn.close();
    }
  });

  test.skipIf(!haveNginx())('[U1] in front mode behind nginx', async () => {
    const port = await freePort();
    const at = (name: string) => `https://${name}:${port}`;
    const [control, www] = [at('console.test'), at('www.shop.example')];
    const turn = await startTurn();
    const site = await startSite({ publicOrigins: { www, api: at('api.shop.example') } });
    const gateway = await startGateway({
      site,
      overrides: {
        controlOrigin: control,
        sessionHost: `https://{label}--{sid}.gw.test:${port}`,
        trustProxies: ['127.0.0.1'],
        limits: { connectTimeoutMs: 30_000, dockFirstMs: 60_000, dockGraceMs: 30_000, helloTimeoutMs: 30_000 },
        allowPrivateTargets: [],
        front: ['www', 'api'].map((name) => ({
          host: `${name}.shop.example:${port}`,
          target: `https://${name}.shop.example:${site.httpsPort}`,
        })),
        turn: turn.config,
        stepUp: ['screen', 'voice'],
      },
    });
    const nginx = await startNginx({ port, gatewayPort: gateway.port });
    const browser = await launchChromium({
      loopbackHosts: ['*.shop.example', '*.static.example', '*.gw.test', 'console.test'],
      ignoreCertificateErrors: true,
      fakeMedia: true,
    });
    try {
      await stepUp(browser, `${www}/`, `${www}/cart`, control, gateway.adminToken, /Stoneware/);
    } finally {
      await browser.close();
      await nginx.close();
      await gateway.close();
      await site.close();
      await turn.close();
    }
  });
});
