// Starts the shop, and the gateway with the example's config.yaml beside it; ends both together.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startShop } from './shop.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** `folder`: of the example. Ports from SAMEPAGE_PORT and SHOP_PORT where the usual ones are taken. */
export async function run(folder, { shopPort, head, settings, open }) {
  const port = Number(process.env.SAMEPAGE_PORT ?? 8080);
  if (!existsSync(path.join(root, 'dist', 'cli.js')) || process.env.EXAMPLE_BUILT !== '1') {
    const built = spawnSync(process.execPath, ['scripts/build.mjs', '--quiet'], { cwd: root, stdio: 'inherit' });
    if (built.status !== 0) process.exit(1);
  }
  const where = { port, shopPort: Number(process.env.SHOP_PORT ?? shopPort) };
  const shop = await startShop({ port: where.shopPort, head: head?.(where) });
  const gateway = spawn(process.execPath, ['dist/cli.js', '--config', path.join(folder, 'config.yaml')], {
    cwd: root,
    stdio: 'inherit',
    env: { SAMEPAGE_DATA_DIR: ':memory:', ...process.env, SAMEPAGE_PORT: String(port), ...settings(where) },
  });
  console.log(`Shop      ${open(where)}`);
  console.log('Open the shop and press "Get help"; open the console in another window and type the PIN there.');
  const stop = () => gateway.kill('SIGTERM');
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  gateway.once('exit', (code) => {
    shop.close();
    shop.closeAllConnections();
    process.exitCode = code ?? 0;
  });
}
