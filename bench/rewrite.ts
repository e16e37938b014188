/**
 * How fast the rewriters are, in MB per CPU-second, beside a plain copy of the same bytes and beside the libraries that would do
 * the same. Wall clock says little on a shared machine; candidates take turns on the same files in one process, and the ratio is
 * taken inside each round.
 */
import { parse as parseJs } from 'acorn';
import { load } from 'cheerio';
import { tokenize as tokenizeCss } from 'css-tree';
import { Tokenizer } from 'htmlparser2';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepareJsByParser } from '../src/rewriter/js-acorn.ts';
import { attributeKind, HtmlScanner, rewriteCss, rewriteJs, type HtmlPage } from '../src/rewriter/text/index.ts';

export interface BenchTable {
  readonly title: string;
  readonly rows: readonly { readonly name: string; readonly values: Record<string, number | string> }[];
}

interface Candidate {
  readonly name: string;
  run(bytes: Buffer): Buffer | number;
}

const modules = fileURLToPath(new URL('../node_modules', import.meta.url));
const ROUNDS = 7;
/** Stands in for the map of a session: what it gives is as long as a gateway address. */
const map = (url: string): string | undefined =>
  /^(?:https?:)?\/\//i.test(url) ? `http://www-shop-example.abcdefghabcdefgh.localhost:8080/${url.length}` : undefined;
const page: HtmlPage = {
  map,
  js: (text, kind, encode) => {
    const result = rewriteJs(text, { kind, map, bytes: true });
    return 'unsettled' in result || result.text === text ? undefined : encode(result.text);
  },
  bootTag: () => '<script src="/.samepage/runtime.js" data-boot="{}"></script>',
};

const copy: Candidate = { name: 'latin1 copy', run: (bytes) => Buffer.from(bytes.toString('latin1'), 'latin1') };
const utf8: Candidate = { name: 'UTF-8 decode and encode', run: (bytes) => Buffer.from(bytes.toString('utf8'), 'utf8') };

const htmlCandidates: Candidate[] = [
  copy,
  utf8,
  { name: 'samepage html (whole job: addresses, inline scripts and styles)', run: (bytes) => scanHtml(bytes, page) },
  { name: 'samepage html (addresses alone)', run: (bytes) => scanHtml(bytes, { ...page, js: () => undefined, css: (text) => text }) },
  { name: 'htmlparser2 Tokenizer, addresses spliced', run: spliceByTokenizer },
  { name: 'cheerio', run: rewriteByCheerio },
];
const cssCandidates: Candidate[] = [
  copy,
  utf8,
  { name: 'samepage css', run: (bytes) => Buffer.from(rewriteCss(bytes.toString('latin1'), map), 'latin1') },
  { name: 'css-tree tokenize, addresses spliced', run: spliceByCssTree },
];
const jsCandidates: Candidate[] = [
  copy,
  utf8,
  { name: 'samepage js', run: (bytes) => scanJs(bytes) },
  { name: 'acorn, same edits', run: (bytes) => rewriteByAcorn(bytes) },
  { name: 'acorn, parse alone', run: (bytes) => parseEither(bytes.toString('utf8')) },
];

function scanHtml(bytes: Buffer, target: HtmlPage): Buffer {
  const scanner = new HtmlScanner(target, { bytes: true });
  return Buffer.from(scanner.push(bytes.toString('latin1')).join('') + scanner.end().join(''), 'latin1');
}

function spliceByTokenizer(bytes: Buffer): Buffer {
  const text = bytes.toString('utf8');
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
      onopentagname: (from, to) => (tag = text.slice(from, to).toLowerCase()),
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
  return Buffer.from(out + text.slice(copied), 'utf8');
}

function rewriteByCheerio(bytes: Buffer): Buffer {
  const $ = load(bytes.toString('utf8'));
  $('[href],[src],[action],[poster],[data]').each((_, element) => {
    for (const attribute of ['href', 'src', 'action', 'poster', 'data']) {
      const mapped = map($(element).attr(attribute) ?? '');
      if (mapped !== undefined) $(element).attr(attribute, mapped);
    }
  });
  $('head').prepend('<script src="/.samepage/runtime.js"></script>');
  return Buffer.from($.html(), 'utf8');
}

