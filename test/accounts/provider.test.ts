/**
 * The attacks on a sign-in at an identity provider: a provider of ours signs what each test wants, over real HTTP. The
 * journey with a provider that others wrote is test/browser/accounts.test.ts.
 */
import { createHmac, createPrivateKey, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Accounts, Providers, SignIns } from '../../src/accounts/index.ts';
import { GatewayError } from '../../src/shared/error-codes.ts';
import { MAIN_COMPANY } from '../../src/shared/staff.ts';
import { openStore, type Store } from '../../src/store/index.ts';

const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });
const CLIENT = 'samepage';
const SECRET = 'the secret of the client at the provider';

type Claims = Record<string, unknown>;
interface Made {
  readonly claims?: Claims;
  readonly alg?: 'RS256' | 'none' | 'HS256';
  readonly key?: KeyObject;
}

let server: Server;
let issuer: string;
/** What the token endpoint is to say; the code that it was asked with. */
let made: Made;
let nonce = '';
let codes: string[] = [];
let store: Store;
let signIns: SignIns;
let providers: Providers;

const base64 = (text: string) => Buffer.from(text).toString('base64url');

function idToken({
  claims,
  alg = 'RS256',
  key = createPrivateKey(pair.privateKey.export({ type: 'pkcs8', format: 'pem' })),
}: Made): string {
  const now = Math.floor(Date.now() / 1000);
  const all = {
    iss: issuer,
    aud: CLIENT,
    sub: 'ann',
    iat: now,
    exp: now + 60,
    nonce,
    roles: ['agents'],
    email: 'Ann@Shop.example',
    ...claims,
  };
  const body = `${base64(JSON.stringify({ alg, kid: 'k' }))}.${base64(JSON.stringify(all))}`;
  if (alg === 'none') return `${body}.`;
  if (alg === 'HS256') {
    // The confusion: signed with the public key as if it were a shared secret.
    return `${body}.${createHmac('sha256', pair.publicKey.export({ type: 'spki', format: 'pem' }))
      .update(body)
      .digest('base64url')}`;
  }
  return `${body}.${createSign('RSA-SHA256').update(body).sign(key).toString('base64url')}`;
}

