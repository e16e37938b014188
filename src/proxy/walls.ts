/**
 * Answers by which services against robots stop a visitor: they look at the connection and the browser, and a gateway between
 * changes both. Recognised so that people are told; nothing is done about them. One table, a source beside each row.
 *
 * `page`: words in the first bytes of the answer's HTML; looked at for the statuses below only, and only where no header told.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { Transform, type TransformCallback } from 'node:stream';
import type { AnswerNotice } from '../shared/notices.ts';

interface Wall {
  readonly vendor: string;
  readonly source: string;
  readonly notice: Extract<AnswerNotice, 'BOT_WALL' | 'SITE_REFUSES'>;
  /** Default: any. */
  readonly statuses?: readonly number[];
  readonly header?: readonly [name: string, value: RegExp];
  readonly page?: RegExp;
}

export const walls: readonly Wall[] = [
  {
    vendor: 'Cloudflare, challenge',
    source: 'https://developers.cloudflare.com/cloudflare-challenges/challenge-types/challenge-pages/detect-response',
    notice: 'BOT_WALL',
    header: ['cf-mitigated', /^challenge$/i],
  },
  {
    vendor: 'Cloudflare, challenge without the header',
    source: 'https://developers.cloudflare.com/cloudflare-challenges/concepts/how-challenges-work/',
    notice: 'BOT_WALL',
    statuses: [403, 503],
    page: /\/cdn-cgi\/challenge-platform\/|\b_cf_chl_opt\b/,
  },
  {
    vendor: 'Cloudflare, refused (1005, 1006, 1009, 1010, 1020)',
    source: 'https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-1xxx-errors/',
    notice: 'SITE_REFUSES',
    statuses: [403],
    page: /error code: 10(?:05|06|07|08|09|10|12|20)\b|\bcf-error-details\b/i,
  },
  {
    vendor: 'AWS WAF, challenge or captcha',
    source: 'https://docs.aws.amazon.com/waf/latest/developerguide/waf-captcha-and-challenge-actions.html',
    notice: 'BOT_WALL',
    statuses: [202, 405],
    header: ['x-amzn-waf-action', /^(?:challenge|captcha)$/i],
  },
  {
    vendor: 'Vercel firewall, challenge',
    source: 'https://vercel.com/docs/headers/response-headers',
    notice: 'BOT_WALL',
    header: ['x-vercel-mitigated', /^challenge$/i],
  },
  {
    vendor: 'Vercel firewall, refused',
    source: 'https://vercel.com/docs/headers/response-headers',
    notice: 'SITE_REFUSES',
    header: ['x-vercel-mitigated', /^deny$/i],
  },
  {
    vendor: 'DataDome',
    source: 'https://docs.datadome.co/reference/validate-request',
    notice: 'BOT_WALL',
    statuses: [401, 403],
    header: ['x-dd-b', /./],
  },
  {
    vendor: 'DataDome, by its page',
    source: 'https://docs.datadome.co/docs/rule-responses',
    notice: 'BOT_WALL',
    statuses: [401, 403],
    page: /\bcaptcha-delivery\.com\//,
  },
  {
    vendor: 'HUMAN (PerimeterX)',
    source: 'https://docs.humansecurity.com/applications/captcha',
    notice: 'BOT_WALL',
    statuses: [403, 429],
    page: /\bpx-captcha\b|\bcaptcha\.px-c(?:dn|loud)\.net\//,
  },
  {
    vendor: 'Imperva (Incapsula)',
    source: 'https://docs.imperva.com/bundle/cloud-application-security/page/more/error-pages.htm',
    notice: 'BOT_WALL',
    statuses: [403, 429, 503],
    page: /\/_Incapsula_Resource\b|\bIncapsula incident ID\b/,
  },
  {
    vendor: 'Kasada',
    source: 'https://docs.kasada.io/',
    notice: 'BOT_WALL',
    statuses: [429],
    header: ['x-kpsdk-ct', /./],
  },
  {
    vendor: 'Akamai, refused',
    source: 'https://techdocs.akamai.com/edge-diagnostics/docs/error-codes',
    notice: 'SITE_REFUSES',
    statuses: [403],
    header: ['server', /^AkamaiGHost$/i],
  },
];

/** Statuses that walls answer with and pages hardly ever. */
const SUSPECT: ReadonlySet<number> = new Set(walls.flatMap((wall) => (wall.page ? (wall.statuses ?? []) : [])));
/** The words stand in the head, or in the first script. */
const LOOKED_AT_BYTES = 32 * 1024;

export function wallByHeaders(status: number, headers: IncomingHttpHeaders): Wall | undefined {
  return walls.find(({ statuses, header }) => {
    if (!header || (statuses && !statuses.includes(status))) return false;
    const value = headers[header[0]];
    return value !== undefined && header[1].test(String(value));
  });
}

export function wallInPage(status: number, bytes: Buffer): Wall | undefined {
  const seen = bytes.toString('latin1', 0, LOOKED_AT_BYTES);
  return walls.find(({ statuses, page }) => page?.test(seen) && statuses?.includes(status));
}

/** Passes HTML through and looks at its beginning; undefined: with this status nobody needs to look. */
export function wallWatch(status: number, found: (wall: Wall) => void): Transform | undefined {
  if (!SUSPECT.has(status)) return undefined;
  let seen = '';
  let done = false;
  return new Transform({
    transform(chunk: Buffer, _encoding: string, next: TransformCallback): void {
      if (!done) {
        seen += chunk.subarray(0, LOOKED_AT_BYTES - seen.length).toString('latin1');
        const wall = walls.find(({ statuses, page }) => page?.test(seen) && statuses?.includes(status));
        if (wall) found(wall);
        done = wall !== undefined || seen.length >= LOOKED_AT_BYTES;
        if (done) seen = '';
      }
      next(null, chunk);
    },
  });
}
