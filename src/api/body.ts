/** Bodies of requests are strangers' words: each field is taken by name, checked, and nothing else is looked at. */
import { json, type RequestHandler } from 'express';
import { GatewayError } from '../shared/error-codes.ts';

/** The longest body is one address (8 KiB) and a name. */
const BODY_LIMIT_BYTES = 32 * 1024;

export function jsonBody(): RequestHandler {
  return json({ limit: BODY_LIMIT_BYTES, strict: true });
}

/** Undefined when it is not there, or empty. */
export function optionalField(body: unknown, name: string, options: { max: number }): string | undefined {
  const value =
    typeof body === 'object' && body !== null && Object.hasOwn(body, name) ? (body as Record<string, unknown>)[name] : undefined; // own, as below
  return value === undefined || value === '' ? undefined : textField(body, name, options);
}

export function textField(body: unknown, name: string, options: { max: number }): string {
  const value =
    typeof body === 'object' && body !== null && Object.hasOwn(body, name) ? (body as Record<string, unknown>)[name] : undefined; // own, so it is no inherited one
  if (typeof value !== 'string' || value.trim() === '') throw new GatewayError('BAD_REQUEST', { reason: `"${name}" must be a text` });
  if (value.length > options.max) throw new GatewayError('BAD_REQUEST', { reason: `"${name}" is longer than ${options.max} characters` });
  return value.trim();
}
