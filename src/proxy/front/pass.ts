/**
 * One exchange of front mode: the browser's request goes to the site behind as it came, and the answer comes back as it
 * was made, streamed both ways at the visitor's pace. A document gets our script element; nothing else is touched.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Transform } from 'node:stream';
import type { Logger } from 'pino';
import { matchesGlob, type Config, type FrontHost } from '../../config/index.ts';
import { createTagTransform } from '../../rewriter/index.ts';
import { GatewayError } from '../../shared/error-codes.ts';
import type { PrivateAllowance } from '../address-rules.ts';
import { bodyKind } from '../body-kind.ts';
import type { Connector } from '../connector.ts';
import { decoders } from '../decode-body.ts';
import { chooseCoding, encoder } from '../encode-body.ts';
import { isSalted, saltEtag, unsaltEtags } from '../etag.ts';
import { flushSoon } from '../flush-soon.ts';
import { joinStreams } from '../join-streams.ts';
import { freshNonce } from '../nonce.ts';
import { codingsBothKnow } from '../request-headers.ts';
import { requestKind } from '../request-kind.ts';
import { upload } from '../steps/map-request.ts';
import { askTarget, isStaleConnection, type TargetAnswer } from '../target-answer.ts';
import { forwardedFields, readVisit, type Visit } from './forwarded.ts';
import { placesOf } from './health.ts';
import { amendPolicy } from './site-policy.ts';
import { siteTag } from './tag.ts';

export interface FrontTools {
  readonly config: Config;
  readonly connector: Connector;
  readonly log: Logger;
  /** `trustProxies`, parsed. */
  readonly trusted: PrivateAllowance;
  readonly buttonColor: () => string | undefined;
}

/** Fields of one connection (RFC 9110, 7.6.1). */
const HOP: ReadonlySet<string> = new Set(['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade']);
/** Fields that speak of a body's bytes, which are others once our element is in. */
const OF_BYTES: ReadonlySet<string> = new Set([
  'content-length',
  'content-encoding',
  'accept-ranges',
  'content-md5',
  'content-digest',
  'repr-digest',
  'digest',
]);
const POLICIES: ReadonlySet<string> = new Set(['content-security-policy', 'content-security-policy-report-only']);

/** What a part of this exchange is done to: the document as it is, or with our element. */
interface Plan {
  readonly visit: Visit;
  readonly isDocument: boolean;
}

export async function passOn(req: IncomingMessage, res: ServerResponse, front: FrontHost, tools: FrontTools): Promise<void> {
  const path = req.url ?? '';
  const { limits } = tools.config;
  if (path.length > limits.urlLimitBytes) throw new GatewayError('BAD_REQUEST', { reason: 'its address is too long' });
  // Absolute-form is for forward proxies, which this is not (RFC 9112, 3.2.2); `*` names no page.
  if (!path.startsWith('/') && !(path === '*' && req.method === 'OPTIONS'))
    throw new GatewayError('BAD_REQUEST', { reason: 'its address must start with /' });
  if (req.method === 'CONNECT' || req.method === 'TRACE')
    throw new GatewayError('BAD_REQUEST', { reason: `${req.method} is not for web pages` });
  const plain = path.split('?', 1)[0] ?? '';
  const isDocument = requestKind(req.headers).document && !front.skip.some((glob) => matchesGlob(glob, plain));
  const plan: Plan = { visit: readVisit(req, tools.trusted), isDocument };
  const incoming = await ask(req, res, front, tools, plan);
  if (incoming) answer(req, res, front, tools, plan, incoming);
}

/** Undefined: the visitor left. */
async function ask(
  req: IncomingMessage,
  res: ServerResponse,
  front: FrontHost,
  tools: FrontTools,
  plan: Plan,
): Promise<TargetAnswer | undefined> {
  const { limits } = tools.config;
  const method = req.method ?? 'GET';
  const length = Number(req.headers['content-length'] ?? '0');
  if (length > limits.requestBodyLimitBytes) throw new GatewayError('BODY_TOO_LARGE', { limit: limits.requestBodyLimitBytes });
  const hasBody = length > 0 || req.headers['transfer-encoding'] !== undefined;
  const body = hasBody ? upload(req, limits.requestBodyLimitBytes, () => undefined) : null;
  const salted = isSalted(req.headers['if-none-match']);
  const headers = forwardedFields(req, plan.visit, (name, value) => (plan.isDocument ? documentField(name, value, salted) : value));
  const once = async (): Promise<TargetAnswer> => {
    const { answer: head, abort } = askTarget(tools.connector.dispatcher(placesOf(front), limits.frontConnectionsMax), {
      origin: front.target.origin,
      path: req.url ?? '/',
      method,
      headers,
      body,
      headersTimeoutMs: limits.frontFirstByteTimeoutMs,
      // Event streams and downloads may be silent for hours; the visitor's leaving ends them.
      bodyTimeoutMs: 0,
      host: plan.visit.host,
      onBytes: () => undefined,
    });
    res.once('close', abort);
    const incoming = await head;
    incoming.onClosed(() => res.off('close', abort));
    return incoming;
  };
  try {
    return await once();
  } catch (error) {
    if (res.closed) return undefined;
    if (body !== null || (method !== 'GET' && method !== 'HEAD') || !isStaleConnection(error)) throw error;
    return await once();
  }
}

