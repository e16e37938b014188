/**
 * The step up from the page, as two people have it, with Debian's coturn between them: asked for, given in the small window, seen
 * and heard, pointed at, and over by each of the ways. The agent's browser is a modified one: it gathers every address that it has
 * and sends them all. What arrives at the customer's is looked at byte by byte.
 */
import { networkInterfaces } from 'node:os';
import { devices, type Browser, type BrowserContext, type Frame, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { violations } from '../support/axe.ts';
import { haveChromium, launchChromium } from '../support/browsers.ts';
import { full } from '../support/full.ts';
import { dockOf, meet, waiting } from '../support/journey.ts';
import { startGateway, type Gateway } from '../support/start-gateway.ts';
import { startSite, type Site } from '../support/start-site.ts';
import { playing, plays } from '../support/playing.ts';
import { haveTurn, startTurn, type Turn } from '../support/start-turn.ts';

/** Texts that sockets of the step up carried, by context. */
function listen(context: BrowserContext): { sent: string[]; received: string[] } {
  const texts = { sent: [] as string[], received: [] as string[] };
  context.on('page', (page) =>
    page.on('websocket', (socket) => {
      if (!socket.url().endsWith('/step-up/socket')) return;
      socket.on('framesent', ({ payload }) => texts.sent.push(String(payload)));
      socket.on('framereceived', ({ payload }) => texts.received.push(String(payload)));
    }),
  );
  return texts;
}

/** Every peer connection of a page, to be asked for its statistics. */
const keepPeers = () => {
  const peers: RTCPeerConnection[] = [];
  Object.assign(window, { peers });
  const Native = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Native {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      peers.push(this);
    }
  };
};

/** A client that somebody has changed: every way is tried, every address sent. */
const modify = () => {
  const Native = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Native {
    constructor(configuration?: RTCConfiguration) {
      super({ ...configuration, iceTransportPolicy: 'all' });
    }
  };
};

/** Types of the candidates of every pair that carries something, at this end. */
function pathsOf(frame: Frame | Page): Promise<string[]> {
  return frame.evaluate(async () => {
    const types: string[] = [];
    for (const peer of (window as unknown as { peers: RTCPeerConnection[] }).peers) {
      const stats = new Map<string, Record<string, unknown>>();
      (await peer.getStats()).forEach((one: Record<string, unknown>) => stats.set(String(one['id']), one));
      for (const one of stats.values()) {
        if (one['type'] !== 'candidate-pair' || one['state'] !== 'succeeded' || !one['nominated']) continue;
        for (const end of ['localCandidateId', 'remoteCandidateId']) types.push(String(stats.get(String(one[end]))?.['candidateType']));
      }
    }
    return types;
  });
}

