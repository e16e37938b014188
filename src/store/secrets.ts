/** How a secret is kept: as its hash. And how tries at one are counted: in memory, and refused beyond a limit. */
import { createHash } from 'node:crypto';
import { RateLimiterRes, type RateLimiterMemory } from 'rate-limiter-flexible';
import { GatewayError } from '../shared/error-codes.ts';

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Throws TOO_MANY_TRIES. */
export async function countTry(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    throw new GatewayError('TOO_MANY_TRIES', { seconds: Math.ceil(refused.msBeforeNext / 1000) });
  }
}
