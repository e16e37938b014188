/** Who asks, and by what: the parts that the routes of the control origin share. */
import type { Accounts, Providers, SignIns } from '../accounts/index.ts';
import type { Authenticator } from './auth.ts';
import type { AskedCookie, ConsoleCookie, DeviceCookie } from './cookies.ts';

export interface ControlParts {
  readonly auth: Authenticator;
  readonly accounts: Accounts;
  readonly signIns: SignIns;
  readonly providers: Providers;
  readonly console: ConsoleCookie;
  readonly device: DeviceCookie;
  readonly asked: AskedCookie;
}