function spliceByCssTree(bytes: Buffer): Buffer {
  const text = bytes.toString('utf8');
  let out = '';
  let copied = 0;
  tokenizeCss(text, (type, start, end) => {
    if (type !== 7) return; // <url-token>
    const inside = start + 4;
    const mapped = map(text.slice(inside, end - 1).trim());
    if (mapped === undefined) return;
    out += text.slice(copied, inside) + mapped;
    copied = end - 1;
  });
  return Buffer.from(out + text.slice(copied), 'utf8');
}

function scanJs(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1');
  const result = rewriteJs(text, { kind: 'script', map, bytes: true });
  return 'unsettled' in result || result.text === text ? bytes : Buffer.from(result.text, 'latin1');
}

function rewriteByAcorn(bytes: Buffer): Buffer {
  const result = prepareJsByParser(bytes.toString('utf8'), { kind: 'script' });
  return 'failed' in result ? bytes : Buffer.from(result.text, 'utf8');
}

function parseEither(text: string): number {
  try {
    return parseJs(text, { ecmaVersion: 'latest', sourceType: 'script', allowHashBang: true }).end;
  } catch {
    return parseJs(text, { ecmaVersion: 'latest', sourceType: 'module', allowHashBang: true }).end; // a file that is no script is a module
  }
}

/** MB per CPU-second by candidate: the median of the rounds; and the median of the ratio to the candidate `base`. */
function measure(files: readonly Buffer[], candidates: readonly Candidate[], base: string): BenchTable['rows'] {
  const bytes = files.reduce((sum, file) => sum + file.length, 0);
  const speeds = new Map<string, number[]>(candidates.map(({ name }) => [name, []]));
  for (let round = -1; round < ROUNDS; round++) {
    for (const candidate of candidates) {
      // What is faster than the clock is fine is run more often.
      const last = speeds.get(candidate.name)?.at(-1) ?? 50;
      const times = round < 0 ? 1 : Math.max(1, Math.min(50, Math.round((last * 60_000) / bytes)));
      const before = process.cpuUsage();
      for (let time = 0; time < times; time++) for (const file of files) candidate.run(file);
      const { user, system } = process.cpuUsage(before);
      // The first round warms the compiler up.
      speeds.get(candidate.name)?.push((bytes * times) / Math.max(1, user + system));
      if (round < 0) speeds.set(candidate.name, speeds.get(candidate.name) ?? []);
      if (round === 0) speeds.get(candidate.name)?.shift();
    }
  }
  const bases = speeds.get(base) ?? [];
  return candidates.map(({ name }) => {
    const own = speeds.get(name) ?? [];
    const ratios = own.map((speed, round) => speed / (bases[round] ?? speed));
    return {
      name,
      values: {
        'MB per CPU-second': round(median(own)),
        [`times ${base.split(',')[0] ?? base}`]: `${round(median(ratios))} [${round(Math.min(...ratios))}-${round(Math.max(...ratios))}]`,
      },
    };
  });
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}

function round(value: number): number {
  return value >= 10 ? Math.round(value) : Math.round(value * 100) / 100;
}

function filesBelow(folder: string, pattern: RegExp, depth = 8): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return depth > 0 ? filesBelow(file, pattern, depth - 1) : [];
    return pattern.test(entry.name) ? [file] : [];
  });
}

function corpus(pattern: RegExp, smallest: number, largest: number, total: number): Buffer[] {
  const files: Buffer[] = [];
  let bytes = 0;
  for (const file of filesBelow(modules, pattern).sort()) {
    const { size } = statSync(file);
    if (size < smallest || size > largest || bytes + size > total) continue;
    files.push(readFileSync(file));
    bytes += size;
  }
  return files;
}

/**
 * No package of ours ships pages, so they are made: each README becomes the body of a page with what real pages have around
 * their text (a head with metas, links and inline scripts; navigation; pictures with srcset; handlers; a footer of links).
 */
function pages(): Buffer[] {
  const readmes = corpus(/^readme\.md$/i, 6_000, 120_000, 2_500_000).map((bytes) => bytes.toString('utf8'));
  return readmes.map((text, index) => Buffer.from(pageAround(text, index)));
}

