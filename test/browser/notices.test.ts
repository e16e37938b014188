/**
 * What cannot work is said to both people: the customer reads it in the dock, the agent in the console. The page's own call
 * fails as it fails in a browser where the person said no.
 */
import type { Browser, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { haveChromium, launchChromium } from '../support/browsers.ts';
import { freePort } from '../support/free-port.ts';
import { full } from '../support/full.ts';
import { gatewayAddress } from '../support/gateway-address.ts';
import { clickOn, dockOf, meet, replicaOf, waiting } from '../support/journey.ts';
import { startGateway, type Gateway } from '../support/start-gateway.ts';
import { startHosts, type HostAnswer, type HostRequest, type Hosts } from '../support/start-hosts.ts';

const SHOP = 'www.shop.example';
/** Not a name of the certificate. */
const WRONG = 'www.wrong.example';

const asks = (expression: string): string =>
  `<script>window.result = 'pending'; (async () => { ${expression} })().then((value) => { result = String(value) }, (error) => { result = error.name + ': ' + error.message })</script>`;
const bytes = 'new Uint8Array(16)';

/** Path, what the page does, what both are told. */
const pages: Readonly<Record<string, HostAnswer>> = {
  '/plain': { body: '<h1>Plain</h1>' },
  '/empty': { body: '<div></div>' },
  '/passkey': { body: asks(`return navigator.credentials.get({ publicKey: { challenge: ${bytes}, rpId: 'shop.example' } })`) },
  '/new-passkey': {
    body: asks(
      `return navigator.credentials.create({ publicKey: { challenge: ${bytes}, rp: { name: 'Shop' }, user: { id: ${bytes}, name: 'a', displayName: 'a' }, pubKeyCredParams: [{ type: 'public-key', alg: -7 }] } })`,
    ),
  },
  '/other-passkey': { body: asks(`return navigator.credentials.get({ publicKey: { challenge: ${bytes}, rpId: 'bank.example' } })`) },
  '/waiting-passkey': {
    body: asks(
      `const c = new AbortController(); const p = navigator.credentials.get({ mediation: 'conditional', signal: c.signal, publicKey: { challenge: ${bytes} } }); c.abort(); return p`,
    ),
  },
  '/browser-sign-in': {
    body: asks(
      `return navigator.credentials.get({ identity: { providers: [{ configURL: 'https://idp.login.example/fedcm.json', clientId: '1' }] } })`,
    ),
  },
  '/media': {
    body: `<video></video>${asks(`try { await navigator.requestMediaKeySystemAccess('com.widevine.alpha', [{ initDataTypes: ['cenc'], videoCapabilities: [{ contentType: 'video/mp4; codecs="avc1.42E01E"' }] }]) } catch (error) { return error.name } return 'granted'`)}`,
  },
  '/clear-media': {
    body: `<video></video>${asks(`return (await navigator.requestMediaKeySystemAccess('org.w3.clearkey', [{ initDataTypes: ['keyids'], videoCapabilities: [{ contentType: 'video/webm; codecs="vp8"' }] }])).keySystem`)}`,
  },
  '/wall': { status: 403, headers: { 'cf-mitigated': 'challenge' }, body: '<h1>Just a moment...</h1>' },
  '/wall-by-page': { status: 403, body: '<div id="px-captcha">Press and hold</div>' },
  '/refuses': { status: 403, headers: { server: 'AkamaiGHost' }, body: '<h1>Access Denied</h1>' },
};

describe.skipIf(!haveChromium())('[N1] what cannot work is said to both people', () => {
  let hosts: Hosts;
  let gateway: Gateway;
  let browser: Browser;
  let host: Page;
  let agent: Page;
  let sid: string;
  let closed: string;

  beforeAll(async () => {
    const answer = ({ url }: HostRequest, all: Hosts): HostAnswer => {
      if (url.pathname === '/broken-frame') return { body: `<h1>Frame</h1><iframe src="${all.origin(WRONG)}/plain"></iframe>` };
      return pages[url.pathname] ?? { status: 404, body: 'nothing here' };
    };
    hosts = await startHosts({ [SHOP]: answer, [WRONG]: answer });
    closed = `${SHOP}:${String(await freePort())}`;
    gateway = await startGateway({ site: { ...hosts, targets: [...hosts.targets, closed] } });
    browser = await launchChromium();
    const pair = await meet(gateway, await browser.newContext(), await browser.newContext(), `${hosts.origin(SHOP)}/plain`);
    host = pair.host;
    agent = pair.agent;
    sid = pair.session.id;
  });
  afterAll(async () => {
    await browser.close();
    await gateway.close();
    await hosts.close();
  });

  const open = (target: string) => host.goto(gatewayAddress(gateway, sid, target), { waitUntil: 'commit' });
  // In one look: a notice may go while it is asked.
  const told = (): Promise<(string | null)[]> =>
    agent.getByTestId('notice').evaluateAll((notices) => notices.map((each) => each.getAttribute('data-code')));
  const dockSays = async (): Promise<{ dock: Frame; code: string | null }> => {
    const dock = await dockOf(host, gateway, sid);
    return { dock, code: await dock.getByTestId('dock-notice').getAttribute('data-code', { timeout: 1000 }) };
  };
  const inView = (testId: string) => agent.frameLocator('[data-testid=viewer]').getByTestId(testId);
  const blank = async (): Promise<string> => ((await inView('blank').isVisible()) ? await inView('blank').innerText() : '');
  const note = async (): Promise<string> => ((await inView('note').isVisible()) ? await inView('note').innerText() : '');
  const plain = async (): Promise<void> => {
    await open(`${hosts.origin(SHOP)}/plain`);
    await expect.poll(told, waiting).toEqual([]);
  };

  test.each([
    ['/passkey', 'PASSKEY', /^NotAllowedError: The operation either timed out or was not allowed\. See: https:\/\/www\.w3\.org/],
    ['/new-passkey', 'PASSKEY', /^NotAllowedError: /],
    ['/browser-sign-in', 'BROWSER_SIGN_IN', /^NetworkError: /],
    ['/media', 'PROTECTED_MEDIA', /^(?:NotSupportedError|granted)$/],
    ['/wall', 'BOT_WALL', undefined],
    ['/wall-by-page', 'BOT_WALL', undefined],
    ['/refuses', 'SITE_REFUSES', undefined],
    ['/broken-frame', 'FRAME_FAILED', undefined],
  ] as const)('%s: both read %s', async (path, code, result) => {
    await open(hosts.origin(SHOP) + path);
    if (result) await expect.poll(() => host.evaluate('window.result'), waiting).toMatch(result);
    await expect.poll(told, waiting).toEqual([code]);
    await expect.poll(async () => (await dockSays()).code, waiting).toBe(code);
    const { dock } = await dockSays();
    expect(await dock.getByTestId('dock-notice').getAttribute('role')).toBe('status');
    expect((await dock.getByTestId('dock-notice').innerText()).length).toBeGreaterThan(30);
    expect(await agent.getByTestId('notices').getAttribute('role')).toBe('status');
    await plain();
  });

  test.each([
    ['/other-passkey', /^SecurityError: /],
    ['/waiting-passkey', /^AbortError: /],
    ['/clear-media', /^(?:org\.w3\.clearkey|NotSupportedError)/],
  ] as const)('%s fails or works as it does without us, and nobody is told', async (path, result) => {
    await open(hosts.origin(SHOP) + path);
    await expect.poll(() => host.evaluate('window.result'), waiting).toMatch(result);
    // Whatever would have been said came before this, in the same order.
    await open(`${hosts.origin(SHOP)}/wall`);
    await expect.poll(told, waiting).toEqual(['BOT_WALL']);
    await plain();
  });

  test('a certificate fault and a site that does not answer: the customer reads it on the page, the agent in the console', async () => {
    await open(`${hosts.origin(WRONG)}/plain`);
    expect(await host.getByTestId('error-code').innerText()).toBe('TARGET_TLS');
    await expect.poll(told, waiting).toEqual(['CERTIFICATE']);
    // The reason stands where the picture would be.
    await expect.poll(blank, waiting).toMatch(/certificate/);
    await open(`https://${closed}/plain`);
    expect(await host.getByTestId('error-code').innerText()).toBe('TARGET_UNREACHABLE');
    await expect.poll(told, waiting).toContain('UNREACHABLE');
    await expect.poll(blank, waiting).toMatch(/does not answer/);
    await plain();
  });

  test('a picture that is not as it looks has a line over it: the page itself is empty', async () => {
    await open(`${hosts.origin(SHOP)}/empty`);
    await expect.poll(note, waiting).toMatch(/empty/);
    await host.evaluate("document.body.textContent = 'Something'");
    await expect.poll(note, waiting).toBe('');
    await plain();
  });

  // Seven seconds of a page that is busy.
  test.skipIf(!full)('a line over the picture says that the page answers nothing', async () => {
    const busy = host.evaluate('(() => { const end = Date.now() + 7_000; while (Date.now() < end); })()');
    await clickOn(agent, (await replicaOf(agent)).getByRole('heading'));
    await expect.poll(note, waiting).toMatch(/does not answer/);
    await busy;
    await expect.poll(note, waiting).toBe('');
  });

  test('a notice is dismissed by each for themselves, does not come back on that page, and does on the next', async () => {
    await open(`${hosts.origin(SHOP)}/passkey`);
    await expect.poll(async () => (await dockSays()).code, waiting).toBe('PASSKEY');
    const { dock } = await dockSays();
    await dock.getByTestId('dock-notice-dismiss').click();
    await expect.poll(async () => (await dockSays()).code, waiting).toBeNull();
    expect(await told()).toEqual(['PASSKEY']);
    await agent.getByTestId('notice').getByRole('button').click();
    await expect.poll(told, waiting).toEqual([]);
    // Asked again on the same page: they know.
    await host.evaluate('navigator.credentials.get({ publicKey: { challenge: new Uint8Array(16) } }).catch(() => 0)');
    await open(`${hosts.origin(SHOP)}/passkey`);
    await expect.poll(told, waiting).toEqual(['PASSKEY']);
    // Who opens the console late is told what stands.
    await agent.reload();
    await expect.poll(told, waiting).toEqual(['PASSKEY']);
    const shots = process.env['SAMEPAGE_TEST_SHOTS'];
    if (shots !== undefined) {
      await expect.poll(async () => (await dockSays()).code, waiting).toBe('PASSKEY');
      await host.screenshot({ path: `${shots}/notice-customer.png` });
      await agent.screenshot({ path: `${shots}/notice-agent.png` });
    }
  });
});
