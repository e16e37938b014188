/** HTML: the scanner beside what else could map every address of a page and put a script in, over saved home pages. */
import { load } from 'cheerio';
import { Tokenizer } from 'htmlparser2';
import { attributeKind, HtmlScanner, OriginTable, rewriteJs, type HtmlPage } from '../src/rewriter/text/index.ts';
import { firstDifference, identical } from './support/html-truth.ts';
import { pages, sample, sizeOf } from './support/corpus.ts';
import { runRace, type Candidate } from './support/race.ts';
import { sessionMap } from './support/session-map.ts';
import { figure, type BenchTable } from './table.ts';

const map = sessionMap();
const BOOT = '<script src="/.samepage/runtime.js" data-boot="{}"></script>';

/** What the gateway does: addresses, inline scripts and styles. */
const whole: HtmlPage = {
  map,
  js: (text, kind, encode) => {
    const result = rewriteJs(text, { kind, map, bytes: true });
    return 'unsettled' in result || result.text === text ? undefined : encode(result.text);
  },
  bootTag: () => BOOT,
};
/** What the peers do. */
const addresses: HtmlPage = { ...whole, js: () => undefined, css: (text) => text };

const OURS = 'samepage, addresses';
const UTF8 = 'UTF-8 decode and encode';
const TOKENIZER = "htmlparser2's Tokenizer";
const CHEERIO = 'cheerio';

const candidates: Candidate[] = [
  { name: 'latin1 copy', run: (bytes) => Buffer.from(bytes.toString('latin1'), 'latin1') },
  { name: UTF8, run: (bytes) => Buffer.from(bytes.toString('utf8'), 'utf8') },
  { name: OURS, run: (bytes) => scan(bytes, addresses) },
  { name: 'samepage, whole job', run: (bytes) => scan(bytes, whole) },
  { name: TOKENIZER, run: spliceByTokenizer },
  { name: CHEERIO, run: rewriteByCheerio },
];

function scan(bytes: Buffer, page: HtmlPage): Buffer {
  // Each page anew, as the first of a session.
  const scanner = new HtmlScanner({ ...page, origins: new OriginTable() }, { bytes: true });
  return Buffer.from(scanner.push(bytes.toString('latin1')).join('') + scanner.end().join(''), 'latin1');
}

function spliceByTokenizer(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1');
  let out = '';
  let copied = 0;
  let tag = '';
  let name = '';
  let start = -1;
  let end = -1;
  const ignore = (): void => undefined;
  const tokenizer = new Tokenizer(
    { xmlMode: false, decodeEntities: true },
    {
      onopentagname: (from, to) => {
        tag = text.slice(from, to).toLowerCase();
        if (copied > 0 || tag === 'html' || tag === 'head') return;
        out = text.slice(0, from - 1) + BOOT;
        copied = from - 1;
      },
      onattribname: (from, to) => {
        name = text.slice(from, to).toLowerCase();
        start = -1;
      },
      onattribdata: (from, to) => {
        if (start < 0) start = from;
        end = to;
      },
      onattribentity: ignore,
      onattribend: () => {
        const kind = start < 0 ? undefined : attributeKind(tag, name);
        if (kind !== 'url' && kind !== 'link') return;
        const mapped = map(text.slice(start, end));
        if (mapped === undefined) return;
        out += text.slice(copied, start) + mapped;
        copied = end;
      },
      ...{ oncdata: ignore, onclosetag: ignore, oncomment: ignore, ondeclaration: ignore, onend: ignore, onopentagend: ignore },
      ...{ onprocessinginstruction: ignore, onselfclosingtag: ignore, ontext: ignore, ontextentity: ignore },
    },
  );
  tokenizer.write(text);
  tokenizer.end();
  return Buffer.from(out + text.slice(copied), 'latin1');
}

function rewriteByCheerio(bytes: Buffer): Buffer {
  const $ = load(bytes.toString('utf8'));
  $('[href],[src],[action],[poster],[data],[background],[formaction]').each((_, element) => {
    for (const attribute of ['href', 'src', 'action', 'poster', 'data', 'background', 'formaction']) {
      const mapped = map($(element).attr(attribute) ?? '');
      if (mapped !== undefined) $(element).attr(attribute, mapped);
    }
  });
  $('head').prepend(BOOT);
  return Buffer.from($.html(), 'utf8');
}

export async function benchHtml(): Promise<BenchTable> {
  const corpus = pages();
  const files = sample(corpus, 4_000_000);
  const race = await runRace(files, candidates);
  const share = (test: (text: string) => boolean): number =>
    (corpus.filter(({ bytes }) => test(bytes.toString('latin1'))).length * 100) / corpus.length;
  return {
    title: `HTML, ${sizeOf(files)} of ${corpus.length} saved home pages`,
    rows: race.rows('HTML', [UTF8, CHEERIO]),
    figures: [
      race.figure('html-cheerio', OURS, CHEERIO),
      race.figure('html-tokenizer', OURS, TOKENIZER),
      race.figure('html-utf8', OURS, UTF8),
      figure('html-identical', [share(identical)]),
      figure('html-parse5', [share((text) => firstDifference(text) === undefined)]),
    ],
  };
}
