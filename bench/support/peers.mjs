// The peers that rewrite pages, each in a process of its own: node peers.mjs unblocker|hammerhead PORT TARGET. Tells its parent
// the address of the page when it listens, and its CPU when asked.
import { createRequire } from 'node:module';
import { createServer } from 'node:http';

const require = createRequire(new URL('../peers/package.json', import.meta.url));
const [, , name, port, target] = process.argv;

function startUnblocker() {
  const Unblocker = require('unblocker');
  const unblocker = new Unblocker({ prefix: '/proxy/' });
  createServer((req, res) => unblocker(req, res, () => res.writeHead(404).end())).listen(Number(port), '127.0.0.1', () =>
    process.send({ page: `http://127.0.0.1:${port}/proxy/${target}` }),
  );
}

function startHammerhead() {
  const { Proxy, Session } = require('testcafe-hammerhead');
  class OneSession extends Session {
    constructor() {
      super(['.'], {});
    }
    async getIframePayloadScript() {
      return '';
    }
    async getPayloadScript() {
      return '';
    }
    getAuthCredentials() {
      return null;
    }
    handleFileDownload() {}
    handleAttachment() {}
    handlePageError(_context, error) {
      console.error(`hammerhead: ${String(error)}`);
    }
  }
  const proxy = new Proxy({});
  proxy.start({ hostname: '127.0.0.1', port1: Number(port), port2: Number(port) + 1, developmentMode: false });
  process.send({ page: proxy.openSession(target, new OneSession()) });
}

process.on('disconnect', () => process.exit());
process.on('message', () => process.send({ cpu: process.cpuUsage() }));
if (name === 'unblocker') startUnblocker();
else startHammerhead();
