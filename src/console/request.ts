/** The console's requests to the REST API. A seat sends its token; a signed-in user has the cookie. */
import type { ErrorBody, ErrorCode } from '../shared/error-codes.ts';
import { errorText } from './sign-in-strings.ts';

export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly status: number; readonly code: ErrorCode | 'OFFLINE'; readonly text: string };

/** Opening a target may take a resolver's and a connection's time; then the console says so. */
const TIMEOUT_MS = 30_000;

let seatToken: string | undefined;

export function useSeat(token: string | undefined): void {
  seatToken = token;
}

export function seatProtocols(): string[] {
  return seatToken === undefined ? ['samepage'] : ['samepage', `seat.${seatToken}`];
}

export async function request<T>(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<Answer<T>> {
  try {
    const response = await fetch(`/api/v1${path}`, {
      method,
      credentials: 'same-origin',
      cache: 'no-store',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: {
        ...(body === undefined ? {} : { 'content-type': body instanceof Blob ? body.type : 'application/json' }),
        ...(seatToken === undefined ? {} : { authorization: `Bearer seat.${seatToken}` }),
      },
      ...(body === undefined ? {} : { body: body instanceof Blob ? body : JSON.stringify(body) }),
    });
    const value: unknown = response.status === 204 ? undefined : await response.json();
    // The endpoint of our own server fixes the shape of its answer.
    if (response.ok) return { ok: true, value: value as T };
    const { error } = value as ErrorBody;
    return { ok: false, status: response.status, code: error.code, text: errorText(error) };
  } catch {
    // No connection, a timeout, or an answer of something in between that is no JSON: one and the same to a person.
    return { ok: false, status: 0, code: 'OFFLINE', text: errorText({ code: 'OFFLINE', message: '', hint: '' }) };
  }
}

/** For a page with one place where it says what did not work: was it taken, and if not, why not. */
export function takenBy(fault: { value: string }) {
  return <T>(answer: Answer<T>): answer is Extract<Answer<T>, { ok: true }> => {
    fault.value = answer.ok ? '' : answer.text;
    return answer.ok;
  };
}
