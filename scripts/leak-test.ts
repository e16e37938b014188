/**
 * `npm run leak-test -- <url>`: runs a leak test in an installed Chromium and writes the signed report. It asks the gateway
 * that runs here under the same configuration; when none answers, it starts one for the test.
 *
 *   --chromium PATH   the browser (or BROWSER_CHROMIUM; else the first of the usual names in PATH)
 *   --gateway ORIGIN  console of the gateway to ask; its token in SAMEPAGE_ADMIN_TOKEN
 *   --config FILE     as for the gateway itself
 *   --out FILE        where the report goes (leak-test-report.json)
 *   --verify FILE     checks the signature of a report instead; --key FILE or --gateway ORIGIN says whose it must be
 *
 * Ends with 0: clean, or bared by rules with a reason alone. 1: a leak, or a signature that is not right. 2: it says nothing.
 */
import { accessSync, constants, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { ConfigError, loadConfig, type Config } from '../src/config/index.ts';
import { isSignedBy } from '../src/leak-test/index.ts';
import { createGateway } from '../src/server.ts';
import type { LeakTestState, SignedReport } from '../src/shared/leak-test.ts';

const LOOK_MS = 250;
/** A page, its planting, and everything searched. */
const TEST_MS = 10 * 60_000;
const START_MS = 30_000;

class Fault extends Error {}

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    chromium: { type: 'string' },
    gateway: { type: 'string' },
    config: { type: 'string' },
    out: { type: 'string', default: 'leak-test-report.json' },
    verify: { type: 'string' },
    key: { type: 'string' },
  },
});

interface Asked {
  readonly origin: string;
  readonly token: string;
  close(): Promise<void>;
}

async function main(): Promise<number> {
  if (options.verify !== undefined) return await verify(options.verify);
  const [url] = positionals;
  if (url === undefined || !URL.canParse(url)) throw new Fault('say which page: npm run leak-test -- https://shop.example/account');
  const executablePath = findChromium();
  const gateway = await findGateway(url);
  try {
    const { id, link } = (await api(gateway, 'POST', '/leak-test', { url })) as { id: string; link: string }; // what a 201 has
    const browser = await chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0 });
    try {
      const page = await browser.newPage();
      await page.goto(link);
      await page.getByTestId('start').click({ timeout: START_MS });
      const signed = await finished(gateway, id);
      writeFileSync(options.out, `${JSON.stringify(signed, null, 2)}\n`);
      tell(signed);
      return { clean: 0, lifted: 0, leak: 1, blind: 2 }[signed.report.verdict];
    } finally {
      await browser.close();
    }
  } finally {
    await gateway.close();
  }
}

async function finished(gateway: Asked, id: string): Promise<SignedReport> {
  const deadline = Date.now() + TEST_MS;
  for (;;) {
    const state = (await api(gateway, 'GET', `/leak-test/${id}`)) as LeakTestState; // our own gateway's
    if (state.state === 'done') return state.signed;
    if (state.state === 'failed') throw new Fault(state.reason);
    if (Date.now() > deadline) throw new Fault('the test did not come to an end');
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

function tell({ report }: SignedReport): void {
  const count = report.planted.reduce((sum, { canaries }) => sum + canaries, 0);
  const bytes = report.searched.reduce((sum, row) => sum + row.bytes, 0);
  console.log(`${report.verdict}: ${count} strings planted under ${report.planted.length} rules, ${bytes} bytes searched`);
  for (const { where, spelling, place } of report.hits) {
    const by = place?.lifted ? `, bared by ${place.lifted}` : '';
    console.log(`  found in ${where} (${spelling}): ${place ? `${place.kind} under ${place.rule}${by}` : 'one of the planted strings'}`);
  }
  const unmatched = report.untested.filter(({ why }) => why === 'no match').map(({ rule }) => rule);
  if (unmatched.length > 0) console.log(`  nothing on this page matches: ${unmatched.join(', ')}`);
  console.log(`  report: ${options.out}`);
}

async function verify(file: string): Promise<number> {
  const signed: unknown = JSON.parse(readFileSync(file, 'utf8'));
  const key = options.key === undefined ? await keyOf(options.gateway ?? config().controlOrigin) : readFileSync(options.key, 'utf8');
  if (!isSignedBy(signed, key)) {
    console.log('NOT VALID: this report was not signed with that key, or was changed afterwards');
    return 1;
  }
  const { verdict, url, endedAt, gateway } = signed.report;
  console.log(`valid: ${verdict}, ${url}, ${endedAt}, Samepage ${gateway}, key ${signed.key}`);
  return 0;
}

async function keyOf(origin: string): Promise<string> {
  const answer = await fetch(`${origin}/api/v1/leak-test/key`);
  if (!answer.ok) throw new Fault(`no key at ${origin}`);
  return ((await answer.json()) as { publicKey: string }).publicKey; // docs/api.md
}

async function findGateway(url: string): Promise<Asked> {
  const settings = config();
  const token = process.env['SAMEPAGE_ADMIN_TOKEN'] ?? settings.adminToken ?? '';
  const none = () => Promise.resolve();
  const origin = options.gateway ?? settings.controlOrigin;
  if (options.gateway !== undefined || (await answers(origin))) return { origin, token, close: none };
  const { host, port, protocol } = new URL(url);
  // The page that was asked for may be private, for this run.
  const allowed = [...settings.allowPrivateTargets, port === '' ? `${host}:${protocol === 'http:' ? 80 : 443}` : host];
  const gateway = await createGateway({ ...settings, allowPrivateTargets: allowed }, { assetsDir: dist() });
  await gateway.listen();
  return { origin, token: gateway.adminToken, close: () => gateway.close() };
}

async function answers(origin: string): Promise<boolean> {
  try {
    return (await fetch(`${origin}/healthz`)).ok;
  } catch {
    return false; // nothing listens there
  }
}

async function api(gateway: Asked, method: string, where: string, body?: unknown): Promise<unknown> {
  const answer = await fetch(`${gateway.origin}/api/v1${where}`, {
    method,
    headers: { authorization: `Bearer ${gateway.token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const value: unknown = await answer.json();
  if (answer.ok) return value;
  const { error } = value as { error: { code: string; message: string; hint: string } }; // the form of every error of the API
  throw new Fault(`${error.code}: ${error.message}\n${error.hint}`);
}

function config(): Config {
  return loadConfig({ env: process.env, ...(options.config === undefined ? {} : { file: options.config }) });
}

function dist(): string {
  return process.env['SAMEPAGE_TEST_DIST'] ?? fileURLToPath(new URL('../dist', import.meta.url));
}

function findChromium(): string {
  const told = options.chromium ?? process.env['BROWSER_CHROMIUM'];
  if (told !== undefined && told !== '') return told;
  for (const name of ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']) {
    for (const folder of (process.env['PATH'] ?? '').split(path.delimiter)) {
      try {
        accessSync(path.join(folder, name), constants.X_OK);
        return path.join(folder, name);
      } catch {
        continue; // not in this folder
      }
    }
  }
  throw new Fault('no Chromium found: say where it is with --chromium');
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Fault || error instanceof ConfigError ? error.message : error);
  process.exitCode = 2;
}
