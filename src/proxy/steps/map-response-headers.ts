/** The answer's head in terms of the gateway: fields by their table, cookies into the jar, policies translated. */
import type { IncomingHttpHeaders } from 'node:http';
import { bodyKindOf, type BodyKind } from '../body-kind.ts';
import { expiryLines, jarVersionLine } from '../carriers.ts';
import { frameAncestorsOf, netPolicy, translateCsp, type CspContext } from '../csp.ts';
import { DocumentPolicy } from '../csp-hashes.ts';
import { isSalted, saltEtag } from '../etag.ts';
import type { Exchange, Verdict } from '../exchange.ts';
import { freshNonce } from '../nonce.ts';
import { hashStays, resourceContext } from '../page-context.ts';
import { partitionOf } from '../partitions.ts';
import { isWorkerScript } from '../request-kind.ts';
import { mapReference, mapResponseFields, translateClearSiteData } from '../response-headers.ts';
import type { TargetAnswer } from '../target-answer.ts';
import { hasVariants, rewrittenFor, vary } from '../variants.ts';

export function mapResponseHeaders(exchange: Exchange): Verdict {
  const { incoming, outgoing, route, visit, tools, req } = exchange;
  const { session } = route;
  const theirs = incoming.headers;
  const body = bodyKindOf(theirs, visit.kind, incoming.status);
  const rewritten = willRewrite(body, incoming);
  const headers = mapResponseFields(theirs, {
    route,
    kind: visit.kind,
    host: tools.config.host,
    rewritten,
    crossSite: outgoing.sameSite !== 'strict',
    hashStays: (load) => hashStays(exchange, load),
    refresh: (value) => tools.rewriter.refreshHeader(value, resourceContext(exchange)),
  });

  const isKept = req.method === 'GET' || req.method === 'HEAD';
  if (isKept && hasVariants(theirs, incoming.status, visit.kind)) vary(headers, 'Sec-Fetch-Dest');

  const setCookie = expiryLines(outgoing.carriers, session);
  let changed = false;
  const cookies = lines(theirs['set-cookie']);
  if (visit.visitor && cookies.length > 0) {
    const partition = partitionOf(tools.places.of(session, req.headers, route.url, visit.kind), route.url);
    changed = session.jar.setFromResponse(route.url.href, cookies, { sameSite: outgoing.sameSite, partition });
  }
  const clear = theirs['clear-site-data'];
  if (typeof clear === 'string') {
    const { header, cookies } = translateClearSiteData(clear);
    if (header !== undefined) headers['clear-site-data'] = header;
    if (cookies && visit.visitor) {
      session.jar.clear(route.url.href);
      changed = true;
    }
  }
  if (changed) setCookie.push(jarVersionLine(session, tools.config.host));
  if (visit.visitor && visit.kind.document) setCookie.push(...tools.gate.labelCookies(session, visit.visitor));
  if (setCookie.length > 0) headers['set-cookie'] = setCookie;

  // A 304 speaks of the copy that the browser has; when that is a rewritten one, its tag must be the salted one again.
  if (incoming.status === 304 && typeof theirs.etag === 'string' && isSalted(req.headers['if-none-match'])) {
    const salted = saltEtag(theirs.etag, rewrittenFor(visit.kind));
    if (salted !== undefined) headers['etag'] = salted;
  }
  if (typeof theirs.location === 'string' && incoming.status >= 300 && incoming.status < 400) {
    const settled = URL.canParse(theirs.location, route.url.href) ? new URL(theirs.location, route.url.href).href : undefined;
    if (settled !== undefined && visit.kind.dest !== 'empty' && !visit.kind.document) session.assets.markMoved(route.url.href, settled);
    if (settled !== undefined) tools.integrity.moved(session, route.url.href, settled);
    headers['location'] = mapReference(theirs.location, route);
  }

  exchange.answer = { status: incoming.status, headers, body, through: [], whole: undefined, policy: undefined };
  mapPolicies(exchange, theirs);
  return 'next';
}

/** Will rewrite-body change this body? Then fields that speak of its bytes stop here. */
function willRewrite(kind: BodyKind, { status }: TargetAnswer): boolean {
  return kind.as !== 'untouched' && status !== 204 && status !== 205;
}

function mapPolicies(exchange: Exchange, theirs: IncomingHttpHeaders): void {
  const { answer, route, visit, tools } = exchange;
  // Workers have policies of their own, and load by themselves.
  const acts = visit.kind.document || isWorkerScript(visit.kind.dest);
  // Most answers are neither, and have no policy.
  if (!acts && theirs['content-security-policy'] === undefined && theirs['content-security-policy-report-only'] === undefined) return;
  const policy = new DocumentPolicy(freshNonce());
  const context: CspContext = {
    urls: route.session.urls,
    host: tools.config.host,
    url: route.url,
    gatewayOrigin: route.gatewayOrigin,
    nonce: policy.nonce,
    report: true,
  };
  answer.policy = policy;
  const policies: string[] = [];
  for (const line of lines(theirs['content-security-policy'])) {
    const out = translateCsp(line, context);
    policy.add(out);
    if (out.upgrades && acts) tools.places.of(route.session, exchange.req.headers, route.url, visit.kind).upgrade = true;
    if (out.value !== '') policies.push(out.value);
  }
  if (visit.kind.document) {
    const frames = theirs['x-frame-options'];
    const ancestors =
      typeof frames === 'string' && !policies.some((each) => each.includes('frame-ancestors')) ? frameAncestorsOf(frames) : undefined;
    if (ancestors !== undefined) policies.push(ancestors);
  }
  if (acts) policies.push(netPolicy(context));
  if (policies.length > 0) answer.headers['content-security-policy'] = policies.join(', ');
  const trial = lines(theirs['content-security-policy-report-only']).map((line) => translateCsp(line, { ...context, report: false }).value);
  const kept = trial.filter((value) => value !== '');
  if (kept.length > 0) answer.headers['content-security-policy-report-only'] = kept.join(', ');
}

function lines(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}
