/** Who may pull from a registry when a way to it is planned to go: whoever comes later is found by the last look. */
import { idKey } from '../../model/armId';
import type { PullersThen, Step, StepKind } from '../plan/plan';
import { pullersOf } from '../plan/pullers';
import type { ResourceReader } from '../ports';

/** None for a registry whose role assignments can't be read: then the plan says who may need what goes. Rejects like `read`. */
export async function pullersNow(
  registryIds: readonly string[],
  reader: Pick<ResourceReader, 'assignments'>,
  signal: AbortSignal,
): Promise<readonly PullersThen[]> {
  const read = await Promise.all(
    registryIds.map(async (registryId) => ({
      registryId: idKey(registryId),
      fact: await reader.assignments(registryId, signal),
    })),
  );
  return read.flatMap(({ registryId, fact }) =>
    fact.state === 'known' ? [{ registryId, assignments: pullersOf(fact.value) }] : [],
  );
}

/** By what somebody reaches a registry, or finds it. */
const ways: readonly StepKind[] = ['peering', 'zoneLink', 'zoneGroup', 'endpoint'];

/** The deletions with what has to be so of the registries before a way to them goes. */
export function whilePullersAre(pullers: readonly PullersThen[], deletions: readonly Step[]): Step[] {
  return deletions.map((step) => {
    const { guard } = step;
    return guard === undefined || pullers.length === 0 || !ways.includes(step.kind)
      ? step
      : { ...step, guard: { ...guard, pullers } };
  });
}
