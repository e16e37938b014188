/** parse5 decides what is a tag and what is not: the scanner must see the same attributes, in any chunks, and keep every byte. */
import fc from 'fast-check';
import { defaultTreeAdapter, Parser, type DefaultTreeAdapterMap, type Token } from 'parse5';
import { describe, expect, it } from 'vitest';
import { attributeKind } from '../../src/rewriter/text/index.ts';
import { identityPage, scan, testMap, testPage } from './page.ts';

/** Start tags as parse5's tokenizer gives them while its tree builder drives it. */
function startTags(html: string): { name: string; attrs: [string, string][] }[] {
  const tags: { name: string; attrs: [string, string][] }[] = [];
  class Recorder extends Parser<DefaultTreeAdapterMap> {
    override onStartTag(token: Token.TagToken): void {
      tags.push({ name: token.tagName, attrs: token.attrs.map(({ name, value }): [string, string] => [name, value]) });
      super.onStartTag(token);
    }
  }
  Recorder.parse(html, { scriptingEnabled: true, treeAdapter: defaultTreeAdapter });
  return tags;
}

/** The tags of the input with every plain address mapped: what the output must be read as. */
function expectedTags(html: string): ReturnType<typeof startTags> {
  return startTags(html).map(({ name, attrs }) => ({
    name,
    attrs: attrs.map(([key, value]) => {
      const kind = attributeKind(name, key);
      const fetched = kind !== 'link' || attrs.some(([other, rel]) => other === 'rel' && /stylesheet|icon/i.test(rel));
      return (kind === 'url' || kind === 'link') && fetched ? [key, testMap(value) ?? value] : [key, value];
    }),
  }));
}

function agrees(html: string): void {
  expect(startTags(scan(html, testPage())), html).toEqual(expectedTags(html));
}

