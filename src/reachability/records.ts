/** What of a zone's records answers for a name in it. */
import { memoizedOf } from '../model/memoized';
import type { ObservedRecord } from '../provisioning/observed/observed';

/**
 * The record of a name, else the wildcard right below the nearest name above it that exists: `*` stands for one or more
 * labels, and for nothing that exists itself, be it only because another name is below it (RFC 4592; Microsoft Learn,
 * "Overview of DNS zones and records").
 */
export function recordFor(records: readonly ObservedRecord[], label: string): ObservedRecord | undefined {
  const { byName, existing } = namesIn(records);
  if (label === '@' || existing.has(label)) return byName.get(label);
  const nearest = above(label).find((name) => existing.has(name)) ?? '';
  return byName.get(nearest === '' ? '*' : `*.${nearest}`);
}

/** A zone may have the records of thousands of registries, and is asked by each of their pairs. */
const namesIn = memoizedOf((records: readonly ObservedRecord[]) => {
  const byName = new Map(records.map((record) => [record.name.toLowerCase(), record]));
  return { byName, existing: new Set([...byName.keys()].flatMap((name) => [name, ...above(name)])) };
});

/** `b.c` and `c` of `a.b.c`. */
function above(name: string): readonly string[] {
  const labels = name.split('.');
  return labels.slice(1).map((_, index) => labels.slice(index + 1).join('.'));
}
