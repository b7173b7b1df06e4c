/** What several diagnoses have in common, and which operations take the causes away. */
import { idKey, type Pair } from '../model/armId';
import { groupBy } from '../model/groupBy';
import type { Diagnosis, Finding, Repair } from './finding';

/** A finding, and all pairs of one registry that it was made of in the same words. */
export interface Shared {
  /** Unique among those of a diagnosis, and the same as long as its pairs are. */
  readonly id: string;
  readonly finding: Finding;
  readonly pairs: readonly Pair[];
  /** Of each pair that has one. */
  readonly repairs: readonly Repair[];
}

/** An operation as it is opened: for all clusters of a registry that it repairs, where one plan can say that. */
export interface RepairPlan {
  readonly kind: 'link' | 'attach' | 'approval';
  readonly registryId: string;
  readonly clusterIds: readonly string[];
  /** Of an approval. */
  readonly connectionId?: string;
}

/** In the order in which they come, what more pairs share not twice. */
export function sharedFindings(diagnoses: readonly Diagnosis[]): readonly Shared[] {
  const all = diagnoses.flatMap(({ registryId, clusterId, findings }) =>
    findings.map((finding) => ({ finding, pair: { registryId, clusterId } })),
  );
  const same = groupBy(all, ({ finding, pair }) =>
    JSON.stringify([idKey(pair.registryId), finding.id, finding.message]),
  );
  return [...same.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { finding, pair } = first;
    return {
      id: `${finding.id} ${pair.registryId} ${pair.clusterId}`,
      finding,
      pairs: group.map((each) => each.pair),
      repairs: group.flatMap((each) => each.finding.repair ?? []),
    };
  });
}

/** The operations that carry repairs out, none twice: approvals first, because a link may wait for them. */
export function plansOf(repairs: readonly Repair[]): readonly RepairPlan[] {
  const plans = new Map<string, RepairPlan>();
  for (const plan of repairs.flatMap(each)) {
    const { kind, registryId, clusterIds, connectionId = '' } = plan;
    // Who gets a role is decided one cluster after the other.
    const key = [kind, registryId, connectionId, ...(kind === 'attach' ? clusterIds : [])]
      .map(idKey)
      .join(' ');
    const before = plans.get(key)?.clusterIds ?? [];
    const added = clusterIds.filter((id) => !before.some((other) => idKey(other) === idKey(id)));
    plans.set(key, { ...plan, clusterIds: [...before, ...added] });
  }
  const order = ['approval', 'link', 'attach'];
  return [...plans.values()].toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

function each({ kind, spec }: Repair): readonly RepairPlan[] {
  const { registryId } = spec;
  if (kind === 'approval') return [{ kind, registryId, clusterIds: [], connectionId: spec.connectionId }];
  return spec.links.map(({ clusterId, access }) => ({
    kind: access.mode === 'public' ? 'attach' : 'link',
    registryId,
    clusterIds: [clusterId],
  }));
}
