/**
 * Passwords: scrypt (RFC 7914) as Node brings it, with OWASP's N=2^15, r=8, p=3, in threads of the runtime. Few at a time,
 * because each takes its memory while it runs. Kept in PHC string format, so that a later cost can stand beside this one.
 */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { GatewayError } from '../shared/error-codes.ts';

interface Cost {
  /** Binary logarithm of N. */
  readonly ln: number;
  readonly r: number;
  readonly p: number;
}

const COST: Cost = { ln: 15, r: 8, p: 3 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** 128 * N * r, and some for the rest. */
const MEMORY_MAX = 64 * 1024 * 1024;
const PHC = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w+/]{16,64})\$([\w+/]{32,128})$/;
/** Hashes reckoned at the same time: 64 MiB. */
const AT_ONCE = 2;
/** More than that wait only in an attack. */
const WAITING_MAX = 50;

const SHORTEST = 12;
const LONGEST = 200;
const DISTINCT_MIN = 5;

/** Throws PASSWORD_WEAK. `known`: what an attacker tries first. */
export function checkPassword(password: string, known: readonly string[]): void {
  const refuse = (reason: string) => {
    throw new GatewayError('PASSWORD_WEAK', { reason });
  };
  if (password.length < SHORTEST) refuse(`it has fewer than ${SHORTEST} characters`);
  if (password.length > LONGEST) refuse(`it has more than ${LONGEST} characters`);
  if (new Set(password).size < DISTINCT_MIN) refuse(`it repeats fewer than ${DISTINCT_MIN} characters`);
  const plain = password.toLowerCase();
  if (known.some((word) => word.length > 3 && plain.replaceAll(word.toLowerCase(), '').length < SHORTEST - 4))
    refuse('it is little more than your name');
}

export class Passwords {
  readonly #cost: Cost;
  #running = 0;
  readonly #waiting: (() => void)[] = [];
  /** Of a password that nobody has: an unknown login takes as long as a wrong password. */
  #nobodys: Promise<string> | undefined;

  constructor(cost: Cost = COST) {
    this.#cost = cost;
  }

  /** PHC string. Throws TOO_MANY_TRIES. */
  async hash(password: string): Promise<string> {
    return this.#inTurn(() => hashed(password, this.#cost));
  }

  /** `kept` null: there is none, which is found out no faster. Throws TOO_MANY_TRIES. */
  async matches(kept: string | null, password: string): Promise<boolean> {
    this.#nobodys ??= hashed(crypto.randomUUID(), this.#cost);
    const against = kept ?? (await this.#nobodys);
    const same = await this.#inTurn(() => isOf(against, password));
    return same && kept !== null;
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= AT_ONCE) {
      if (this.#waiting.length >= WAITING_MAX) throw new GatewayError('TOO_MANY_TRIES', { seconds: 10 });
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else this.#running++;
    try {
      return await work();
    } finally {
      // The place is handed on, or given back.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running--;
    }
  }
}

async function hashed(password: string, cost: Cost): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const { ln, r, p } = cost;
  return `$scrypt$ln=${ln},r=${r},p=${p}$${base64(salt)}$${base64(await derive(password, salt, cost, HASH_BYTES))}`;
}

/** Is `kept` the hash of this password? Throws when it is no hash of ours. */
async function isOf(kept: string, password: string): Promise<boolean> {
  const [, ln, r, p, salt = '', hash = ''] = PHC.exec(kept) ?? [];
  if (ln === undefined) throw new Error('the store holds no password hash');
  const known = Buffer.from(hash, 'base64');
  const cost = { ln: Number(ln), r: Number(r), p: Number(p) };
  return timingSafeEqual(known, await derive(password, Buffer.from(salt, 'base64'), cost, known.length));
}

function derive(password: string, salt: Buffer, { ln, r, p }: Cost, length: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFC'), salt, length, { N: 2 ** ln, r, p, maxmem: MEMORY_MAX }, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}

/** As PHC strings write it: without padding. */
function base64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
