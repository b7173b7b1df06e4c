/** A link, its roll back, and its unlinking. */
import { randomUUID } from 'node:crypto';
import type { UnlinkPlan } from '../../../src/provisioning/plan/unlinkSpec';
import type { LinkPlan } from '../../../src/provisioning/plan/spec';
import { planLink } from '../../../src/provisioning/planning/planLink';
import { proposeSpec } from '../../../src/provisioning/proposing/propose';
import { observeUnlink } from '../../../src/provisioning/teardown/unlink/observeUnlink';
import { planUnlink, unlinkParts } from '../../../src/provisioning/teardown/unlink/planUnlink';
import { contoso } from '../../contract/support/contoso';
import { applying, planIn, rollingBack, type Disturbed } from './disturbed';
import { never, type World } from './world';

/** Everything is new: network, zone, endpoint, zone group, both peerings, both links, role. */
const pair = { registryId: contoso('appsRegistry'), clusterId: contoso('shopUsCluster') };

export async function linkOperations(): Promise<Disturbed[]> {
  const link = await planIn([], proposedLink(pair, 'private'));
  const unlink = await planIn([link], unlinkPlan);
  const seen = (world: World) => world.pull(pair.registryId, pair.clusterId);
  return [
    applying('link', link, [], seen),
    await rollingBack('roll back', [link], seen),
    applying('unlink', unlink, [link], seen),
  ];
}

/** Plans the link of a pair as it is proposed. */
export function proposedLink(
  { registryId, clusterId }: { readonly registryId: string; readonly clusterId: string },
  mode: 'private' | 'public',
): (world: World) => Promise<LinkPlan> {
  const asked = { registryId, clusterIds: [clusterId] };
  return async ({ azure }) => {
    const spec = proposeSpec(await azure.observe(asked, never), { mode });
    return planLink(spec, await azure.observe({ ...asked, spec }, never), randomUUID());
  };
}

/** Everything is ticked, shared parts too. */
async function unlinkPlan({ azure, journal }: World): Promise<UnlinkPlan> {
  const observed = await observeUnlink(pair, azure, journal, never);
  const ticked = unlinkParts(observed).map(({ resourceId }) => resourceId);
  return planUnlink({ ...pair, ticked }, observed, randomUUID());
}
