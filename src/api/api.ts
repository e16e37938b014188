/** Puts the doors for people and programs together. `server.ts` decides by host name which of them a request comes to. */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { Accounts, Providers, SignIns } from '../accounts/index.ts';
import { Authenticator } from './auth.ts';
import { consoleUpgrade } from './console-socket.ts';
import { controlApp } from './control.ts';
import { AskedCookie, ConsoleCookie, DeviceCookie } from './cookies.ts';
import type { ApiDeps } from './deps.ts';
import { Farewell } from './farewell.ts';
import { OwnOrigin } from './own.ts';

export interface Api {
  /** Requests to the control origin. */
  control(req: IncomingMessage, res: ServerResponse): void;
  /** Upgrades on the control origin: `/console/socket`. */
  controlUpgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Requests to `<sid>.<base>`, whether or not there is such a session. */
  own(req: IncomingMessage, res: ServerResponse, sid: string): void;
  /** Requests to a label of a session that has ended. */
  endedLabel(req: IncomingMessage, res: ServerResponse): void;
  /** `GET /healthz`, whatever the Host. */
  healthz(req: IncomingMessage, res: ServerResponse): void;
  /** Nothing of ours asks the store any more. */
  close(): Promise<void>;
  /** Token of the REST API and of the sign-in link: from the config, else kept in the store. */
  readonly adminToken: string;
  /** Made by this start: nobody has seen it yet. */
  readonly tokenIsNew: boolean;
}

const ADMIN_TOKEN = 'admin-token';

export async function createApi(deps: ApiDeps): Promise<Api> {
  const { adminToken, tokenIsNew } = await tokenInForce(deps);
  const cookies = {
    console: new ConsoleCookie(deps.config.controlOrigin, deps.config.limits.signInLifetimeMs),
    device: new DeviceCookie(deps.config.controlOrigin),
    asked: new AskedCookie(deps.config.controlOrigin),
  };
  const signIns = new SignIns(deps.store, deps.config.limits, adminToken);
  const accounts = new Accounts({ store: deps.store, signIns, log: deps.log });
  const auth = new Authenticator(deps, adminToken, { accounts, signIns, ...cookies });
  const { controlOrigin, providers: options } = deps.config;
  const providers = new Providers({ options, accounts, controlOrigin, log: deps.log });
  const control = controlApp(deps, { auth, accounts, signIns, providers, ...cookies });
  const farewell = new Farewell(deps.config.host);
  const own = new OwnOrigin(deps, farewell);
  return {
    control,
    controlUpgrade: consoleUpgrade(deps, auth, signIns),
    own: (req, res, sid) => {
      own.handle(req, res, sid);
    },
    endedLabel: (req, res) => {
      farewell.label(req, res);
    },
    healthz: (_req, res) => {
      res.writeHead(200, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' });
      res.end('ok\n');
    },
    close: () => signIns.close(),
    adminToken,
    tokenIsNew,
  };
}

async function tokenInForce(deps: ApiDeps): Promise<{ adminToken: string; tokenIsNew: boolean }> {
  if (deps.config.adminToken !== null) return { adminToken: deps.config.adminToken, tokenIsNew: false };
  const known = await deps.store.secret(ADMIN_TOKEN);
  if (known !== undefined) return { adminToken: known, tokenIsNew: false };
  return { adminToken: await deps.store.keepSecret(ADMIN_TOKEN, randomBytes(24).toString('base64url')), tokenIsNew: true };
}
