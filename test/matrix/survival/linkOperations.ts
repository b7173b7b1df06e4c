/** A link, its roll back, its unlinking, and the approval that one waits for. */
import { randomUUID } from 'node:crypto';
import { known } from '../../../src/provisioning/observed/lookup';
import { prepare } from '../../../src/provisioning/operations/prepare';
import type { ApprovalPlan } from '../../../src/provisioning/plan/approvalSpec';
import type { UnlinkPlan } from '../../../src/provisioning/plan/unlinkSpec';
import type { LinkPlan } from '../../../src/provisioning/plan/spec';
import { planLink } from '../../../src/provisioning/planning/planLink';
import { type Preferred, proposeSpec } from '../../../src/provisioning/proposing/propose';
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
  const asking = await planIn(
    [],
    proposedLink(pair, 'private', { mode: 'manual', requestMessage: 'Please' }),
  );
  const approve = await planIn([asking], approvalPlan);
  const seen = (world: World) => world.pull(pair.registryId, pair.clusterId);
  return [
    applying('link', link, [], seen),
    await rollingBack('roll back', [link], seen),
    applying('unlink', unlink, [link], seen),
    applying('approval', approve, [asking], seen),
  ];
}

/** Plans the link of a pair as it is proposed. */
export function proposedLink(
  { registryId, clusterId }: { readonly registryId: string; readonly clusterId: string },
  mode: 'private' | 'public',
  approval?: Preferred['approval'],
): (world: World) => Promise<LinkPlan> {
  const asked = { registryId, clusterIds: [clusterId] };
  return async ({ azure }) => {
    const spec = proposeSpec(await azure.observe(asked, never), {
      mode,
      ...(approval === undefined ? {} : { approval }),
    });
    return planLink(spec, await azure.observe({ ...asked, spec }, never), randomUUID());
  };
}

/** As the owner of the registry, of the one endpoint that waits. */
async function approvalPlan({ azure, journal }: World): Promise<ApprovalPlan> {
  const { registryId } = pair;
  const { registry } = await azure.observe({ registryId, clusterIds: [] }, never);
  const waiting = known(registry)?.connections.find(({ status }) => status === 'Pending');
  if (waiting === undefined) throw new Error('No endpoint waits for approval.');
  const { id: connectionId, endpointId } = waiting;
  const spec = { registryId, connectionId, endpointId, decision: 'approve', message: 'Welcome' } as const;
  const wish = { kind: 'approval', spec, operationId: randomUUID() } as const;
  return (await prepare(wish, { azure, journal }, never)).plan;
}

/** Everything is ticked, shared parts too. */
async function unlinkPlan({ azure, journal }: World): Promise<UnlinkPlan> {
  const observed = await observeUnlink(pair, azure, journal, never);
  const ticked = unlinkParts(observed).map(({ resourceId }) => resourceId);
  return planUnlink({ ...pair, ticked }, observed, randomUUID());
}
