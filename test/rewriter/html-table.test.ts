/** What the scanner makes of markup, place by place. */
import { describe, expect, it } from 'vitest';
import { HtmlScanner, rewriteHtmlFragment } from '../../src/rewriter/text/index.ts';
import { identityPage, scan, testPage } from './page.ts';

const same = (html: string): [string, string] => [html, html];

const table: [string, string][] = [
  // Addresses.
  ['<img srcset="http://a/1 1x, b 2x,//c/d,e 3x">', '<img srcset="http://gw/http://a/1 1x, b 2x,http://gw///c/d,e 3x">'],
  ['<link rel=preload imagesrcset="//a 1x" as=image>', '<link rel=preload imagesrcset="http://gw///a 1x" as=image>'],
  ['<a ping="http://a/ /b //c">', '<a ping="http://gw/http://a/ /b http://gw///c">'],
  [
    '<object data="//a" codebase="http://b/" archive="http://c/ d">',
    '<object data="http://gw///a" codebase="http://gw/http://b/" archive="http://gw/http://c/ d">',
  ],
  [
    '<param name=movie value="http://a/"><param name=x value="http://a/">',
    '<param name=movie value="http://gw/http://a/"><param name=x value="http://a/">',
  ],
  ['<html manifest="http://a/">', '<html manifest="http://gw/http://a/">'],
  ['<p style="background:url(http://a/)">', '<p style="background:url(http://gw/http://a/)">'],
  ['<p style=\'background:url("http://a/")\'>', '<p style=\'background:url("http://gw/http://a/")\'>'],
  ['<p style="background:url(&quot;http://a/&quot;)">', '<p style="background:url(&quot;http://gw/http://a/&quot;)">'],
  ['<svg><rect fill="url(http://a/#x)" mask="url(#y)"/></svg>', '<svg><rect fill="url(http://gw/http://a/#x)" mask="url(#y)"/></svg>'],
  ['<style>a{background:url(//a)}</style>', '<style>a{background:url(http://gw///a)}</style>'],
  ['<style>@import "http://a/', '<style>@import "http://gw/http://a/'],
  ['<svg><style>a{fill:url(http://a/)}</style></svg>', '<svg><style>a{fill:url(http://gw/http://a/)}</style></svg>'],
  [
    '<svg><style><![CDATA[a{fill:url(http://a/)}]]></style></svg>',
    '<svg><style><![CDATA[a{fill:url(http://gw/http://a/)}]]></style></svg>',
  ],
  ['<a href="http://a/?x=1&y=2&amp;z">', '<a href="http://gw/http://a/?x=1&y=2&amp;z">'],
  ['<a href="http://a/?&eacute;&copy=1">', '<a href="http://gw/http://a/?&eacute;&copy=1">'],
  ["<a href='http://a/?&#39;&quot;'>", "<a href='http://gw/http://a/?&#39;&quot;'>"],
  ["<a href='http&#58;//a/?&#39;&quot;'>", "<a href='http://gw/http://a/?&#39;\"'>"],
  // In iso-2022-jp these three are no characters of their own, so they stay references.
  ['<a href="http&#58;//a/?&#14;&#xF;&#27;">', '<a href="http://gw/http://a/?&#14;&#xF;&#27;">'],
  ['<a href=http://a/?x=1&y>z', '<a href=http://gw/http://a/?x=1&y>z'],
  ['<noscript><img src="http://a/"></noscript>', '<noscript><img src="http://gw/http://a/"></noscript>'],
  [
    '<link rel="alternate stylesheet" href="//a"><link rel=alternate href="//a">',
    '<link rel="alternate stylesheet" href="http://gw///a"><link rel=alternate href="//a">',
  ],
  // Scripts.
  ['<script>a=location</script>', '<script>a=__samepage$w(location)</script>'],
  ['<script type="module">import "https://a/"</script>', '<script type="module">import "http://gw/https://a/"</script>'],
  ['<script type="Text/JavaScript ">a=location</script>', '<script type="Text/JavaScript ">a=__samepage$w(location)</script>'],
  [
    '<script type=importmap>{"imports":{"a":"https://a/"}}</script>',
    '<script type=importmap>{"imports":{"a":"http://gw/https://a/"}}</script>',
  ],
  [
    '<script type=speculationrules>{"prefetch":[{"urls":["https://a/","b"]}]}</script>',
    '<script type=speculationrules>{"prefetch":[{"urls":["http://gw/https://a/","b"]}]}</script>',
  ],
  ['<p onclick="a=location">', '<p onclick="a=__samepage$w(location)">'],
  ['<p ONCLICK=\'a=location;b="c"\'>', '<p ONCLICK=\'a=__samepage$w(location);b="c"\'>'],
  ['<p onpointerrawupdate=a=location>', '<p onpointerrawupdate=a=__samepage$w(location)>'],
  ['<p onclick="a&&location.b">', '<p onclick="a&&__samepage$w(location).b">'],
  ['<p onclick="a=&quot;x&quot;+location">', '<p onclick="a=&quot;x&quot;+__samepage$w(location)">'],
  ['<x-y onclick="a=location">', '<x-y onclick="a=__samepage$w(location)">'],
  ['<a href="javascript:a=location">', '<a href="javascript:a=__samepage$w(location)">'],
  ['<a href=" java\nscript:a=location">', '<a href="javascript:a=__samepage$w(location)">'],
  ['<a href="javascript:a=%6cocation">', '<a href="javascript:a=__samepage$w(location)">'],
  ['<a href="&#106;avascript&colon;a=location">', '<a href="javascript:a=__samepage$w(location)">'],
  ['<a href="javascript:b=\'%C3%A9\';%0Aa=location">', '<a href="javascript:b=\'%C3%A9\';%0Aa=__samepage$w(location)">'],
  ['<svg><script>a=location</script></svg>', '<svg><script>a=__samepage$w(location)</script></svg>'],
  ['<svg><script><![CDATA[a=location&&b]]></script></svg>', '<svg><script><![CDATA[a=__samepage$w(location)&&b]]></script></svg>'],
  ['<svg><script>a=location&amp;&amp;b</script></svg>', '<svg><script>a=__samepage$w(location)&amp;&amp;b</script></svg>'],
  // Documents inside.
  ['<iframe srcdoc="<a href=http://a/>x</a>">', '<iframe srcdoc="<a href=http://gw/http://a/>x</a>">'],
  [
    '<iframe srcdoc="<a href=&quot;http://a/?x&amp;amp;y&quot;>">',
    '<iframe srcdoc="<a href=&quot;http://gw/http://a/?x&amp;amp;y&quot;>">',
  ],
  ["<iframe srcdoc='<script>a=location</script>'>", "<iframe srcdoc='<script>a=__samepage$w(location)</script>'>"],
  [
    '<iframe srcdoc="<p onclick=&quot;a=\'&amp;quot;\'+location&quot;>">',
    '<iframe srcdoc="<p onclick=&quot;a=\'&amp;quot;\'+__samepage$w(location)&quot;>">',
  ],
  // Metas and promises that cannot be kept.
  ['<meta http-equiv=refresh content="5; url=http://a/">', '<meta http-equiv=refresh content="5; url=http://gw/http://a/">'],
  ['<meta content="0;URL=\'//a\'" http-equiv="Refresh">', '<meta content="0;URL=\'http://gw///a\'" http-equiv="Refresh">'],
  ['<script src="a" integrity="sha256-x" defer></script>', '<script src="a"  defer></script>'],
  ['<link integrity=sha256-x rel=stylesheet href=a>', '<link  rel=stylesheet href=a>'],
  ['<iframe csp="default-src x" src="a">', '<iframe  src="a">'],
  [
    '<meta http-equiv=delegate-ch content="sec-ch-width https://a; dpr">',
    '<meta http-equiv=delegate-ch content="sec-ch-width http://gw/https://a; dpr">',
  ],
  ['<link rel=next href="//a"><link rel=search href="//b">', '<link rel=next href="http://gw///a"><link rel=search href="http://gw///b">'],
  [
    '<math><mrow href="http://a/"><mi xlink:href="//b">x</mi></mrow></math>',
    '<math><mrow href="http://gw/http://a/"><mi xlink:href="http://gw///b">x</mi></mrow></math>',
  ],
  ['<template shadowrootmode=open><img src="//a"></template>', '<template shadowrootmode=open><img src="http://gw///a"></template>'],
  // Left as it is.
  same('<meta name="referrer" content="origin"><meta http-equiv=x-ua-compatible content="https://a/">'),
  same('<meta property="og:url" content="http://a/">'),
  same('<link rel=canonical href="http://a/">'),
  same('<blockquote cite="http://a/">'),
  same('<img longdesc="http://a/" data-src="http://a/" alt="http://a/">'),
  same('<a href="/a"><a href="a"><a href="#a"><a href="?a"><a href="mailto:a@b"><img src="data:image/png,//">'),
  same('<my-img src="http://a/">'),
  same('<script type="application/json">{"a":"http://a/"}</script>'),
  same('<script type="application/ld+json">{"location":"http://a/"}</script>'),
  same('<script type="text/template"><a href="http://a/"></script>'),
  same('<script src="a">location.x</script>'),
  same('<p on-click="a=location" on="location" onx.y="a=location">'),
  same('<script integrity="sha256-x">1</script>'),
  same('<a title="location">http://a/ location</a>'),
  same('<p onclick="location=1">'),
];

