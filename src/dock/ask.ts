/** One JSON request to our own origin. What is expected to go wrong (a used link, a wrong PIN) is a value, not a throw. */
import type { Told } from '../words/errors.ts';

export type Answer<T> = { readonly ok: true; readonly value: T } | ({ readonly ok: false } & Told);

/** A request that hangs is worse than one that fails: after 20 s the page says so. */
const TIMEOUT_MS = 20_000;

export async function ask<T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Answer<T>> {
  try {
    const response = await fetch(path, {
      method,
      credentials: 'same-origin',
      cache: 'no-store',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const value: unknown = response.status === 204 ? {} : await response.json();
    // Our own server's answer: the endpoint fixes its shape.
    if (response.ok) return { ok: true, value: value as T };
    const { error } = value as { error?: Partial<Told> };
    return {
      ok: false,
      code: error?.code ?? 'INTERNAL',
      message: error?.message ?? '',
      hint: error?.hint ?? '',
      values: error?.values ?? {},
    };
  } catch {
    // No connection, a timeout, or an answer that is no JSON (a proxy in between): the same to a person.
    return { ok: false, code: 'OFFLINE', message: '', hint: '' };
  }
}

/** Storage of this browser; undefined where it is refused. */
export function browserStorage(): Storage | undefined {
  try {
    return window.localStorage;
  } catch {
    // Refused by the browser: who leaves by accident needs another PIN.
    return undefined;
  }
}

/** Storage of this tab; undefined where the browser refuses it (blocked cookies, some private windows). */
export function tabStorage(): Storage | undefined {
  try {
    return window.sessionStorage;
  } catch {
    // Refused by the browser: the page works without, it only forgets on reload.
    return undefined;
  }
}
