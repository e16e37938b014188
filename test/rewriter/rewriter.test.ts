/** The rewriter as the proxy uses it: bytes, streams, threads and caches. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildBootTag, createRewriter, type PageContext, type Rewriter } from '../../src/rewriter/index.ts';
import { parseSessionHost, UrlMap } from '../../src/shared/url-map.ts';
import type { SessionId } from '../../src/shared/ids.ts';
import { buildWorker, sessionHost, testUrls } from './session.ts';

const gateway = (label: string): string => `http://${label}.abcdefghabcdefgh.localhost:8080`;
const page: PageContext = { urls: testUrls(), url: 'https://www.shop.example/dir/page.html', location: 'origin', cacheScope: 'shared' };

let worker: Awaited<ReturnType<typeof buildWorker>>;
let rewriter: Rewriter;
const warnings: object[] = [];
const log = { warn: (values: object): void => void warnings.push(values) };

beforeAll(async () => {
  worker = await buildWorker();
  rewriter = createRewriter({ cacheBytes: 4_000_000, workerFile: worker.file, log });
});

afterAll(async () => {
  await rewriter.close();
  await worker.remove();
});

/** Through a stream, in chunks of that size. */
async function html(input: Buffer | string, context: PageContext = page, size = 7): Promise<Buffer> {
  const bytes = Buffer.from(input);
  const stream = rewriter.html(context);
  const out: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => out.push(chunk));
  const ended = new Promise((resolve, reject) => stream.on('end', resolve).on('error', reject));
  for (let at = 0; at < bytes.length; at += size) stream.write(bytes.subarray(at, at + size));
  stream.end();
  await ended;
  return Buffer.concat(out);
}

const js = async (text: string, context: PageContext = page): Promise<string> =>
  (await rewriter.js(Buffer.from(text), context, 'script')).toString();

