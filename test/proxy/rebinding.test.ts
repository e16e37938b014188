/**
 * The attack: a name server that the attacker runs answers with a public address when the gateway checks, and with an
 * address of the inner network when it connects; or with both at once, hoping that the second is taken. Either way the
 * gateway would carry the attacker's page to a machine that only the gateway can reach.
 */
import type { LookupAddress } from 'node:dns';
import resolver from 'node:dns/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { Connector } from '../../src/proxy/connector.ts';
import { parseSessionHost, type SessionHost } from '../../src/shared/url-map.ts';
import { startTarget, type Target } from './start-target.ts';

const dns = { answers: [] as LookupAddress[][], asked: 0 };

const host = parseSessionHost('http://{label}.{sid}.localhost:{port}', 8080) as SessionHost; // a template of the right shape
const publicAnswer = { address: '203.0.114.7', family: 4 };
const inner = { address: '127.0.0.1', family: 4 };

let target: Target;
let reached = 0;
let door: Connector | undefined;

function connector(allowPrivateTargets: readonly string[] = []): Connector {
  door = new Connector({
    allowPrivateTargets,
    targetPorts: [80, 443],
    resolve: {},
    targetCa: null,
    own: { host, controlOrigin: 'http://localhost:8080', port: 8080 },
    dnsTimeoutMs: 2000,
    connectTimeoutMs: 2000,
    firstByteTimeoutMs: 2000,
  });
  return door;
}

beforeAll(async () => {
  // Its overload that is asked for all addresses; the type of a spy is that of the last one.
  const answer = (): Promise<unknown> => Promise.resolve(dns.answers[Math.min(dns.asked++, dns.answers.length - 1)]);
  vi.spyOn(resolver, 'lookup').mockImplementation(answer as typeof resolver.lookup);
  target = await startTarget((_req, res) => {
    reached++;
    res.end('inner');
  });
});
afterAll(async () => {
  vi.restoreAllMocks();
  await target.close();
});
afterEach(async () => {
  await door?.close();
  dns.asked = 0;
  reached = 0;
});

describe('[T2] a name', () => {
  test.each([
    ['private after public', [[publicAnswer, inner]]],
    ['public after private', [[inner, publicAnswer]]],
    ['a private address of the other family', [[publicAnswer, { address: '::1', family: 6 }]]],
  ])('of which one answer is private is refused whole: %s', async (_name, answers) => {
    dns.answers = answers;
    await expect(connector().check(new URL('http://rebind.example/'))).rejects.toMatchObject({ code: 'TARGET_NOT_ALLOWED' });
  });

  test('that turns private after it was checked is refused at the connection', async () => {
    dns.answers = [[publicAnswer], [inner]];
    const strict = connector();
    await strict.check(new URL('http://rebind.example/'));
    const { port } = new URL(target.origin('rebind.example'));
    const asked = strict.dispatcher().request({ origin: `http://rebind.example:${port}`, path: '/', method: 'GET' });
    await expect(asked).rejects.toMatchObject({ code: 'TARGET_NOT_ALLOWED' });
    expect(reached).toBe(0);
  });

  test('is resolved once for a connection, and what was checked is what is dialled', async () => {
    dns.answers = [[inner], [{ address: '127.0.0.2', family: 4 }]];
    const open = connector(['127.0.0.1/32']);
    const answer = await open.dispatcher().request({ origin: target.origin('rebind.example'), path: '/', method: 'GET' });
    expect(await answer.body.text()).toBe('inner');
    expect(dns.asked).toBe(1);
  });
});