describe('the scanner', () => {
  it.each(table)('makes of %j %j', (html, expected) => {
    expect(scan(html, testPage())).toBe(expected);
    expect(rewriteHtmlFragment(html, testPage())).toBe(expected);
    const cuts = Array.from({ length: html.length - 1 }, (_, index) => index + 1);
    expect(scan(html, testPage(), {}, cuts)).toBe(expected);
  });

  it.each([
    [
      `<iframe src="javascript:'&lt;p>' + %6cocation">`,
      `<iframe src="javascript:try{parent.__samepage$r(self)}catch(_){};__samepage$r('<p>' + __samepage$w(location))">`,
    ],
    [
      `<iframe src="javascript:parent.page(&quot;%3C&quot;)">`,
      `<iframe src="javascript:try{parent.__samepage$r(self)}catch(_){};__samepage$r(parent.page(&quot;%3C&quot;))">`,
    ],
    ['<iframe src="javascript:void 0">', '<iframe src="javascript:void 0">'],
    [`<a href="javascript:page('x')">`, `<a href="javascript:page('x')">`],
    [`<a href="javascript:'<p>'">`, `<a href="javascript:__samepage$r('<p>')">`],
  ])('makes of %j, where documents get our tag, %j', (html, expected) => {
    expect(scan(`<head>${html}`, testPage({ bootTag: () => '' }))).toBe(`<head>${expected}`);
  });

  it('keeps every byte when nothing is mapped', () => {
    for (const [html] of table) if (!html.includes('csp=')) expect(scan(html, identityPage)).toBe(html);
  });

  it('hands policies to the page', () => {
    const page = testPage({ mapCsp: (policy) => (policy === "default-src 'self'; x" ? 'y "z"' : undefined) });
    expect(scan(`<meta http-equiv=Content-Security-Policy content="default-src 'self'; x">`, page)).toBe(
      '<meta http-equiv=Content-Security-Policy content="y &quot;z&quot;">',
    );
    expect(scan('<meta http-equiv=Content-Security-Policy content="other">', page)).toContain('"other"');
  });

  it('drops integrity only where the page says so', () => {
    const page = testPage({ integrity: ({ url }) => (url === '/b' ? '' : url === '/c' ? 'nonce="n"' : undefined) });
    expect(scan('<script src=/a integrity=x></script><script src=/b integrity=x></script><script src=/c integrity=x defer>', page)).toBe(
      '<script src=/a integrity=x></script><script src=/b ></script><script src=/c nonce="n" defer>',
    );
  });

  it('tells of a hash how its file is asked for, and whether it may be changed', () => {
    const seen: string[] = [];
    const page = testPage({
      integrity: ({ url, metadata, cors, as }) => void seen.push([url, metadata, cors && 'cors', as].join(' ')),
    });
    scan(
      '<script src=a integrity="x&#32;y"></script><script src=b integrity=x crossorigin></script><script src=c integrity=x type=Module></script>' +
        '<link rel=stylesheet href=d integrity=x><link rel=modulepreload href=e integrity=x><link rel=preload as=image href=f integrity=x>' +
        '<link rel="preload" as="script" href=g integrity=x crossorigin=anonymous>' +
        '<script type=importmap>{"integrity":{"h":"x"}}</script>',
      page,
    );
    expect(seen).toEqual([
      'a x y false script',
      'b x cors script',
      'c x cors script',
      'd x false style',
      'e x cors script',
      'f x false ',
      'g x cors script',
      'h x cors script',
    ]);
  });

  it('lets a changed element in by a nonce, when its policy named it by a hash', () => {
    const named = new Set(['a=location', 'a{background:url(//a)}']);
    const page = testPage({ admit: (text) => (named.has(text) ? 'n' : undefined) });
    const table: [string, string][] = [
      ['<script>a=location</script>', '<script nonce="n">a=__samepage$w(location)</script>'],
      ['<script type=module async>a=location</script>', '<script type=module async nonce="n">a=__samepage$w(location)</script>'],
      ['<script>b=location</script>', '<script>b=__samepage$w(location)</script>'],
      ['<script>1</script>', '<script>1</script>'],
      ['<script nonce=x>a=location</script>', '<script nonce=x>a=__samepage$w(location)</script>'],
      ['<style>a{background:url(//a)}</style>', '<style nonce="n">a{background:url(http://gw///a)}</style>'],
      ['<svg><script>a=location</script></svg>', '<svg><script nonce="n">a=__samepage$w(location)</script></svg>'],
      ['<iframe srcdoc="<script>a=location</script>">', '<iframe srcdoc="<script nonce=&quot;n&quot;>a=__samepage$w(location)</script>">'],
      ['<script>a=location', '<script>a=location'],
    ];
    for (const [html, expected] of table) {
      expect(scan(html, page)).toBe(expected);
      for (let cut = 1; cut < html.length; cut++) expect(scan(html, page, {}, [cut]), `cut at ${cut}`).toBe(expected);
    }
  });

  it('goes into documents in documents, as far as any page does', () => {
    const nest = (depth: number): string => {
      let html = '<img src="//a">';
      for (let level = 0; level < depth; level++) html = `<iframe srcdoc="${html.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}">`;
      return html;
    };
    expect(scan(nest(4), testPage())).toContain('http://gw///a');
    expect(scan(nest(12), identityPage) === nest(12)).toBe(true);
    // Each level costs a few characters where the value stands without quotes.
    let deep = 'x';
    for (let level = 0; level < 300; level++) deep = `<iframe/srcdoc=${deep.replaceAll('&', '&amp;').replaceAll('>', '&gt;')}>`;
    expect(scan(deep, identityPage) === deep).toBe(true);
  });

  it('tells the first base', () => {
    const bases: string[] = [];
    scan(
      '<base target=x><base href="http://a/"><base href="http://b/"><iframe srcdoc="<base href=http://c/>">',
      testPage({ onBase: (href) => bases.push(href) }),
    );
    expect(bases).toEqual(['http://a/']);
  });
});

