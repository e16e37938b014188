/**
 * Real browsers for the tests: the machine's full Chromium through playwright-core, Firefox ESR through puppeteer-core.
 * A missing browser skips its tests and says so; on CI (CI=true) it is a failure.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Browser, type BrowserContext } from 'playwright-core';
import puppeteer, { type Browser as PuppeteerBrowser } from 'puppeteer-core';
import { isExecutable } from './programs.ts';

/** Nothing of ours leaves loopback, and neither does the browser's own background traffic. */
const BASE_FLAGS = ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--no-first-run'];

/** Two pages of its own that Chromium loads for every window: a third of what a test with a window costs. */
const PAGES_OFF = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup'];
/** What playwright switches off itself: of several such flags only the last counts. */
const DRIVER_OFF = [
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
];

export const chromiumPath = find('BROWSER_CHROMIUM', ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']);
export const firefoxPath = find('BROWSER_FIREFOX', ['firefox-esr', 'firefox']);

/** `describe.skipIf(!haveChromium())`: prints why, and fails instead on CI. */
export function haveChromium(): boolean {
  return present('Chromium', chromiumPath, 'BROWSER_CHROMIUM');
}

export function haveFirefox(): boolean {
  return present('Firefox', firefoxPath, 'BROWSER_FIREFOX');
}

export interface LaunchOptions {
  /** `*.example`, `*.gw.test`: names that the browser finds on loopback. Names below localhost it finds by itself. */
  readonly loopbackHosts?: readonly string[];
  /** The only names and addresses that exist for this browser; any other is not found at once. */
  readonly onlyHosts?: readonly string[];
  /** Chromium's own rules for finding hosts, in front of the others. */
  readonly rules?: readonly string[];
  /** A flag of the browser, not of the driver: with the driver's, service workers and the HTTP cache behave otherwise. */
  readonly ignoreCertificateErrors?: boolean;
  /** The driver lets every pop-up through, and with them frames that send the page away; users' browsers do not. */
  readonly blockPopups?: boolean;
  /** Frames in one process with their page: the driver's mouse, unlike a hand's, is lost to a frame of another process that it leaves. */
  readonly oneProcess?: boolean;
  /** A screen, a microphone and a camera that the browser makes up, given without asking anybody. */
  readonly fakeMedia?: boolean;
  /** Elements say their role and name as screen readers are told them: `computedRole`, `computedName`. */
  readonly accessibility?: boolean;
}

export async function launchChromium(options: LaunchOptions = {}): Promise<Browser> {
  return chromium.launch({
    executablePath: needed(chromiumPath),
    args: flags(options),
    chromiumSandbox: false,
    ...(options.blockPopups && { ignoreDefaultArgs: ['--disable-popup-blocking'] }),
  });
}

/** A window with a profile of its own in which third-party cookies are blocked, as strict users have it. */
export async function launchWithoutThirdPartyCookies(options: LaunchOptions = {}): Promise<BrowserContext> {
  const profile = mkdtempSync(path.join(tmpdir(), 'samepage-profile-'));
  mkdirSync(path.join(profile, 'Default'));
  // 1 is "block third-party cookies" in Chromium's cookie_controls_mode.
  const preferences = { profile: { cookie_controls_mode: 1, block_third_party_cookies: true } };
  writeFileSync(path.join(profile, 'Default', 'Preferences'), JSON.stringify(preferences));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: needed(chromiumPath),
    args: flags(options),
    chromiumSandbox: false,
  });
  // Its processes may still be writing when the window is gone; nothing waits for this folder.
  process.once('exit', () => {
    rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
  });
  return context;
}

/**
 * Chromium as its user has it, as far as a driver can leave it alone: one tab lies before the others, pages sleep, come back
 * from the back/forward cache and are prepared before they are opened, and pop-ups need a hand. The other driver keeps every
 * page visible and has all of that switched off.
 */
export async function launchUndrivenChromium(options: LaunchOptions = {}): Promise<PuppeteerBrowser> {
  return puppeteer.launch({
    executablePath: needed(chromiumPath),
    headless: true,
    args: flags(options, []),
    defaultViewport: { width: 1000, height: 700 },
    ignoreDefaultArgs: ['--disable-popup-blocking', '--disable-back-forward-cache'],
  });
}

/** Every host name goes to loopback, so the test cannot leave the machine. */
export async function launchFirefox({ fakeMedia = false }: Pick<LaunchOptions, 'fakeMedia'> = {}): Promise<PuppeteerBrowser> {
  return puppeteer.launch({
    browser: 'firefox',
    executablePath: needed(firefoxPath),
    headless: true,
    acceptInsecureCerts: true,
    // A cold start takes 20 s on a loaded machine.
    timeout: 90_000,
    extraPrefsFirefox: {
      'network.dns.native-is-localhost': true,
      'network.dns.forceResolve': '127.0.0.1',
      'network.captive-portal-service.enabled': false,
      'network.connectivity-service.enabled': false,
      ...(fakeMedia && {
        'media.navigator.streams.fake': true,
        'media.navigator.permission.disabled': true,
        // The relay of a test is on this machine.
        'media.peerconnection.ice.loopback': true,
      }),
    },
  });
}

function flags(options: LaunchOptions, driver: readonly string[] = DRIVER_OFF): string[] {
  const all = [...BASE_FLAGS, `--disable-features=${[...PAGES_OFF, ...driver].join(',')}`];
  const rules = [...(options.rules ?? []), ...(options.loopbackHosts ?? []).map((host) => `MAP ${host} 127.0.0.1`)];
  if (options.onlyHosts) rules.push('MAP * ~NOTFOUND', ...options.onlyHosts.map((host) => `EXCLUDE ${host}`));
  if (rules.length > 0) all.push(`--host-resolver-rules=${rules.join(',')}`);
  if (options.oneProcess) all.push('--disable-site-isolation-trials');
  if (options.fakeMedia)
    all.push('--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', '--auto-select-desktop-capture-source=Entire screen');
  if (options.accessibility) all.push('--enable-blink-features=ComputedAccessibilityInfo');
  if (options.ignoreCertificateErrors) all.push('--ignore-certificate-errors');
  return all;
}

function find(variable: string, names: readonly string[]): string | undefined {
  const told = process.env[variable];
  if (told !== undefined && told !== '') return told;
  for (const folder of (process.env['PATH'] ?? '').split(path.delimiter)) {
    for (const name of names) {
      const file = path.join(folder, name);
      if (isExecutable(file)) return file;
    }
  }
  return undefined;
}

function present(name: string, file: string | undefined, variable: string): boolean {
  if (file !== undefined) return true;
  const reason = `${name} not found: set ${variable}, or run scripts/setup-debian.sh`;
  if (process.env['CI'] === 'true') throw new Error(reason);
  console.log(`skipped: ${reason}`);
  return false;
}

function needed(file: string | undefined): string {
  if (file === undefined) throw new Error('this browser is not installed; ask haveChromium() or haveFirefox() first');
  return file;
}