function pageAround(markdown: string, index: number): string {
  const escape = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  const inline = (text: string): string =>
    escape(text)
      .replace(
        /!\[([^\]]*)\]\(([^)\s]+)[^)]*\)/g,
        '<img class="picture lazy" alt="$1" src="$2" srcset="$2 1x, $2?2 2x" width="120" height="20" loading="lazy">',
      )
      .replace(/\[([^\]]*)\]\(([^)\s]+)[^)]*\)/g, '<a class="link" href="$2" target="_blank" rel="noopener">$1</a>')
      .replace(/`([^`]+)`/g, '<code class="code">$1</code>');
  const blocks = markdown.split(/\n{2,}/).map((block, at) => {
    const heading = /^(#+)\s+(.*)/.exec(block);
    if (heading)
      return `<h${Math.min(6, heading[1]?.length ?? 1)} id="section-${at}" class="heading anchor" tabindex="-1">${inline(heading[2] ?? '')}</h${Math.min(6, heading[1]?.length ?? 1)}>`;
    if (block.startsWith('```'))
      return `<div class="highlight" data-lang="js"><pre><code>${escape(block)}</code></pre><button type="button" class="copy" onclick="copy(this)">Copy</button></div>`;
    return `<p class="text text-body" data-block="${at}">${inline(block)}</p>`;
  });
  const links = Array.from(
    { length: 40 },
    (_, at) =>
      `<li class="nav-item"><a class="nav-link" href="/docs/page-${at}" title="Page ${at}" aria-label="Go to page ${at}">Page ${at}</a></li>`,
  );
  return [
    '<!doctype html>\n<html lang="en" class="no-js"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    `<title>Page ${index}</title><link rel="canonical" href="https://www.shop.example/${index}"><link rel="stylesheet" href="https://cdn.shop.example/site.css" integrity="sha384-x">`,
    '<style>.hero{background:url(/hero.jpg)}.logo{background-image:url("https://cdn.shop.example/logo.svg")}</style>',
    `<script>window.dataLayer=window.dataLayer||[];function gtag(){dataLayer.push(arguments)}gtag('config',{page:document.title,path:location.pathname});</script>`,
    '<script src="https://cdn.shop.example/app.js" async></script></head><body class="page page-docs" data-page="docs">',
    `<nav class="nav" aria-label="Main"><ul>${links.join('')}</ul></nav><main id="content">${blocks.join('\n')}</main>`,
    '<footer><a href="https://social.example/@shop">Follow</a><form action="/search" method="get"><input name="q" type="search"></form></footer></body></html>',
  ].join('');
}

export async function benchRewrite(): Promise<BenchTable> {
  const html = pages();
  // The sheets of our packages name no absolute address, and would be passed after one look: each is given one.
  const css = corpus(/\.css$/, 3_000, 2_000_000, 4_000_000).map((file) =>
    Buffer.concat([Buffer.from('@import "https://cdn.shop.example/a.css";'), file]),
  );
  const js = corpus(/\.(?:js|mjs|cjs)$/, 20_000, 1_200_000, 40_000_000).filter((file) =>
    /\blocation\b|postMessage/.test(file.toString('latin1')),
  );
  const few = js.slice(0, 40);
  const size = (files: readonly Buffer[]): string =>
    `${files.length} files, ${(files.reduce((sum, file) => sum + file.length, 0) / 1e6).toFixed(1)} MB`;
  const rows = [
    ...measure(html, htmlCandidates, 'cheerio').map((row) => ({ ...row, name: `HTML: ${row.name}` })),
    ...measure(css, cssCandidates, 'css-tree tokenize, addresses spliced').map((row) => ({ ...row, name: `CSS: ${row.name}` })),
    ...measure(few, jsCandidates, 'acorn, same edits').map((row) => ({ ...row, name: `JS: ${row.name}` })),
  ];
  await Promise.resolve();
  return {
    title: `Rewriting, Node ${process.version}, ${cpus().length} cores. HTML: pages made from READMEs (${size(html)}); CSS, one absolute address put into each (${size(css)}) and JS that mentions location or postMessage (${size(few)}) from node_modules`,
    rows,
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { title, rows } = await benchRewrite();
  console.log(title);
  for (const { name, values } of rows) {
    console.log(
      `${name.padEnd(72)} ${Object.entries(values)
        .map(([key, value]) => `${key} ${value}`)
        .join('   ')}`,
    );
  }
}
