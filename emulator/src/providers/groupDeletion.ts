import { ArmError } from '../arm/errors';
import { listAt, same, textAt } from '../arm/json';
import type { ArmRequest } from '../arm/provider';
import type { ArmResource, Estate } from '../estate';

const NETWORK = 'Microsoft.Network';

/**
 * Takes out of a group what can go: first what refers to others, so that its side effects find them still there. What
 * is in use from outside of the group stays and keeps the group (`ResourceGroupDeletionBlocked`; from a public issue
 * of Azure's documentation).
 */
export function emptyGroup(
  request: Pick<ArmRequest, 'estate' | 'remove'>,
  groupId: string,
  isKept: (resource: ArmResource) => boolean = () => false,
): void {
  const { estate } = request;
  const blocked = estate
    .below(groupId)
    .filter((item) => isKept(item) || isUsedFromOutside(estate, groupId, item));
  const stays = (id: string): boolean => blocked.some((item) => isAtOrAbove(id, item.id));
  for (const type of [`${NETWORK}/privateEndpoints`, undefined]) {
    for (const { id } of estate.below(groupId, type)) if (!stays(id)) request.remove(id);
  }
  if (blocked.length === 0) return;
  const names = blocked.map(({ id }) => id.replace(/^.*\/providers\//i, ''));
  throw new ArmError(
    409,
    'ResourceGroupDeletionBlocked',
    `Deletion of resource group '${groupId.slice(groupId.lastIndexOf('/') + 1)}' failed as resources with identifiers '${names.join(',')}' could not be deleted. The provisioning state of the resource group will be rolled back. Please check audit logs for more details.`,
  );
}

/** A subnet with something in it, or a security group or route table that a subnet has. */
function isUsedFromOutside(estate: Estate, groupId: string, item: ArmResource): boolean {
  const isOutside = (id: string): boolean => !isAtOrAbove(groupId, id);
  if (item.type === `${NETWORK}/virtualNetworks/subnets`) {
    const endpoints = estate
      .ofType(`${NETWORK}/privateEndpoints`)
      .filter((endpoint) => same(textAt(endpoint.properties, 'subnet', 'id'), item.id));
    const clusters = estate
      .ofType('Microsoft.ContainerService/managedClusters')
      .filter((cluster) =>
        listAt(cluster.properties, 'agentPoolProfiles').some((pool) =>
          same(textAt(pool, 'vnetSubnetID'), item.id),
        ),
      );
    return [...endpoints, ...clusters].some(({ id }) => isOutside(id));
  }
  const member = { networkSecurityGroups: 'networkSecurityGroup', routeTables: 'routeTable' }[
    item.type.slice(`${NETWORK}/`.length)
  ];
  if (member === undefined) return false;
  return estate
    .ofType(`${NETWORK}/virtualNetworks/subnets`)
    .some((subnet) => same(textAt(subnet.properties, member, 'id'), item.id) && isOutside(subnet.id));
}

function isAtOrAbove(upper: string, id: string): boolean {
  return same(upper, id) || id.toLowerCase().startsWith(`${upper.toLowerCase()}/`);
}
