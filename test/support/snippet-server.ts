/**
 * A gateway small enough to fit a test of the runtime: one session, sites as functions, the real text rewriters and the real
 * bundles. No connector, no consent, no people. What it leaves out the tests of the real gateway cover.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { CookieJar } from 'tough-cookie';
import { ownFile, workerFiles } from '../../src/proxy/own-files.ts';
import { withWorkerPrelude } from '../../src/proxy/worker-prelude.ts';
import { buildBootTag } from '../../src/rewriter/boot-tag.ts';
import { prepareJsByParser } from '../../src/rewriter/js-acorn.ts';
import { mapSpecifiers } from '../../src/rewriter/text/js-edits.ts';
import { createMapUrl, rewriteCss, rewriteHtmlFragment, rewriteJs, type JsKind, type JsOptions } from '../../src/rewriter/text/index.ts';
import { JAR_COOKIE, OWN_PATH, ownPaths, type Boot } from '../../src/shared/boot.ts';
import { decodeCarrier } from '../../src/shared/carrier.ts';
import { isSessionId } from '../../src/shared/ids.ts';
import { parseHostHeader, parseSessionHost, UrlMap } from '../../src/shared/url-map.ts';

export interface SiteAnswer {
  readonly body: string;
  /** Default text/html. */
  readonly type?: string;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface SiteRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** The Cookie header that the target would get. */
  readonly cookies: string;
}

