/** JS: the token scanner beside acorn with the same edits, over frameworks and whole builds. */
import { prepareJsByParser } from '../src/rewriter/js-acorn.ts';
import { mentionsGuarded, prepareJs } from '../src/rewriter/text/js.ts';
import { sample, scripts, sizeOf, type CorpusFile } from './support/corpus.ts';
import { runRace, type Candidate } from './support/race.ts';
import { figure, type BenchTable } from './table.ts';
import { isModule } from '../src/proxy/body-kind.ts';

const OURS = 'samepage';
const UTF8 = 'UTF-8 decode and encode';
const ACORN = 'acorn, same edits';
/** acorn takes a second for two megabytes; the corpus has few larger files. */
const LARGEST = 1_500_000;

const kindOf = (text: string) => (isModule(text) ? ('module' as const) : ('script' as const));

const candidates: Candidate[] = [
  { name: 'latin1 copy', run: (bytes) => Buffer.from(bytes.toString('latin1'), 'latin1') },
  { name: UTF8, run: (bytes) => Buffer.from(bytes.toString('utf8'), 'utf8') },
  { name: OURS, run: rewrite },
  { name: ACORN, run: rewriteByAcorn },
];

function rewrite(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1');
  const prepared = prepareJs(text, { kind: kindOf(text), bytes: true });
  return 'unsettled' in prepared || prepared.text === text ? bytes : Buffer.from(prepared.text, 'latin1');
}

function rewriteByAcorn(bytes: Buffer): Buffer {
  const text = bytes.toString('utf8');
  const prepared = prepareJsByParser(text, { kind: kindOf(text) });
  return 'failed' in prepared || prepared.text === text ? bytes : Buffer.from(prepared.text, 'utf8');
}

/** Guards that acorn puts in and the scanner does not, over every file that the scanner settles; and how many it does not settle. */
export function compareWithAcorn(files: readonly CorpusFile[]): { files: number; guards: number; missed: number; unsettled: number } {
  const sum = { files: 0, guards: 0, missed: 0, unsettled: 0 };
  for (const { bytes } of files) {
    const text = bytes.toString('latin1');
    const options = { kind: kindOf(text), bytes: true } as const;
    if (!mentionsGuarded(text, options)) continue;
    const scanned = prepareJs(text, options);
    if ('unsettled' in scanned) {
      sum.unsettled++;
      continue;
    }
    // latin1 for both: offsets are bytes, and no rule looks at characters beyond ASCII.
    const parsed = prepareJsByParser(text, options);
    if ('failed' in parsed) continue;
    sum.files++;
    const expected = guardsIn(parsed.text);
    sum.guards += expected;
    if (parsed.text !== scanned.text) sum.missed += Math.max(1, expected - guardsIn(scanned.text));
  }
  return sum;
}

function guardsIn(text: string): number {
  return text.match(/__samepage\$\w+\(/g)?.length ?? 0;
}

export async function benchJs(): Promise<BenchTable> {
  const corpus = scripts();
  const small = corpus.filter(({ bytes }) => bytes.length <= LARGEST);
  const files = sample(
    small.filter(({ bytes }) => mentionsGuarded(bytes.toString('latin1'), { kind: 'script' })),
    4_000_000,
  );
  const race = await runRace(files, candidates);
  const truth = compareWithAcorn(small.filter((_, index) => index % 4 === 0));
  return {
    title: `JS, ${sizeOf(files)} that name location, postMessage, eval or import, of ${corpus.length} scripts`,
    rows: [
      ...race.rows('JS', [UTF8, ACORN]),
      {
        name: 'JS: edits beside acorn, every fourth file',
        values: { files: truth.files, guards: truth.guards, missed: truth.missed, 'left to acorn': truth.unsettled },
      },
    ],
    figures: [race.figure('js-acorn', OURS, ACORN), figure('js-missed', [truth.missed])],
  };
}
