/**
 * Limits by address. The attack: whoever guesses PINs or passwords, or fills the table of waiting PINs, comes from another address
 * each time. An IPv6 line has 2^64 of them for nothing; a claim in X-Forwarded-For costs nothing either, where it is believed from
 * anybody; and behind a proxy that writes the port along, each connection is somebody new.
 */
import { afterEach, describe, expect, test } from 'vitest';
import { visitorAddress } from '../../src/api/visitor-address.ts';
import { startApi, type ApiUnderTest } from './api-under-test.ts';

describe('one visitor is', () => {
  test.each([
    ['203.0.113.9', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['203.0.113.9:41234', '203.0.113.9'],
    ['2001:db8:1:2:aaaa::1', '2001:db8:1:2::/64'],
    ['2001:db8:1:2:ffff:ffff:ffff:ffff', '2001:db8:1:2::/64'],
    ['[2001:db8:1:2::7]:443', '2001:db8:1:2::/64'],
    ['2001:db8:1:3::1', '2001:db8:1:3::/64'],
    ['unknown', 'unknown'],
    ['x'.repeat(500), 'x'.repeat(64)],
    [undefined, ''],
  ])('%s as %s', (ip, who) => {
    expect(visitorAddress({ ip })).toBe(who);
  });
});

describe('guessing from many addresses', () => {
  let own: ApiUnderTest;
  afterEach(async () => {
    await own.close();
  });

  async function tries(count: number, address: (n: number) => string): Promise<number[]> {
    const statuses: number[] = [];
    for (let n = 0; n < count; n++) {
      const asking = own.control().post('/api/v1/join').set(own.page).set('X-Forwarded-For', address(n));
      statuses.push((await asking.send({ pin: String(100_000_000 + n) })).status);
    }
    return statuses;
  }

  test('of one IPv6 line is guessing from one', async () => {
    own = await startApi({ SAMEPAGE_TRUST_PROXIES: '127.0.0.0/8,::1/128,::ffff:127.0.0.0/104' });
    const statuses = await tries(12, (n) => `2001:db8:5:6::${(n + 1).toString(16)}`);
    expect(statuses.at(-1)).toBe(429);
    expect(statuses.filter((one) => one === 404).length).toBeLessThanOrEqual(own.config.limits.pinTriesPerMinuteMax);
    // The neighbour across the street is somebody else.
    expect(await tries(1, () => '2001:db8:5:7::1')).toEqual([404]);
  });

  test('of addresses that are only claimed is guessing from one, and what stands before a trusted hop is not believed', async () => {
    own = await startApi();
    expect((await tries(12, (n) => `198.51.100.${n}`)).at(-1)).toBe(429);
    await own.close();
    own = await startApi({ SAMEPAGE_TRUST_PROXIES: '127.0.0.0/8,::1/128,::ffff:127.0.0.0/104' });
    expect((await tries(12, (n) => `198.51.100.${n}, 203.0.113.5`)).at(-1)).toBe(429);
  });

  test('no line of its own makes the identity provider’s sign-ins of others go', async () => {
    own = await startApi();
    const statuses: number[] = [];
    for (let n = 0; n < 40; n++) statuses.push((await own.control().get('/oidc/start').set(own.page)).status);
    expect(statuses[0]).toBe(303);
    expect(statuses.at(-1)).toBe(429);
  });
});
