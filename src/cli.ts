/**
 * The command: `npm start [-- URL]`. Reads the configuration, opens the gateway, prints the links, ends on SIGTERM or
 * SIGINT. `--check-config` validates and leaves.
 */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ConfigError, loadConfig, loadPolicy, SiteBook, type Config } from './config/index.ts';
import { createGateway } from './server.ts';
import { GatewayError } from './shared/error-codes.ts';
import { MAIN_COMPANY, operatorOf } from './shared/staff.ts';
import { siteElement, sitePolicy } from './shared/site-policy.ts';

const usage = `samepage [URL] [--config FILE] [--check-config]

  URL             open a session on this site at once and print both links
  --config FILE   YAML file (or SAMEPAGE_CONFIG); every key is in docs/config.md
  --check-config  check configuration and policy, then leave`;

/** Parts that are closed after the last exchange: files, threads, the store (ms). */
const CLOSING_MS = 2_000;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { config: { type: 'string' }, 'check-config': { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    console.log(usage);
    return;
  }
  const config = loadConfig({ env: process.env, ...(values.config === undefined ? {} : { file: values.config }) });
  if (values['check-config']) {
    loadPolicy(config);
    console.log('the configuration is good');
    return;
  }

  const gateway = await createGateway(config, { assetsDir: path.dirname(fileURLToPath(import.meta.url)) });
  const leave = (code: number, why?: unknown): void => {
    if (why !== undefined) console.error(why);
    process.exit(code);
  };
  const stop = (): void => {
    // Whatever does not close: the process ends.
    setTimeout(() => leave(1, 'not everything could be closed in time'), config.limits.drainMs + CLOSING_MS).unref();
    gateway.close().then(
      () => leave(0),
      (error: unknown) => leave(1, error),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  const { port } = await gateway.listen();
  console.log(`Samepage listens on ${config.listen}:${port}`);
  console.log(`Console   ${gateway.signInLink}`);
  for (const line of siteLines(config)) console.log(line);

  const [url] = positionals;
  if (url === undefined) return;
  const { links, pin } = await openSession(gateway, url);
  console.log(`Site      ${url}`);
  console.log(`Customer  ${links.customer}`);
  console.log(`Agent     ${links.agent}`);
  console.log(`PIN       ${pin}`);
}

/** What the sites of front and script mode need, and where they are. */
function siteLines(config: Config): string[] {
  return new SiteBook(config).sites.flatMap((site) =>
    site.mode === 'front'
      ? [`Front     ${site.key}: ${site.sources.join(' ')}`]
      : [
          `Script    ${site.key}: ${siteElement(config, site.key)}`,
          `  its Content-Security-Policy, if there is one, must also have: ${sitePolicy(config)}`,
        ],
  );
}

/** A session on a URL given by whoever started the gateway: it may be private, for this run. */
async function openSession(gateway: Awaited<ReturnType<typeof createGateway>>, url: string) {
  if (!URL.canParse(url)) throw new GatewayError('BAD_URL', { url });
  const { protocol, hostname, port } = new URL(url);
  const allowPrivate = `${hostname}:${port || (protocol === 'http:' ? '80' : '443')}`;
  await gateway.checkTarget(url, new Set([allowPrivate]));
  const by = { ...operatorOf(MAIN_COMPANY), name: 'command line' };
  return gateway.directory.create({ url, by, allowPrivate });
}

main().catch((error: unknown) => {
  if (error instanceof ConfigError) console.error(error.message);
  else if (error instanceof GatewayError) console.error(`${error.code}: ${error.message}\n${error.hint}`);
  else console.error(error);
  process.exit(1);
});
