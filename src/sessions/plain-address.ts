/**
 * The address of a page without what opens something: a token in it is as good as a password, and neither agents nor
 * the audit have a use for it. Told by form (a signed token), by the word before it (a link that
 * resets a password), and by the name of a parameter, where a policy shows queries at all.
 */
import { MASK_TEXT } from '../shared/policy.ts';

/** RFC 7515: a signed token begins with `{"` in base64url. */
const SIGNED = /eyJ[\w-]{10,}\.[\w-]{10,}(?:\.[\w-]*)*/g;
/** Behind one of these words a long segment is the key to something. */
const AFTER =
  /(\/(?:[\w-]*(?:reset|recover|verif|confirm|activat|invit|magic|unsubscribe|one-?time|sso|token|ticket|auth|login|sign-?in|session|share)[\w-]*)\/)([^/?#;]{12,})/gi;
const SESSION = /(;[\w-]*sess(?:ion)?-?id=)[^/?#;]*/gi;
const PARAMETER =
  /([?&#](?:[\w.-]*(?:token|secret|passw|api-?key|signature|session|ticket|assertion|credential|otp|nonce|jwt)[\w.-]*|auth|authorization|code|state|sig|key|sid|pin)=)[^&#]*/gi;

export function withoutTokens(url: string): string {
  return url
    .replace(SIGNED, MASK_TEXT)
    .replace(AFTER, (all: string, before: string, key: string) => (isKey(key) ? before + MASK_TEXT : all))
    .replace(SESSION, `$1${MASK_TEXT}`)
    .replace(PARAMETER, `$1${MASK_TEXT}`)
    .replace(/^(https?:\/\/)[^/?#@]*@/i, '$1');
}

/** Letters and digits mixed: no word of a path. */
function isKey(segment: string): boolean {
  return /\d/.test(segment) && /[a-z]/i.test(segment);
}
