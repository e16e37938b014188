/** CSS: the hop scanner beside css-tree's tokenizer, over whole frameworks and builds. */
import { tokenize, tokenTypes } from 'css-tree';
import { rewriteSheet } from '../src/rewriter/css.ts';
import { sample, sheets, sizeOf } from './support/corpus.ts';
import { runRace, type Candidate } from './support/race.ts';
import { sessionMap } from './support/session-map.ts';
import type { BenchTable } from './table.ts';

const map = sessionMap();
const OURS = 'samepage';
const UTF8 = 'UTF-8 decode and encode';
const TREE = "css-tree's tokenizer";

const candidates: Candidate[] = [
  { name: 'latin1 copy', run: (bytes) => Buffer.from(bytes.toString('latin1'), 'latin1') },
  { name: UTF8, run: (bytes) => Buffer.from(bytes.toString('utf8'), 'utf8') },
  { name: OURS, run: (bytes) => rewriteSheet(bytes, undefined, () => map) },
  { name: TREE, run: spliceByCssTree },
];

function spliceByCssTree(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1');
  let out = '';
  let copied = 0;
  let importing = false;
  let inUrl = false;
  tokenize(text, (type, start, end) => {
    const isString = type === tokenTypes.String && (importing || inUrl);
    if (type === tokenTypes.Url || isString) {
      const from = isString ? start + 1 : start + 4;
      const mapped = map(text.slice(from, end - 1).trim());
      if (mapped !== undefined) {
        out += text.slice(copied, from) + mapped;
        copied = end - 1;
      }
    }
    if (type === tokenTypes.WhiteSpace) return;
    importing = type === tokenTypes.AtKeyword && text.slice(start, end).toLowerCase() === '@import';
    inUrl = type === tokenTypes.Function && /^(?:url|src|image-set)\($/i.test(text.slice(start, end));
  });
  return Buffer.from(out + text.slice(copied), 'latin1');
}

/** The same sheet as a site serves it that names its files by their whole address. */
function withAbsoluteAddresses(bytes: Buffer): Buffer {
  const text = bytes
    .toString('latin1')
    .replace(/\burl\((["']?)(?!data:|#|https?:|\/\/)/gi, (_whole, quote: string) => `url(${quote}https://cdn.shop.example/`);
  return Buffer.from(text, 'latin1');
}

export async function benchCss(): Promise<BenchTable> {
  const corpus = sheets();
  const files = sample(corpus, 6_000_000);
  const race = await runRace(files, candidates);
  const absolute = await runRace(files.map(withAbsoluteAddresses), candidates);
  return {
    title: `CSS, ${sizeOf(files)} of ${corpus.length} sheets`,
    rows: [...race.rows('CSS as it is', [UTF8, TREE]), ...absolute.rows('CSS, every address absolute', [UTF8, TREE])],
    figures: [race.figure('css-utf8', OURS, UTF8), race.figure('css-tree', OURS, TREE)],
  };
}
