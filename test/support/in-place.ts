/** What people do on a page of the company's own site: ask for help there, say yes, and be helped in place. */
import type { BrowserContext, Frame, Page } from 'playwright-core';
import { vi } from 'vitest';
import { clickOn } from './journey.ts';

/** 40 s: several loads of pages and frames on a loaded two-core machine. */
export const patient = { timeout: 40_000, interval: 100 };

/** The button stands in a closed shadow root: a hand finds it by its place. */
export async function pressHelp(host: Page): Promise<void> {
  await vi.waitFor(async () => {
    if ((await host.locator('samepage-help').count()) === 0) throw new Error(`no help button on ${host.url()}`);
  }, patient);
  const size = host.viewportSize() ?? { width: 1280, height: 720 };
  await host.bringToFront();
  await host.mouse.click(size.width - 16 - 60, size.height - 16 - 22);
}

export function frameOf(host: Page, address: string): Promise<Frame> {
  return vi.waitFor(() => {
    const frame = host.frames().find((candidate) => candidate.url().startsWith(address));
    if (!frame)
      throw new Error(
        `no frame ${address} in ${host.url()}: ${host
          .frames()
          .map((each) => each.url())
          .join(' ')}`,
      );
    return frame;
  }, patient);
}

/** The dock on this page, of whatever session. */
export function dockIn(host: Page): Promise<Frame> {
  return vi.waitFor(() => {
    const frame = host.frames().find((one) => URL.canParse(one.url()) && new URL(one.url()).pathname === '/dock');
    if (!frame) throw new Error(`no dock in ${host.url()}`);
    return frame;
  }, patient);
}

export async function readPin(host: Page, controlOrigin: string): Promise<string> {
  const help = await frameOf(host, `${controlOrigin}/help`);
  return vi.waitFor(async () => {
    const text = (await help.getByTestId('pin').innerText()).replace(/\D/g, '');
    if (text.length !== 6) throw new Error(`no PIN yet: ${text}`);
    return text;
  }, patient);
}

/** The agent types the digits into the console, which is signed in. */
export async function redeem(agent: Page, pin: string): Promise<void> {
  await agent.bringToFront();
  await agent.getByTestId('pin-input').fill(pin);
  await agent.getByTestId('redeem').click();
  await agent.getByTestId('viewer').waitFor({ state: 'attached', timeout: patient.timeout });
}

/** The customer reads what is asked, in a window of ours, and says yes. */
export async function sayYes(host: Page, controlOrigin: string): Promise<void> {
  const help = await frameOf(host, `${controlOrigin}/help`);
  await help.getByTestId('help-continue').waitFor({ timeout: patient.timeout });
  const opened = host.context().waitForEvent('page', { timeout: patient.timeout });
  await clickOn(host, help.getByTestId('help-continue'));
  const consent = await opened;
  await consent.getByTestId('start').waitFor({ timeout: patient.timeout });
  const closed = consent.waitForEvent('close', { timeout: patient.timeout });
  await consent.getByTestId('start').click();
  await closed;
  await host.bringToFront();
}

export async function signIn(context: BrowserContext, controlOrigin: string, token: string): Promise<Page> {
  const agent = await context.newPage();
  await agent.goto(`${controlOrigin}/#token=${token}`);
  await agent.getByTestId('pin-input').waitFor({ timeout: patient.timeout });
  return agent;
}
