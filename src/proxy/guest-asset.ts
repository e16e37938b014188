/**
 * Sub-resources for guests, who never reach a target: out of the session's store, or fetched again in the customer's name,
 * only what the customer's browser loaded itself or a kept sheet names, and only when it is an image, font, sheet or medium.
 */
import { rewriteCss } from '../rewriter/text/index.ts';
import type { Asset, JarContext, Session } from '../sessions/index.ts';
import { GatewayError } from '../shared/error-codes.ts';
import type { Tools } from './exchange.ts';
import { readBody } from './read-body.ts';
import { sniffAsset } from './sniff.ts';
import { placesOf } from './front/health.ts';
import { askTarget, type TargetAnswer } from './target-answer.ts';

export type MapAsset = (address: string) => string | undefined;

/** Fetched bytes of a guest's asset are refused beyond the limit of one asset; redirects of a fetch are followed so far. */
const HOPS_MAX = 5;
const STRANGER: JarContext = { sameSite: 'none' };

export async function guestAsset(tools: Tools, session: Session, address: string, mapUrl: MapAsset): Promise<Asset | undefined> {
  // What a script made in memory is nowhere but in the customer's browser.
  if (/^blob:/i.test(address)) return session.assets.get(address) ?? fromHost(session, address);
  if (!/^https?:/i.test(address) || !URL.canParse(address)) return undefined;
  if (!session.site) await session.assets.whenLoaded(address);
  const place = session.assets.settle(address);
  const asset =
    session.assets.get(place) ?? (await fetchAgain(tools, session, place)) ?? (session.site ? await fromHost(session, place) : undefined);
  if (asset?.type !== 'text/css') return asset;
  return { type: asset.type, bytes: mapSheet(session, place, asset.bytes, mapUrl) };
}

/** A kept sheet with its addresses mapped by whoever serves it; what they do not map leads nowhere. */
function mapSheet(session: Session, address: string, bytes: Buffer, mapUrl: MapAsset): Buffer {
  // latin1 keeps every byte, whatever the sheet's charset; addresses are ASCII but for hosts and paths that browsers escape.
  const map = (url: string): string | undefined => {
    const written = Buffer.from(url, 'latin1').toString('utf8');
    if (/^\s*(data:|#)/i.test(written)) return undefined;
    const absolute = URL.canParse(written, address) ? new URL(written, address).href : undefined;
    if (absolute === undefined || !/^https?:/.test(absolute)) return 'about:invalid';
    if (!session.assets.loaded(absolute)) session.assets.markLoaded(absolute);
    return mapUrl(absolute) ?? 'about:invalid';
  };
  const text = rewriteCss(bytes.toString('latin1'), map, 'every');
  return Buffer.from(text, 'latin1');
}

async function fetchAgain(tools: Tools, session: Session, address: string): Promise<Asset | undefined> {
  let at = address;
  // In place there is no jar: what a stranger may see is fetched, whatever the page has described.
  let context = session.assets.contextOf(address) ?? (session.site ? STRANGER : undefined);
  if (context === undefined) return undefined;
  const leave = await tools.quotas.enter(session);
  try {
    for (let hop = 0; hop < HOPS_MAX; hop++) {
      const answer = await ask(tools, session, new URL(at), context);
      const to = answer.headers.location;
      if (answer.status >= 300 && answer.status < 400 && typeof to === 'string' && URL.canParse(to, at)) {
        answer.abort();
        const next = new URL(to, at).href;
        if (!/^https?:/.test(next)) return undefined;
        session.assets.markMoved(at, next);
        // On another site the cookies of this one say nothing; what a redirect may see is what a stranger may.
        if (new URL(next).origin !== new URL(at).origin) context = STRANGER;
        at = next;
        continue;
      }
      if (answer.status !== 200) {
        answer.abort();
        return undefined;
      }
      return await keep(tools, session, at, answer);
    }
    return undefined;
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    tools.log.debug({ session: session.id, code: error.code }, 'an asset could not be fetched again');
    return undefined;
  } finally {
    leave();
  }
}

/** What only the customer's browser has (or, in place, may have): it sends the bytes itself, and they are looked at like any others. */
async function fromHost(session: Session, address: string): Promise<Asset | undefined> {
  const found = await session.room.assetFromHost(address);
  const type = found && sniffAsset(found.bytes, found.mime, '');
  if (!found || type === undefined) return undefined;
  session.assets.keep(address, type, found.bytes);
  return { type, bytes: found.bytes };
}

function ask(tools: Tools, session: Session, url: URL, context: JarContext): Promise<TargetAnswer> {
  const cookie = session.jar.header(url.href, context);
  const { limits } = tools.config;
  // A host of front mode is asked where it really stands, not through ourselves.
  const front = session.site && tools.book.front(url.host);
  return askTarget(tools.connector.dispatcher(front ? placesOf(front) : session.allowedPrivate), {
    origin: front ? front.target.origin : url.origin,
    path: url.pathname + url.search,
    method: 'GET',
    headers: { host: url.host, accept: '*/*', 'accept-encoding': 'gzip, br', ...(cookie === '' ? {} : { cookie }) },
    body: null,
    headersTimeoutMs: limits.firstByteTimeoutMs,
    bodyTimeoutMs: limits.idleTimeoutMs,
    host: url.host,
    onBytes: (bytes) => {
      tools.quotas.count(session, bytes);
    },
  }).answer;
}

async function keep(tools: Tools, session: Session, address: string, answer: TargetAnswer): Promise<Asset | undefined> {
  const limit = tools.config.limits.assetLimitBytes;
  const { bytes, cut } = await readBody(answer, tools.config.limits, limit);
  if (cut) throw new GatewayError('TARGET_BODY_LIMIT', { host: answer.host, limit });
  const type = sniffAsset(bytes, answer.headers['content-type'], '');
  if (type === undefined) return undefined;
  session.assets.keep(address, type, bytes);
  return { type, bytes };
}
