/** What a bench gives back, and how it is printed. */
import { goals, judge, type GoalName } from './goals.ts';

export interface BenchRow {
  readonly name: string;
  readonly values: Readonly<Record<string, number | string>>;
}

/** A figure that a goal stands for: the median of the rounds, with the least and the greatest. */
export interface Figure {
  readonly goal: GoalName;
  readonly value: number;
  readonly spread: readonly [number, number];
}

export interface BenchTable {
  readonly title: string;
  readonly rows: readonly BenchRow[];
  readonly figures: readonly Figure[];
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}

/** Three figures that mean something. */
export function short(value: number): number {
  return value >= 100 ? Math.round(value) : Number(value.toPrecision(3));
}

/** `3.2 [2.9-3.8]` */
export function withSpread(values: readonly number[]): string {
  return `${short(median(values))} [${short(Math.min(...values))}-${short(Math.max(...values))}]`;
}

export function figure(goal: GoalName, values: readonly number[]): Figure {
  return { goal, value: median(values), spread: [Math.min(...values), Math.max(...values)] };
}

export function printTable({ title, rows }: BenchTable): void {
  console.log(`\n${title}`);
  for (const { name, values } of rows) {
    const shown = Object.entries(values).map(([key, value]) => `${key} ${value}`);
    console.log(`  ${name.padEnd(66)} ${shown.join('   ')}`);
  }
}

/** Every figure with its goal and its line. Gives back how many fell behind the line. */
export function printFigures(figures: readonly Figure[]): number {
  console.log(`\n${'goal'.padEnd(76)} ${'measured'.padEnd(24)} ${'goal'.padEnd(10)} ${'line'.padEnd(10)}`);
  let missed = 0;
  for (const { goal, value, spread } of figures) {
    const { what, unit, better, goal: first, hold } = goals[goal];
    const verdict = judge(goal, value);
    if (verdict === 'MISSED') missed++;
    const sign = better === 'more' ? '>=' : '<=';
    const measured = `${short(value)}${unit}${spread[0] === spread[1] ? '' : ` [${short(spread[0])}-${short(spread[1])}]`}`;
    console.log(
      `${what.padEnd(76)} ${measured.padEnd(24)} ${`${sign} ${first}${unit}`.padEnd(10)} ${`${sign} ${hold}${unit}`.padEnd(10)} ${verdict}`,
    );
  }
  return missed;
}