describe.skipIf(!haveChromium() || !haveTurn())('the step up', () => {
  let site: Site;
  let turn: Turn;
  let gateway: Gateway;
  let browser: Browser;

  beforeAll(async () => {
    [site, turn] = await Promise.all([startSite(), startTurn()]);
    gateway = await startGateway({ site, overrides: { turn: turn.config, stepUp: ['screen', 'voice', 'camera'] } });
    browser = await launchChromium({ fakeMedia: true });
  });

  afterAll(async () => {
    await browser.close();
    await gateway.close();
    await turn.close();
    await site.close();
  });

  /** Two people in a session, the agent's strip open. */
  async function together() {
    const customer = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const desk = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    await customer.addInitScript(keepPeers);
    await desk.addInitScript(modify);
    await desk.addInitScript(keepPeers);
    const [theirs, agents] = [listen(customer), listen(desk)];
    const pair = await meet(gateway, customer, desk, `${site.origins.www}/`);
    await pair.agent.getByRole('button', { name: 'Screen and voice' }).click();
    const frame = await (await pair.agent.getByTestId('step-up').elementHandle())?.contentFrame();
    if (!frame) throw new Error('no frame');
    return { ...pair, customer, desk, theirs, agents, watch: frame, dock: () => dockOf(pair.host, gateway, pair.session.id) };
  }

  test('[U1] [U3] screen, voice and camera: asked for, given, seen by the relay alone, pointed at, and over in every way', async () => {
    const { session, host, customer, desk, watch, dock, agent, theirs, agents } = await together();

    // The agent asks; the customer reads what it is, and goes on to a window of our own.
    await watch.getByText('On a shared screen nothing is hidden').waitFor();
    await watch.getByRole('button', { name: 'Ask to see the screen' }).click();
    await watch.getByText('The customer is asked for the screen').waitFor();
    const first = await dock();
    await first.getByText('Agent asks to see your screen').waitFor();
    await first.getByText('nothing is hidden there').waitFor();
    const opened = customer.waitForEvent('page');
    await first.getByRole('button', { name: 'Continue' }).click();
    const share = await opened;
    await share.getByRole('heading', { name: 'Agent asks to see your screen' }).waitFor();
    expect(new URL(share.url()).origin).toBe(gateway.ownOrigin(session.id));
    expect(new URL(share.url()).hash).toBe('');
    expect(await violations(share)).toEqual([]);
    expect(await watch.getByTestId('watch-screen').count()).toBe(0);
    await share.getByRole('button', { name: 'Choose what to show' }).click();
    await plays(watch, 'watch-screen');
    await share.getByText('Your screen is shown to Agent').waitFor();
    await first.getByText('Your screen is shown to Agent').waitFor();
    await plays(share, 'share-preview');
    for (const view of [share, watch, first]) expect(await violations(view)).toEqual([]);

    // The agent points; the customer's preview says who and where.
    const video = await watch.getByTestId('watch-screen').boundingBox();
    if (!video) throw new Error('no picture');
    await agent.mouse.move(video.x + video.width / 4, video.y + video.height / 2, { steps: 3 });
    const point = share.getByTestId('point');
    await expect.poll(() => point.evaluate((dot) => Math.round(Number.parseFloat(dot.style.left))), waiting).toBe(25);
    expect(await point.innerText()).toBe('Agent');
    await agent.mouse.move(video.x + video.width / 2, video.y - 30);
    await expect.poll(() => point.count(), waiting).toBe(0);

    // The site's tab goes to another page, and the window stays what it is.
    await host.goto(new URL('/product/first-flush', host.url()).href);
    await (await dock()).getByText('Your screen is shown to Agent').waitFor();
    await plays(watch, 'watch-screen');

    // Voice and camera, each asked for by itself.
    await watch.getByRole('button', { name: 'Ask to talk' }).click();
    await share.getByRole('button', { name: 'Talk' }).click();
    await share.getByText('You are talking with Agent').waitFor();
    await watch.getByRole('button', { name: 'Ask for video' }).click();
    await share.getByRole('button', { name: 'Turn on my camera' }).click();
    await plays(watch, 'watch-face');
    await plays(share, 'share-face');
    for (const [page, id] of [
      [watch, 'watch-sound'],
      [share, 'share-sound'],
    ] as const) {
      const sound = page.getByTestId(id);
      await expect.poll(() => sound.evaluate((audio: HTMLAudioElement) => audio.currentTime), waiting).toBeGreaterThan(0);
    }
    await share.getByRole('button', { name: 'Camera off' }).click();
    await expect.poll(async () => (await playing(watch, 'watch-face')).light, waiting).toBeLessThan(20);
    await share.getByRole('button', { name: 'Camera on' }).click();
    await plays(watch, 'watch-face');
    await watch.getByRole('button', { name: 'Mute me' }).click();
    await watch.getByRole('button', { name: 'Unmute me' }).waitFor();

    // Whatever the agent's browser sent, at the customer's only the relay arrived, and the reverse.
    const addresses = Object.values(networkInterfaces()).flatMap((all) =>
      (all ?? []).filter(({ internal }) => !internal).map(({ address }) => address),
    );
    const candidates = (texts: readonly string[]) => texts.flatMap((text) => text.match(/candidate:\d[^"]*/g) ?? []);
    expect(candidates(agents.sent).some((one) => / typ host/.test(one))).toBe(true);
    for (const texts of [theirs.received, agents.received]) {
      expect(candidates(texts).length).toBeGreaterThan(2);
      for (const one of candidates(texts))
        expect(one).toMatch(/^candidate:\d+ 1 udp \d+ 127\.0\.0\.1 \d+ typ relay raddr 0\.0\.0\.0 rport 0( ufrag \S+)?$/);
      for (const address of addresses) expect(texts.join('')).not.toContain(address);
      expect(texts.join('')).not.toMatch(/\.local|typ host|srflx|mozilla/);
      expect(texts.join('')).not.toContain(turn.config.secret);
    }
    expect(await pathsOf(share)).toEqual(Array.from({ length: 6 }, () => 'relay'));
    expect((await pathsOf(watch)).every((type) => type !== 'host' && type !== 'srflx')).toBe(true);

    // Voice is hung up by the agent, the camera ended by the customer.
    await watch.getByRole('button', { name: 'Hang up' }).click();
    await expect.poll(() => share.getByTestId('share-sound').count(), waiting).toBe(0);
    await share.getByRole('button', { name: 'Stop video' }).click();
    await expect.poll(() => watch.getByTestId('watch-face').count(), waiting).toBe(0);

    // The screen: over by the dock, the window's button, the browser's own bar, the agent, pause, and by closing the window.
    const gone = async () => {
      await expect.poll(() => watch.getByTestId('watch-screen').count(), waiting).toBe(0);
      if (!share.isClosed()) await expect.poll(() => share.getByTestId('share-preview').count(), waiting).toBe(0);
    };
    const again = async () => {
      await watch.getByRole('button', { name: 'Ask to see the screen' }).click();
      await share.getByRole('button', { name: 'Choose what to show' }).click();
      await plays(watch, 'watch-screen');
    };
    await (await dock()).getByRole('button', { name: 'Stop sharing' }).click();
    await gone();
    await again();
    if (full) {
      await share.getByRole('button', { name: 'Stop sharing' }).click();
      await gone();
      await again();
      // The browser's bar cannot be pressed from here: it says this to the page.
      await share.getByTestId('share-preview').evaluate((one: HTMLVideoElement) => {
        for (const track of (one.srcObject as MediaStream).getTracks()) track.dispatchEvent(new Event('ended'));
      });
      await gone();
      await again();
      await watch.getByRole('button', { name: 'Stop watching' }).click();
      await gone();
      await again();
      await (await dock()).getByRole('button', { name: 'Pause' }).click();
      await gone();
      expect(await watch.getByRole('button', { name: 'Ask to see the screen' }).isDisabled()).toBe(true);
      await (await dock()).getByRole('button', { name: 'Resume' }).click();
      await again();
    }
    await share.close();
    await gone();
    await customer.close();
    await desk.close();
  });

  test('[U2] a phone says that it cannot show its screen, before anybody waits; what was not offered is not there', async () => {
    const phone = await browser.newContext({ ...devices['Pixel 5'] });
    const desk = await browser.newContext();
    const plain = await startGateway({ site, overrides: { turn: turn.config } });
    const { agent } = await meet(plain, phone, desk, `${site.origins.www}/`);
    await agent.getByRole('button', { name: 'Screen and voice' }).click();
    const watch = agent.frameLocator('iframe[title="Screen and voice"]');
    await watch.getByText('Phones and tablets cannot show their screen').waitFor();
    expect(await watch.getByRole('button', { name: 'Ask to see the screen' }).isDisabled()).toBe(true);
    expect(await watch.getByRole('button').count()).toBe(1);
    await phone.close();
    await desk.close();
    await plain.close();
  });
});
