/** What a plan was computed from, in short. */
import { createHash } from 'node:crypto';
import type { Json } from '../../model/json';
import type { Observed } from '../observed/observed';
import type { Fingerprint } from './plan';

/** One for each fact that a plan depends on; `#neighbours` is said of the registry, `#roleAssignments` of each cluster. */
export function fingerprints(registryId: string, observed: Observed): Fingerprint[] {
  const facts: [string, unknown][] = [
    [registryId, observed.registry],
    [`${registryId}#name`, observed.registryName ?? {}],
    [`${registryId}#neighbours`, observed.neighbours],
    [`${registryId}#tenants`, observed.tenants ?? {}],
    ...Object.entries(observed.roleAssignments).map(([id, fact]): [string, unknown] => [
      `${id}#roleAssignments`,
      fact,
    ]),
    ...[
      observed.clusters,
      observed.networks,
      observed.resourceGroups,
      observed.endpoints,
      observed.zones,
    ].flatMap((group) => Object.entries(group)),
  ];
  return facts.map(([resourceId, fact]) => ({ resourceId, hash: fingerprint(fact) }));
}

/** The same for equal values, whatever the order of their members; etags are left out, as every write nearby changes them. */
export function fingerprint(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('hex').slice(0, 32);
}

/** JSON with sorted members, without etags unless they matter. */
export function canonical(value: unknown, { etags = false } = {}): string {
  return JSON.stringify(value, (member, inner: Json) => {
    if (member === 'etag' && !etags) return undefined;
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}
