/** What the rewriter and the runtime are told of a document, script or sheet. */
import type { PageContext, ResourceContext } from '../rewriter/index.ts';
import { buildBootTag } from '../rewriter/index.ts';
import { matchesGlob } from '../config/index.ts';
import type { Boot } from '../shared/boot.ts';
import { ownPaths } from '../shared/boot.ts';
import { translateCsp } from './csp.ts';
import { strongestDigests, type HashedLoad } from './integrity.ts';
import { onDowngrade } from './initiator.ts';
import type { Place } from './places.ts';
import { partitionOf } from './partitions.ts';
import type { Exchange, Route, Tools } from './exchange.ts';
import { runtimeOf } from './own-files.ts';

export function resourceContext(exchange: Exchange, scope: 'session' | 'shared' = 'session'): ResourceContext {
  const { route, tools, req, visit } = exchange;
  // Asked only when an insecure address turns up.
  let place: Place | undefined;
  return {
    upgrades: () => (place ??= tools.places.of(route.session, req.headers, route.url, visit.kind)).upgrade,
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
  const referrer = onDowngrade(session.urls.toTarget(req.headers.referer ?? ''), route.url) ?? '';
  const boot = bootOf(tools, route, route.url.href, referrer);
  const runtime = `${ownPaths.runtime}?v=${runtimeOf(tools.files, session).hash}`;
  const { policy } = answer;
  const place = tools.places.ofDocument(session, route.url);
  const csp = {
    urls: session.urls,
    host: tools.config.host,
    url: route.url,
    gatewayOrigin: route.gatewayOrigin,
    nonce: policy?.nonce ?? '',
    report: false,
    markup: true,
  };
  return {
    ...resourceContext(exchange),
    upgrades: () => place.upgrade,
    nested: place.nested,
    contentType: type.contentType,
    ...(type.charset === undefined ? {} : { charset: type.charset }),
    ...(policy === undefined ? {} : { hashes: policy }),
    integrity: ({ url, metadata, cors, as }, base) => {
      // What cannot be read for sure (characters of an unknown charset) stays the browser's to check.
      if (as === undefined || !URL.canParse(url, base) || /[^\x20-\x7e]/.test(url)) return undefined;
      if (hashStays(exchange, { url: new URL(url, base).href, metadata, cors, as })) return undefined;
      const nonce = policy?.admitFile(strongestDigests(metadata));
      return nonce === undefined ? '' : `nonce="${nonce}"`;
    },
    bootTag: (where) =>
      buildBootTag({
        src: where === 'srcdoc' ? `${route.gatewayOrigin}${runtime}` : runtime,
        boot,
        ...(policy?.wantsNonce ? { nonce: policy.nonce } : {}),
        xml: type.contentType !== 'text/html',
      }),
    mapCsp: (text) => {
      const translated = translateCsp(text, csp);
      policy?.add(translated);
      if (translated.upgrades) place.upgrade = true;
      return translated.value;
    },
  };
}

/** Does a hash that a document of this exchange names stay the browser's to check? If not, it is checked when the file passes. */
export function hashStays(
  { tools, route }: Pick<Exchange, 'tools' | 'route'>,
  load: Pick<HashedLoad, 'url' | 'metadata' | 'cors' | 'as'>,
): boolean {
  const { session } = route;
  const url = session.urls.toTarget(load.url) ?? load.url;
  if (!URL.canParse(url)) return true;
  const location = locationMode(tools, new URL(url).hostname);
  return tools.integrity.stays(session, { ...load, url, from: route.origin, location });
}

export function bootOf(tools: Tools, route: Route, url: string, referrer: string): Boot {
  const { session } = route;
  const address = new URL(url);
  const place = tools.places.ofDocument(session, address);
  const partition = partitionOf(place, address);
  return {
    sid: session.id,
    host: tools.config.host,
    aliasKey: session.aliases.key,
    aliases: session.aliases.entries(),
    cookies: session.jar.documentCookie(url, partition),
    url,
    referrer,
    location: locationMode(tools, route.url.hostname),
    upgrade: place.upgrade,
    carrierKey: tools.carriers.key(session, route.origin),
    partition: tools.partitions.word(session, route.origin, partition),
  };
}

export function locationMode(tools: Pick<Tools, 'config'>, host: string): 'origin' | 'native' {
  for (const [glob, mode] of Object.entries(tools.config.location)) if (matchesGlob(glob, host)) return mode;
  return 'origin';
}
