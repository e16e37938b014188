/** An identity provider as companies have one (npm's oidc-provider) on loopback: whoever signs in is who they say they are. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

export interface IdentityProvider {
  readonly issuer: string;
  close(): Promise<void>;
}

/** `rolesOf`: by login. */
export async function startProvider(options: {
  clientId: string;
  clientSecret: string;
  redirect: string;
  rolesOf: Readonly<Record<string, readonly string[]>>;
}): Promise<IdentityProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`; // a listening TCP server has an AddressInfo
  const provider = new Provider(issuer, {
    clients: [{ client_id: options.clientId, client_secret: options.clientSecret, redirect_uris: [options.redirect] }],
    cookies: { keys: ['for tests only'] },
    pkce: { required: () => true },
    claims: { openid: ['sub', 'roles'], profile: ['name'], email: ['email'] },
    // The id token has them, not a second request.
    conformIdTokenClaims: false,
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: id, name: id.split('@')[0] ?? id, roles: [...(options.rolesOf[id] ?? [])] }),
    }),
  });
  const handle = provider.callback();
  server.on('request', (req, res) => void handle(req, res));
  return {
    issuer,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