const edges = [
  '<a href=http://a/>x</a>',
  "<a href='http://a/'>",
  '<a href = "http://a/" href="http://b/">',
  '<A HREF="HTTP://A/">',
  '<a\nhref\t=\n"//a/b">',
  '<a href="http://a/?x=1&y=2&amp;z=3&copy;">',
  '<a href="&#104;ttp://a/">',
  '<a href="h&#x74;tps&colon;&sol;&sol;a/">',
  '<a href="/&#47;a/">',
  '<a href=" \t http://a/ ">',
  '<a href="ht\ntp://a/">',
  '<a href=//a/b/>',
  '<a href=http://a/>"<img src="http://b/">',
  '<a title=">" href="http://a/">',
  '<a title=\'"\' href="http://a/">',
  '<a =href="http://a/" x>',
  '<a "href="http://a/">',
  '<a/href="http://a/"/>',
  '<a href>x<a href=>y<a href="">',
  '<a href="http://a/"title=x>',
  '<!-- <a href="http://a/"> --><a href="http://b/">',
  '<!--><a href="http://a/">',
  '<!---><a href="http://a/">-->',
  '<!----><a href="http://a/">',
  '<!-- x --!><a href="http://a/">',
  '<!-- x -- ><a href="http://a/">--><a href="http://b/">',
  '<!x <a href="http://a/">',
  '<?php <a href="http://a/"> ?>',
  '</ x><a href="http://a/">',
  '</><a href="http://a/">',
  '</a href="http://a/"><a href="http://b/">',
  '<![CDATA[<a href="http://a/">]]><a href="http://b/">',
  '<svg><![CDATA[<a href="http://a/">]]><a href="http://b/"/></svg><a href="http://c/">',
  '<svg><title><a href="http://a/"></title></svg>',
  '<svg><style><a href="http://a/"></style></svg><style><a href="http://b/"></style>',
  '<svg><foreignObject><style><a href="http://a/"></style></foreignObject></svg>',
  '<svg><desc><title><a href="http://a/"></title></desc></svg>',
  '<svg><p><style><a href="http://a/"></style>',
  '<svg><font size=1><style><a href="http://a/"></style>',
  '<svg><font><style><a href="http://a/"></style></font></svg>',
  '<svg/><style><a href="http://a/"></style>',
  '<div><svg></div><style><a href="http://a/"></style>',
  '<math><mtext><style><a href="http://a/"></style></mtext></math>',
  '<math><annotation-xml encoding="text/html"><title><a href="http://a/"></title></annotation-xml></math>',
  '<math><annotation-xml><title><a href="http://a/"></title></annotation-xml></math>',
  '<svg><use xlink:href="http://a/#x" href="//b/"/></svg>',
  '<svg><image href="http://a/"/><feImage xlink:href="http://b/"/><linearGradient href="http://c/"/></svg>',
  '<script><a href="http://a/"></script><a href="http://b/">',
  '<script>"</script ><a href="http://a/">',
  '<script>x</scriptx><a href="http://a/"></script>',
  '<script><!-- <script> </script> <a href="http://a/"> --></script><a href="http://b/">',
  '<script><!-- </script><a href="http://a/">',
  '<script><!--<script></script><a href="http://a/"></script><a href="http://b/">',
  '<script><!--></script><a href="http://a/">',
  '<script><!---></script><a href="http://a/">',
  '<script><!--<scriptx></script><a href="http://a/">',
  '<script><!--<script -->x</script><a href="http://a/">',
  '<script><!--<script/>x</script>y--></script><a href="http://a/">',
  '<SCRIPT></SCRIPT/><a href="http://a/">',
  '<style>a{}</style x><a href="http://a/">',
  '<textarea><a href="http://a/"></textarea><a href="http://b/">',
  '<title><a href="http://a/"></title><a href="http://b/">',
  '<xmp><a href="http://a/"></xmp><iframe><a href="http://b/"></iframe><noembed><a href="http://c/"></noembed>',
  '<noframes><a href="http://a/"></noframes><a href="http://b/">',
  '<plaintext><a href="http://a/">',
  '<title/><a href="http://a/"></title>',
  '<link rel=stylesheet href="http://a/"><link rel=canonical href="http://b/"><link href="http://c/">',
  '<base href="http://a/x/"><base href="http://b/"><img src="y">',
  '<img src="http://a/" src="http://b/" SRC="http://c/">',
  '<img src=\'http://a/?"\'><img src=http://a/?x="y">',
  '<input formaction=http://a/><button formaction="//b"><form action="http://c/">',
  '<object data="http://a/"><embed src="//b"><video poster="http://c/"><track src=http://d/>',
  '<body background="http://a/"><table background="//b">',
  '<a href="http://a/',
  '<a href="http://a/" ',
  '<a href',
  '<a',
  '<',
  '</',
  '<!',
  '<!-',
  '<!--',
  '<!-- x',
  '<script>',
  '<script>x</scr',
  '<style>x</style',
  'a < b <c href="http://a/"> < <a href="http://b/">',
  '<x-y href="http://a/" src="http://b/">',
  '<a\0href="http://a/">',
  '<a href="http://\u00e9/">',
  '<template><a href="http://a/"></template>',
  '<select><a href="http://a/"></select>',
];

/** The same soup in every run; another number, by hand, looks further. */
const SEED = 20_261_121;

