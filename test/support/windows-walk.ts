/**
 * Runs the cases of test/sites/windows in one browser, straight or through a gateway, and tells what became of each: what was
 * thrown, and the request that arrived as the target's server saw it. Which way it is run must make no difference.
 */
import { fromPopup, intoFrame, intoPopup } from '../sites/windows/cases.ts';
import { IDP, PAY, SHOP } from '../sites/windows/hosts.ts';
import type { HostRequest, Hosts } from './start-hosts.ts';

/** A tab of any driver. */
export interface WalkTab {
  goto(address: string): Promise<void>;
  click(x: number, y: number): Promise<void>;
  /** Asks the page's own server for something and waits for it; false when the page went away meanwhile. */
  roundTrip(): Promise<boolean>;
  close(): Promise<void>;
}

export interface Walk {
  readonly hosts: Hosts;
  readonly newTab: () => Promise<WalkTab>;
  /** Address in the browser for an address of a target. */
  readonly at: (target: string) => string;
  /** Tabs at the same time; more only wait for each other. */
  readonly tabs: number;
}

/** What became of one case. */
export interface Outcome {
  readonly said: string;
  readonly arrived?: Readonly<Record<string, unknown>>;
  readonly page?: unknown;
}

export type Outcomes = Readonly<Record<string, Outcome>>;

/** The page, its frame and where they go, on a loaded machine. */
const PATIENCE_MS = 120_000;
const LOOK_EVERY_MS = 15;
const PRESS_AGAIN_MS = 400;

let runs = 0;

export interface FrameCase {
  readonly name: string;
  readonly when: 'click' | 'load';
  /** Address to go to, with RUN where the run's number goes. */
  readonly to: string;
  /** Is the browser to refuse it? */
  readonly refused: boolean;
  /** More attributes of the frame. */
  readonly frame?: string;
}

/** From an inner frame of another origin to the whole page. */
export async function walkFrames(walk: Walk, cases: readonly FrameCase[]): Promise<Outcomes> {
  const outcomes: Record<string, Outcome> = {};
  const waiting = [...cases];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) outcomes[next.name] = await walkFrame(walk, next);
  };
  await Promise.all(Array.from({ length: walk.tabs }, worker));
  return outcomes;
}

async function walkFrame(walk: Walk, { name, when, to, refused, frame }: FrameCase): Promise<Outcome> {
  const { hosts } = walk;
  const run = `n${String(++runs)}n`;
  const tab = await walk.newTab();
  const code = name.split(' | ')[0] ?? '';
  const query = new URLSearchParams({ run, table: 'fromFrame', case: code, when, to: to.replaceAll('RUN', run), ...(frame && { frame }) });
  await tab.goto(walk.at(`${hosts.origin(SHOP)}/top?${String(query)}`));
  if (when === 'click') {
    await said(hosts, run, 'ready', name);
    await press(hosts, run, tab, 100, 100);
  }
  const outcome = refused ? await stay(hosts, run, tab, name) : await arriveAndTell(hosts, run, name);
  await tab.close();
  return outcome;
}

/** From the page into its frames of another origin, all at once. */
export async function walkIntoFrames(walk: Walk, to: string): Promise<Outcomes> {
  const run = `n${String(++runs)}n`;
  const tab = await walk.newTab();
  await tab.goto(walk.at(`${walk.hosts.origin(SHOP)}/many?${String(new URLSearchParams({ run, to }))}`));
  const outcomes = await each(walk, run, Object.keys(intoFrame));
  await tab.close();
  return outcomes;
}

/** From the page into windows that it opens, one after the other. */
export async function walkIntoPopups(walk: Walk, to: string): Promise<Outcomes> {
  const run = `n${String(++runs)}n`;
  const tab = await walk.newTab();
  await tab.goto(walk.at(`${walk.hosts.origin(SHOP)}/opener?${String(new URLSearchParams({ run, to }))}`));
  await said(walk.hosts, run, 'ready', 'opener');
  const names = Object.keys(intoPopup);
  for (const [at, name] of names.entries()) {
    await press(walk.hosts, run, tab, (at % 8) * 80 + 40, Math.floor(at / 8) * 80 + 40, new RegExp(`^${String(at)} `));
    await arrive(walk.hosts, `${run}-${String(at)}`, name);
  }
  const outcomes = await each(walk, run, names);
  await tab.close();
  return outcomes;
}

