import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { MAIN_COMPANY } from '../../src/shared/staff.ts';
import { errorBody, GatewayError } from '../../src/shared/error-codes.ts';
import { openHouse, seat, type House, OPERATOR, agent } from './fakes.ts';

let house: House;
beforeEach(async () => {
  vi.useFakeTimers();
  house = await openHouse();
});
afterEach(async () => {
  await house.close();
  vi.useRealTimers();
});

const url = 'https://shop.example/';

async function answerOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
    return 'none';
  } catch (error) {
    if (error instanceof GatewayError) return errorBody(error);
    throw error;
  }
}
const codeOf = async (work: Promise<unknown>) => ((await answerOf(work)) as { error?: { code: string } }).error?.code ?? 'none';

/** Six digits that are not this PIN. */
const wrong = (pin: string) => String((Number(pin) + 1) % 1_000_000).padStart(6, '0');

describe('customer first', () => {
  test('the agent’s digits turn the waiting page into a link', async () => {
    const { pin, claim, expiresAt } = await house.directory.newPin('1.2.3.4', MAIN_COMPANY);
    expect(pin).toMatch(/^\d{6}$/);
    expect(expiresAt.getTime() - Date.now()).toBe(600_000);
    expect(await house.directory.pinStatus(claim)).toEqual({ state: 'waiting' });
    const { session, links } = await house.directory.redeemPin(pin, url, agent('agent'));
    expect(session.url).toBe(url);
    expect(await house.directory.pinStatus(claim)).toEqual({ state: 'ready', link: links.customer });
    expect(await house.directory.pinStatus('another claim')).toEqual({ state: 'expired' });
  });

  test('[P3] wrong, expired and used answer with the same bytes', async () => {
    const used = await house.directory.newPin('1.2.3.4', MAIN_COMPANY);
    await house.directory.redeemPin(used.pin, url, agent('a'));
    const old = await house.directory.newPin('1.2.3.4', MAIN_COMPANY);
    vi.advanceTimersByTime(600_001);
    const answers = await Promise.all([
      answerOf(house.directory.redeemPin(used.pin, url, agent('a'))),
      answerOf(house.directory.redeemPin(old.pin, url, agent('b'))),
      answerOf(house.directory.redeemPin('000000', url, agent('c'))),
    ]);
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await house.directory.pinStatus(old.claim)).toEqual({ state: 'expired' });
  });

  // A rogue agent types numbers at random, hoping for somebody else's customer.
  test('ten thousand tries in an hour are twenty', async () => {
    const { pin } = await house.directory.newPin('1.2.3.4', MAIN_COMPANY);
    const codes: Record<string, number> = {};
    for (let at = 0; at < 10_000; at++) {
      const code = await codeOf(house.directory.redeemPin(wrong(pin), url, agent('rogue')));
      codes[code] = (codes[code] ?? 0) + 1;
      if (at % 150 === 149) vi.advanceTimersByTime(50_000);
    }
    expect(codes['PIN_INVALID']).toBeLessThanOrEqual(20);
    expect(codes['TOO_MANY_TRIES']).toBeGreaterThanOrEqual(9_980);
  });

  test('when tries are used up, the right one does not help either', async () => {
    const { pin } = await house.directory.newPin('1.2.3.4', MAIN_COMPANY);
    for (let at = 0; at < 5; at++) await codeOf(house.directory.redeemPin(wrong(pin), url, agent('rogue')));
    expect(await codeOf(house.directory.redeemPin(pin, url, agent('rogue')))).toBe('TOO_MANY_TRIES');
    expect(await codeOf(house.directory.redeemPin(pin, url, agent('honest')))).toBe('none');
  });

  test('right ones do not count: a busy agent is never locked out', async () => {
    for (let at = 0; at < 30; at++) {
      const { pin } = await house.directory.newPin(`10.0.0.${at}`, MAIN_COMPANY);
      expect(await codeOf(house.directory.redeemPin(pin, url, agent('busy')))).toBe('none');
    }
  });

  test('[P3] a PIN of another company answers with the bytes of a wrong one, and takes nothing from whoever waits', async () => {
    const { pin } = await house.directory.newPin('1.2.3.4', MAIN_COMPANY);
    const other = agent('a', 'other');
    expect(await answerOf(house.directory.redeemPin(pin, url, other))).toEqual(
      await answerOf(house.directory.redeemPin(wrong(pin), url, agent('b', 'other'))),
    );
    expect(await codeOf(house.directory.redeemPin(pin, url, agent('c')))).toBe('none');
  });

  test('a company cannot be guessed at by many of its agents', async () => {
    const codes: string[] = [];
    for (let at = 0; at < 120; at++) codes.push(await codeOf(house.directory.redeemPin('000000', url, agent(`agent ${at}`))));
    expect(codes.filter((code) => code === 'PIN_INVALID')).toHaveLength(100);
    expect(codes.at(-1)).toBe('TOO_MANY_TRIES');
    expect(await codeOf(house.directory.redeemPin('000000', url, agent('a', 'other')))).toBe('PIN_INVALID');
  });

  test('of two agents who type the same digits at once, one gets the customer', async () => {
    const { pin } = await house.directory.newPin('1.2.3.4', MAIN_COMPANY);
    const codes = await Promise.all(['a', 'b', 'c'].map((by) => codeOf(house.directory.redeemPin(pin, url, agent(by)))));
    expect(codes.sort()).toEqual(['PIN_INVALID', 'PIN_INVALID', 'none']);
  });

  test('a site that cannot be opened does not use the digits up', async () => {
    const { pin } = await house.directory.newPin('1.2.3.4', MAIN_COMPANY);
    expect(await codeOf(house.directory.redeemPin(pin, 'nonsense', agent('agent')))).toBe('BAD_URL');
    expect(await codeOf(house.directory.redeemPin(pin, url, agent('agent')))).toBe('none');
  });

  test('one address cannot take all the digits there are', async () => {
    const codes: string[] = [];
    for (let at = 0; at < 40; at++) codes.push(await codeOf(house.directory.newPin('6.6.6.6', MAIN_COMPANY)));
    expect(codes.filter((code) => code === 'none')).toHaveLength(20);
  });
});