export interface SnippetGateway {
  readonly urls: UrlMap;
  /** Gateway address of a target's. */
  at(target: string): string;
  readonly requests: readonly SiteRequest[];
  readonly bundleBytes: { readonly runtime: Buffer; readonly worker: Buffer };
  /** The jar is empty again. */
  forgetCookies(): void;
  close(): Promise<void>;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const CARRIER_KEY = 'snippets';

export async function startSnippetGateway(
  site: (request: SiteRequest) => SiteAnswer | undefined,
  options: { readonly shape?: 'nested' | 'flat'; readonly location?: Boot['location'] } = {},
): Promise<SnippetGateway> {
  const bundles = await bundle();
  const workers = workerFiles(ownFile(bundles.worker));
  const sid = 'abcdefghijklmnop';
  if (!isSessionId(sid)) throw new Error('no session id');
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('the server has no port');
  const template = options.shape === 'flat' ? 'http://{label}--{sid}.localhost:{port}' : 'http://{label}.{sid}.localhost:{port}';
  const host = parseSessionHost(template, address.port);
  if (!host) throw new Error('the template is none');
  const aliases = new Map<string, string>();
  const urls = new UrlMap(host, sid, { key: 'k', origin: (id) => aliases.get(id), remember: (id, origin) => aliases.set(id, origin) });
  const jar = new CookieJar(undefined, { looseMode: true });
  const requests: SiteRequest[] = [];
  let version = 0;

  const answer = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const parts = parseHostHeader(host, req.headers.host ?? '');
    const origin = parts?.label === undefined ? undefined : urls.targetOrigin(`http://${req.headers.host ?? ''}`);
    if (origin === undefined) {
      res.writeHead(421).end();
      return;
    }
    const url = new URL(req.url ?? '/', origin);
    takeCarriers(req, res);
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer); // no encoding is set, so chunks are buffers
    const body = Buffer.concat(chunks).toString();
    if (url.pathname.startsWith(OWN_PATH)) {
      own(url, origin, body, res);
      return;
    }
    const request: SiteRequest = {
      url,
      method: req.method ?? 'GET',
      headers: req.headers,
      body,
      cookies: jar.getCookieStringSync(url.href),
    };
    requests.push(request);
    const found = site(request) ?? { body: 'not found', status: 404 };
    const headers: Record<string, string | string[]> = { 'content-type': found.type ?? 'text/html', 'cache-control': 'no-store' };
    for (const [name, value] of Object.entries(found.headers ?? {})) {
      if (name === 'set-cookie') {
        jar.setCookieSync(value, url.href, { ignoreError: true });
        res.appendHeader('set-cookie', `${JAR_COOKIE}=${++version}; path=/${host.shape === 'nested' ? `; domain=${sid}.localhost` : ''}`);
      } else if (name === 'access-control-allow-origin' || name === 'location')
        headers[name] = urls.toGateway(value) ?? urls.gatewayOrigin(value) ?? value;
      else headers[name] = value;
    }
    for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
    res.writeHead(found.status ?? 200).end(rewrite(found, request));
  };

  const rewrite = (found: SiteAnswer, request: SiteRequest): string => {
    const type = found.type ?? 'text/html';
    const map = createMapUrl(urls, request.url.href);
    const dest = request.headers['sec-fetch-dest'];
    if (type === 'text/css') return rewriteCss(found.body, map);
    if (type === 'text/javascript') {
      const isWorker = dest === 'worker' || dest === 'sharedworker' || dest === 'serviceworker';
      const isModule = /^\s*(?:import|export)\b/m.test(found.body);
      const text = rewriteWithParser(found.body, { kind: isModule ? 'module' : isWorker ? 'worker' : 'script', map });
      if (!isWorker) return text;
      const gatewayOrigin = urls.gatewayOrigin(request.url.origin) ?? '';
      return withWorkerPrelude(Buffer.from(text), { gatewayOrigin, location: options.location ?? 'origin', files: workers }).toString();
    }
    if (type !== 'text/html') return found.body;
    const boot: Boot = {
      sid,
      host,
      aliasKey: 'k',
      aliases: Object.fromEntries(aliases),
      cookies: jar.getCookieStringSync(request.url.href, { http: false }),
      url: request.url.href,
      referrer: urls.toTarget(request.headers.referer ?? '') ?? '',
      location: options.location ?? 'origin',
      upgrade: false,
      carrierKey: CARRIER_KEY,
      partition: '',
    };
    const tag = (where: 'document' | 'srcdoc'): string =>
      buildBootTag({ src: where === 'srcdoc' ? (urls.gatewayOrigin(boot.url) ?? '') + ownPaths.runtime : ownPaths.runtime, boot });
    const html = rewriteHtmlFragment(found.body, {
      map,
      js: (text, kind, encode) => encode(rewriteWithParser(text, { kind, map })),
      css: (text) => rewriteCss(text, map),
      bootTag: (where) => (where === 'srcdoc' ? tag(where) : ''),
    });
    const doctype = /^\s*<!doctype[^>]*>/i.exec(html)?.[0] ?? '';
    return doctype + tag('document') + html.slice(doctype.length);
  };

  const own = (url: URL, origin: string, body: string, res: ServerResponse): void => {
    const send = (type: string, content: string | Buffer): void => {
      res.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' }).end(content);
    };
    if (url.pathname === ownPaths.runtime) send('text/javascript', bundles.runtime);
    else if (url.pathname === ownPaths.worker) send('text/javascript', workers.worker.bytes);
    else if (url.pathname === ownPaths.nativeWorker) send('text/javascript', workers.nativeWorker.bytes);
    else if (url.pathname === ownPaths.cookies)
      send('text/plain', jar.getCookieStringSync(new URL(url.searchParams.get('path') ?? '/', origin).href, { http: false }));
    else if (url.pathname === ownPaths.rewrite) {
      const kind = (url.searchParams.get('kind') ?? 'script') as JsKind; // the runtime sends no other
      send('text/plain', rewriteWithParser(body, { kind, map: createMapUrl(urls, origin) }));
    } else if (url.pathname === ownPaths.alias) send('text/plain', '');
    else res.writeHead(404).end();
  };

  const takeCarriers = (req: IncomingMessage, res: ServerResponse): void => {
    for (const pair of (req.headers.cookie ?? '').split('; ')) {
      const equals = pair.indexOf('=');
      const carrier = decodeCarrier(pair.slice(0, equals), pair.slice(equals + 1));
      if (!carrier) continue;
      jar.setCookieSync(carrier.cookie, carrier.address, { http: false, ignoreError: true });
      const domain = host.shape === 'nested' ? `; domain=${sid}.localhost` : '';
      res.appendHeader('set-cookie', `${pair.slice(0, equals)}=; path=/; max-age=0${domain}`);
    }
  };

  server.on('request', (req, res) => {
    answer(req, res).catch((error: unknown) => {
      res.writeHead(500).end(String(error));
    });
  });
  return {
    urls,
    requests,
    bundleBytes: bundles,
    forgetCookies: () => {
      jar.removeAllCookiesSync();
    },
    at: (target) => urls.toGateway(target) ?? target,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

/** As the gateway does it: the token scanner, and the parser for what it leaves unsettled. */
function rewriteWithParser(text: string, options: JsOptions): string {
  const result = rewriteJs(text, options);
  if ('text' in result) return result.text;
  const prepared = prepareJsByParser(text, options);
  if ('failed' in prepared) return text;
  return options.map ? mapSpecifiers(prepared, options.map) : prepared.text;
}

let bundled: Promise<{ runtime: Buffer; worker: Buffer }> | undefined;

/** As scripts/build.mjs makes them, in a folder of their own: the runtime without the mirror, and the worker's prelude. */
function bundle(): Promise<{ runtime: Buffer; worker: Buffer }> {
  bundled ??= (async () => {
    const out = await mkdtemp(path.join(tmpdir(), 'samepage-snippets-'));
    await build({
      absWorkingDir: root,
      entryPoints: { runtime: 'test/support/runtime-alone.ts', worker: 'src/inject/worker-main.ts' },
      outdir: out,
      bundle: true,
      minify: true,
      format: 'iife',
      platform: 'browser',
      target: ['es2022'],
      legalComments: 'none',
    });
    const [runtime, worker] = await Promise.all([readFile(path.join(out, 'runtime.js')), readFile(path.join(out, 'worker.js'))]);
    await rm(out, { recursive: true });
    return { runtime, worker };
  })();
  return bundled;
}