describe('[B1] the scanner against parse5', () => {
  it.each(edges)('reads %j as the tree builder does', (html) => agrees(html));

  it.each(edges)('gives the same output for %j however it is cut', (html) => {
    const whole = scan(html, testPage());
    for (let cut = 1; cut < html.length; cut++) expect(scan(html, testPage(), {}, [cut]), `cut at ${cut}`).toBe(whole);
    const everywhere = Array.from({ length: html.length - 1 }, (_, index) => index + 1);
    expect(scan(html, testPage(), {}, everywhere)).toBe(whole);
  });

  it.each(edges)('keeps every byte of %j when nothing is mapped', (html) => {
    expect(scan(html, identityPage)).toBe(html);
  });

  const parts = [
    ...[
      '<a href="http://a/">',
      "<img src='//b/c'>",
      '<script>',
      '</script>',
      '<style>',
      '</style>',
      '<title>',
      '</title>',
      '<!--',
      '-->',
      '--!>',
    ],
    ...[
      '<textarea>',
      '</textarea>',
      '<div class="x">',
      '</div>',
      '<',
      '>',
      '/',
      '"',
      "'",
      '=',
      ' ',
      '\n',
      'x',
      '<!',
      '<?',
      '</',
      '&amp;',
      '-',
      '<br/>',
    ],
    ...[
      '<iframe src=http://d/>',
      '</iframe>',
      '<xmp>',
      '</xmp>',
      '<p title="',
      'href=http://e/ ',
      '<link rel=icon href=//f>',
      '<script ',
      '</scripty>',
    ],
  ];
  const soup = fc.array(fc.constantFrom(...parts), { maxLength: 14 }).map((list) => list.join(''));

  // Everything that we look at, and nothing that is absolute or guarded: no byte may change.
  const harmless = [
    ...['<a href="/a?b=1&amp;c&d">', "<img src='a.png' srcset='a 1x, b 2x'>", '<link rel=stylesheet href=a.css>', '<base href="/x/">'],
    ...[
      '<p style="background:url(a.png)">',
      '<style>@import "a"; b{c:url( d )}</style>',
      '<p onclick="go()">',
      '<a href="javascript:go()">',
    ],
    ...[
      '<iframe srcdoc="&lt;a href=&quot;/b&quot;>&amp;amp;x">',
      '<script>go(1 < 2, "</p>")</script>',
      '<form action=?x>',
      '<meta content="5; url=/a" http-equiv=refresh>',
    ],
    ...['<script type=importmap>{ "imports": { "a": "./a.js" } }</script>', '<object data=a><param name=src value=b>', '<a ping="/a /b">'],
    ...['<svg><use xlink:href="#a"/><rect fill="url(#b)"/></svg>', '<noscript><img src=a></noscript>', '<template><a href=b></template>'],
    ...[
      '\r\n',
      '\t',
      '&nbsp;',
      '\xe9',
      '\0',
      '<!-- a -->',
      '</p>',
      'text',
      '<br/>',
      '<P CLASS = x >',
      '<![CDATA[x]]>',
      '<?a?>',
      '<textarea>a</textarea>',
    ],
  ];

  it('[B1] keeps every byte of a page in which nothing is absolute', () => {
    const page = fc.array(fc.constantFrom(...harmless), { maxLength: 20 }).map((list) => list.join(''));
    fc.assert(
      fc.property(page, fc.array(fc.nat(200), { maxLength: 4 }), (html, cuts) => {
        const sorted = cuts.filter((cut) => cut < html.length).sort((a, b) => a - b);
        expect(scan(html, testPage(), { bytes: true }, sorted)).toBe(html);
        const boot = testPage({ bootTag: (where) => (where === 'srcdoc' ? '' : '<script boot></script>') });
        expect(scan(html, boot, { bytes: true }, sorted).replace('<script boot></script>', '')).toBe(html);
      }),
      { numRuns: 2000, seed: SEED },
    );
  });

  it('reads soup as the tree builder does', () => {
    fc.assert(
      fc.property(soup, (html) => agrees(html)),
      { numRuns: 3000, seed: SEED },
    );
  });

  it('does not depend on the chunks', () => {
    fc.assert(
      fc.property(soup, fc.array(fc.nat(80), { maxLength: 6 }), (html, cuts) => {
        const sorted = cuts.filter((cut) => cut < html.length).sort((a, b) => a - b);
        expect(scan(html, testPage(), {}, sorted)).toBe(scan(html, testPage()));
        expect(scan(html, identityPage, {}, sorted)).toBe(html);
      }),
      { numRuns: 2000, seed: SEED },
    );
  });
});