describe('html', () => {
  it('keeps bytes of any charset, also broken ones', async () => {
    const bytes = Buffer.concat([
      Buffer.from('<p title="'),
      Buffer.from([0xe9, 0xff, 0x00, 0x80]),
      Buffer.from('"><a href="https://cdn.shop.example/'),
      Buffer.from([0xe4]),
      Buffer.from('?q=x&y">'),
    ]);
    const expected = Buffer.from(bytes.toString('latin1').replace('https://cdn.shop.example', gateway('cdn-shop-example')), 'latin1');
    expect(await html(bytes)).toEqual(expected);
  });

  it('maps host names that are not ASCII, by the charset of the page', async () => {
    expect((await html('<a href="//münchen.example/ü">')).toString()).toBe(
      `<a href="${gateway('xxn--mnchen-3ya-example').replace('xxn--mnchen-3ya-example', await label('münchen.example'))}/ü">`,
    );
    const latin1 = Buffer.from('<a href="//münchen.example/ü">', 'latin1');
    const out = await html(latin1, { ...page, charset: 'iso-8859-1' });
    expect(out.toString('latin1')).toBe(`<a href="${gateway(await label('münchen.example'))}/ü">`);
  });

  async function label(host: string): Promise<string> {
    const origin = await Promise.resolve(page.urls.gatewayOrigin(`https://${host}`));
    return origin?.slice('http://'.length, origin.indexOf('.abcdefgh')) ?? '';
  }

  it.each(['utf-16le', 'utf-16be'] as const)('reads and writes %s', async (order) => {
    const encode = (text: string): Buffer => (order === 'utf-16le' ? Buffer.from(text, 'utf16le') : Buffer.from(text, 'utf16le').swap16());
    const text = '\ufeff<p>é</p><a href="https://cdn.shop.example/">x</a><script>a=location</script>';
    const expected = text.replace('https://cdn.shop.example', gateway('cdn-shop-example')).replace('=location', '=__samepage$w(location)');
    expect(await html(encode(text))).toEqual(encode(expected));
    expect(await html(encode(text.slice(1)), { ...page, charset: order })).toEqual(encode(expected.slice(1)));
  });

  it('takes the scheme of a base for addresses without one', async () => {
    expect((await html('<base href="http://old.example/"><img src="//cdn.shop.example/">')).toString()).toBe(
      `<base href="${gateway('old-example--h')}/"><img src="${gateway('cdn-shop-example--h')}/">`,
    );
  });

  it('keeps what origins are mapped to by session, scheme of the base and policy of the page', async () => {
    const text = '<img src="//cdn.shop.example/"><img src="http://cdn.shop.example/">';
    const written = (first: string, second: string): string => `<img src="${gateway(first)}/"><img src="${gateway(second)}/">`;
    const secure = written('cdn-shop-example', 'cdn-shop-example--h');
    const plain = written('cdn-shop-example--h', 'cdn-shop-example--h');
    const upgraded = written('cdn-shop-example', 'cdn-shop-example');
    expect((await html(text)).toString()).toBe(secure);
    expect((await html(text, { ...page, url: 'http://www.shop.example/' })).toString()).toBe(plain);
    expect((await html(text, { ...page, upgrades: () => true })).toString()).toBe(upgraded);
    // From the policy on, and in none of the pages after it.
    let upgrades = false;
    const policy = '<meta http-equiv="content-security-policy" content="upgrade-insecure-requests">';
    const mapCsp = (): string => ((upgrades = true), 'x');
    const mixed = await html(text + policy + text, { ...page, upgrades: () => upgrades, mapCsp });
    expect(mixed.toString()).toBe(secure + policy.replace('upgrade-insecure-requests', 'x') + upgraded);
    expect((await html(text)).toString()).toBe(secure);
    const other = new UrlMap(sessionHost, 'bcdefghabcdefgha', { key: 'k', origin: () => undefined, remember: () => undefined });
    expect((await html(text, { ...page, urls: other })).toString()).toBe(secure.replaceAll('abcdefghabcdefgh', 'bcdefghabcdefgha'));
  });

  it('asks the parser for a script that the scanner cannot settle, and keeps the order', async () => {
    const text = '<p>1</p><script>class A{a=1\nlocation\nb}x={}/location/2</script><p onclick="x={}/location/1">2</p>';
    expect((await html(text, page, 1000)).toString()).toBe(text.replaceAll('/location/', '/__samepage$w(location)/'));
    expect((await html(text, page, 3)).toString()).toBe(text.replaceAll('/location/', '/__samepage$w(location)/'));
  });

  it('[B2] passes a script that is none as it came, and counts it', async () => {
    const before = rewriter.stats().jsFailed;
    const text = '<script>function f(){} /location/ }{</script>';
    expect((await html(text)).toString()).toBe(text);
    expect(rewriter.stats().jsFailed).toBe(before + 1);
  });

  it('sends what it has at once', async () => {
    const stream = rewriter.html(page);
    const first = new Promise((resolve) => stream.once('data', resolve));
    stream.write('<!doctype html><p>first</p><a href="x');
    expect(String(await first)).toBe('<!doctype html><p>first</p>');
    stream.destroy();
  });

  it('reads XHTML as XML', async () => {
    const text = '<html xmlns="http://www.w3.org/1999/xhtml"><title><a href="//cdn.shop.example/"/></title></html>';
    expect((await html(text, { ...page, contentType: 'application/xhtml+xml' })).toString()).toContain(gateway('cdn-shop-example'));
    expect((await html(text)).toString()).toBe(text);
  });

  it('puts the boot tag in, and into srcdoc', async () => {
    const out = (
      await html('<head></head><iframe srcdoc="x">', { ...page, bootTag: (where) => `<script id=${where}></script>` })
    ).toString();
    expect(out).toBe('<head><script id=document></script></head><iframe srcdoc="<script id=srcdoc></script>x">');
  });

  it.each([
    ['<meta charset=windows-1250>', 'windows-1250'],
    ['<META content="text/html; charset=x-sjis" http-equiv=content-type />', 'shift_jis'],
    ['<meta charset=utf-16>', 'utf-8'],
    ['<!-- <meta charset=big5> --><meta charset=gbk>', 'gbk'],
    ['<meta charset=nobody-knows>', undefined],
    ['<meta name=x content="a; charset=big5">', undefined],
    ['<meta name=x content="charset=big5" http-equiv=refresh>', undefined],
    [`${' '.repeat(1010)}<meta charset=big5>`, undefined],
  ])('says the charset of %j again in front of a tag that pushes it out of reach', async (meta, name) => {
    const tag = `<script a="${'x'.repeat(1000)}"></script>`;
    const again = name === undefined ? '' : `<meta charset="${name}" data-boot>`;
    // Only the first piece is looked at.
    const whole = 10_000;
    expect((await html(`<p>${meta}`, { ...page, bootTag: () => tag }, whole)).toString()).toBe(`${again}${tag}<p>${meta}`);
    expect((await html(`<p>${meta}`, { ...page, bootTag: () => tag, charset: 'utf-8' }, whole)).toString()).toBe(`${tag}<p>${meta}`);
    const short = '<script></script>';
    expect((await html(`<p>${meta}`, { ...page, bootTag: () => short }, whole)).toString()).toBe(`${short}<p>${meta}`);
  });
});

