/** Somebody gets the right to push, a cluster loses that to pull, and the roll backs of both. */
import { randomUUID } from 'node:crypto';
import type { DetachPlan } from '../../../src/provisioning/plan/unlinkSpec';
import type { GrantPushPlan } from '../../../src/provisioning/plan/grantPushSpec';
import { detachParts, planDetach } from '../../../src/provisioning/teardown/unlink/planDetach';
import { planGrantPush } from '../../../src/provisioning/grant/planGrantPush';
import { observeUnlink } from '../../../src/provisioning/teardown/unlink/observeUnlink';
import { contoso } from '../../contract/support/contoso';
import { applying, planIn, rollingBack, type Disturbed } from './disturbed';
import { proposedLink } from './linkOperations';
import { never, type World } from './world';

const pair = { registryId: contoso('appsRegistry'), clusterId: contoso('shopUsCluster') };
/** May do nothing on that registry yet. */
const principalId = contoso('paymentsKubelet');

export async function grantOperations(): Promise<Disturbed[]> {
  const grant = await planIn([], grantPlan);
  const attach = await planIn([], proposedLink(pair, 'public'));
  const detach = await planIn([attach], detachPlan);
  const pushed = (world: World) => world.push(pair.registryId, principalId, '203.0.113.9');
  const pulled = (world: World) => world.pull(pair.registryId, pair.clusterId);
  return [
    applying('grant push', grant, [], pushed),
    await rollingBack('roll back of granting', [grant], pushed),
    applying('detach', detach, [attach], pulled),
    await rollingBack('roll back of detaching', [attach, detach], pulled),
  ];
}

async function grantPlan({ azure }: World): Promise<GrantPushPlan> {
  const spec = {
    registryId: pair.registryId,
    principalId,
    principalType: 'ServicePrincipal',
    principalName: 'pipeline',
    browse: false,
  } as const;
  return planGrantPush(spec, await azure.observeGrant(spec.registryId, principalId, never), randomUUID());
}

async function detachPlan({ azure, journal }: World): Promise<DetachPlan> {
  const observed = await observeUnlink(pair, azure, journal, never);
  const ticked = detachParts(observed).map(({ resourceId }) => resourceId);
  return planDetach({ ...pair, ticked }, observed, randomUUID());
}
