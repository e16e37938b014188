/** The folders in examples/ do what their READMEs say: one command starts the site and the gateway, one signal ends both. */
import { spawn, type ChildProcess } from 'node:child_process';
import { request, type IncomingHttpHeaders } from 'node:http';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { freePort } from './support/free-port.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
/** A build and a start on a loaded machine. */
const waiting = { timeout: 240_000, interval: 200 };

function ask(port: number, host: string, path: string): Promise<{ status: number; headers: IncomingHttpHeaders; text: string }> {
  return new Promise((done, fail) => {
    const headers = { host, accept: 'text/html', 'sec-fetch-dest': 'document', 'sec-fetch-mode': 'navigate' };
    const req = request({ host: '127.0.0.1', port, path, headers, agent: false }, (res) => {
      let text = '';
      res.setEncoding('utf8').on('data', (part: string) => (text += part));
      res.once('end', () => done({ status: res.statusCode ?? 0, headers: res.headers, text }));
    });
    req.once('error', fail).end();
  });
}

async function start(name: string): Promise<{ port: number; shopPort: number; child: ChildProcess; output: () => string }> {
  const [port, shopPort] = [await freePort(), await freePort()];
  const child = spawn(process.execPath, [`examples/${name}/start.mjs`], {
    cwd: root,
    // The tests have built; without that the example builds by itself.
    env: {
      ...process.env,
      SAMEPAGE_PORT: String(port),
      SHOP_PORT: String(shopPort),
      EXAMPLE_BUILT: process.env['SAMEPAGE_TEST_BUILT'],
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  onTestFinished(() => void child.kill('SIGKILL'));
  await vi.waitFor(async () => {
    expect(child.exitCode, output).toBeNull();
    expect((await ask(port, `localhost:${port}`, '/healthz')).status).toBe(200);
  }, waiting);
  return { port, shopPort, child, output: () => output };
}

async function stop(child: ChildProcess): Promise<void> {
  const gone = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  expect(await gone).toBe(0);
}

describe('examples', () => {
  test('front: the shop through the gateway, on its own host name, with one element more', { timeout: 300_000 }, async () => {
    const { port, shopPort, child } = await start('front');
    const through = await ask(port, `shop.localhost:${port}`, '/');
    expect(through.text).toContain('<script src="/.samepage/site.js" data-key="shop.localhost"></script>');
    const straight = await ask(shopPort, 'shop.localhost', '/');
    expect(through.text.replace(/<script src="\/\.samepage\/site\.js"[^>]*><\/script>/, '')).toBe(straight.text);
    await stop(child);
  });

  test('script: the shop on its own port, with the one line, and the gateway that the line names', { timeout: 300_000 }, async () => {
    const { port, shopPort, child, output } = await start('script');
    const page = await ask(shopPort, `shop.localhost:${shopPort}`, '/');
    const line = `<script src="http://localhost:${port}/samepage.js" data-key="shop"></script>`;
    expect(page.text).toContain(line);
    expect(output()).toContain(line);
    expect((await ask(port, `localhost:${port}`, '/samepage.js')).headers['content-type']).toContain('javascript');
    const help = await ask(port, `localhost:${port}`, '/help?key=shop');
    expect(help.headers['content-security-policy']).toContain(`frame-ancestors http://shop.localhost:${shopPort}`);
    await stop(child);
  });
});
