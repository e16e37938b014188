/**
 * Passkeys and the browser's own sign-in (FedCM). Both are bound to the host name in the address bar, which is a label: a
 * passkey made here would be worth nothing on the site, and the browser would ask the identity provider past the gateway. So
 * neither is tried: the page's call is refused as a browser refuses it when the person says no, and both people are told why.
 */
import { apply } from '../natives.ts';
import type { Page } from '../page.ts';

interface Wanted {
  readonly publicKey?: unknown;
  readonly identity?: unknown;
  readonly mediation?: unknown;
  readonly signal?: unknown;
}

export function install(page: Page): void {
  const { window, disguise } = page;
  const kinds = window as unknown as Record<string, { prototype: object } | undefined>; // constructors that the DOM types lack
  const prototype = kinds['CredentialsContainer']?.prototype;
  for (const name of ['get', 'create'] as const) {
    disguise.method(prototype, name, (native, self, args) => {
      const wanted = args[0] as Wanted | null | undefined; // members are looked at where they are used
      if (typeof wanted !== 'object' || wanted === null) return apply(native, self, args);
      if (wanted.publicKey) return passkey(page, name, wanted);
      if (wanted.identity && name === 'get') return browserSignIn(page, wanted);
      return apply(native, self, args);
    });
  }
}

function passkey(page: Page, name: 'get' | 'create', wanted: Wanted): Promise<unknown> {
  const id = rpIdOf(wanted.publicKey, name);
  const host = new page.natives.URL(page.targetUrl()).hostname;
  if (id !== undefined && id !== host && !(host.endsWith(`.${id}`) && id.includes('.')))
    return rejected(page, 'SecurityError', texts(page).rpId);
  // Offered beside a field, such a call waits until somebody chooses: here for ever, or until the page gives up.
  if (wanted.mediation === 'conditional') return waiting(page, wanted.signal);
  page.notice('PASSKEY');
  return aborted(page, wanted.signal) ?? rejected(page, 'NotAllowedError', texts(page).passkey);
}

function browserSignIn(page: Page, wanted: Wanted): Promise<unknown> {
  page.notice('BROWSER_SIGN_IN');
  return aborted(page, wanted.signal) ?? rejected(page, 'NetworkError', 'Error retrieving a token.');
}

/** Which site the passkey is for, when the page says so. */
function rpIdOf(options: unknown, name: 'get' | 'create'): string | undefined {
  const { rpId, rp } = options as { rpId?: unknown; rp?: { id?: unknown } }; // of any shape: only strings count
  const id = name === 'get' ? rpId : rp?.id;
  return typeof id === 'string' ? id : undefined;
}

/** As each browser words it. */
function texts({ window }: Page): { readonly passkey: string; readonly rpId: string } {
  return 'chrome' in window
    ? {
        passkey:
          'The operation either timed out or was not allowed. See: https://www.w3.org/TR/webauthn-2/#sctn-privacy-considerations-client.',
        rpId: 'The relying party ID is not a registrable domain suffix of, nor equal to the current domain.',
      }
    : {
        passkey:
          'The request is not allowed by the user agent or the platform in the current context, possibly because the user denied permission.',
        rpId: 'The operation is insecure.',
      };
}

function rejected(page: Page, name: string, message: string): Promise<never> {
  return page.window.Promise.reject(new page.window.DOMException(message, name)) as Promise<never>; // of this realm
}

function aborted(page: Page, signal: unknown): Promise<never> | undefined {
  if (!(signal instanceof page.window.AbortSignal) || !signal.aborted) return undefined;
  return page.window.Promise.reject(signal.reason) as Promise<never>; // as above
}

function waiting(page: Page, signal: unknown): Promise<unknown> {
  const { window, natives } = page;
  return (
    aborted(page, signal) ??
    new window.Promise((_resolve, reject) => {
      if (signal instanceof window.AbortSignal)
        natives.addEventListener(signal, 'abort', () => reject(signal.reason as Error), { once: true }); // whatever the page gave
    })
  );
}
