/**
 * Every error that a person or a program outside can meet: one table. Code, HTTP status, what could not be done and
 * because of what, and what to do. `{name}` in a message is filled from the values of the `GatewayError`.
 * docs/errors.md lists the same codes; a test compares the two.
 */

interface ErrorRow {
  readonly status: number;
  readonly message: string;
  readonly hint: string;
}

export const errorCodes = {
  BAD_URL: {
    status: 400,
    message: 'cannot open "{url}": not a web address',
    hint: 'Paste an address that starts with http:// or https://.',
  },
  BAD_REQUEST: { status: 400, message: 'cannot read the request: {reason}', hint: 'Send JSON as docs/api.md describes.' },
  UNAUTHORIZED: { status: 401, message: 'not signed in', hint: 'Open the sign-in link of the console, or send the bearer token.' },
  SIGN_IN_FAILED: {
    status: 401,
    message: 'cannot sign in: login or password is wrong',
    hint: 'Check both, or ask an administrator for a new link.',
  },
  PROVIDER_REFUSED: {
    status: 403,
    message: 'cannot sign in by the company account: {reason}',
    hint: 'Try again, or ask an administrator.',
  },
  PASSWORD_WEAK: { status: 400, message: 'cannot take this password: {reason}', hint: 'Choose a longer one, a sentence for example.' },
  WELCOME_INVALID: {
    status: 404,
    message: 'this link to choose a password is not valid',
    hint: 'It is good once, for three days; ask an administrator for a new one.',
  },
  LOGIN_TAKEN: { status: 409, message: 'there is a user "{login}" already', hint: 'Choose another login.' },
  LAST_ADMIN: { status: 409, message: 'this is the last administrator', hint: 'Make somebody else an administrator first.' },
  USER_NOT_FOUND: { status: 404, message: 'no such user', hint: 'Look at the list of users.' },
  KEY_NOT_FOUND: { status: 404, message: 'no such key', hint: 'Look at the list of keys.' },
  COMPANY_NOT_FOUND: { status: 404, message: 'no such company', hint: 'Check the address that you were given.' },
  COMPANY_TAKEN: { status: 409, message: 'there is a company "{id}" already', hint: 'Choose another id.' },
  FORBIDDEN: { status: 403, message: 'not allowed to {action}', hint: 'Ask an administrator for the right.' },
  TARGET_NOT_ALLOWED: {
    status: 403,
    message: 'cannot open {host}: {reason}',
    hint: 'Ask an administrator to allow it (allowPrivateTargets, allow).',
  },
  WRONG_ORIGIN: { status: 403, message: 'this request came from another site', hint: 'Open the page again from its own address.' },
  NOT_FOUND: { status: 404, message: 'nothing is here', hint: 'Check the address.' },
  SESSION_NOT_FOUND: { status: 404, message: 'no such session', hint: 'Ask your agent for a new link.' },
  SESSION_ENDED: { status: 410, message: 'this session has ended', hint: 'Ask your agent for a new link.' },
  LINK_UNKNOWN: { status: 404, message: 'this link is not valid', hint: 'Ask your agent for a new link.' },
  LINK_EXPIRED: { status: 410, message: 'this link has expired', hint: 'Ask your agent for a new link.' },
  LINK_USED: {
    status: 409,
    message: 'this link was already used in another browser',
    hint: 'Ask your agent for a new link; each opens in one browser.',
  },
  VISITOR_UNKNOWN: { status: 403, message: 'this browser is not part of the session', hint: 'Open the link that your agent sent you.' },
  PIN_INVALID: { status: 404, message: 'this PIN is not valid', hint: 'Check the digits, or make a new PIN.' },
  TOO_MANY_TRIES: { status: 429, message: 'too many tries', hint: 'Wait {seconds} seconds and try again.' },
  TOO_MANY_SESSIONS: { status: 503, message: 'no room for another session', hint: 'End a session, or raise maxSessions.' },
  BOARD_KIND: {
    status: 415,
    message: 'cannot show this file: it is no picture or video that every browser shows',
    hint: 'Send PNG, JPEG, WebP, GIF, AVIF, MP4 or WebM.',
  },
  BOARD_FULL: {
    status: 413,
    message: 'cannot put this on the board: it is too large, or the board is full',
    hint: 'Send a smaller file, or take something off the board.',
  },
  BODY_TOO_LARGE: {
    status: 413,
    message: 'the request is larger than {limit} bytes',
    hint: 'Send less, or raise the limit in the config.',
  },
  HOST_UNKNOWN: {
    status: 421,
    message: 'no site is served under this host name',
    hint: 'Check the address; see controlOrigin and sessionHost.',
  },
  HEADERS_TOO_LARGE: { status: 431, message: 'the request headers are too large', hint: 'Clear the cookies of this site.' },
  TARGET_UNRESOLVABLE: { status: 422, message: 'cannot find {host}: no such host name', hint: 'Check the spelling of the address.' },
  TARGET_UNREACHABLE: { status: 502, message: 'cannot reach {host}: {reason}', hint: 'Try again; the site may be down.' },
  TARGET_TLS: {
    status: 502,
    message: 'cannot trust {host}: {reason}',
    hint: 'The certificate of the site is not valid; tell whoever runs it.',
  },
  TARGET_PROTOCOL: {
    status: 502,
    message: 'cannot understand {host}: {reason}',
    hint: 'The answer of the site is broken; tell whoever runs it.',
  },
  TARGET_BODY_LIMIT: {
    status: 502,
    message: 'the answer of {host} is larger than {limit} bytes',
    hint: 'Raise rewriteLimitBytes in the config.',
  },
  TARGET_INTEGRITY: {
    status: 502,
    message: 'refused a file of {host}: it is not the one whose hash its page names',
    hint: 'It was changed where it is kept; tell whoever runs the site.',
  },
  TARGET_TIMEOUT: { status: 504, message: '{host} does not answer', hint: 'Try again; the site may be slow or down.' },
  SITE_DOWN: { status: 503, message: '{host} is not available right now', hint: 'Try again in a minute.' },
  QUOTA: { status: 429, message: 'this session asks for too much: {reason}', hint: 'Wait a moment.' },
  POLICY_BROKEN: {
    status: 500,
    message: 'cannot start: a policy rule is broken: {reason}',
    hint: 'Repair the rule in config/; no session starts without its policy.',
  },
  POLICY_INVALID: { status: 400, message: 'cannot save the policy: {reason}', hint: 'Repair what is named, and save again.' },
  POLICY_STALE: {
    status: 409,
    message: 'somebody else has saved the policy meanwhile',
    hint: 'Look at version {version}, and make your change there.',
  },
  BRANDING_INVALID: { status: 400, message: 'cannot save the branding: {reason}', hint: 'Repair what is named, and save again.' },
  BRANDING_CONTRAST: {
    status: 400,
    message: 'cannot take the colour {color}: text in it has a contrast of {ratio}, and 4.5 is needed',
    hint: 'Take a darker one, such as {proposal}.',
  },
  BRANDING_STALE: {
    status: 409,
    message: 'somebody else has saved the branding meanwhile',
    hint: 'Look at version {version}, and make your change there.',
  },
  LOGO_INVALID: {
    status: 415,
    message: 'cannot take this logo: {reason}',
    hint: 'Send a PNG or WebP of at most 256 KB and 2000 pixels a side.',
  },
  NOTICE_CHANGED: {
    status: 409,
    message: 'the legal notice was changed while this page was open',
    hint: 'Read it again, and press Start.',
  },
  POLICY_VERSION_NOT_FOUND: { status: 404, message: 'no such version of the policy', hint: 'Look at the list of versions.' },
  LEAK_TEST_HOLDS: {
    status: 403,
    message: 'not passed on to {host}: this is a leak test',
    hint: 'A leak test submits nothing; open an ordinary session to use the site.',
  },
  INTERNAL: { status: 500, message: 'something went wrong on our side', hint: 'Try again; the log has the details under id {id}.' },
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof errorCodes;

export type ErrorValues = Readonly<Record<string, string | number>>;

/** An error with a code from the table. Never holds a secret or content of a target. */
export class GatewayError extends Error {
  readonly code: ErrorCode;
  readonly values: ErrorValues;

  constructor(code: ErrorCode, values: ErrorValues = {}, cause?: unknown) {
    super(fill(errorCodes[code].message, values), cause === undefined ? undefined : { cause });
    this.name = 'GatewayError';
    this.code = code;
    this.values = values;
  }

  get status(): number {
    return errorCodes[this.code].status;
  }

  get hint(): string {
    return fill(errorCodes[this.code].hint, this.values);
  }
}

/** Body of every JSON error answer. `values` fill the words of another language: what the message names, and no more. */
export interface ErrorBody {
  readonly error: { readonly code: ErrorCode; readonly message: string; readonly hint: string; readonly values?: ErrorValues };
}

export function errorBody(error: GatewayError): ErrorBody {
  const { message, hint } = errorCodes[error.code];
  const named = Object.entries(error.values).filter(([name]) => `${message} ${hint}`.includes(`{${name}}`));
  const values = named.length > 0 ? { values: Object.fromEntries(named) } : {};
  return { error: { code: error.code, message: error.message, hint: error.hint, ...values } };
}

function fill(pattern: string, values: ErrorValues): string {
  return pattern.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
