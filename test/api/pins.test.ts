import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bearer, startApi, type ApiUnderTest } from './api-under-test.ts';

let it: ApiUnderTest;
beforeAll(async () => {
  it = await startApi();
});
afterAll(async () => {
  await it.close();
});

const redeem = (body: object) =>
  it
    .control()
    .post('/api/v1/pins/redeem')
    .set({ ...it.page, ...bearer })
    .send(body);
const newPin = async () =>
  (await it.control().post('/api/v1/pins').set(it.page).send({})).body as {
    pin: string;
    claim: string;
    expiresAt: string;
    company: string;
  };
const status = async (claim: string) =>
  (await it.control().get(`/api/v1/pins/${claim}`).set(it.page)).body as { state: string; link?: string };

describe('customer first', () => {
  test('the waiting page gets six digits, waits, and is handed the link when an agent redeems them', async () => {
    const { pin, claim, expiresAt, company } = await newPin();
    expect(pin).toMatch(/^\d{6}$/);
    expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now());
    expect(company).toBe(it.config.company);
    expect(await status(claim)).toEqual({ state: 'waiting' });
    const redeemed = await redeem({ pin: `${pin.slice(0, 3)} ${pin.slice(3)}`, url: 'https://shop.example/' });
    expect(redeemed.status).toBe(201);
    const { id, links } = redeemed.body as { id: string; links: { customer: string } };
    expect(await status(claim)).toEqual({ state: 'ready', link: links.customer });
    expect(new URL(links.customer).host).toBe(`${id}.localhost:8080`);
  });

  test('a PIN is good once', async () => {
    const { pin } = await newPin();
    expect((await redeem({ pin, url: 'https://shop.example/' })).status).toBe(201);
    expect((await redeem({ pin, url: 'https://shop.example/' })).status).toBe(404);
  });

  test('a wrong address does not use the PIN up', async () => {
    const { pin } = await newPin();
    expect((await redeem({ pin, url: 'https://shop.invalid/' })).status).toBe(422);
    expect((await redeem({ pin, url: 'https://shop.example/' })).status).toBe(201);
  });

  test('a claim that nobody was given tells nothing', async () => {
    expect(await status('made-up')).toEqual({ state: 'expired' });
  });
});

describe('agent first', () => {
  test('the customer types the nine digits of the session and is sent to its consent page', async () => {
    const created = await it
      .control()
      .post('/api/v1/sessions')
      .set({ ...it.page, ...bearer })
      .send({ url: 'https://shop.example/' });
    const { id, pin } = created.body as { id: string; pin: string };
    const answer = await it.control().post('/api/v1/join').set(it.page).send({ pin });
    expect(answer.status).toBe(200);
    expect(new URL((answer.body as { link: string }).link).host).toBe(`${id}.localhost:8080`);
  });

  test.each(['000000000', '12345678', '1234567890', 'abcdefghi', '１２３４５６７８９'])(
    '%s is not valid, and the answer is the same for all',
    async (pin) => {
      const own = await startApi();
      const answer = await own.control().post('/api/v1/join').set(own.page).send({ pin });
      expect([answer.status, (answer.body as { error: { code: string } }).error.code]).toEqual([404, 'PIN_INVALID']);
      await own.close();
    },
  );

  test('guessing ends: the address is told to wait', async () => {
    const own = await startApi();
    const statuses = [];
    for (let n = 0; n < 12; n++)
      statuses.push(
        (
          await own
            .control()
            .post('/api/v1/join')
            .set(own.page)
            .send({ pin: String(100_000_000 + n) })
        ).status,
      );
    expect(statuses.at(-1)).toBe(429);
    expect(statuses.filter((one) => one === 404).length).toBeLessThanOrEqual(own.config.limits.pinTriesPerMinuteMax);
    await own.close();
  });
});
