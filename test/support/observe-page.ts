/** Opens a page and waits until it has written what it observes to `window.observed`. */
import type { Page } from 'playwright-core';

export type Observation = Readonly<Record<string, unknown>>;

/** 15 s: the slowest page needs one on a quiet machine. */
const OBSERVE_TIMEOUT_MS = 15_000;

export async function observePage(page: Page, address: string): Promise<Observation> {
  await page.goto(address, { waitUntil: 'commit' });
  // The page may navigate by itself before it is done, so the whole wait starts anew in every document. Polled: frames
  // are rare in a window that is not in front.
  const handle = await page.waitForFunction(() => Reflect.get(window, 'observed') as unknown, undefined, {
    timeout: OBSERVE_TIMEOUT_MS,
    polling: 50,
  });
  const value: unknown = await handle.jsonValue();
  if (typeof value !== 'object' || value === null) throw new Error(`${address} observed ${String(value)}`);
  // Through JSON, so that `undefined` and absent are the same on both ways.
  return JSON.parse(JSON.stringify(value)) as Observation; // an object goes in, an object comes out
}

/** Paths of what differs, as `page key`, with both values. */
export function differences(straight: Observation, through: Observation): Map<string, { straight: unknown; through: unknown }> {
  const found = new Map<string, { straight: unknown; through: unknown }>();
  compare('', straight, through, found);
  return found;
}

function compare(path: string, a: unknown, b: unknown, found: Map<string, { straight: unknown; through: unknown }>): void {
  if (isTree(a) && isTree(b) && Array.isArray(a) === Array.isArray(b)) {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      compare(path === '' ? key : `${path}.${key}`, a[key], b[key], found);
    }
  } else if (!Object.is(a, b)) found.set(path, { straight: a, through: b });
}

function isTree(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
