/**
 * Logins and payments between origins, as their providers do them, straight and through the gateway: what the last page of
 * each flow says must be the same, and nothing may go round the gateway. The sites are https, the gateway is http.
 */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { APEX, flowHosts, IDP, WWW } from '../sites/flows/hosts.ts';
import { haveChromium, launchChromium } from '../support/browsers.ts';
import { gatewayAddress } from '../support/gateway-address.ts';
import { startAsCustomer } from '../support/journey.ts';
import { startGateway, type Gateway } from '../support/start-gateway.ts';
import { startHosts, type Hosts } from '../support/start-hosts.ts';

interface Way {
  readonly page: Page;
  /** Address in the browser for an address of a target. */
  at(target: string): string;
}

/** 5 minutes: several flows each way in one test, on a machine that has more to do. */
const TIMEOUT_MS = 300_000;

describe.skipIf(!haveChromium())('logins and payments, straight and through the gateway', { timeout: TIMEOUT_MS }, () => {
  let hosts: Hosts;
  let gateway: Gateway;
  let browser: Browser;

  beforeAll(async () => {
    hosts = await startHosts(flowHosts);
    gateway = await startGateway({ site: hosts });
    browser = await launchChromium({ loopbackHosts: ['*.example'], ignoreCertificateErrors: true });
  });
  afterAll(async () => {
    await browser.close();
    await gateway.close();
    await hosts.close();
  });

  const newContext = async (): Promise<BrowserContext> => {
    const context = await browser.newContext({ httpCredentials: { username: 'ada', password: 'secret' } });
    context.setDefaultTimeout(60_000);
    return context;
  };
  const straightWay = async (): Promise<Way> => ({ page: await (await newContext()).newPage(), at: (target) => target });
  const throughWay = async (): Promise<Way> => {
    const session = await gateway.createSession(`${hosts.origin(WWW)}/start`);
    const page = await startAsCustomer(await newContext(), session.links.customer);
    return { page, at: (target) => gatewayAddress(gateway, session.id, target) };
  };
  const resultOf = async (page: Page): Promise<unknown> => {
    // Its text may come after its tag.
    const whole = await page.waitForFunction(() => {
      const text = document.getElementById('result')?.textContent ?? '';
      return text.endsWith('}') ? text : undefined;
    });
    return JSON.parse((await whole.jsonValue()) ?? '') as unknown; // compared as it is
  };
  /** The flow in a window of its own, each way. */
  const both = async (flow: (way: Way) => Promise<unknown>): Promise<{ straight: unknown; through: unknown }> => {
    const first = await straightWay();
    const straight = await flow(first);
    await first.page.context().close();
    const before = hosts.seen.length;
    const second = await throughWay();
    const through = await flow(second);
    await second.page.context().close();
    const round = hosts.seen.slice(before).filter((each) => each.direct);
    expect(round.map((each) => each.url.href)).toEqual([]);
    return { straight, through };
  };
  const visit =
    (path: string, host = WWW) =>
    async ({ page, at }: Way): Promise<unknown> => {
      await page.goto(at(hosts.origin(host) + path), { waitUntil: 'commit' });
      return resultOf(page);
    };

  /** Several flows in one window. */
  const inTurn =
    (flows: readonly ((way: Way) => Promise<unknown>)[]) =>
    async (way: Way): Promise<unknown[]> => {
      const results: unknown[] = [];
      for (const flow of flows) results.push(await flow(way));
      return results;
    };

  test('OAuth by redirect: state and session cookies are there on the way back, and the callback sees the same request', async () => {
    const { straight, through } = await both(visit('/login'));
    expect(straight).toMatchObject({ code: true });
    expect(through).toEqual(straight);
    const callbacks = hosts.seen
      .filter((each) => each.url.pathname === '/cb')
      .map(({ direct, url, headers, cookies }) => ({
        direct,
        query: url.search,
        origin: headers.origin,
        referer: headers.referer,
        site: headers['sec-fetch-site'],
        mode: headers['sec-fetch-mode'],
        cookies: [...cookies.keys()].sort(),
      }));
    const [first, second] = callbacks;
    expect({ ...second, direct: true }).toEqual(first);
  });

  test('OAuth by pop-up: the opener is found, exact origins hold both ways, the pop-up closes itself and is seen to be closed', async () => {
    const { straight, through } = await both(async ({ page, at }) => {
      await page.goto(at(`${hosts.origin(WWW)}/popup`));
      await page.locator('#go').click();
      return resultOf(page);
    });
    const origin = hosts.origin(IDP);
    expect(straight).toEqual({ poll: 'SecurityError', origin, source: true, said: `thanks to ${origin}`, closed: true });
    expect(through).toEqual(straight);
  });

  test('OIDC silent renewal in a hidden frame finds the session that the login left', async () => {
    const way = await throughWay();
    await visit('/login')(way);
    expect(await visit('/silent')(way)).toEqual({ hash: '?state=s2&code=c2', origin: hosts.origin(WWW), sameWindow: true });
    await way.page.context().close();
  });

  test('SAML by POST: the answer is a cross-site POST, which brings RelayState and the SameSite=None cookie alone', async () => {
    const { straight, through } = await both(visit('/saml'));
    expect(straight).toMatchObject({
      cookies: ['none'],
      origin: hosts.origin(IDP),
      site: 'cross-site',
      form: { RelayState: '/account?a=1&b=2' },
    });
    expect(through).toEqual(straight);
  });

  test('3-D Secure in a frame: the bank posts back into it, and it tells the page by message or by taking it along', async () => {
    const ways = ['message', 'top'];
    const { straight, through } = await both(inTurn(ways.map((how) => visit(`/secure?how=${how}`))));
    expect(through).toEqual(straight);
    expect(JSON.stringify(straight).match(/c1-ok/g)).toHaveLength(ways.length);
  });

  test('hosted fields: frames of the bank read each other, and answer through the port that the shop gave', async () => {
    const { straight, through } = await both(visit('/fields'));
    expect(straight).toEqual({ token: `4111/123 for ${hosts.origin(WWW)}`, ports: true });
    expect(through).toEqual(straight);
  });

  test('HTTP Basic: the browser asks, the credentials reach the site that asked, and no other', async () => {
    const { straight, through } = await both(visit('/basic'));
    expect(straight).toEqual({ data: `Basic ${Buffer.from('ada:secret').toString('base64')}` });
    expect(through).toEqual(straight);
    const others = hosts.seen.filter((each) => each.url.pathname === '/pixel');
    expect(others.length).toBeGreaterThan(1);
    expect(others.map((each) => each.headers.authorization)).toEqual(others.map(() => undefined));
  });

  test('scripts that insist on the host name, in four ways, get there once and do not loop', async () => {
    const ways = ['host', 'hostname', 'href', 'replace'];
    const { straight, through } = await both(inTurn(ways.map((way) => visit(`/canonical?way=${way}`, APEX))));
    expect(straight).toEqual(ways.map((way) => ({ at: `${hosts.origin(WWW)}/canonical?way=${way}` })));
    expect(through).toEqual(straight);
    const asked = hosts.seen.filter((each) => !each.direct && each.url.pathname === '/canonical');
    expect(asked.map((each) => each.url.hostname)).toEqual(ways.flatMap(() => [APEX, WWW]));
  });

  test('a captcha that checks the host name hears the shop everywhere, and its server the widget', async () => {
    const { straight, through } = await both(visit('/captcha'));
    expect(straight).toMatchObject({ token: { fine: true, told: { parent: hosts.origin(WWW), host: new URL(hosts.origin(WWW)).host } } });
    expect(through).toEqual(straight);
  });

  test('sibling hosts share what is set for their parent domain, written right before the page leaves, and prefixes hold', async () => {
    const { straight, through } = await both(visit('/share'));
    expect(straight).toMatchObject({ server: '__Secure-c,byscript,byserver', script: '__Secure-c,byscript' });
    expect(through).toEqual(straight);
  });

  test('SameSite by the target’s own context: from another site by link, by a form that gets and by one that posts', async () => {
    const kinds = ['link', 'get', 'post'];
    const from = (kind: string) => async (way: Way) => {
      await visit('/kinds')(way);
      await way.page.goto(way.at(`${hosts.origin(IDP)}/visit`));
      await way.page.evaluate((id) => {
        const element = document.getElementById(id);
        if (element instanceof HTMLFormElement) element.submit();
        else element?.click();
      }, kind);
      return resultOf(way.page);
    };
    const { straight, through } = await both(inTurn(kinds.map(from)));
    const lax = { cookies: ['lax', 'none'], site: 'cross-site' };
    expect(straight).toMatchObject([lax, lax, { cookies: ['none'], site: 'cross-site' }]);
    expect(through).toEqual(straight);
  });
});