describe('our script tag', () => {
  const boot = testPage({ bootTag: (where) => `<script ${where}></script>` });
  const tag = '<script document></script>';

  it.each<[string, string]>([
    ['<!doctype html><html><head><title>x</title>', `<!doctype html><html><head>${tag}<title>x</title>`],
    ['<head><meta charset=utf-8><script>', `<head><meta charset=utf-8>${tag}<script>`],
    ['<head><meta name=viewport content=x><link>', `<head><meta name=viewport content=x>${tag}<link>`],
    ['<head><meta http-equiv=Content-Security-Policy content=x>', `<head>${tag}<meta http-equiv=Content-Security-Policy content=x>`],
    ['<p>x', `${tag}<p>x`],
    ['x', `${tag}x`],
    ['  <!-- c -->\n x<p>', `  <!-- c -->\n ${tag}x<p>`],
    ['', tag],
    ['<!doctype html>', `<!doctype html>${tag}`],
    ['<html lang=en><body>', `<html lang=en>${tag}<body>`],
    ['<script>a</script>', `${tag}<script>a</script>`],
    ['</p>x', `${tag}</p>x`],
    ['< x', `${tag}< x`],
    ['\ufeff<!doctype html><p>', `\ufeff<!doctype html>${tag}<p>`],
    ['\xef\xbb\xbf<!doctype html><p>', `\xef\xbb\xbf<!doctype html>${tag}<p>`],
    ['<html><head></head>', `<html><head>${tag}</head>`],
    ['<!-- <head> --><head>', `<!-- <head> --><head>${tag}`],
    ['<head><noscript><img></noscript>', `<head>${tag}<noscript><img></noscript>`],
    ['<frameset>', `${tag}<frameset>`],
  ])('goes into %j once, before anything of the page runs', (html, expected) => {
    expect(scan(html, boot)).toBe(expected);
    const cuts = Array.from({ length: Math.max(0, html.length - 1) }, (_, index) => index + 1);
    expect(scan(html, boot, {}, cuts)).toBe(expected);
  });

  it('goes into srcdoc documents, escaped as their text is', () => {
    expect(scan('<p><iframe srcdoc="<b>x">', boot)).toBe(`${tag}<p><iframe srcdoc="<script srcdoc></script><b>x">`);
    expect(scan("<p><iframe srcdoc='x'>", testPage({ bootTag: () => `<script a='"'></script>` }))).toContain(
      `srcdoc='<script a=&#39;"&#39;></script>x'`,
    );
  });

  it('stays out of fragments', () => {
    expect(rewriteHtmlFragment('<p>x', boot)).toBe('<p>x');
  });

  it('goes into XML where XML allows it', () => {
    expect(scan('<?xml version="1.0"?><html xmlns="x"><head><title/></head></html>', boot, { xml: true })).toBe(
      `<?xml version="1.0"?><html xmlns="x"><head>${tag}<title/></head></html>`,
    );
    expect(scan('<svg xmlns="x"><a/></svg>', boot, { xml: true })).toBe(`<svg xmlns="x">${tag}<a/></svg>`);
    expect(scan('<svg/>', boot, { xml: true })).toBe('<svg/>');
    expect(scan('<s:svg xmlns:s="x"><s:a/></s:svg>', boot, { xml: true })).toBe(`<s:svg xmlns:s="x">${tag}<s:a/></s:svg>`);
    // A feed, a site map, data: shown by the browser in its own way, which a script in it would end.
    const feed = '<?xml version="1.0"?><rss version="2.0"><channel><link>https://a/</link><html/></channel></rss>';
    expect(scan(feed, boot, { xml: true })).toBe(feed);
  });
});

