/**
 * Who is asking: an administrator (bearer token, or the console's cookie), the seat that a link opened (its token as
 * bearer, in the browser that first used it), or nobody.
 */
import type { IncomingMessage } from 'node:http';
import type { Request } from 'express';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Session } from '../sessions/index.ts';
import { GatewayError } from '../shared/error-codes.ts';
import type { ParticipantId } from '../shared/ids.ts';
import { ceiling, type Role } from '../shared/roles.ts';
import { sameText, type ConsoleCookie, type DeviceCookie } from './cookies.ts';
import type { ApiDeps } from './deps.ts';
import { comesFrom } from './same-origin.ts';

export interface Admin {
  readonly is: 'admin';
  /** Name in audit rows and of the seat. */
  readonly user: string;
}

export interface Seat {
  readonly is: 'seat';
  readonly session: Session;
  readonly participant: ParticipantId;
  readonly role: Role;
}

export type Who = Admin | Seat;

const SEAT = 'seat.';
/** Wrong admin tokens per address and minute. A person mistypes twice; 128 bits are out of reach at any rate. */
const WRONG_TOKENS_PER_MINUTE = 20;

export class Authenticator {
  readonly #deps: ApiDeps;
  readonly #console: ConsoleCookie;
  readonly #device: DeviceCookie;
  readonly #wrong = new RateLimiterMemory({ points: WRONG_TOKENS_PER_MINUTE, duration: 60 });
  readonly #adminToken: string;

  constructor(deps: ApiDeps, adminToken: string, cookies: { console: ConsoleCookie; device: DeviceCookie }) {
    this.#deps = deps;
    this.#adminToken = adminToken;
    this.#console = cookies.console;
    this.#device = cookies.device;
  }

  /** Throws UNAUTHORIZED, TOO_MANY_TRIES, and for a seat what opening its link throws. */
  async who(req: Request): Promise<Who> {
    const bearer = /^Bearer +(\S+)$/i.exec(req.headers.authorization ?? '')?.[1];
    if (bearer?.startsWith(SEAT)) return await this.seat(req, bearer.slice(SEAT.length));
    if (bearer !== undefined) {
      await this.checkToken(bearer, req.ip ?? '');
      return { is: 'admin', user: 'admin' };
    }
    const unsafe = req.method !== 'GET' && req.method !== 'HEAD';
    // A cookie travels by itself: without the browser's word that our own page asks, it does not count.
    if (this.#console.valid(req.headers.cookie) && (!unsafe || comesFrom(req, this.#deps.config.controlOrigin) === true))
      return { is: 'admin', user: 'admin' };
    throw new GatewayError('UNAUTHORIZED');
  }

  async admin(req: Request): Promise<Admin> {
    const who = await this.who(req);
    if (who.is !== 'admin') throw new GatewayError('FORBIDDEN', { action: 'do this with an invitation link' });
    return who;
  }

  /** An administrator, or a seat of that very session. To a seat every other session does not exist. */
  async ofSession(req: Request, sid: string): Promise<Who> {
    const who = await this.who(req);
    if (who.is === 'seat' && who.session.id !== sid) throw new GatewayError('SESSION_NOT_FOUND');
    return who;
  }

  /** As `ofSession`, but a seat must be of a role that may steer the session: customers and observers may not. */
  async leaderOf(req: Request, sid: string, action: string): Promise<Who> {
    const who = await this.ofSession(req, sid);
    if (who.is === 'seat' && !ceiling[who.role].invite) throw new GatewayError('FORBIDDEN', { action });
    return who;
  }

  async seat(req: IncomingMessage, token: string): Promise<Seat> {
    const device = this.#device.read(req.headers.cookie);
    // The device is given when the link is opened; who comes without has not opened it here.
    if (device === undefined) throw new GatewayError('UNAUTHORIZED');
    const seat = await this.#deps.directory.openLink(token, device);
    return { is: 'seat', ...seat };
  }

  async checkToken(token: string, ip: string): Promise<void> {
    const tries = await this.#wrong.get(ip);
    if (tries && tries.remainingPoints <= 0) throw new GatewayError('TOO_MANY_TRIES', { seconds: Math.ceil(tries.msBeforeNext / 1000) });
    if (sameText(token, this.#adminToken)) return;
    await this.#wrong.consume(ip).catch((fault: unknown) => {
      // The limit was reached by a try that ran beside this one: the answer below is the same.
      if (!(fault instanceof RateLimiterRes)) throw fault;
    });
    throw new GatewayError('UNAUTHORIZED');
  }
}
