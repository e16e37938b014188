/** Addresses in small grammars: srcset, refresh, import maps, javascript: addresses, playlists; and what counts as absolute. */
import { describe, expect, it } from 'vitest';
import { rewriteDash, rewriteHls, rewriteManifest, rewritePlaylist } from '../../src/rewriter/playlists.ts';
import {
  attributeKind,
  createMapUrl,
  isEventAttribute,
  rewriteImportMap,
  rewriteJavascriptUrl,
  rewriteRefresh,
  rewriteSpeculationRules,
  rewriteSrcset,
} from '../../src/rewriter/text/index.ts';
import { testUrls } from './session.ts';
import { testMap } from './page.ts';

describe('srcset', () => {
  it.each<[string, string[]]>([
    ['a', ['a']],
    ['a 1x', ['a']],
    ['a 1x, b 2x', ['a', 'b']],
    ['a,b', ['a,b']],
    ['a, b', ['a', 'b']],
    ['a,,b', ['a,,b']],
    [' , a ,, b,', ['a', 'b']],
    ['data:image/png,A,B 1x, b', ['data:image/png,A,B', 'b']],
    ['a (x,y) 1x, b', ['a', 'b']],
    ['a 1x,b 2x', ['a', 'b']],
    ['a\n1x\t,\rb', ['a', 'b']],
    ['', []],
    [',', []],
  ])('%j names %j', (text, urls) => {
    const seen: string[] = [];
    expect(rewriteSrcset(text, (url) => void seen.push(url))).toBe(text);
    expect(seen).toEqual(urls);
  });

  it('changes the addresses alone', () => {
    expect(rewriteSrcset(' //a 1x , b 2x,\thttp://c/d,e', testMap)).toBe(' http://gw///a 1x , b 2x,\thttp://gw/http://c/d,e');
  });
});

describe('refresh', () => {
  it.each([
    ['5; url=http://a/', '5; url=http://gw/http://a/'],
    ['0;URL="http://a/"', '0;URL="http://gw/http://a/"'],
    ["0,url='http://a/' x", "0,url='http://gw/http://a/' x"],
    ['.5 http://a/', '.5 http://gw/http://a/'],
    ['5.5;  Url = //a', '5.5;  Url = http://gw///a'],
    ['5', '5'],
    ['5; url=/a', '5; url=/a'],
    ['x; url=http://a/', 'x; url=http://a/'],
    ['', ''],
  ])('%j becomes %j', (text, expected) => {
    expect(rewriteRefresh(text, testMap)).toBe(expected);
  });
});

describe('import maps', () => {
  it('maps keys, values and scopes, and drops hashes', () => {
    const map = {
      imports: { a: 'https://x/a.js', 'https://x/': '/y/', b: null },
      scopes: { 'https://x/s/': { c: '//z/' } },
      integrity: { 'https://x/a.js': 'sha' },
    };
    expect(JSON.parse(rewriteImportMap(JSON.stringify(map), testMap))).toEqual({
      imports: { a: 'http://gw/https://x/a.js', 'http://gw/https://x/': '/y/', b: null },
      scopes: { 'http://gw/https://x/s/': { c: 'http://gw///z/' } },
      integrity: {},
    });
    const kept = { integrity: { 'https://x/a.js': 'sha256-a', './b.js': 'sha256-b' } };
    expect(JSON.parse(rewriteImportMap(JSON.stringify(kept), testMap, ({ url }) => (url === './b.js' ? '' : undefined)))).toEqual({
      integrity: { 'http://gw/https://x/a.js': 'sha256-a' },
    });
  });

  it('keeps what has nothing to map, is no JSON, or could end the element', () => {
    const plain = '{ "imports": { "a": "./a.js" } }';
    expect(rewriteImportMap(plain, testMap)).toBe(plain);
    const long = (entries: number): string =>
      JSON.stringify({
        imports: Object.fromEntries(Array.from({ length: entries }, (_, at) => [`package-${String(at)}`, `https://a/${String(at)}`])),
      });
    expect(rewriteImportMap(long(5000), testMap)).toContain('http://gw/https://a/4999');
    expect(rewriteImportMap(long(10_000), testMap)).toBe(long(10_000));
    expect(rewriteImportMap('{', testMap)).toBe('{');
    expect(rewriteImportMap('[1]', testMap)).toBe('[1]');
    expect(rewriteImportMap('{"imports":{"a":"//x/</script>"}}', testMap)).not.toContain('</script>');
    expect(rewriteImportMap('{"imports":{"__proto__":"//x"}}', testMap)).toBe('{"imports":{"__proto__":"http://gw///x"}}');
  });
});

