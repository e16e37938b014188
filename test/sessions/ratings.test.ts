/** A rating: by the browser of the customer alone, after the end, once; kept with the session and in the audit. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Ratings } from '../../src/sessions/ratings.ts';
import type { SessionId } from '../../src/shared/ids.ts';
import { openHouse, OPERATOR, seat, type House } from './fakes.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

async function over() {
  const { session } = await house.directory.create({ url: 'https://shop.example/', by: OPERATOR });
  const { cookies } = house.directory.start(session, seat(session, 'customer'));
  const cookie = cookies.map((one) => one.split(';', 1)[0]).join('; ');
  const before = house.directory.ratingPass(session.id, cookie);
  await house.directory.end(session.id, 'customer');
  return { id: session.id, cookie, before };
}

test('[E2] is asked of the customer’s browser, after the end, and taken once', async () => {
  const { id, cookie, before } = await over();
  expect(before).toBeUndefined();
  expect(house.directory.ratingPass(id, undefined)).toBeUndefined();
  expect(house.directory.ratingPass(id, cookie.replace(/=p/g, '=q'))).toBeUndefined();
  const pass = house.directory.ratingPass(id, cookie) ?? '';
  expect(await house.directory.rate(id, `${pass.slice(0, -1)}_`, 1)).toBe(false);
  expect(await house.directory.rate((await over()).id, pass, 1)).toBe(false);
  expect(await house.directory.rate(id, pass, 4)).toBe(true);
  expect(await house.directory.rate(id, pass, 1)).toBe(false);
  expect((await house.directory.summary(id))?.rating).toBe(4);
  expect(house.events.filter(({ event }) => event.type === 'rated')).toEqual([{ session: id, event: { type: 'rated', rating: 4 } }]);
});

test('a pass is good for an hour, and is no other text', () => {
  const ratings = new Ratings('key');
  const id = 'aaaaaaaaaaaaaaaa' as SessionId;
  const pass = ratings.pass(id, 0);
  expect(ratings.isGood(id, pass, 3_599_000)).toBe(true);
  expect(ratings.isGood(id, pass, 3_601_000)).toBe(false);
  expect(new Ratings('other').isGood(id, pass, 0)).toBe(false);
  for (const text of ['', '.', `z${pass}`, pass.split('.')[0] ?? '']) expect(ratings.isGood(id, text, 0)).toBe(false);
});
