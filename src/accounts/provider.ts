/**
 * Signing in at a company's identity provider: OpenID Connect, authorization code with PKCE, state and nonce (OpenID Connect
 * Core 1.0, 3.1; RFC 7636). The library checks the answer; what is kept here is which browser asked for what.
 */
import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import type { Configuration } from 'openid-client';
import { GatewayError } from '../shared/error-codes.ts';
import { staffRoles, type Staff, type StaffRole } from '../shared/staff.ts';
import type { Accounts } from './accounts.ts';

export interface ProviderOptions {
  readonly company: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope: string;
  readonly roleClaim: string;
  readonly roles: Readonly<Record<string, StaffRole>>;
}

/** How long somebody may take to sign in there (ms). */
export const ASKED_MS = 10 * 60_000;
/** Sign-ins under way; the oldest gives way. */
const ASKED_MAX = 1000;
const NAME_CHARACTERS_MAX = 60;
const LOGIN_CHARACTERS_MAX = 254;

interface Asked {
  readonly company: string;
  readonly verifier: string;
  readonly state: string;
  readonly nonce: string;
  readonly until: number;
}

export class Providers {
  readonly #options: ReadonlyMap<string, ProviderOptions>;
  readonly #accounts: Accounts;
  readonly #redirect: string;
  readonly #log: Logger;
  /** By company. Asked for once; a failure is forgotten, so that the next try asks again. */
  readonly #known = new Map<string, Promise<Configuration>>();
  readonly #asked = new Map<string, Asked>();

  constructor(deps: { options: readonly ProviderOptions[]; accounts: Accounts; controlOrigin: string; log: Logger }) {
    this.#options = new Map(deps.options.map((each) => [each.company, each]));
    this.#accounts = deps.accounts;
    this.#redirect = `${deps.controlOrigin}/oidc/callback`;
    this.#log = deps.log;
  }

  has(company: string): boolean {
    return this.#options.has(company);
  }

  /** `id`: for a cookie of the browser that asks. Throws PROVIDER_REFUSED. */
  async begin(company: string): Promise<{ id: string; location: string }> {
    const options = this.#options.get(company);
    if (!options) throw new GatewayError('PROVIDER_REFUSED', { why: 'none', reason: 'there is none for this company' });
    const client = await import('openid-client');
    const configuration = await this.#configuration(options);
    const asked = {
      company,
      verifier: client.randomPKCECodeVerifier(),
      state: client.randomState(),
      nonce: client.randomNonce(),
      until: Date.now() + ASKED_MS,
    };
    const location = client.buildAuthorizationUrl(configuration, {
      redirect_uri: this.#redirect,
      scope: options.scope,
      code_challenge: await client.calculatePKCECodeChallenge(asked.verifier),
      code_challenge_method: 'S256',
      state: asked.state,
      nonce: asked.nonce,
    });
    const id = randomBytes(24).toString('base64url');
    this.#sweep();
    this.#asked.set(id, asked);
    return { id, location: location.href };
  }

  /** `query`: of the address that the provider sent the browser to. Good once. Throws PROVIDER_REFUSED. */
  async finish(id: string | undefined, query: string): Promise<Staff> {
    const asked = id === undefined ? undefined : this.#asked.get(id);
    if (id !== undefined) this.#asked.delete(id);
    const options = asked && this.#options.get(asked.company);
    if (!asked || !options || asked.until <= Date.now())
      throw new GatewayError('PROVIDER_REFUSED', { why: 'not-asked', reason: 'this browser did not ask for it, or too long ago' });
    const client = await import('openid-client');
    let claims;
    try {
      const tokens = await client.authorizationCodeGrant(await this.#configuration(options), new URL(`${this.#redirect}?${query}`), {
        pkceCodeVerifier: asked.verifier,
        expectedState: asked.state,
        expectedNonce: asked.nonce,
        idTokenExpected: true,
      });
      claims = tokens.claims();
    } catch (error) {
      if (error instanceof GatewayError) throw error;
      this.#log.warn({ err: error, company: asked.company }, 'the answer of an identity provider was not taken');
      throw new GatewayError('PROVIDER_REFUSED', { why: 'invalid', reason: 'the answer of the identity provider was not valid' }, error);
    }
    if (!claims) throw new GatewayError('PROVIDER_REFUSED', { why: 'invalid', reason: 'the identity provider said not who it is' });
    const role = roleIn(claims[options.roleClaim], options.roles);
    if (role === undefined) throw new GatewayError('PROVIDER_REFUSED', { why: 'no-role', reason: 'this account has no role here' });
    const login = (textOf(claims['email']) ?? textOf(claims['preferred_username']) ?? claims.sub).toLowerCase();
    const name = textOf(claims['name']) ?? login;
    const who = { login: login.slice(0, LOGIN_CHARACTERS_MAX), name: name.slice(0, NAME_CHARACTERS_MAX), role };
    return this.#accounts.bySubject(asked.company, `${claims.iss} ${claims.sub}`, who);
  }

  #configuration(options: ProviderOptions): Promise<Configuration> {
    const known = this.#known.get(options.company);
    if (known) return known;
    const asking = this.#discover(options).catch((error: unknown) => {
      this.#known.delete(options.company);
      this.#log.warn({ err: error, issuer: options.issuer }, 'an identity provider could not be asked');
      throw new GatewayError('PROVIDER_REFUSED', { why: 'down', reason: 'the identity provider does not answer' }, error);
    });
    this.#known.set(options.company, asking);
    return asking;
  }

  async #discover({ issuer, clientId, clientSecret }: ProviderOptions): Promise<Configuration> {
    const client = await import('openid-client');
    // The token's signature is checked although it came from the provider itself (OpenID Connect Core 1.0, 3.1.3.7, lets that
    // be skipped over TLS); and the schema of the config lets plain http in for this machine alone.
    const execute = [client.enableNonRepudiationChecks, ...(issuer.startsWith('http:') ? [client.allowInsecureRequests] : [])];
    return client.discovery(new URL(issuer), clientId, clientSecret, undefined, { execute });
  }

  #sweep(): void {
    const now = Date.now();
    for (const [id, { until }] of this.#asked) if (until <= now || this.#asked.size >= ASKED_MAX) this.#asked.delete(id);
  }
}

/** The highest of those that the claim's values stand for. */
function roleIn(claim: unknown, roles: Readonly<Record<string, StaffRole>>): StaffRole | undefined {
  const values: readonly unknown[] = Array.isArray(claim) ? claim : [claim];
  const found = values.flatMap((value) => (typeof value === 'string' && Object.hasOwn(roles, value) ? [roles[value]] : []));
  return staffRoles.findLast((role) => found.includes(role));
}

/** Shown to others, so without what could make it read as something else. */
function textOf(claim: unknown): string | undefined {
  const text = typeof claim === 'string' ? claim.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu, '').trim() : '';
  return text === '' ? undefined : text;
}
