/** The tests of windows.test.ts, for any browser. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fromFrame, rare, untouched } from '../sites/windows/cases.ts';
import { ACCOUNT, IDP, PAY, SHOP, windowHosts } from '../sites/windows/hosts.ts';
import { full } from './full.ts';
import { gatewayAddress } from './gateway-address.ts';
import { startGateway, type Gateway } from './start-gateway.ts';
import { startHosts, type Hosts } from './start-hosts.ts';
import * as walks from './windows-walk.ts';
import type { FrameCase, Outcomes, Walk, WalkTab } from './windows-walk.ts';

/** A window of a browser, with cookies of its own. */
export interface WalkWindow {
  newTab(): Promise<WalkTab>;
  /** Opens the customer's link and presses "Start". */
  start(link: string): Promise<void>;
}

export interface WalkBrowser {
  newWindow(): Promise<WalkWindow>;
  close(): Promise<void>;
}

/**
 * `tabs`: how many this browser opens at the same time without losing one. `ownSite`: may an untouched frame send the page to
 * its own site? Chromium lets it, Firefox refuses that, too.
 */
export function testWindows(
  launch: () => Promise<WalkBrowser>,
  { tabs, timeoutMs, ownSite }: { readonly tabs: number; readonly timeoutMs: number; readonly ownSite: boolean },
): void {
  let hosts: Hosts;
  let gateway: Gateway;
  let browser: WalkBrowser;

  beforeAll(async () => {
    hosts = await startHosts(windowHosts);
    gateway = await startGateway({ site: hosts });
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
    await gateway.close();
    await hosts.close();
  });

  const walkOf = async (through: boolean): Promise<Walk> => {
    const window = await browser.newWindow();
    const newTab = () => window.newTab();
    if (!through) return { hosts, newTab, tabs, at: (target) => target };
    const session = await gateway.createSession(`${hosts.origin(SHOP)}/empty`);
    await window.start(session.links.customer);
    return { hosts, newTab, tabs, at: (target) => gatewayAddress(gateway, session.id, target) };
  };

  /** Both ways. What was asked for round the gateway on the second, by the path of it. */
  const both = async (run: (walk: Walk) => Promise<Outcomes>): Promise<{ straight: Outcomes; through: Outcomes; round: string[] }> => {
    const first = await walkOf(false);
    await walks.seed(first);
    const straight = await run(first);
    const second = await walkOf(true);
    const before = hosts.seen.length;
    await walks.seed(second);
    const through = await run(second);
    // A page that is closing may still have sent its last word.
    const round = hosts.seen.slice(before).filter((each) => each.direct && !each.url.pathname.startsWith('/report/'));
    return { straight, through, round: round.map((each) => each.url.href) };
  };

  const casesOf = (
    names: readonly string[],
    more: Pick<FrameCase, 'when' | 'to'>,
    refused: (name: string) => boolean,
    label = '',
  ): FrameCase[] => names.map((name) => ({ ...more, name: `${name}${label && ` | ${label}`}`, refused: refused(name) }));
  const mayNot = (name: string): boolean => name.includes('may not');

  test(
    '[A4] an inner frame sends the page away, and where it ends is the label of the target',
    async () => {
      const names = Object.keys(fromFrame).filter((name) => full || !rare.includes(name));
      const other = `${hosts.origin(IDP)}/done/RUN`;
      const few = ['top.location = u', 'form to _top, POST'];
      const cases = [
        ...casesOf(names, { when: 'click', to: other }, mayNot),
        ...casesOf(few, { when: 'click', to: `${hosts.origin(PAY)}/done/RUN` }, mayNot, 'its own origin'),
        ...casesOf(few, { when: 'click', to: `${hosts.origin(SHOP)}/done/RUN` }, mayNot, "the page's own origin"),
        ...casesOf(few, { when: 'click', to: '/done/RUN' }, mayNot, 'relative'),
        // A form that goes from https to http is stopped by a question of the browser's.
        ...casesOf(few.slice(0, 1), { when: 'click', to: `${hosts.plainOrigin(IDP)}/done/RUN` }, mayNot, 'http from https'),
      ];
      const { straight, through, round } = await both((walk) => walks.walkFrames(walk, cases));
      expect(through).toEqual(straight);
      expect(round).toEqual([]);
    },
    timeoutMs,
  );

  // Fifteen seconds that the whole suite cannot spare: the ways that are refused in spite of a press are above, in each run.
  test.skipIf(!full)(
    'a frame that nobody has touched is refused what browsers refuse it, in the same words',
    async () => {
      const all = (): boolean => true;
      const sandbox = (tokens: string): string => `sandbox="allow-scripts allow-forms allow-same-origin ${tokens}"`;
      const to = `${hosts.origin(IDP)}/done/RUN`;
      const [first = ''] = untouched;
      const cases: FrameCase[] = [
        ...casesOf(untouched, { when: 'load', to }, all),
        ...(ownSite
          ? [
              ...casesOf([first], { when: 'load', to: `${hosts.origin(SHOP)}/done/RUN` }, () => false, "the page's own origin"),
              ...casesOf([first], { when: 'load', to: `${hosts.origin(ACCOUNT)}/done/RUN` }, () => false, "the page's own site"),
            ]
          : []),
        { name: `${first} | sandboxed`, when: 'click', to, refused: true, frame: sandbox('') },
        { name: `${first} | sandboxed, allowed`, when: 'load', to, refused: false, frame: sandbox('allow-top-navigation') },
        {
          name: `${first} | sandboxed, allowed by hand`,
          when: 'load',
          to,
          refused: true,
          frame: sandbox('allow-top-navigation-by-user-activation'),
        },
        {
          name: `${first} | sandboxed, touched`,
          when: 'click',
          to,
          refused: false,
          frame: sandbox('allow-top-navigation-by-user-activation'),
        },
      ];
      const { straight, through, round } = await both((walk) => walks.walkFrames(walk, cases));
      expect(through).toEqual(straight);
      expect(Object.values(straight).filter((each) => each.arrived === undefined)).toHaveLength(
        cases.filter((each) => each.refused).length,
      );
      expect(round).toEqual([]);
    },
    timeoutMs,
  );

  test(
    '[A4] the page sends its frames of another origin elsewhere',
    async () => {
      const { straight, through, round } = await both((walk) => walks.walkIntoFrames(walk, `${hosts.origin(IDP)}/done/RUN`));
      // Third-party cookies: browsers block them or keep them apart; our jar sends those that are SameSite=None.
      const cookies = Object.values(through).flatMap((each) => (each.arrived ? [each.arrived['cookies']] : []));
      expect(new Set(cookies)).toEqual(new Set(['none']));
      expect(withoutCookies(through)).toEqual(withoutCookies(straight));
      expect(round).toEqual([]);
    },
    timeoutMs,
  );

  test(
    '[A4] the page sends windows that it opened elsewhere, and they their opener',
    async () => {
      const to = `${hosts.origin(IDP)}/done/RUN`;
      const run = async (walk: Walk): Promise<Outcomes> => ({
        ...(await walks.walkIntoPopups(walk, to)),
        ...(await walks.walkFromPopups(walk, to)),
      });
      const { straight, through, round } = await both(run);
      expect(through).toEqual(straight);
      expect(round).toEqual([]);
    },
    timeoutMs,
  );
}

function withoutCookies(outcomes: Outcomes): Outcomes {
  return Object.fromEntries(
    Object.entries(outcomes).map(([name, outcome]) => [
      name,
      outcome.arrived ? { ...outcome, arrived: { ...outcome.arrived, cookies: '' } } : outcome,
    ]),
  );
}
