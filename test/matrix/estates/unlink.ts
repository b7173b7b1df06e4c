/** Unlinking a pair takes what was ticked, leaves the rest as it is, and nobody else loses a pull by it. */
import assert from 'node:assert/strict';
import { differences, withoutDataEndpoints } from '../../support/estateState';
import type { UnlinkPlan } from '../../../src/provisioning/plan/unlinkSpec';
import type { Step } from '../../../src/provisioning/plan/plan';
import { tickedByDefault, type Part } from '../../../src/provisioning/teardown/unlink/part';
import { pulls } from './expectations';
import type { EstateLinking } from './linking';

/** What is ticked: what the form ticks, everything that isn't needed by somebody else, or nothing. */
export type Ticks = 'proposed' | 'everything' | 'nothing';

const ticks: Readonly<Record<Ticks, (part: Part) => boolean>> = {
  proposed: tickedByDefault,
  everything: ({ keep }) => keep === undefined,
  nothing: () => false,
};

/** Unlinks the first cluster and checks what is left; gives the number of deletions. */
export async function checkUnlink(linking: EstateLinking, choice: Ticks): Promise<number> {
  const { estate } = linking;
  const [first] = estate.targets;
  if (first === undefined) return 0;
  const before = linking.state();
  const could = pulls(estate);
  const plan = await unblocked(linking, first.id, ticks[choice]);
  assert.deepEqual(
    plan.blockers.map(({ code, message }) => `${code}: ${message}`),
    [],
    'An unlink is blocked.',
  );
  const deleted = plan.steps.filter(({ action }) => action === 'delete');
  if (choice === 'nothing') assert.deepEqual(deleted, []);
  const outcome = await linking.tryToApply(plan);
  assert.equal(outcome.kind, 'done', JSON.stringify(outcome, undefined, 1));
  const after = linking.state();
  for (const { resourceId } of deleted)
    assert.ok(!after.has(resourceId.toLowerCase()), `${resourceId} is still there.`);
  const changed = differences(withoutDataEndpoints(before), withoutDataEndpoints(after));
  assert.deepEqual(
    changed.filter((difference) => !follows(difference, deleted)),
    [],
    `Unlinking with ${choice} ticked changed something else.`,
  );
  const affected = plan.hazards.flatMap((hazard) => hazard.affected).join('\n');
  const broken = pulls(estate).filter(({ cluster, loginServer, works }) => {
    const worked = could.some(
      (one) => one.cluster === cluster && one.loginServer === loginServer && one.works,
    );
    return cluster !== first && worked && !works && !affected.includes(cluster.name);
  });
  assert.deepEqual(
    broken.map(({ cluster, loginServer, eventText }) => `${cluster.name} → ${loginServer}: ${eventText}`),
    [],
    `Unlinking ${first.name} with ${choice} ticked broke others.`,
  );
  return deleted.length;
}

/** What is in use by others is refused although it was ticked: then it isn't ticked. */
async function unblocked(
  linking: EstateLinking,
  clusterId: string,
  isTicked: (part: Part) => boolean,
): Promise<UnlinkPlan> {
  const plan = await linking.planUnlink(clusterId, isTicked);
  const inUse = plan.blockers
    .filter(({ code }) => code === 'inUse')
    .flatMap(({ resourceIds }) => resourceIds);
  if (inUse.length === 0) return plan;
  return linking.planUnlink(clusterId, (part) => isTicked(part) && !inUse.includes(part.resourceId));
}

/** Whether a difference is a deletion of the plan, or what Azure does in consequence of one. */
function follows(difference: string, deleted: readonly Step[]): boolean {
  const [, what = '', id = ''] = /^([a-z ]+): (\S+?)(?::\s|$)/.exec(difference) ?? [];
  const below = deleted.some(({ resourceId }) => `${id}/`.startsWith(`${resourceId.toLowerCase()}/`));
  if (what === 'missing' && below) return true;
  const has = (...kinds: readonly Step['kind'][]) => deleted.some(({ kind }) => kinds.includes(kind));
  const consequences: readonly (readonly [RegExp, boolean])[] = [
    // The other side of a peering that is gone shows Disconnected.
    [/\/virtualnetworkpeerings\/[^/]+$/, what === 'different' && has('peering')],
    // A zone counts its links and records.
    [/\/privatednszones\/[^/]+$/, what === 'different' && has('zoneLink', 'zoneGroup', 'endpoint')],
    [/\/privatednszones\/[^/]+\/a\/[^/]+$/, what === 'missing' && has('zoneGroup', 'endpoint')],
    // An endpoint takes its interface, its place in the subnet and its connection at the registry along. The random
    // part of a connection's name is left out of comparisons, so that one may come to stand for another.
    [/\/networkinterfaces\/[^/]+$/, what === 'missing' && has('endpoint')],
    [/\/privateendpointconnections\/[^/]+$/, has('endpoint')],
    [
      /\/virtualnetworks\/[^/]+(\/subnets\/[^/]+)?$|\/registries\/[^/]+$/,
      what === 'different' && has('endpoint'),
    ],
    [/\/privateendpoints\/[^/]+$/, what === 'different' && has('zoneGroup')],
  ];
  return consequences.some(([pattern, allowed]) => allowed && pattern.test(id));
}