/** From the opened window to the page that opened it. */
export async function walkFromPopups(walk: Walk, to: string): Promise<Outcomes> {
  const outcomes: Record<string, Outcome> = {};
  for (const name of Object.keys(fromPopup)) {
    const run = `n${String(++runs)}n`;
    const tab = await walk.newTab();
    const query = new URLSearchParams({ run, table: 'fromPopup', case: name, to: to.replaceAll('RUN', run) });
    await tab.goto(walk.at(`${walk.hosts.origin(SHOP)}/invites?${String(query)}`));
    await said(walk.hosts, run, 'ready', name);
    await press(walk.hosts, run, tab, 100, 100);
    outcomes[name] = await arriveAndTell(walk.hosts, run, name);
    await tab.close();
  }
  return outcomes;
}

/** Cookies of each SameSite kind at every host. */
export async function seed(walk: Walk): Promise<void> {
  const tab = await walk.newTab();
  for (const host of [SHOP, PAY, IDP]) await tab.goto(walk.at(`${walk.hosts.origin(host)}/seed`));
  await tab.close();
}

async function each(walk: Walk, run: string, names: readonly string[]): Promise<Outcomes> {
  const outcomes: Record<string, Outcome> = {};
  for (const [at, name] of names.entries()) {
    const told = (await said(walk.hosts, run, new RegExp(`^${String(at)} `), name)).replace(/^\d+ /, '');
    outcomes[name] = told.startsWith('threw')
      ? { said: told }
      : { ...(await arrive(walk.hosts, `${run}-${String(at)}`, name)), said: told };
  }
  return outcomes;
}

async function arrive(hosts: Hosts, run: string, name: string): Promise<Outcome> {
  const page = await said(hosts, run, /^page /, name);
  const request = hosts.seen.find((each) => each.url.pathname === `/done/${run}`);
  if (!request) throw new Error(`${name}: the page was shown without a request`);
  return { said: '', arrived: described(request, run), page: JSON.parse(page.slice(5).replaceAll(run, 'RUN')) as unknown };
}

/** The last word of the frame that sent the page away may come after the page that it was sent to. */
async function arriveAndTell(hosts: Hosts, run: string, name: string): Promise<Outcome> {
  const outcome = await arrive(hosts, run, name);
  return { ...outcome, said: await said(hosts, run, /^(?:did|threw)/, name) };
}

/** A frame that has just been drawn may miss a click; what is pressed acts once. */
async function press(hosts: Hosts, run: string, tab: WalkTab, x: number, y: number, heard = /^pressed$/): Promise<void> {
  const felt = (): string | undefined => reports(hosts, run).find((text) => heard.test(text));
  for (const deadline = Date.now() + PATIENCE_MS; ;) {
    await tab.click(x, y);
    if ((await until(felt, PRESS_AGAIN_MS)) !== undefined) return;
    if (Date.now() > deadline) throw new Error(`nobody felt the press of ${run}`);
  }
}

/** Nothing is on its way: what left before a request that is answered has arrived before it. */
async function stay(hosts: Hosts, run: string, tab: WalkTab, name: string): Promise<Outcome> {
  const told = await said(hosts, run, /^(?:did|threw)/, name);
  for (let trip = 0; trip < 3; trip++) {
    if (!(await tab.roundTrip())) return { said: `${told}; the page went away` };
  }
  const request = hosts.seen.find((each) => each.url.pathname === `/done/${run}`);
  return { said: told.replaceAll(run, 'RUN'), ...(request && { arrived: described(request, run) }) };
}

function described({ method, url, headers, cookies, body }: HostRequest, run: string): Record<string, unknown> {
  const boundary = /boundary=(.*)$/.exec(headers['content-type'] ?? '')?.[1] ?? '\n';
  const clean = (text: string | undefined): string | undefined => text?.replaceAll(run, 'RUN').replaceAll(boundary, 'BOUNDARY');
  return {
    method,
    url: clean(url.href),
    body: clean(body),
    type: clean(headers['content-type']),
    origin: headers.origin,
    referer: clean(headers.referer),
    site: headers['sec-fetch-site'],
    mode: headers['sec-fetch-mode'],
    dest: headers['sec-fetch-dest'],
    user: headers['sec-fetch-user'],
    cookies: [...cookies.keys()].sort().join(),
  };
}

function reports(hosts: Hosts, run: string): string[] {
  return hosts.seen.filter((each) => each.url.pathname === `/report/${run}`).map((each) => each.body);
}

/** Waits until a page of this run has said it. */
async function said(hosts: Hosts, run: string, what: string | RegExp, name: string): Promise<string> {
  const find = (): string | undefined => reports(hosts, run).find((text) => (typeof what === 'string' ? text === what : what.test(text)));
  const found = await until(find, PATIENCE_MS);
  if (found === undefined) throw new Error(`${name} (${run}) never said ${String(what)}; it said ${JSON.stringify(reports(hosts, run))}`);
  return found;
}

async function until<T>(look: () => T | undefined, patienceMs: number): Promise<T | undefined> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const found = look();
    if (found !== undefined || Date.now() > deadline) return found;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
