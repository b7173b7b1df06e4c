/** Public access restricted and closed, and the roll backs of both. */
import { randomUUID } from 'node:crypto';
import type { PublicAccessPlan, WantedAccess } from '../../../src/provisioning/plan/publicAccessSpec';
import { observePublicAccess } from '../../../src/provisioning/publicAccess/observePublicAccess';
import { planPublicAccess } from '../../../src/provisioning/publicAccess/planPublicAccess';
import { contoso } from '../../contract/support/contoso';
import { applying, planIn, rollingBack, type Disturbed } from './disturbed';
import { never, type World } from './world';

/** Has an endpoint and a linked cluster, and is closed. */
const registryId = contoso('coreRegistry');

export async function accessOperations(): Promise<Disturbed[]> {
  const restrict = await planIn([], accessPlan({ mode: 'ranges', ranges: ['203.0.113.0/24'] }));
  const close = await planIn([restrict], accessPlan({ mode: 'off' }));
  const seen = (world: World) =>
    `${world.push(registryId, contoso('pipeline'), '203.0.113.9')}, ${world.pull(registryId, contoso('shopCluster'))}`;
  return [
    applying('restrict public access', restrict, [], seen),
    await rollingBack('roll back of restricting', [restrict], seen),
    applying('close public access', close, [restrict], seen),
    await rollingBack('roll back of closing', [restrict, close], seen),
  ];
}

function accessPlan(access: WantedAccess): (world: World) => Promise<PublicAccessPlan> {
  const spec = { schemaVersion: 1, registryId, access, trustedServices: true } as const;
  return async ({ azure }) =>
    planPublicAccess(spec, await observePublicAccess(registryId, azure, never), randomUUID());
}