describe('javascript: addresses', () => {
  const swap = (script: string): string | undefined => (script.includes('old') ? script.replaceAll('old', 'new') : undefined);

  it.each([
    ['javascript:old()', 'javascript:new()'],
    ['  JAVA\nSCRIPT:old', 'javascript:new'],
    ['javascript:a%20=%20"%C3%A9%25"+o%6Cd', 'javascript:a = "%C3%A9%25"+new'],
    ['javascript:a\n=old', 'javascript:a=new'],
    ['javascript:a%0A=old', 'javascript:a%0A=new'],
  ])('%j becomes %j', (url, expected) => {
    expect(rewriteJavascriptUrl(url, 'link', swap)).toBe(expected);
  });

  it.each(['http://a/old', 'javascript:same', 'xjavascript:old'])('%j stays', (url) => {
    expect(rewriteJavascriptUrl(url, 'link', swap)).toBeUndefined();
  });

  const nothing = (): undefined => undefined;

  it.each([
    [`javascript:'<p>x'`, `javascript:__samepage$r('<p>x')`],
    ['javascript:parent.text()', 'javascript:__samepage$r(parent.text())'],
    ['javascript: parent.text() // so%0A ;', 'javascript: __samepage$r(parent.text()) // so%0A ;'],
    ['javascript:%20a;%22%3Cp%3E%25%22;%20', 'javascript:%20a;__samepage$r(%22%3Cp%3E%25%22);%20'],
    ['javascript:a = 1; f(";)"), `${b}`;;', 'javascript:a = 1; __samepage$r(f(";)"), `${b}`);;'],
    ['javascript:if (a) b(); c ? "x" : d', 'javascript:if (a) b(); __samepage$r(c ? "x" : d)'],
    ['javascript:(function () { return 1 })()', 'javascript:__samepage$r((function () { return 1 })())'],
    ['javascript:old + "<p>"', 'javascript:__samepage$r(new + "<p>")', (script: string) => script.replace('old', 'new')],
  ])('%j of a frame has its result guarded', (url, expected, rewrite: (script: string) => string | undefined = nothing) => {
    const before = 'javascript:try{parent.__samepage$r(self)}catch(_){};';
    expect(rewriteJavascriptUrl(url, 'frame', rewrite)).toBe(expected.replace('javascript:', () => before));
    expect(rewriteJavascriptUrl(expected, 'frame', nothing)).toBeUndefined();
  });

  it.each([
    ...['', ';', 'void 0', 'void(f())', "''", '""', 'false', '0', 'undefined', 'var a = "<p>"', 'function f() {} f()', '{ a }'],
    ...['javascript:f()', 'if (a) b(); else c()', 'for (;;) f()', 'try { f() } catch {}', 'a%0A++b', 'f(', ')', '`${a', '"', 'a <!-- b'],
    ...['do x(); while (a)', 'a; function f() {}', 'with (a) b', 'throw a', 'f() /* %0A */ g()'],
  ])('javascript:%s of a frame stays', (script) => {
    expect(rewriteJavascriptUrl(`javascript:${script}`, 'frame', nothing)).toBeUndefined();
  });

  it('[B1] a link is guarded where it holds markup only', () => {
    expect(rewriteJavascriptUrl('javascript:f("a")', 'link', nothing)).toBeUndefined();
    expect(rewriteJavascriptUrl('javascript:f("%3Cp>")', 'link', nothing)).toBe('javascript:__samepage$r(f("%3Cp>"))');
  });
});