describe('XML', () => {
  it.each<[string, string]>([
    [
      '<?xml-stylesheet type="text/css" href="http://a/?x&amp;y"?><a/>',
      '<?xml-stylesheet type="text/css" href="http://gw/http://a/?x&amp;y"?><a/>',
    ],
    ['<?xml-stylesheet type="text/xsl" href="http://a/"?><a/>', '<?samepage-off type="text/xsl" href="http://a/"?><a/>'],
    ["<?xml-stylesheet href='http://a/'\ntype='&#x74;ext/xml'?><a/>", "<?samepage-off href='http://a/'\ntype='&#x74;ext/xml'?><a/>"],
    [
      '<?xml-stylesheet type="TEXT/CSS; charset=utf-8" href="http://a/"?><a/>',
      '<?xml-stylesheet type="TEXT/CSS; charset=utf-8" href="http://gw/http://a/"?><a/>',
    ],
    ['<!DOCTYPE a [<!ENTITY b "<c>">]><img src="http://a/"/>', '<!DOCTYPE a [<!ENTITY b "<c>">]><img src="http://gw/http://a/"/>'],
    ['<h:img src="http://a/"/>', '<h:img src="http://gw/http://a/"/>'],
    ['<script>a=location</script>', '<script>a=__samepage$w(location)</script>'],
    ['<script>//<![CDATA[\na=location\n//]]></script>', '<script>//<![CDATA[\na=location\n//]]></script>'],
    ['<script><![CDATA[a=location<b]]></script>', '<script><![CDATA[a=__samepage$w(location)<b]]></script>'],
    ['<title><a href="http://a/"/></title>', '<title><a href="http://gw/http://a/"/></title>'],
    ['<p><![CDATA[<a href="http://a/"/>]]></p>', '<p><![CDATA[<a href="http://a/"/>]]></p>'],
    ['<?php <a href="http://a/"/> ?><p/>', '<?php <a href="http://a/"/> ?><p/>'],
  ])('%j becomes %j', (xml, expected) => {
    expect(scan(xml, testPage(), { xml: true })).toBe(expected);
  });
});

