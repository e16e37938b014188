/** Bodies of requests are strangers' words: each field is taken by name, checked, and nothing else is looked at. */
import { json, type RequestHandler } from 'express';
import { GatewayError } from '../shared/error-codes.ts';

/** The longest body is one address (8 KiB) and a name. */
const BODY_LIMIT_BYTES = 32 * 1024;
/** A company's policy, each character of which may be an escape of JSON. */
export const POLICY_BODY_BYTES = 2 * 1024 * 1024;
const SECRET_CHARACTERS_MAX = 512;

export function jsonBody(limit = BODY_LIMIT_BYTES): RequestHandler {
  return json({ limit, strict: true });
}

/** Undefined when it is not there, or empty. */
export function optionalField(body: unknown, name: string, options: { max: number }): string | undefined {
  const value = own(body, name);
  return value === undefined || value === '' ? undefined : textField(body, name, options);
}

/** As it was typed: white space counts in a password. */
export function secretField(body: unknown, name: string): string {
  const value = own(body, name);
  if (typeof value !== 'string' || value === '' || value.length > SECRET_CHARACTERS_MAX)
    throw new GatewayError('BAD_REQUEST', { reason: `"${name}" must be a text of up to ${SECRET_CHARACTERS_MAX} characters` });
  return value;
}

/** A text of any length, the empty one included; undefined when it is not there. */
export function wholeField(body: unknown, name: string): string | undefined {
  const value = own(body, name);
  if (value !== undefined && typeof value !== 'string') throw new GatewayError('BAD_REQUEST', { reason: `"${name}" must be a text` });
  return value;
}

/** Undefined when it is not there. */
export function booleanField(body: unknown, name: string): boolean | undefined {
  const value = own(body, name);
  if (value !== undefined && typeof value !== 'boolean')
    throw new GatewayError('BAD_REQUEST', { reason: `"${name}" must be true or false` });
  return value;
}

/** Undefined when it is not there. */
export function countField(body: unknown, name: string, options: { min?: number; max: number }): number | undefined {
  const { min = 1, max } = options;
  const value = own(body, name);
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max)
    throw new GatewayError('BAD_REQUEST', { reason: `"${name}" must be a whole number from ${min} to ${max}` });
  return value;
}

export function listField(body: unknown, name: string, options: { items: number; max: number }): string[] {
  const value = own(body, name);
  const isList = Array.isArray(value) && value.length > 0 && value.length <= options.items;
  if (!isList || !value.every((item) => typeof item === 'string' && item.length <= options.max))
    throw new GatewayError('BAD_REQUEST', { reason: `"${name}" must be a list of 1 to ${options.items} texts` });
  return value as string[]; // every one was looked at
}

/** Own, so it is no inherited one. */
function own(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null && Object.hasOwn(body, name) ? (body as Record<string, unknown>)[name] : undefined;
}

export function textField(body: unknown, name: string, options: { max: number }): string {
  const value = own(body, name);
  if (typeof value !== 'string' || value.trim() === '') throw new GatewayError('BAD_REQUEST', { reason: `"${name}" must be a text` });
  if (value.length > options.max) throw new GatewayError('BAD_REQUEST', { reason: `"${name}" is longer than ${options.max} characters` });
  return value.trim();
}
