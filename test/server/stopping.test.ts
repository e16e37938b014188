/** A gateway that is told to stop ends as soon as nothing runs, whatever connections its clients keep. */
import { Agent, request, type IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import { startGateway, startGatewayProcess } from '../support/start-gateway.ts';

/** Far beyond the limit of a test: who waits for it fails. */
const drainMs = 600_000;

function get(port: number, agent: Agent, where = '/healthz'): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const req = request({ host: '127.0.0.1', port, path: where, agent }, (answer) => answer.resume().once('end', () => resolve(answer)));
    req.once('error', reject).end();
  });
}

describe('a gateway that stops', () => {
  test('does not wait for clients that keep their connections, idle or busy', async () => {
    const gateway = await startGateway({ overrides: { limits: { drainMs } } });
    const idle = new Agent({ keepAlive: true });
    await get(gateway.port, idle);
    const busy = new Agent({ keepAlive: true, maxSockets: 1 });
    const asked = { count: 0, last: undefined as string | undefined };
    const loop = (async () => {
      for (;;) {
        asked.last = (await get(gateway.port, busy)).headers.connection;
        asked.count++;
      }
    })();
    const refused = expect(loop).rejects.toThrow(/ECONNREFUSED|ECONNRESET|socket hang up/);
    while (asked.count < 20) await get(gateway.port, idle);
    await gateway.close();
    await refused;
    idle.destroy();
    busy.destroy();
  });

  test('answers what runs, and lets the connection go then', async () => {
    const gateway = await startGateway({ overrides: { limits: { drainMs } } });
    const agent = new Agent({ keepAlive: true });
    const headers = { host: `localhost:${gateway.port}`, 'content-type': 'application/json', 'content-length': 2 };
    const req = request({ host: '127.0.0.1', port: gateway.port, path: '/api/v1/pins/redeem', method: 'POST', headers, agent });
    const answered = new Promise<IncomingMessage>((resolve, reject) => req.once('response', resolve).once('error', reject));
    req.write('{');
    // The head has been read when a later request is answered.
    await get(gateway.port, agent);
    const closed = gateway.close();
    req.end('}');
    const answer = await answered;
    expect(answer.statusCode).toBeGreaterThanOrEqual(400);
    answer.resume();
    await closed;
    agent.destroy();
  });

  test('ends its process on SIGTERM', async () => {
    const gateway = await startGatewayProcess({ overrides: { limits: { drainMs } } });
    const agent = new Agent({ keepAlive: true });
    await get(gateway.port, agent);
    await gateway.close();
    expect(gateway.output()).not.toContain('not everything could be closed');
    agent.destroy();
  });
});
