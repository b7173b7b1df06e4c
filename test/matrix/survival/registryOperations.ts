/** A new registry and its roll back. */
import type { RegistryPlan } from '../../../src/provisioning/plan/registrySpec';
import { newRegistry, planFor, proposeFor, withOwnZone } from '../../contract/support/freshRegistries';
import { applying, planIn, rollingBack, type Disturbed } from './disturbed';
import type { World } from './world';

export async function registryOperations(): Promise<Disturbed[]> {
  const registry = await planIn([], registryPlan);
  const networkId = registry.purpose.spec.side?.network.id ?? '';
  const resolved = (world: World) => world.addresses(networkId, 'contosofresh.azurecr.io');
  return [
    applying('registry', registry, [], resolved),
    await rollingBack('roll back of a registry', [registry], resolved),
  ];
}

/** From an empty group: registry, replica, network, zone, endpoint, zone group, link. */
async function registryPlan({ azure }: World): Promise<RegistryPlan> {
  const registry = newRegistry('contosofresh', { replicas: ['northeurope'] });
  return planFor(azure, withOwnZone(await proposeFor(azure, { registry })));
}
