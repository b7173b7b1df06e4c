/** Small statistics over repeated measurements. */

export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (index: number) => sorted[index] ?? NaN;
  return { min: at(0), median: at(Math.floor(sorted.length / 2)), max: at(sorted.length - 1) };
}

export function row(name: string, value: string, remark = ''): void {
  console.log(`${name.padEnd(62)} ${value.padStart(20)}   ${remark}`);
}

export function milliseconds({ min, median, max }: Spread): string {
  return `${ms(median)} (${min.toFixed(1)}–${max.toFixed(1)})`;
}

export function ms(value: number): string {
  return `${value.toFixed(1)} ms`;
}

export function tenths(value: number): string {
  return value.toFixed(1);
}

type Goal = { readonly atMost: number } | { readonly atLeast: number };

const missed: string[] = [];
let goals = 0;

/** A row that has a goal, and says whether it is met. */
export function goalRow(
  name: string,
  value: number,
  goal: Goal,
  show: (value: number) => string = (number) => number.toFixed(2),
  remark = '',
): void {
  const isMet = 'atMost' in goal ? value <= goal.atMost : value >= goal.atLeast;
  const words = 'atMost' in goal ? `at most ${show(goal.atMost)}` : `at least ${show(goal.atLeast)}`;
  goals += 1;
  if (!isMet) missed.push(name);
  row(name, show(value), `goal: ${words}, ${isMet ? 'met' : 'MISSED'}${remark === '' ? '' : `; ${remark}`}`);
}

/** The last lines: which goals this run has missed. */
export function printGoals(): void {
  console.log(`\n${goals - missed.length} of ${goals} goals met`);
  for (const name of missed) console.log(`  missed: ${name}`);
}
