/**
 * Every so manieth of the cases, at least one. The number of the operation shifts where it begins, so that of several
 * with few cases not always the first one is taken. With a prime distance all kinds of cases are met.
 */
export function spread<T>(cases: readonly T[], distance: number, number: number): T[] {
  const each = Math.min(distance, cases.length);
  return cases.filter((_, index) => index % each === (number * 7) % each);
}