describe('what counts as absolute', () => {
  const map = createMapUrl(testUrls(), 'https://www.shop.example/dir/');
  const gateway = (label: string): string => `http://${label}.abcdefghabcdefgh.localhost:8080`;

  it.each<[string, string | undefined]>([
    ['https://cdn.shop.example/a?b#c', `${gateway('cdn-shop-example')}/a?b#c`],
    ['HTTPS://CDN.shop.example', gateway('cdn-shop-example')],
    ['//cdn.shop.example/a', `${gateway('cdn-shop-example')}/a`],
    ['\\\\cdn.shop.example/a', `${gateway('cdn-shop-example')}/a`],
    ['/\\cdn.shop.example/a', `${gateway('cdn-shop-example')}/a`],
    [' \n https://cdn.shop.example/a', `${gateway('cdn-shop-example')}/a`],
    ['ht\ntps:/\t/cdn.shop.example/a', `${gateway('cdn-shop-example')}/a`],
    ['http://cdn.shop.example/', `${gateway('cdn-shop-example--h')}/`],
    ['http:cdn.shop.example/', `${gateway('cdn-shop-example--h')}/`],
    ['wss://live.shop.example/x', 'ws://live-shop-example.abcdefghabcdefgh.localhost:8080/x'],
    // Relative on an https page, whatever the gateway's scheme is.
    ['https:a/b', 'a/b'],
    ['https:/a/b', '/a/b'],
    ['a', undefined],
    ['/a', undefined],
    ['./https://a/', undefined],
    ['#https://a/', undefined],
    ['', undefined],
    ['httpss://a/', undefined],
    ['mailto:a@b', undefined],
    ['data:text/plain,https://a/', undefined],
    ['https://', undefined],
    [`${gateway('www-shop-example')}/already`, undefined],
  ])('%j is mapped to %j', (url, expected) => {
    expect(map(url)).toBe(expected);
  });
});

describe('the table of attributes', () => {
  it('tells kinds by element and attribute', () => {
    expect(attributeKind('a', 'href')).toBe('url');
    expect(attributeKind('link', 'href')).toBe('link');
    expect(attributeKind('x-y', 'src')).toBeUndefined();
    expect(attributeKind('blockquote', 'cite')).toBeUndefined();
    expect(attributeKind('anything', 'style')).toBe('css');
    expect(attributeKind('constructor', 'constructor')).toBeUndefined();
    expect(isEventAttribute('onpointerdown')).toBe(true);
    expect(isEventAttribute('on')).toBe(false);
  });
});

