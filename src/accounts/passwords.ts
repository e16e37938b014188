/**
 * Passwords: argon2id (RFC 9106, second recommended option scaled to OWASP's 19 MiB, t=2), in threads of the runtime. Few at
 * a time, because each takes its memory while it runs.
 */
import { hash, verify } from 'argon2';
import { GatewayError } from '../shared/error-codes.ts';

const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
/** Hashes reckoned at the same time: 38 MiB. */
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
  #running = 0;
  readonly #waiting: (() => void)[] = [];
  /** Of a password that nobody has: an unknown login takes as long as a wrong password. */
  #nobodys: Promise<string> | undefined;

  /** PHC string. Throws TOO_MANY_TRIES. */
  async hash(password: string): Promise<string> {
    return this.#inTurn(() => hash(password, COST));
  }

  /** `kept` null: there is none, which is found out no faster. Throws TOO_MANY_TRIES. */
  async matches(kept: string | null, password: string): Promise<boolean> {
    this.#nobodys ??= hash(crypto.randomUUID(), COST);
    const against = kept ?? (await this.#nobodys);
    const same = await this.#inTurn(() => verify(against, password.slice(0, LONGEST + 1)));
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