describe('agent first', () => {
  test('the session’s nine digits give the customer’s link, once', async () => {
    const { session, pin } = await house.directory.create({ url, by: OPERATOR });
    const { link } = await house.directory.customerLinkByPin(pin, '1.2.3.4', MAIN_COMPANY);
    const opened = await house.directory.openLink(new URL(link).hash.slice(1), 'device');
    expect(opened.participant).toBe(seat(session, 'customer'));
    expect(await codeOf(house.directory.customerLinkByPin(pin, '5.6.7.8', MAIN_COMPANY))).toBe('PIN_INVALID');
  });

  test('of two who type them at once, one gets in', async () => {
    const { pin } = await house.directory.create({ url, by: OPERATOR });
    const codes = await Promise.all(['1.1.1.1', '2.2.2.2'].map((ip) => codeOf(house.directory.customerLinkByPin(pin, ip, MAIN_COMPANY))));
    expect(codes.sort()).toEqual(['PIN_INVALID', 'none']);
  });

  test('they open nothing once the customer has come by the link, or has started', async () => {
    const first = await house.directory.create({ url, by: OPERATOR });
    await house.directory.openLink(new URL(first.links.customer).hash.slice(1), 'device');
    expect(await codeOf(house.directory.customerLinkByPin(first.pin, '1.2.3.4', MAIN_COMPANY))).toBe('PIN_INVALID');
    const second = await house.directory.create({ url, by: OPERATOR });
    house.directory.start(second.session, seat(second.session, 'customer'));
    expect(await codeOf(house.directory.customerLinkByPin(second.pin, '1.2.3.4', MAIN_COMPANY))).toBe('PIN_INVALID');
  });

  test('tries are limited by address', async () => {
    const { pin } = await house.directory.create({ url, by: OPERATOR });
    for (let at = 0; at < 5; at++)
      expect(await codeOf(house.directory.customerLinkByPin('000000000', '6.6.6.6', MAIN_COMPANY))).toBe('PIN_INVALID');
    expect(await codeOf(house.directory.customerLinkByPin(pin, '6.6.6.6', MAIN_COMPANY))).toBe('TOO_MANY_TRIES');
    expect(await codeOf(house.directory.customerLinkByPin(pin, '1.2.3.4', MAIN_COMPANY))).toBe('none');
  });
});