describe('manifests and playlists', () => {
  it('maps the addresses of a web manifest', () => {
    const manifest = {
      id: 'https://a/',
      start_url: '/x',
      scope: 'https://a/',
      name: 'https://a/',
      icons: [{ src: 'https://b/i.png' }],
      shortcuts: [{ url: '//c/' }],
      related_applications: [{ platform: 'play', url: 'https://play/', id: 'x' }],
    };
    expect(JSON.parse(rewriteManifest(JSON.stringify(manifest), testMap))).toEqual({
      ...manifest,
      id: 'http://gw/https://a/',
      scope: 'http://gw/https://a/',
      icons: [{ src: 'http://gw/https://b/i.png' }],
      shortcuts: [{ url: 'http://gw///c/' }],
    });
    expect(rewriteManifest('no json', testMap)).toBe('no json');
  });

  it('JSON nested without a bottom costs no stack, and stays as it is', () => {
    const nested = `${'['.repeat(200_000)}{"url":"https://a/"}${']'.repeat(200_000)}`;
    const manifest = `{"id":"https://a/","icons":${nested}}`;
    expect(rewriteManifest(manifest, testMap)).toBe(manifest);
    const rules = `{"prefetch":[{"urls":["https://a/"]}],"x":${nested}}`;
    expect(rewriteSpeculationRules(rules, testMap)).toBe(rules);
    const long = JSON.stringify({ id: 'https://a/', name: 'x'.repeat(600_000) });
    expect(rewriteManifest(long, testMap)).toBe(long);
  });

  it.each([
    ['share_target', { action: 'https://a/' }],
    ['protocol_handlers', [{ protocol: 'web+x', url: 'https://a/?%s' }]],
    ['file_handlers', [{ action: 'https://a/', accept: { 'text/csv': ['.csv'] } }]],
    ['screenshots', [{ src: 'https://a/' }]],
    ['note_taking', { new_note_url: 'https://a/' }],
    ['scope_extensions', [{ type: 'origin', origin: 'https://a' }]],
    ['shortcuts', [{ url: 'https://a/', icons: [{ src: 'https://a/i' }] }]],
  ])('maps the %s of a web manifest', (member, value) => {
    const text = JSON.stringify({ [member]: value });
    expect(rewriteManifest(text, testMap)).toBe(text.replaceAll('https://a', 'http://gw/https://a'));
  });

  it.each([
    ['#EXT-X-MAP:URI="https://a/",BYTERANGE="1@0"', '#EXT-X-MAP:URI="http://gw/https://a/",BYTERANGE="1@0"'],
    [
      '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="x",NAME="https://n/",URI="//a/"',
      '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="x",NAME="https://n/",URI="http://gw///a/"',
    ],
    ['#EXT-X-SESSION-DATA:DATA-ID="x",URI="https://a/"', '#EXT-X-SESSION-DATA:DATA-ID="x",URI="http://gw/https://a/"'],
    ['#EXT-X-SESSION-KEY:METHOD=AES-128,URI="https://a/"', '#EXT-X-SESSION-KEY:METHOD=AES-128,URI="http://gw/https://a/"'],
    ['#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=1,URI="https://a/"', '#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=1,URI="http://gw/https://a/"'],
    ['#EXT-X-PART:DURATION=1, URI="https://a/"', '#EXT-X-PART:DURATION=1, URI="http://gw/https://a/"'],
    ['#EXT-X-PRELOAD-HINT:TYPE=PART,URI="https://a/"', '#EXT-X-PRELOAD-HINT:TYPE=PART,URI="http://gw/https://a/"'],
    ['#EXT-X-RENDITION-REPORT:URI="https://a/",LAST-MSN=1', '#EXT-X-RENDITION-REPORT:URI="http://gw/https://a/",LAST-MSN=1'],
    ['#EXT-X-CONTENT-STEERING:SERVER-URI="https://a/"', '#EXT-X-CONTENT-STEERING:SERVER-URI="http://gw/https://a/"'],
    ['#EXT-X-DATERANGE:ID="x",X-ASSET-URI="https://a/"', '#EXT-X-DATERANGE:ID="x",X-ASSET-URI="http://gw/https://a/"'],
    ['#EXT-X-DATERANGE:ID="x",X-ASSET-LIST="https://a/"', '#EXT-X-DATERANGE:ID="x",X-ASSET-LIST="http://gw/https://a/"'],
    ['#EXT-X-DEFINE:NAME="h",VALUE="https://a"', '#EXT-X-DEFINE:NAME="h",VALUE="http://gw/https://a"'],
    ['#EXT-X-DATERANGE:ID="x",X-COM-EXAMPLE="https://a/"', '#EXT-X-DATERANGE:ID="x",X-COM-EXAMPLE="https://a/"'],
    ['# comment URI="https://a/"', '# comment URI="https://a/"'],
    ['{$h}/seg.ts', '{$h}/seg.ts'],
  ])('HLS: %s', (line, expected) => {
    expect(rewriteHls(`#EXTM3U\n${line}\n`, testMap)).toBe(`#EXTM3U\n${expected}\n`);
  });

  it.each([
    ['<Location>https://a/</Location>', '<Location>http://gw/https://a/</Location>'],
    ['<SegmentURL media="https://a/" index="i"/>', '<SegmentURL media="http://gw/https://a/" index="i"/>'],
    ['<Initialization sourceURL="https://a/"/>', '<Initialization sourceURL="http://gw/https://a/"/>'],
    ['<Period xlink:href="https://a/"/>', '<Period xlink:href="http://gw/https://a/"/>'],
    [
      '<UTCTiming schemeIdUri="urn:mpeg:dash:utc:http-iso:2014" value="https://a/"/>',
      '<UTCTiming schemeIdUri="urn:mpeg:dash:utc:http-iso:2014" value="http://gw/https://a/"/>',
    ],
    [
      '<ContentSteering queryBeforeStart="true">https://a/</ContentSteering>',
      '<ContentSteering queryBeforeStart="true">http://gw/https://a/</ContentSteering>',
    ],
    ['<Role value="https://a/"/>', '<Role value="https://a/"/>'],
  ])('DASH: %s', (element, expected) => {
    expect(rewriteDash(`<MPD>${element}</MPD>`, testMap)).toBe(`<MPD>${expected}</MPD>`);
  });

  it('maps the lines and URI attributes of an HLS playlist', () => {
    const list = '#EXTM3U\r\n#EXT-X-KEY:METHOD=AES-128,URI="https://k/1"\r\n#EXTINF:4,https://title/\r\nhttps://s/1.ts\r\nseg2.ts\r\n';
    expect(rewriteHls(list, testMap)).toBe(
      list.replace('"https://k/1"', '"http://gw/https://k/1"').replace('\nhttps://s/', '\nhttp://gw/https://s/'),
    );
  });

  it('maps the addresses of a DASH playlist', () => {
    const list =
      '<MPD xmlns="http://x/"><BaseURL>https://a/?b&amp;c</BaseURL><SegmentTemplate media="https://a/$Number$" initialization=\'i\'/></MPD>';
    expect(rewriteDash(list, testMap)).toBe(
      '<MPD xmlns="http://x/"><BaseURL>http://gw/https://a/?b&amp;c</BaseURL><SegmentTemplate media="http://gw/https://a/$Number$" initialization=\'i\'/></MPD>',
    );
  });

  it.each(['\n', '\r\n', '\r'])('HLS of many lines, ended by %j: in slices as in one go, and others get their turn', async (end) => {
    const lines = Array.from({ length: 20_000 }, (_, at) => `#EXTINF:4,${end}https://s/${at}.ts${end}#EXT-X-KEY:URI="https://k/${at}"`);
    const list = `#EXTM3U${end}${lines.join(end)}`;
    const turns = { count: 0, over: false };
    const count = (): void => {
      turns.count++;
      if (!turns.over) setImmediate(count);
    };
    setImmediate(count);
    const rewritten = await rewritePlaylist(list, 'hls', testMap);
    turns.over = true;
    expect(rewritten).toBe(rewriteHls(list, testMap));
    expect(rewritten).toContain('http://gw/https://s/19999.ts');
    expect(turns.count).toBeGreaterThanOrEqual(Math.floor(list.length / (128 * 1024)) - 1);
  });

  it('DASH of many elements: in slices as in one go', async () => {
    const part = (at: number): string => `<BaseURL>https://a/${at}</BaseURL><SegmentURL media="https://b/${at}"/>text\n`;
    const list = `<MPD>${Array.from({ length: 20_000 }, (_, at) => part(at)).join('')}</MPD>`;
    expect(await rewritePlaylist(list, 'dash', testMap)).toBe(rewriteDash(list, testMap));
  });

  // A target that wants the gateway's only thread: each of these took minutes to hours when the text before or behind was read
  // again for every match. Quadratic time fails this test by its limit.
  it.each([
    ['hls', 'one line of definitions', `#EXT-X-DEFINE:${'VALUE="'.repeat(1_000_000)}`],
    ['hls', 'a line without an end', 'x'.repeat(8_000_000)],
    ['hls', 'names without a value', `#EXT-X-X:${',URI="'.repeat(1_000_000)}`],
    ['dash', 'tags without an end', '<BaseURL '.repeat(1_000_000)],
    ['dash', 'clocks without a value', '<UTCTiming '.repeat(800_000)],
    ['dash', 'one tag without an end', `<UTCTiming ${'a value'.repeat(1_000_000)}`],
    ['dash', 'attributes without an end', ` media="${" media='x".repeat(800_000)}`],
  ] as const)('%s: %s is read in its length', async (kind, _, text) => {
    expect(await rewritePlaylist(text, kind, () => undefined)).toBe(text);
  });
});
