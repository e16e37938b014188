/**
 * Passwords for the relay, made as TURN servers check them (draft-uberti-behave-turn-rest, `use-auth-secret` of coturn): the
 * name says until when, the password is its HMAC under the secret that the two servers share. No browser sees the secret.
 */
import { createHmac } from 'node:crypto';
import type { ParticipantId } from '../shared/ids.ts';
import type { Relay } from '../shared/step-up.ts';

export interface TurnServer {
  readonly urls: readonly string[];
  readonly secret: string;
}

/** `who` lets the TURN server count by person; it is an id of this session and no name. */
export function relayFor(turn: TurnServer, who: ParticipantId, lifetimeMs: number, now = Date.now()): Relay {
  const username = `${Math.floor((now + lifetimeMs) / 1000)}:${who}`;
  const credential = createHmac('sha1', turn.secret).update(username).digest('base64');
  return { urls: turn.urls, username, credential };
}
