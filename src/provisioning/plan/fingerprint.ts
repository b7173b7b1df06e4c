/** What a plan was computed from, in short. */
import { createHash } from 'node:crypto';
import type { Json } from '../../model/json';
import type { Observed } from '../observed/observed';
import type { Fingerprint } from './plan';

/** What is read about a resource besides itself: `roleAssignments` of a cluster, all else of the registry. */
export type Aspect = 'name' | 'neighbours' | 'tenants' | 'roleAssignments' | 'pullers';

/** What a fingerprint of an aspect is under. */
export function aspectOf(resourceId: string, aspect: Aspect): string {
  return `${resourceId}#${aspect}`;
}

/** One for each fact that a plan depends on. */
export function fingerprints(registryId: string, observed: Observed): Fingerprint[] {
  const facts: [string, unknown][] = [
    [registryId, observed.registry],
    [aspectOf(registryId, 'name'), observed.registryName ?? {}],
    [aspectOf(registryId, 'neighbours'), observed.neighbours],
    [aspectOf(registryId, 'tenants'), observed.tenants ?? {}],
    ...Object.entries(observed.roleAssignments).map(([id, fact]): [string, unknown] => [
      aspectOf(id, 'roleAssignments'),
      fact,
    ]),
    ...[
      observed.clusters,
      observed.networks,
      observed.resourceGroups,
      observed.endpoints,
      observed.zones,
      observed.securityGroups ?? {},
      observed.routeTables ?? {},
    ].flatMap((group) => Object.entries(group)),
  ];
  return facts.map(([resourceId, fact]) => ({ resourceId, hash: fingerprint(fact) }));
}

/**
 * The same for equal values, whatever the order of their members; etags are left out, as every write nearby changes them.
 * A tag that is called so is none.
 */
export function fingerprint(value: unknown): string {
  const text = sorted(value, (member, parent) => member !== 'etag' || parent === 'tags');
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** JSON with sorted members. */
export function canonical(value: unknown): string {
  return sorted(value, () => true);
}

function sorted(value: unknown, keeps: (member: string, parent: string) => boolean): string {
  return JSON.stringify(value, (name, inner: Json) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    const members = Object.entries(inner).filter(([member]) => keeps(member, name));
    return Object.fromEntries(members.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}