/** The browser's copy of a document has our element in it: only a tag that says so may spare the body. */
function documentField(name: string, value: string, salted: boolean): string | undefined {
  switch (name) {
    case 'accept-encoding':
      return codingsBothKnow(value);
    case 'if-none-match':
      return salted ? unsaltEtags(value) : undefined;
    case 'if-modified-since':
      return salted ? value : undefined;
    case 'range':
    case 'if-range':
      return undefined;
    default:
      return value;
  }
}

function answer(req: IncomingMessage, res: ServerResponse, front: FrontHost, tools: FrontTools, plan: Plan, incoming: TargetAnswer): void {
  const type = incoming.headers['content-type'];
  const kind = plan.isDocument ? bodyKind(type, requestKind(req.headers), false) : undefined;
  const { status } = incoming;
  // A 304 has no type of its own, and its policy becomes that of the copy in the browser.
  const isPage = kind?.as === 'html' || (plan.isDocument && status === 304);
  const hasBody = kind?.as === 'html' && status !== 204 && status !== 205 && status !== 206 && status !== 304;
  const through: Transform[] = [];
  let codings: Transform[] = [];
  let isTagged = hasBody;
  if (hasBody) {
    try {
      codings = decoders(incoming.headers['content-encoding'], front.host, tools.config.limits);
    } catch (error) {
      // Packed in a way that cannot be undone here: the page is passed on without help rather than not at all.
      tools.log.warn({ host: front.host, err: error }, 'a page was passed on without our script');
      isTagged = false;
    }
  }
  const fields = new Fields(incoming, isPage && (isTagged || status === 304));
  let nonce: string | undefined;
  const context = {
    origin: `${plan.visit.scheme}://${plan.visit.host}`,
    host: tools.config.host,
    controlOrigin: tools.config.controlOrigin,
    freshNonce: freshNonce(),
  };
  const amend = (policy: string): string => {
    const amended = amendPolicy(policy, context);
    nonce ??= amended.nonce;
    return amended.value;
  };
  const coding = isTagged && req.method !== 'HEAD' ? chooseCoding(req) : undefined;
  const head = fields.list({ amend, salt: isTagged || isSalted(req.headers['if-none-match']), coding });
  if (isTagged && req.method !== 'HEAD' && kind?.as === 'html') {
    const xml = kind.contentType !== 'text/html';
    through.push(
      ...codings,
      createTagTransform({ tag: siteTag(front, { nonce, xml, color: tools.buttonColor() }), xml, charset: kind.charset, mapCsp: amend }),
    );
    const packer = encoder(coding);
    if (packer) through.push(packer);
  }
  try {
    res.writeHead(status, incoming.statusMessage, head);
  } catch (cause) {
    throw new GatewayError('TARGET_PROTOCOL', { host: front.host, reason: 'a header field of its answer is broken' }, cause);
  }
  flushSoon(res);
  joinStreams(incoming, through, res);
}

/** The answer's fields as they came, twice-standing ones included. */
class Fields {
  readonly #raw: readonly string[];
  readonly #named: ReadonlySet<string>;
  readonly #isPage: boolean;

  constructor(incoming: TargetAnswer, isPage: boolean) {
    this.#raw = incoming.rawHeaders;
    this.#named = new Set((incoming.headers.connection ?? '').toLowerCase().split(/[\s,]+/));
    this.#isPage = isPage;
  }

  /** A flat list, as `writeHead` takes it. */
  list(how: { amend(policy: string): string; readonly salt: boolean; readonly coding: 'br' | 'gzip' | undefined }): string[] {
    const out: string[] = [];
    for (let at = 0; at + 1 < this.#raw.length; at += 2) {
      const written = this.#raw[at] ?? '';
      const name = written.toLowerCase();
      const value = this.#raw[at + 1] ?? '';
      if (HOP.has(name) || this.#named.has(name)) continue;
      if (!this.#isPage) out.push(written, value);
      else if (POLICIES.has(name)) out.push(written, how.amend(value));
      else if (name === 'etag') out.push(written, how.salt ? (saltEtag(value) ?? value) : value);
      else if (!OF_BYTES.has(name)) out.push(written, value);
    }
    if (this.#isPage && how.coding !== undefined) out.push('content-encoding', how.coding, 'vary', 'accept-encoding');
    return out;
  }
}
