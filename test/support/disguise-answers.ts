/** Answers of the disguise pages (test/sites/disguise): collected from a browser of either driver, and compared row by row. */

export const realms = [
  ...['window', 'frame', 'other-frame', 'sandboxed-frame', 'srcdoc', 'blank', 'written', 'blob-frame', 'data-frame', 'javascript-frame'],
  ...['popup', 'other-popup', 'written-popup', 'module', 'worker', 'module-worker', 'blob-worker', 'blob-module-worker', 'data-worker'],
  ...['nested-worker', 'inner-worker', 'shared-worker', 'service-worker'],
] as const;

export type Answers = Readonly<Record<string, unknown>>;
export type AllAnswers = Readonly<Record<string, Answers | undefined>>;

export interface DifferingRow {
  readonly row: string;
  readonly straight: unknown;
  readonly through: unknown;
}

/** 9 minutes: all realms, on a machine that does other things. */
const PATIENCE_MS = 540_000;
const POLL_MS = 200;
/** A shape list has thousands of lines; what differs is shown up to this. */
const MAX_SHOWN = 3000;

export async function answersOf(
  open: (address: string) => Promise<unknown>,
  evaluate: (code: string) => Promise<unknown>,
  address: string,
): Promise<AllAnswers> {
  await open(address);
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const text = await evaluate('window.observed ? JSON.stringify(window.observed) : ""');
    if (typeof text === 'string' && text !== '') return JSON.parse(text) as AllAnswers; // as the page writes it
    if (Date.now() > deadline) throw new Error(`${address} has no answers`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

export function differingRows(straight: Answers | undefined, through: Answers | undefined): DifferingRow[] {
  const rows = new Set([...Object.keys(straight ?? {}), ...Object.keys(through ?? {})]);
  const found: DifferingRow[] = [];
  for (const row of rows) {
    let [a, b] = [straight?.[row], through?.[row]];
    if (Array.isArray(a) && Array.isArray(b)) [a, b] = [missingIn(a, b), missingIn(b, a)];
    if (JSON.stringify(a) !== JSON.stringify(b)) found.push({ row, straight: cut(a), through: cut(b) });
  }
  return found;
}

/** Rows whose answer holds one of the words. */
export function leakingRows(all: AllAnswers, words: readonly string[]): { realm: string; row: string }[] {
  const found: { realm: string; row: string }[] = [];
  for (const [realm, answers] of Object.entries(all)) {
    for (const [row, answer] of Object.entries(answers ?? {})) {
      const text = JSON.stringify(answer) ?? '';
      if (words.some((word) => text.includes(word))) found.push({ realm, row });
    }
  }
  return found;
}

function missingIn(list: readonly unknown[], other: readonly unknown[]): unknown[] {
  const there = new Set(other);
  return list.filter((line) => !there.has(line));
}

function cut(value: unknown): unknown {
  return typeof value === 'string' ? value.slice(0, MAX_SHOWN) : value;
}