describe('js', () => {
  it('gives the same Buffer when there is nothing to do', async () => {
    const bytes = Buffer.from('a = b + 1; // nothing here');
    expect(await rewriter.js(bytes, page, 'script')).toBe(bytes);
    const word = Buffer.from('a.locations = 1');
    expect(await rewriter.js(word, page, 'script')).toBe(word);
  });

  it('rewrites small files here and large ones in a thread, alike', async () => {
    const code = 'a=location.href;"é";b.postMessage(c)\n';
    const expected = '__samepage$w(location).href;"é";__samepage$m(b).postMessage(c)';
    expect(await js(code)).toContain(expected);
    const large = await js(code.repeat(10_000));
    expect(large.split(expected)).toHaveLength(10_001);
  });

  it('settles by the parser what the scanner cannot', async () => {
    expect(await js('class A{location}\nx={}/location/2;y="é"')).toBe('class A{location}\nx={}/__samepage$w(location)/2;y="é"');
  });

  it('maps specifiers of modules for each session, though the result is shared', async () => {
    const code = Buffer.from('import "https://cdn.shop.example/é.js";export*from"//x.example/";a=location;/*' + 'x'.repeat(20_000) + '*/');
    const first = (await rewriter.js(code, page, 'module')).toString();
    expect(first).toContain(`import "${gateway('cdn-shop-example')}/é.js";export*from"${gateway('x-example')}/";a=__samepage$w(location);`);
    const host = parseSessionHost('https://{label}--{sid}.gw.example', 443);
    if (!host) throw new Error('the template is wrong');
    const other = { ...page, urls: new UrlMap(host, 'zzzzzzzzzzzzzzzz', { key: 'k', origin: () => undefined, remember: () => undefined }) };
    const hits = rewriter.stats().cacheHits;
    expect((await rewriter.js(code, other, 'module')).toString()).toContain(
      'import "https://cdn-shop-example--zzzzzzzzzzzzzzzz.gw.example/é.js"',
    );
    expect(rewriter.stats().cacheHits).toBe(hits + 1);
  });

  it('keeps private results under their session', async () => {
    const code = `a=location;b=${Math.random()}`;
    const hits = rewriter.stats().cacheHits;
    await js(code, { ...page, cacheScope: 'one' });
    await js(code, { ...page, cacheScope: 'two' });
    await js(code);
    expect(rewriter.stats().cacheHits).toBe(hits);
    await js(code, { ...page, cacheScope: 'two' });
    expect(rewriter.stats().cacheHits).toBe(hits + 1);
  });

  it('passes what is no script as it came', async () => {
    const bytes = Buffer.from('{ "location": }');
    expect(await rewriter.js(bytes, page, 'script')).toBe(bytes);
  });

  it('leaves reads alone on a host that is switched to native', async () => {
    expect(await js('a=location;window.location=b', { ...page, location: 'native' })).toBe('a=location;__samepage$l(window).location=b');
  });

  it('takes a module that was asked for as script', async () => {
    expect(await js('import a from "./a";x={}/location/2')).toBe('import a from "./a";x={}/__samepage$w(location)/2');
  });
});

describe('scripts of a session that ended', () => {
  const of = (cacheScope: string): PageContext => ({ ...page, cacheScope });

  it('are let go, and nobody else’s', async () => {
    const own = createRewriter({ cacheBytes: 4_000_000, workerFile: worker.file, log });
    const load = (text: string, scope: string) => own.js(Buffer.from(text), of(scope), 'script');
    const sizes: number[] = [];
    await load('a=location', 'shared');
    sizes.push(own.stats().cacheBytes);
    await load('a=location', 'other');
    sizes.push(own.stats().cacheBytes);
    for (const text of ['a=location', 'b=location', 'c=location']) await load(text, 'one');
    own.forget('one');
    expect(own.stats().cacheBytes).toBe(sizes[1]);
    own.forget('other');
    expect(own.stats().cacheBytes).toBe(sizes[0]);
    await load('a=location', 'shared');
    expect(own.stats().cacheHits).toBe(1);
    await own.close();
  });

  it('are not kept when they are done after its end', async () => {
    const own = createRewriter({ cacheBytes: 4_000_000, workerFile: worker.file, log });
    const large = Buffer.from(`a=location;/*${'x'.repeat(300_000)}*/`);
    const running = own.js(large, of('one'), 'script');
    own.forget('one');
    await running;
    expect(own.stats().cacheBytes).toBe(0);
    await own.close();
  });
});

