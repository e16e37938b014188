/** What the rewriter and the runtime are told of a document, script or sheet. */
import type { PageContext, ResourceContext } from '../rewriter/index.ts';
import { buildBootTag } from '../rewriter/index.ts';
import { matchesGlob } from '../config/index.ts';
import type { Boot } from '../shared/boot.ts';
import { ownPaths } from '../shared/boot.ts';
import { translateCsp } from './csp.ts';
import type { Exchange, Route, Tools } from './exchange.ts';

export function resourceContext(exchange: Exchange, scope: 'session' | 'shared' = 'session'): ResourceContext {
  const { route, tools } = exchange;
  return {
    urls: route.session.urls,
    url: route.url.href,
    location: locationMode(tools, route.url.hostname),
    cacheScope: scope === 'shared' ? 'shared' : route.session.id,
  };
}

/** The document's own part: media type, charset and our script tag. */
export function pageContext(exchange: Exchange, type: { contentType: string; charset: string | undefined }): PageContext {
  const { route, tools, answer, req } = exchange;
  const { session } = route;
  const boot = bootOf(tools, route, route.url.href, session.urls.toTarget(req.headers.referer ?? '') ?? '');
  const runtime = `${ownPaths.runtime}?v=${tools.files.runtime.hash}`;
  const nonce = answer.nonce;
  const csp = {
    urls: session.urls,
    host: tools.config.host,
    url: route.url,
    gatewayOrigin: route.gatewayOrigin,
    freshNonce: nonce ?? '',
    report: false,
  };
  return {
    ...resourceContext(exchange),
    contentType: type.contentType,
    ...(type.charset === undefined ? {} : { charset: type.charset }),
    bootTag: (where) =>
      buildBootTag({
        src: where === 'srcdoc' ? `${route.gatewayOrigin}${runtime}` : runtime,
        boot,
        ...(nonce === undefined ? {} : { nonce }),
        xml: type.contentType !== 'text/html',
      }),
    mapCsp: (policy) => translateCsp(policy, csp).value,
  };
}

export function bootOf(tools: Tools, route: Route, url: string, referrer: string): Boot {
  const { session } = route;
  return {
    sid: session.id,
    host: tools.config.host,
    aliasKey: session.aliases.key,
    aliases: session.aliases.entries(),
    cookies: session.jar.documentCookie(url),
    url,
    referrer,
    location: locationMode(tools, route.url.hostname),
    carrierKey: tools.carriers.key(session, route.origin),
  };
}

export function locationMode(tools: Pick<Tools, 'config'>, host: string): 'origin' | 'native' {
  for (const [glob, mode] of Object.entries(tools.config.location)) if (matchesGlob(glob, host)) return mode;
  return 'origin';
}
