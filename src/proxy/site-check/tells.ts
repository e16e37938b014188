/**
 * Words in the text of a script that tell what it will ask the browser for. A word is no deed: the script may never come to
 * it. Comments are no code, and are not read: the rewriter's scanner knows where they are.
 */
import type { FindingCode } from '../../shared/site-check.ts';
import { commentsIn } from '../../rewriter/text/index.ts';

export type Tell = Extract<
  FindingCode,
  'PASSKEY' | 'BROWSER_SIGN_IN' | 'PROTECTED_MEDIA' | 'SERVICE_WORKER' | 'WEBSOCKET' | 'FRAME_BUSTING' | 'CAPTCHA'
>;

/** Each part of a pattern is bounded, so that none of them takes more than time linear in the text. */
const words: readonly (readonly [Tell, RegExp])[] = [
  // Every page that uses WebAuthn asks for this interface first, or names it in the options of `credentials`.
  ['PASSKEY', /\bPublicKeyCredential\b|\bcredentials\s{0,9}\.\s{0,9}(?:get|create)\s{0,9}\(\s{0,9}\{[^}]{0,200}\bpublicKey\b/],
  ['BROWSER_SIGN_IN', /\bIdentityCredential\b|\bcredentials\s{0,9}\.\s{0,9}get\s{0,9}\(\s{0,9}\{[^}]{0,200}\bidentity\s{0,9}:/],
  ['PROTECTED_MEDIA', /\brequestMediaKeySystemAccess\b|\bcom\.(?:widevine\.alpha|microsoft\.playready|apple\.fps)\b/],
  ['SERVICE_WORKER', /\bserviceWorker\s{0,9}\??\.\s{0,9}register\s{0,9}\(/],
  ['WEBSOCKET', /\bnew\s{1,9}(?:window\s{0,9}\.\s{0,9})?WebSocket\b/],
  [
    'FRAME_BUSTING',
    /\b(?:self|window)\s{0,9}!==?\s{0,9}(?:window\s{0,9}\.\s{0,9})?top\b|\btop\s{0,9}!==?\s{0,9}(?:window\s{0,9}\.\s{0,9})?self\b|\btop\s{0,9}\.\s{0,9}location\s{0,9}(?:\.\s{0,9}(?:href|replace|assign)\s{0,9})?(?:=[^=]|\()/,
  ],
];

/** Hosts and paths that captchas are loaded from. */
const captchas =
  /(?:^|[/.])(?:google\.com\/recaptcha|recaptcha\.net\/recaptcha|hcaptcha\.com|challenges\.cloudflare\.com\/turnstile|arkoselabs\.com|funcaptcha\.com|geetest\.com|friendlycaptcha\.(?:com|eu)|captcha-delivery\.com|mtcaptcha\.com)/;

export function tellsIn(script: string): Tell[] {
  const code = withoutComments(script);
  return words.filter(([, pattern]) => pattern.test(code)).map(([tell]) => tell);
}

/** An address of a script or frame. */
export function isCaptcha(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { hostname, pathname } = new URL(address);
  return captchas.test(`${hostname}${pathname}`);
}

function withoutComments(script: string): string {
  const comments = commentsIn(script);
  let out = '';
  let at = 0;
  for (const [start, end] of comments) {
    out += `${script.slice(at, start)} `;
    at = end;
  }
  return out + script.slice(at);
}
