/**
 * What people do, in words: the customer opens a link and starts, the agent opens a console, clicks and types in the
 * replica. All input is real mouse and keyboard at real places, as a hand would give it.
 */
import type { BrowserContext, Frame, Locator, Page } from 'playwright-core';
import { expect, vi } from 'vitest';
import type { Gateway, NewSession } from './start-gateway.ts';

/** 20 s: a page through the gateway on a loaded two-core machine. */
const STEP_TIMEOUT_MS = 20_000;
/** 60 s: a whole application with megabytes of script, on the same machine. */
const LOAD_TIMEOUT_MS = 60_000;
const POLL_MS = 50;
/** A look at a replica that may be gone: the caller looks again. */
const LOOK_TIMEOUT_MS = 200;

export const waiting = { timeout: STEP_TIMEOUT_MS, interval: POLL_MS };

/** Address below the gateway for an address of the target, as the gateway's own map writes it: read from a running page. */
export function labelOrigin(page: Page): string {
  return new URL(page.url()).origin;
}

/** Opens the customer's link, reads the consent page, presses "Start", and waits for the site itself. */
export async function startAsCustomer(context: BrowserContext, link: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(link);
  await pressStart(page);
  return page;
}

export async function pressStart(page: Page): Promise<void> {
  const consentOrigin = new URL(page.url()).origin;
  const button = page.getByTestId('start');
  await button.waitFor({ timeout: STEP_TIMEOUT_MS });
  expect(await button.innerText()).toBe('Start');
  await button.click();
  await page.waitForURL((url) => url.origin !== consentOrigin, { timeout: STEP_TIMEOUT_MS, waitUntil: 'commit' });
  await page.waitForLoadState('load', { timeout: LOAD_TIMEOUT_MS });
}

/** Opens the agent's link and waits for the viewer to be there. */
export async function openAsAgent(context: BrowserContext, link: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(link);
  await page.getByTestId('viewer').waitFor({ timeout: STEP_TIMEOUT_MS });
  return page;
}

export async function replicaOf(agent: Page, timeoutMs = STEP_TIMEOUT_MS): Promise<Frame> {
  const viewer = await frameIn(agent.mainFrame(), 'viewer', timeoutMs);
  return frameIn(viewer, 'replica', timeoutMs);
}

async function frameIn(frame: Frame, testId: string, timeoutMs: number): Promise<Frame> {
  const handle = await frame.waitForSelector(`[data-testid="${testId}"]`, { state: 'attached', timeout: timeoutMs });
  const content = await handle.contentFrame();
  if (!content) throw new Error(`${testId} shows no document`);
  return content;
}

/** The dock's frame in the customer's page; it comes after the page's load. */
export async function dockOf(host: Page, gateway: Gateway, sid: string): Promise<Frame> {
  const address = `${gateway.ownOrigin(sid)}/dock`;
  return vi.waitFor(() => {
    const frame = host.frames().find((candidate) => candidate.url().startsWith(address));
    if (!frame) throw new Error(`the page has no dock: ${host.url()}`);
    return frame;
  }, waiting);
}

/** Waits until the replica shows a text, anywhere. Unlike expect.poll, it may stand in a hook. */
export async function replicaShows(agent: Page, text: string | RegExp): Promise<void> {
  await vi.waitFor(async () => {
    expect(await replicaText(agent)).toMatch(text);
  }, waiting);
}

/** Visible text of the replica; empty while it is blank or being rebuilt. */
export async function replicaText(agent: Page): Promise<string> {
  try {
    return await (await replicaOf(agent, LOOK_TIMEOUT_MS)).evaluate(() => document.body.innerText);
  } catch {
    return ''; // the frame is being replaced: the caller polls
  }
}

/** Centre of an element in the coordinates of the window, through every frame above it, scaled frames included. */
export async function placeOf(element: Locator): Promise<{ x: number; y: number; visible: boolean }> {
  const handle = await element.elementHandle({ timeout: STEP_TIMEOUT_MS });
  if (!handle) throw new Error('the element is not there');
  let frame = await handle.ownerFrame();
  let place = await handle.evaluate((node) => {
    const box = (node as Element).getBoundingClientRect(); // locators find elements
    const x = box.x + box.width / 2;
    const y = box.y + Math.min(box.height / 2, 200);
    // A sticky header may lie over it: then a hand would scroll on. A label's field counts as the label, and so on.
    const hit = document.elementFromPoint(x, y) ?? (node.getRootNode() as Document).elementFromPoint(x, y); // or a shadow root, which has the same method
    const free = hit !== null && (node.contains(hit) || hit.contains(node) || hit.shadowRoot !== null);
    return { x, y, visible: box.width > 0 && free };
  });
  while (frame?.parentFrame()) {
    const owner = await frame.frameElement();
    const outer = await owner.evaluate((node) => {
      const element = node as HTMLElement; // owners of frames are HTML elements
      const box = element.getBoundingClientRect();
      const scale = element.offsetWidth === 0 ? 1 : box.width / element.offsetWidth;
      return { x: box.x, y: box.y, left: element.clientLeft, top: element.clientTop, scale, width: innerWidth, height: innerHeight };
    });
    const x = outer.x + (place.x + outer.left) * outer.scale;
    const y = outer.y + (place.y + outer.top) * outer.scale;
    place = { x, y, visible: place.visible && x >= 0 && y >= 0 && x < outer.width && y < outer.height };
    frame = frame.parentFrame();
  }
  return place;
}

/** A click of the mouse on an element of any frame, the closed ones included; the wheel brings it into view first. */
export async function clickOn(page: Page, element: Locator, options: { clickCount?: number } = {}): Promise<void> {
  // Both roles may be tabs of one window; a hand clicks in the one in front.
  await page.bringToFront();
  const place = await bringIntoView(page, element);
  await page.mouse.move(place.x, place.y);
  await page.mouse.click(place.x, place.y, options);
}

export async function bringIntoView(page: Page, element: Locator): Promise<{ x: number; y: number }> {
  const size = page.viewportSize() ?? { width: 1280, height: 720 };
  const deadline = Date.now() + STEP_TIMEOUT_MS;
  for (;;) {
    const place = await placeOf(element);
    if (place.visible) {
      // Moved by a scroll that is still under way? A hand waits, too.
      await page.waitForTimeout(POLL_MS);
      const again = await placeOf(element);
      if (Math.abs(again.y - place.y) < 1 && Math.abs(again.x - place.x) < 1) return again;
      continue;
    }
    if (Date.now() > deadline) throw new Error(`the element never came into view: ${JSON.stringify(place)}`);
    await page.mouse.move(size.width / 2, size.height / 2);
    await page.mouse.wheel(0, place.y < size.height / 2 ? -200 : 200);
    await page.waitForTimeout(POLL_MS * 2);
  }
}

/** Clicks into a field of the replica and types, key by key. */
export async function typeInto(page: Page, field: Locator, text: string): Promise<void> {
  await clickOn(page, field);
  await page.keyboard.type(text, { delay: 15 });
}

export interface Pair {
  readonly session: NewSession;
  readonly host: Page;
  readonly agent: Page;
}

/** A session on `url`, started by the customer, open at the agent's. */
export async function meet(gateway: Gateway, customer: BrowserContext, agent: BrowserContext, url: string): Promise<Pair> {
  const session = await gateway.createSession(url);
  const host = await startAsCustomer(customer, session.links.customer);
  const agentPage = await openAsAgent(agent, session.links.agent);
  return { session, host, agent: agentPage };
}
