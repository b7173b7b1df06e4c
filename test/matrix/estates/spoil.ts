/** What spoils an estate once it is built: changes that no request of ours could make, or that would stop the building. */
import type { ArmResource } from '../../../emulator/src/estate';
import type { MadeEstate } from './build';
import { guid } from './world';

export function spoil({ model, world, registryId, clusters }: MadeEstate): void {
  const { estate } = world.core;
  const [first] = clusters;
  if (first === undefined) return;
  const change = (id: string, properties: Readonly<Record<string, unknown>>): void => {
    const resource = estate.get(id);
    if (resource === undefined) return;
    estate.put({ ...resource, properties: { ...resource.properties, ...properties } } as ArmResource);
  };
  switch (model.spoiler) {
    case 'servicePrincipal':
      change(first.id, { identityProfile: {}, servicePrincipalProfile: { clientId: guid('application') } });
      return;
    case 'restricted':
      change(first.id, { nodeResourceGroupProfile: { restrictionLevel: 'ReadOnly' } });
      return;
    case 'registryBusy':
      change(registryId, { provisioningState: 'Updating' });
      return;
    case 'lock':
      world.put(`${first.network.id}/providers/Microsoft.Authorization/locks/keep`, {
        properties: { level: 'ReadOnly' },
      });
      return;
    case 'notRegistered':
      world.register(registryId.replace(/\/resourceGroups\/.*$/, ''), 'Microsoft.Network', 'NotRegistered');
      return;
    case 'none':
    case 'otherTenant':
    case 'publicClosed':
    case 'reader':
  }
}
