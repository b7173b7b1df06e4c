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
  console.log(`${name.padEnd(46)} ${value.padStart(26)}   ${remark}`);
}

export function milliseconds({ min, median, max }: Spread): string {
  return `${ms(median)} (${min.toFixed(1)}–${max.toFixed(1)})`;
}

export function ms(value: number): string {
  return `${value.toFixed(1)} ms`;
}
