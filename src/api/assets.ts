/**
 * Images, fonts and sheets for the replica: `/asset/<capability>.<asset id>`, good while the guest's connection lives and an
 * element that it may see refers to them. What a sheet names gets an address below the sheet's own,
 * `/asset/<capability>.<asset id>/<sealed address>`: sealed, because guests never learn addresses of the target; below,
 * because it lives and dies with the sheet.
 */
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { Router, type Request, type Response } from 'express';
import { GatewayError } from '../shared/error-codes.ts';
import type { Session } from '../sessions/index.ts';
import { sendBytes } from './byte-range.ts';
import type { ApiDeps } from './deps.ts';

const TOKEN = /^[\w-]{16,100}\.[\w-]{1,64}$/;
/** Base64url of the longest address that may be opened, with nonce and tag. */
const SEALED = /^[\w-]{38,12000}$/;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Addresses under a key of this process alone. The same address gives the same text, so that a browser loads it once. */
export class AddressSeal {
  readonly #key = randomBytes(32);

  seal(scope: string, address: string): string {
    const nonce = createHmac('sha256', this.#key).update(`${scope}\n${address}`).digest().subarray(0, NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce).setAAD(Buffer.from(scope));
    const sealed = Buffer.concat([nonce, cipher.update(address, 'utf8'), cipher.final()]);
    return Buffer.concat([sealed, cipher.getAuthTag()]).toString('base64url');
  }

  /** Undefined unless it was sealed here for `scope`. */
  open(scope: string, text: string): string | undefined {
    const bytes = Buffer.from(text, 'base64url');
    if (bytes.length <= NONCE_BYTES + TAG_BYTES) return undefined;
    const decipher = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(0, NONCE_BYTES));
    decipher.setAAD(Buffer.from(scope)).setAuthTag(bytes.subarray(-TAG_BYTES));
    try {
      return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]).toString('utf8');
    } catch {
      // The tag does not match: made up, or of another sheet. That is an answer, not a fault.
      return undefined;
    }
  }
}

export function assetRoutes(deps: ApiDeps, seal: AddressSeal, session: Session): Router {
  const router = Router();

  const send = async (req: Request, res: Response, token: string, address: string) => {
    // A fragment (`sprite.svg#cart`) is the browser's own business and stays outside.
    const sealed = (named: string) => {
      const [resource = '', ...fragment] = named.split(/(?=#)/);
      return `/asset/${token}/${seal.seal(`${session.id}/${token}`, resource)}${fragment.join('')}`;
    };
    const asset = await deps.proxy.asset(session, address, sealed);
    if (!asset && req.get('sec-fetch-dest') === 'style') {
      // Mostly one that the host could not load either: a picture that is missing is seen, a sheet only complains in the agent's console.
      res.setHeader('Content-Type', 'text/css').setHeader('Cache-Control', 'no-store').status(204).end();
      return;
    }
    if (!asset) throw new GatewayError('NOT_FOUND');
    res.setHeader('Content-Type', asset.type);
    res.setHeader('Content-Security-Policy', "sandbox; default-src 'none'; style-src 'unsafe-inline'");
    res.setHeader('X-Content-Type-Options', 'nosniff');
    res.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
    // The agent's disk must not keep what the session forgets.
    res.setHeader('Cache-Control', 'no-store');
    sendBytes(req, res, asset.bytes);
  };

  router.get('/asset/:token', async (req, res) => {
    await send(req, res, req.params.token, address(deps, session, req.params.token));
  });

  router.get('/asset/:token/:sealed', async (req, res) => {
    const { token, sealed } = req.params;
    address(deps, session, token);
    const named = SEALED.test(sealed) ? seal.open(`${session.id}/${token}`, sealed) : undefined;
    if (named === undefined) throw new GatewayError('NOT_FOUND');
    await send(req, res, token, named);
  });

  return router;
}

function address(deps: ApiDeps, session: Session, token: string): string {
  const found = TOKEN.test(token) ? deps.directory.assetRequest(session, token) : undefined;
  if (!found) throw new GatewayError('NOT_FOUND');
  return found.url;
}
