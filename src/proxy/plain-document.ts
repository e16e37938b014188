/**
 * A document as a site sends it to anybody: no session, no cookies, nothing run. For questions about a page that markup alone
 * can answer. Each hop of a redirect is checked like a new address.
 */
import type { Config } from '../config/index.ts';
import { GatewayError } from '../shared/error-codes.ts';
import type { Connector } from './connector.ts';
import { readBody } from './read-body.ts';
import { askTarget } from './target-answer.ts';

type Limits = Config['limits'];

export interface PlainDocument {
  /** Where the redirects ended. */
  readonly url: string;
  readonly status: number;
  /** Empty when it is no HTML. */
  readonly html: string;
}

const HOPS_MAX = 5;
/** What comes after is not looked at; longer pages are mostly data (bytes). */
export const DOCUMENT_BYTES = 1 << 20;

/** `mayOpen`: of each hop. Throws what the connector throws, and TARGET_PROTOCOL for redirects without end. */
export async function plainDocument(
  connector: Connector,
  limits: Limits,
  address: string,
  mayOpen: (url: string) => boolean,
): Promise<PlainDocument> {
  let url = new URL(address);
  for (let hop = 0; hop < HOPS_MAX; hop++) {
    if (!mayOpen(url.href))
      throw new GatewayError('TARGET_NOT_ALLOWED', { host: url.host, reason: 'it is not in the list of allowed sites' });
    const answer = await askTarget(connector.dispatcher(), {
      origin: url.origin,
      path: url.pathname + url.search,
      method: 'GET',
      headers: {
        host: url.host,
        accept: 'text/html,application/xhtml+xml;q=0.9',
        'accept-encoding': 'gzip, br',
        'user-agent': 'Mozilla/5.0 (compatible)',
      },
      body: null,
      headersTimeoutMs: limits.firstByteTimeoutMs,
      bodyTimeoutMs: limits.idleTimeoutMs,
      host: url.host,
      onBytes: () => undefined,
    }).answer;
    const to = answer.headers.location;
    if (answer.status >= 300 && answer.status < 400 && typeof to === 'string' && URL.canParse(to, url.href)) {
      answer.abort();
      url = new URL(to, url);
      if (!/^https?:$/.test(url.protocol))
        throw new GatewayError('TARGET_PROTOCOL', { host: answer.host, reason: 'it redirects to what is no web page' });
      continue;
    }
    const type = String(answer.headers['content-type'] ?? '');
    if (!/^\s*(?:text\/html|application\/xhtml\+xml)/i.test(type)) {
      answer.abort();
      return { url: url.href, status: answer.status, html: '' };
    }
    return { url: url.href, status: answer.status, html: textOf((await readBody(answer, limits, DOCUMENT_BYTES)).bytes, type) };
  }
  throw new GatewayError('TARGET_PROTOCOL', { host: url.host, reason: 'it redirects without end' });
}

/** Selectors ask for names and attributes, which are ASCII nearly everywhere: a charset that nobody names is read as UTF-8. */
function textOf(bytes: Buffer, type: string): string {
  const charset =
    /charset\s*=\s*"?([\w-]+)/i.exec(type)?.[1] ?? /<meta[^>]+charset\s*=\s*["']?([\w-]+)/i.exec(bytes.toString('latin1', 0, 1024))?.[1];
  try {
    return new TextDecoder(charset ?? 'utf-8').decode(bytes);
  } catch {
    return bytes.toString('utf8'); // a charset that does not exist
  }
}
