/**
 * Candidates take turns on the same files in one process; speed is bytes per microsecond of CPU (MB per CPU-second), because
 * wall clock says little on a shared machine, and ratios are taken inside a round. Nothing is collected by force between
 * turns: that flushes compiled code and makes parsers look several times slower than they are.
 */
import { figure, median, short, withSpread, type BenchRow, type Figure } from '../table.ts';
import type { GoalName } from '../goals.ts';

export interface Candidate {
  readonly name: string;
  run(bytes: Buffer): Buffer | Promise<Buffer>;
}

const ROUNDS = 7;
/** CPU time of one candidate's turn, at least: the clock of getrusage moves in steps of up to 4 ms. Microseconds. */
const TURN_US = 120_000;

export async function runRace(files: readonly Buffer[], candidates: readonly Candidate[]): Promise<Race> {
  const bytes = files.reduce((sum, file) => sum + file.length, 0);
  const turn = async ({ run }: Candidate): Promise<number> => {
    const before = process.cpuUsage();
    let done = 0;
    for (;;) {
      for (const file of files) {
        const out = run(file);
        if (out instanceof Promise) await out;
      }
      done += bytes;
      const { user, system } = process.cpuUsage(before);
      if (user + system >= TURN_US) return done / (user + system);
    }
  };
  const race = new Race();
  // The first round warms the compilers up.
  for (const candidate of candidates) await turn(candidate);
  for (let round = 0; round < ROUNDS; round++) {
    for (const candidate of candidates) race.of(candidate.name).push(await turn(candidate));
  }
  return race;
}

export class Race {
  readonly #speeds = new Map<string, number[]>();

  of(name: string): number[] {
    const known = this.#speeds.get(name) ?? [];
    this.#speeds.set(name, known);
    return known;
  }

  ratios(name: string, base: string): number[] {
    const bases = this.of(base);
    return this.of(name).map((speed, round) => speed / (bases[round] ?? speed));
  }

  figure(goal: GoalName, name: string, base: string): Figure {
    return figure(goal, this.ratios(name, base));
  }

  rows(prefix: string, bases: readonly string[]): BenchRow[] {
    return [...this.#speeds.keys()].map((name) => ({
      name: `${prefix}: ${name}`,
      values: {
        'MB/CPU-s': short(median(this.of(name))),
        ...Object.fromEntries(bases.map((base) => [`times ${base}`, withSpread(this.ratios(name, base))])),
      },
    }));
  }
}