beforeAll(async () => {
  server = createServer((req, res) => {
    const { pathname } = new URL(req.url ?? '', issuer);
    const answers: Record<string, () => unknown> = {
      '/.well-known/openid-configuration': () => ({
        issuer,
        authorization_endpoint: `${issuer}/auth`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
      }),
      '/jwks': () => ({ keys: [{ ...pair.publicKey.export({ format: 'jwk' }), kid: 'k', alg: 'RS256', use: 'sig' }] }),
      '/token': () => ({ access_token: 'x', token_type: 'bearer', id_token: idToken(made) }),
    };
    let body = '';
    req.on('data', (chunk: Buffer) => (body += chunk.toString()));
    req.on('end', () => {
      const answer = answers[pathname];
      if (pathname === '/token') {
        const code = new URLSearchParams(body).get('code') ?? '';
        // Good once, as RFC 6749, 4.1.2 has it.
        if (codes.includes(code)) {
          res.writeHead(400, { 'content-type': 'application/json' }).end('{"error":"invalid_grant"}');
          return;
        }
        codes.push(code);
      }
      res.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(answer?.() ?? {}));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a listening TCP server has an AddressInfo
});
afterAll(async () => {
  await signIns.close();
  await store.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
beforeEach(async () => {
  made = {};
  codes = [];
  store = await openStore({ dataDir: ':memory:' });
  signIns = new SignIns(store, { signInLifetimeMs: 3_600_000, signInIdleMs: 3_600_000 }, 'token');
  const log = pino({ level: 'silent' });
  const accounts = new Accounts({ store, signIns, log });
  const options = [
    {
      company: MAIN_COMPANY,
      issuer,
      clientId: CLIENT,
      clientSecret: SECRET,
      scope: 'openid',
      roleClaim: 'roles',
      roles: { agents: 'agent', leads: 'supervisor' } as const,
    },
  ];
  providers = new Providers({ options, accounts, controlOrigin: 'http://localhost:8080', log });
});

async function begin(): Promise<{ id: string; state: string }> {
  const { id, location } = await providers.begin(MAIN_COMPANY);
  const { searchParams } = new URL(location);
  nonce = searchParams.get('nonce') ?? '';
  return { id, state: searchParams.get('state') ?? '' };
}

const whyOf = async (work: Promise<unknown>): Promise<unknown> => {
  try {
    await work;
    return 'none';
  } catch (error) {
    if (error instanceof GatewayError) return error.values['why'];
    throw error;
  }
};

test('what is asked for has a challenge, a state, a nonce and our address, and no secret', async () => {
  const { location } = await providers.begin(MAIN_COMPANY);
  const { origin, searchParams } = new URL(location);
  expect(origin).toBe(issuer);
  expect(Object.fromEntries(searchParams)).toEqual({
    client_id: CLIENT,
    response_type: 'code',
    redirect_uri: 'http://localhost:8080/oidc/callback',
    scope: 'openid',
    code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    code_challenge_method: 'S256',
    state: expect.stringMatching(/^[\w-]{43}$/),
    nonce: expect.stringMatching(/^[\w-]{43}$/),
  });
  expect(location).not.toContain(SECRET);
});

test('a good answer is that person, in the highest role of theirs', async () => {
  const { id, state } = await begin();
  made = { claims: { roles: ['agents', 'leads', 'unheard of'], name: 'Ann\u202e Archer' } };
  expect(await providers.finish(id, `code=c&state=${state}`)).toMatchObject({
    company: MAIN_COMPANY,
    name: 'Ann Archer',
    role: 'supervisor',
    is: 'person',
  });
  expect((await store.users(MAIN_COMPANY, 9))[0]).toMatchObject({ login: 'ann@shop.example', subject: `${issuer} ann`, password: null });
});

describe('refused', () => {
  const now = Math.floor(Date.now() / 1000);
  test.each<[string, Made, string]>([
    ['an answer of another issuer', { claims: { iss: 'https://evil.example' } }, 'invalid'],
    ['a token for somebody else', { claims: { aud: 'another client' } }, 'invalid'],
    ['a token for several, meant for another', { claims: { aud: [CLIENT, 'other'], azp: 'other' } }, 'invalid'],
    ['the nonce of another sign-in', { claims: { nonce: 'another' } }, 'invalid'],
    ['no nonce', { claims: { nonce: undefined } }, 'invalid'],
    ['a token that has expired', { claims: { iat: now - 7200, exp: now - 3600 } }, 'invalid'],
    ['a token that nobody signed', { alg: 'none' }, 'invalid'],
    ['a token signed with the public key as a secret', { alg: 'HS256' }, 'invalid'],
    ['a token that a stranger signed', { key: stranger.privateKey }, 'invalid'],
    ['nobody', { claims: { sub: undefined } }, 'invalid'],
    ['no role', { claims: { roles: undefined } }, 'no-role'],
    ['a role that is not on the list', { claims: { roles: ['admin', 'constructor', '__proto__'] } }, 'no-role'],
    ['a role in another shape', { claims: { roles: { agents: true } } }, 'no-role'],
  ])('%s', async (_what, answer, why) => {
    const { id, state } = await begin();
    made = answer;
    expect(await whyOf(providers.finish(id, `code=c&state=${state}`))).toBe(why);
    expect(await store.users(MAIN_COMPANY, 9)).toEqual([]);
  });

  test('the state of another sign-in', async () => {
    const { id } = await begin();
    expect(await whyOf(providers.finish(id, 'code=c&state=another'))).toBe('invalid');
  });

  test('a browser that did not ask, and one that asked before', async () => {
    const { id, state } = await begin();
    expect(await whyOf(providers.finish(undefined, `code=c&state=${state}`))).toBe('not-asked');
    expect(await whyOf(providers.finish('made up', `code=c&state=${state}`))).toBe('not-asked');
    expect(await whyOf(providers.finish(id, `code=c&state=${state}`))).toBe('none');
    expect(await whyOf(providers.finish(id, `code=c&state=${state}`))).toBe('not-asked');
  });

  test('a code that was used', async () => {
    const first = await begin();
    await providers.finish(first.id, `code=c&state=${first.state}`);
    const second = await begin();
    expect(await whyOf(providers.finish(second.id, `code=c&state=${second.state}`))).toBe('invalid');
  });

  test('somebody who said no there', async () => {
    const { id, state } = await begin();
    expect(await whyOf(providers.finish(id, `error=access_denied&state=${state}`))).toBe('invalid');
  });

  test('a company without one', async () => {
    expect(await whyOf(providers.begin('acme'))).toBe('none');
  });
});
