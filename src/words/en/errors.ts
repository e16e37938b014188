/** What went wrong, by the code of the error, in words for whoever sees it: what, and what to do next. */
import type { ErrorCode } from '../../shared/error-codes.ts';

interface Row {
  readonly what: string;
  readonly next: string;
}

export const words = {
  BAD_URL: { what: 'Cannot open “{url}”: not a web address.', next: 'Paste an address that starts with http:// or https://.' },
  BAD_REQUEST: { what: 'This could not be read: {reason}.', next: 'Check what you entered.' },
  UNAUTHORIZED: { what: 'You are not signed in.', next: 'Sign in again.' },
  SIGN_IN_FAILED: { what: 'Cannot sign in: login or password is wrong.', next: 'Check both, or ask an administrator for a new link.' },
  PROVIDER_REFUSED: { what: 'Cannot sign in by the company account.', next: 'Try again, or ask an administrator.' },
  PASSWORD_WEAK: {
    what: 'Cannot take this password.',
    next: 'Choose at least 12 characters and at most 200, and not your name: a sentence for example.',
  },
  WELCOME_INVALID: {
    what: 'This link to choose a password is not valid.',
    next: 'It is good once, for three days; ask an administrator for a new one.',
  },
  LOGIN_TAKEN: { what: 'There is a user “{login}” already.', next: 'Choose another login.' },
  LAST_ADMIN: { what: 'This is the last administrator.', next: 'Make somebody else an administrator first.' },
  USER_NOT_FOUND: { what: 'No such user.', next: 'Look at the list of users.' },
  KEY_NOT_FOUND: { what: 'No such key.', next: 'Look at the list of keys.' },
  COMPANY_NOT_FOUND: { what: 'No such company.', next: 'Check the address that you were given.' },
  COMPANY_TAKEN: { what: 'There is a company “{id}” already.', next: 'Choose another id.' },
  FORBIDDEN: { what: 'You are not allowed to do this.', next: 'Ask an administrator for the right.' },
  TARGET_NOT_ALLOWED: { what: '{host} may not be opened here: {reason}.', next: 'Ask an administrator to allow it.' },
  WRONG_ORIGIN: { what: 'This request came from another site.', next: 'Open the page again from its own address.' },
  NOT_FOUND: { what: 'Nothing is here.', next: 'Check the address.' },
  SESSION_NOT_FOUND: { what: 'There is no such session.', next: 'Ask your agent for a new link.' },
  SESSION_ENDED: { what: 'This session has ended.', next: 'Ask your agent for a new link.' },
  LINK_UNKNOWN: { what: 'This link is not valid.', next: 'Ask your agent for a new link.' },
  LINK_EXPIRED: { what: 'This link has expired.', next: 'Ask your agent for a new link.' },
  LINK_USED: {
    what: 'This link was already used in another browser.',
    next: 'Ask your agent for a new link; each opens in one browser.',
  },
  VISITOR_UNKNOWN: { what: 'This browser is not part of the session.', next: 'Open the link that your agent sent you.' },
  PIN_INVALID: { what: 'This PIN is not valid.', next: 'Check the digits, or make a new PIN.' },
  TOO_MANY_TRIES: {
    what: 'Too many tries.',
    next: '{seconds, plural, one {Wait # second and try again.} other {Wait # seconds and try again.}}',
  },
  TOO_MANY_SESSIONS: { what: 'There is no room for another session.', next: 'End a session first, or ask an administrator for more.' },
  BOARD_KIND: {
    what: 'This file cannot be shown: it is no picture or video that every browser shows.',
    next: 'Send PNG, JPEG, WebP, GIF, AVIF, MP4 or WebM.',
  },
  BOARD_FULL: {
    what: 'This cannot be put on the board: it is too large, or the board is full.',
    next: 'Send a smaller file, or take something off the board.',
  },
  BODY_TOO_LARGE: { what: 'This is larger than {limit} bytes.', next: 'Send less, or ask an administrator to raise the limit.' },
  HOST_UNKNOWN: { what: 'No site is served under this host name.', next: 'Check the address.' },
  HEADERS_TOO_LARGE: { what: 'The request headers are too large.', next: 'Clear the cookies of this site.' },
  TARGET_UNRESOLVABLE: { what: 'Cannot find {host}: no such host name.', next: 'Check the spelling of the address.' },
  TARGET_UNREACHABLE: { what: 'Cannot reach {host}.', next: 'Try again; the site may be down.' },
  TARGET_TLS: { what: 'Cannot trust {host}: its certificate is not valid.', next: 'Tell whoever runs the site.' },
  TARGET_PROTOCOL: { what: 'Cannot understand {host}: its answer is broken.', next: 'Tell whoever runs the site.' },
  TARGET_BODY_LIMIT: {
    what: 'The answer of {host} is larger than {limit} bytes.',
    next: 'Ask an administrator to raise the limit.',
  },
  TARGET_INTEGRITY: {
    what: 'Refused a file of {host}: it is not the one that its page names.',
    next: 'It was changed where it is kept; tell whoever runs the site.',
  },
  TARGET_TIMEOUT: { what: '{host} does not answer.', next: 'Try again; the site may be slow or down.' },
  SITE_DOWN: { what: '{host} is not available right now.', next: 'Try again in a minute.' },
  QUOTA: { what: 'This session asks for too much at once.', next: 'Wait a moment.' },
  POLICY_BROKEN: {
    what: 'Cannot start: a policy rule is broken: {reason}.',
    next: 'An administrator has to repair it; no session starts without its policy.',
  },
  POLICY_INVALID: { what: 'Cannot save the policy: {reason}.', next: 'Repair what is named, and save again.' },
  POLICY_STALE: {
    what: 'Somebody else has saved the policy meanwhile.',
    next: 'Look at version {version}, and make your change there.',
  },
  BRANDING_INVALID: { what: 'This cannot be saved: {reason}.', next: 'Repair what is named, and save again.' },
  BRANDING_CONTRAST: {
    what: 'The colour {color} is too light: text in it has a contrast of {ratio}, and 4.5 is needed.',
    next: 'Take a darker one, such as {proposal}.',
  },
  BRANDING_STALE: { what: 'Somebody else has saved this meanwhile.', next: 'Look at version {version}, and make your change there.' },
  LOGO_INVALID: { what: 'This logo cannot be taken: {reason}.', next: 'Send a PNG or WebP of at most 256 KB and 2000 pixels a side.' },
  NOTICE_CHANGED: { what: 'The legal notice was changed while this page was open.', next: 'Read it again, and press Start.' },
  POLICY_VERSION_NOT_FOUND: { what: 'No such version of the policy.', next: 'Look at the list of versions.' },
  LEAK_TEST_HOLDS: {
    what: 'Not passed on to {host}: this is a leak test.',
    next: 'A leak test submits nothing; open an ordinary session to use the site.',
  },
  INTERNAL: { what: 'Something went wrong on our side.', next: 'Try again; the log has the details under id {id}.' },
  OFFLINE: { what: 'The gateway does not answer.', next: 'Check your connection and try again.' },
} as const satisfies Record<ErrorCode | 'OFFLINE', Row>;
