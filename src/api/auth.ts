/**
 * Who is asking: somebody who signed in (the console's cookie), a program (a key, or the gateway's own token), the seat that
 * a link opened (its token as bearer, in the browser that first used it), or nobody.
 */
import type { IncomingMessage } from 'node:http';
import type { Request } from 'express';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { demand, KEY_PREFIX, lacks, type Accounts, type SignedIn, type SignIns } from '../accounts/index.ts';
import type { Session } from '../sessions/index.ts';
import { GatewayError } from '../shared/error-codes.ts';
import type { ParticipantId } from '../shared/ids.ts';
import { ceiling, type Role } from '../shared/roles.ts';
import { MAIN_COMPANY, mayIn, operatorOf, type Duty, type Staff } from '../shared/staff.ts';
import { sameText, type ConsoleCookie, type DeviceCookie } from './cookies.ts';
import type { ApiDeps } from './deps.ts';
import { comesFrom } from './same-origin.ts';
import { visitorAddress } from './visitor-address.ts';

export interface Signed {
  readonly is: 'staff';
  readonly staff: Staff;
  /** Of the console's cookie: when that sign-in is over. */
  readonly watch?: (ended: () => void) => () => void;
}

export interface Seat {
  readonly is: 'seat';
  readonly session: Session;
  readonly participant: ParticipantId;
  readonly role: Role;
}

export type Who = Signed | Seat;

const SEAT = 'seat.';
/** The company in which the operator acts. */
const COMPANY_HEADER = 'samepage-company';

/** Wrong admin tokens per address and minute. A person mistypes twice; 128 bits are out of reach at any rate. */
const WRONG_TOKENS_PER_MINUTE = 20;

export class Authenticator {
  readonly #deps: ApiDeps;
  readonly #console: ConsoleCookie;
  readonly #device: DeviceCookie;
  readonly #accounts: Accounts;
  readonly #signIns: SignIns;
  readonly #wrong = new RateLimiterMemory({ points: WRONG_TOKENS_PER_MINUTE, duration: 60 });
  readonly #adminToken: string;

  constructor(
    deps: ApiDeps,
    adminToken: string,
    parts: { accounts: Accounts; signIns: SignIns; console: ConsoleCookie; device: DeviceCookie },
  ) {
    this.#deps = deps;
    this.#accounts = parts.accounts;
    this.#signIns = parts.signIns;
    this.#adminToken = adminToken;
    this.#console = parts.console;
    this.#device = parts.device;
  }

  /** Throws UNAUTHORIZED, TOO_MANY_TRIES, and for a seat what opening its link throws. */
  async who(req: Request): Promise<Who> {
    const bearer = /^Bearer +(\S+)$/i.exec(req.headers.authorization ?? '')?.[1];
    if (bearer?.startsWith(SEAT)) return await this.seat(req, bearer.slice(SEAT.length));
    if (bearer !== undefined) return { is: 'staff', staff: await this.#inCompany(req, await this.#program(bearer, visitorAddress(req))) };
    const unsafe = req.method !== 'GET' && req.method !== 'HEAD';
    // A cookie travels by itself: without the browser's word that our own page asks, it does not count.
    if (unsafe && comesFrom(req, this.#deps.config.controlOrigin) !== true) throw new GatewayError('UNAUTHORIZED');
    const signedIn = await this.signedIn(req);
    if (!signedIn) throw new GatewayError('UNAUTHORIZED');
    const watch = (ended: () => void) => this.#signIns.watch(signedIn.hash, ended);
    return { is: 'staff', staff: await this.#inCompany(req, signedIn.staff), watch };
  }

  /** By the console's cookie. */
  async signedIn(req: IncomingMessage): Promise<SignedIn | undefined> {
    const value = this.#console.read(req.headers.cookie);
    return value === undefined ? undefined : this.#signIns.find(value);
  }

  /** Somebody of the staff who may do that. */
  async staff(req: Request, duty: Duty): Promise<Staff> {
    const staff = await this.anyStaff(req);
    demand(staff, duty);
    return staff;
  }

  async anyStaff(req: Request): Promise<Staff> {
    const who = await this.who(req);
    if (who.is !== 'staff') throw new GatewayError('FORBIDDEN', { action: 'do this with an invitation link' });
    return who.staff;
  }

  /**
   * Somebody who may do that in this session; `see`: be shown its page, and nothing else, which is all that a friend may. To a
   * seat every other session does not exist, nor to the staff those that they may not see.
   */
  async ofSession(req: Request, sid: string, duty: 'see' | 'watch' | 'invite' | 'end'): Promise<Who> {
    const who = await this.who(req);
    if (who.is === 'seat') {
      if (who.session.id !== sid) throw new GatewayError('SESSION_NOT_FOUND');
      if (duty !== 'see' && who.role === 'friend') throw lacks(duty);
      // Customers and observers steer nothing.
      if (duty !== 'see' && duty !== 'watch' && !ceiling[who.role].invite) throw lacks(duty);
      return who;
    }
    const session = await this.#deps.directory.ownership(sid);
    if (!session || !mayIn(who.staff, 'watch', session)) throw new GatewayError('SESSION_NOT_FOUND');
    const need = duty === 'see' ? 'watch' : duty;
    if (!mayIn(who.staff, need, session)) throw lacks(need);
    return who;
  }

  async #program(bearer: string, ip: string): Promise<Staff> {
    if (!bearer.startsWith(KEY_PREFIX)) {
      await this.checkToken(bearer, ip);
      return operatorOf(MAIN_COMPANY);
    }
    const staff = await this.#accounts.byKey(bearer);
    if (!staff) throw new GatewayError('UNAUTHORIZED');
    return staff;
  }

  /** The operator may act in any company; anybody else names their own or none. */
  async #inCompany(req: Request, staff: Staff): Promise<Staff> {
    const company = req.headers[COMPANY_HEADER];
    if (company === undefined || company === staff.company) return staff;
    if (typeof company !== 'string') throw new GatewayError('COMPANY_NOT_FOUND');
    return this.#accounts.actIn(staff, company);
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