describe('css and the rest', () => {
  it('rewrites styles, and gives the same Buffer when nothing changes', async () => {
    const bytes = Buffer.from('@charset "x";a{background:url(//cdn.shop.example/é)}');
    expect((await rewriter.css(bytes, page)).toString()).toBe(`@charset "x";a{background:url(${gateway('cdn-shop-example')}/é)}`);
    const plain = Buffer.from('a{background:url(x)}');
    expect(await rewriter.css(plain, page)).toBe(plain);
  });

  it('rewrites manifests, playlists and Refresh headers', async () => {
    expect((await rewriter.manifest(Buffer.from('{"start_url":"https://www.shop.example/"}'), page)).toString()).toBe(
      `{"start_url":"${gateway('www-shop-example')}/"}`,
    );
    expect((await rewriter.playlist(Buffer.from('https://cdn.shop.example/1\n'), page, 'hls')).toString()).toBe(
      `${gateway('cdn-shop-example')}/1\n`,
    );
    expect(rewriter.refreshHeader('3;url=https://www.shop.example/', page)).toBe(`3;url=${gateway('www-shop-example')}/`);
  });
});

describe('the folder of public results', () => {
  it('outlives the process, holds public scripts only, and forgets damaged files', async () => {
    const cacheDir = await mkdtemp(path.join(tmpdir(), 'samepage-rewriter-'));
    const code = Buffer.from(`a=location;/*${'x'.repeat(50_000)}*/`);
    const options = { cacheBytes: 4_000_000, workerFile: worker.file, cacheDir, log };
    const first = createRewriter(options);
    const expected = await first.js(code, page, 'script');
    await first.js(Buffer.concat([code, Buffer.from('private')]), { ...page, cacheScope: 'one' }, 'script');
    await first.close();
    const files = await readdir(cacheDir);
    expect(files).toHaveLength(1);

    const second = createRewriter(options);
    expect(await second.js(code, page, 'script')).toEqual(expected);
    expect(second.stats()).toMatchObject({ cacheHits: 1, jsScanned: 0 });
    await second.close();

    await writeFile(path.join(cacheDir, files[0] ?? ''), 'damaged');
    const third = createRewriter(options);
    expect(await third.js(code, page, 'script')).toEqual(expected);
    expect(third.stats()).toMatchObject({ cacheHits: 0, jsScanned: 1 });
    await third.close();
    await rm(cacheDir, { recursive: true });
  });

  it('stays below its bound', async () => {
    const cacheDir = await mkdtemp(path.join(tmpdir(), 'samepage-rewriter-'));
    const small = createRewriter({ cacheBytes: 1000, workerFile: worker.file, cacheDir, diskBytes: 400_000, log });
    for (let index = 0; index < 20; index++) await small.js(Buffer.from(`a=location;b=${index};/*${'x'.repeat(40_000)}*/`), page, 'script');
    await small.close();
    const files = await readdir(cacheDir);
    expect(files.length).toBeGreaterThan(3);
    expect(files.length).toBeLessThan(11);
    await rm(cacheDir, { recursive: true });
  });
});

describe('starting and ending', () => {
  it('refuses to start without its worker', () => {
    expect(() => createRewriter({ cacheBytes: 1, workerFile: '/nowhere/worker.js', log })).toThrow('is missing');
  });

  it('answers what waits when it is closed', async () => {
    const other = createRewriter({ cacheBytes: 1000, workerFile: worker.file, log });
    const bytes = Buffer.from(`x={}/location/2;${'y();'.repeat(100_000)}`);
    const waiting = other.js(bytes, page, 'script');
    await other.close();
    expect(await waiting).toBe(bytes);
    expect(await other.js(bytes, page, 'script')).toBe(bytes);
  });

  it('builds a boot tag that survives quotes, tags and any charset', () => {
    const boot = {
      sid: 'abcdefghabcdefgh' as SessionId, // the pattern of session ids is what it is
      host: sessionHost,
      aliasKey: 'k',
      upgrade: false,
      carrierKey: 'c',
      partition: 'p',
      aliases: {},
      cookies: `a="</script>'&amp;é\u2028\ud800`,
      url: 'https://www.shop.example/',
      referrer: '',
      location: 'origin' as const,
    };
    const tag = buildBootTag({ src: '/.samepage/runtime.js', boot, nonce: 'a"b' });
    expect(tag).toMatch(/^<script src="\/\.samepage\/runtime\.js" nonce="a&#34;b" data-boot="[\x20-\x7e]+"><\/script>$/);
    const json = /data-boot="([^"]*)"/.exec(tag)?.[1]?.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
    expect(JSON.parse(json ?? '')).toEqual(boot);
  });
});