describe('limits', () => {
  it('passes a tag of more than a megabyte unread, and reads on behind it', () => {
    const giant = `<img title=">" alt='${'x'.repeat(1_200_000)}' src="http://a/">`;
    const cuts = Array.from({ length: 30 }, (_, index) => (index + 1) * 40_000);
    expect(scan(`${giant}<a href="http://b/">`, testPage(), {}, cuts)).toBe(`${giant}<a href="http://gw/http://b/">`);
    const script = `<script title="${'x'.repeat(1_200_000)}"><a href="http://a/"></script>`;
    expect(scan(`${script}<a href="http://b/">`, testPage(), {}, cuts)).toBe(`${script}<a href="http://gw/http://b/">`);
  });

  it('keeps a long data: address', () => {
    const html = `<img src="data:image/png;base64,${'A'.repeat(300_000)}"><a href="http://b/">`;
    const cuts = Array.from({ length: 18 }, (_, index) => (index + 1) * 16_384);
    expect(scan(html, testPage(), {}, cuts)).toBe(html.replace('http://b/', 'http://gw/http://b/'));
  });

  it('passes a script of more than four megabytes as it is', () => {
    const html = `<script>a=location;${'/*x*/'.repeat(1_000_000)}</script><script>a=location</script>`;
    const cuts = Array.from({ length: 49 }, (_, index) => (index + 1) * 100_000);
    expect(scan(html, testPage(), {}, cuts).endsWith('</script><script>a=__samepage$w(location)</script>')).toBe(true);
  });

  it('reads a thousand attributes of one tag', () => {
    const many = Array.from({ length: 998 }, (_, index) => `a${index}=1`).join(' ');
    expect(scan(`<a ${many} href="http://a/">`, testPage())).toContain('http://gw/http://a/');
    expect(scan(`<a ${many} b c d e href="http://a/"><a href="http://b/">`, testPage())).toContain('http://gw/http://b/');
  });

  it('maps an origin anew behind a policy that changes how it is mapped', () => {
    let upgrade = false;
    const page = {
      ...testPage(),
      map: (url: string) => (upgrade ? url.replace('http:', 'https:') : undefined),
      mapCsp: () => {
        upgrade = true;
        return undefined;
      },
    };
    const img = '<img src="http://a/x">';
    const policy = '<meta http-equiv="content-security-policy" content="upgrade-insecure-requests">';
    expect(scan(img + policy + img, page)).toBe(`${img}${policy}<img src="https://a/x">`);
  });

  it('is not slowed by a tag that drips in', () => {
    const scanner = new HtmlScanner(testPage());
    const before = process.cpuUsage().user;
    scanner.push('<a title="');
    for (let index = 0; index < 60_000; index++) scanner.push('>>>>>>>>>>>>>>>>');
    const out = scanner.push('" href="http://a/">').join('') + scanner.end().join('');
    expect(out).toContain('http://gw/http://a/');
    expect((process.cpuUsage().user - before) / 1000).toBeLessThan(3000);
  });

  it('stays linear on nested brackets, comments and unclosed elements', () => {
    const before = process.cpuUsage().user;
    for (const part of ['<svg>', '<!--', '<![CDATA[', '<script><!--', '<a ', '</', '<style>', '<math><mtext>'])
      scan(part.repeat(40_000), testPage());
    expect((process.cpuUsage().user - before) / 1000).toBeLessThan(5000);
  });
});
