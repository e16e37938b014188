import express from 'express';
import supertest from 'supertest';
import { expect, test } from 'vitest';
import { DeviceCookie } from '../../src/api/cookies.ts';

test.each([
  ['https://gw.example', /^__Host-samepage-device=[\w-]{22}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict; Secure$/],
  // WebKit drops Secure cookies of http, and with them the customer.
  ['http://localhost:8080', /^samepage-device=[\w-]{22}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict$/],
  ['http://a1.localhost:8080', /^samepage-device=[\w-]{22}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict$/],
  ['http://gw.test', /^samepage-device=[\w-]{22}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict$/],
])('the cookie of a device at %s', async (origin, written) => {
  const cookie = new DeviceCookie(origin);
  const app = express().get('/', (req, res) => void res.json(cookie.ensure(req.headers.cookie, res)));
  const first = await supertest(app).get('/');
  const [line] = first.headers['set-cookie'] as unknown as string[]; // the type of the client knows one line only
  expect(line).toMatch(written);
  const again = await supertest(app)
    .get('/')
    .set('Cookie', line?.split(';')[0] ?? '');
  expect(again.body).toBe(first.body);
  expect(again.headers['set-cookie']).toBeUndefined();
});
