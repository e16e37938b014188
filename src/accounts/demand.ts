/** A duty that somebody has not got is refused in the same words wherever it is asked for. */
import { GatewayError } from '../shared/error-codes.ts';
import { mayDo, type Duty, type Staff } from '../shared/staff.ts';

const words: Readonly<Record<Duty, string>> = {
  open: 'start sessions',
  watch: 'see this session',
  invite: 'invite somebody',
  end: 'end this session',
  recordings: 'see recordings',
  audit: 'read the audit',
  policy: 'change the policy',
  people: 'manage users and keys',
  companies: 'manage companies',
};

export function lacks(duty: Duty): GatewayError {
  return new GatewayError('FORBIDDEN', { action: words[duty] });
}

/** Throws FORBIDDEN. */
export function demand(who: Staff, duty: Duty): void {
  if (!mayDo(who, duty)) throw lacks(duty);
}
