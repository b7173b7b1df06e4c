import { idKey, nameOf, parentId, sameId } from '../../model/armId';
import type { Inventory, Link, ObservedConnection, ObservedRegistry } from '../../provisioning';
import { imagesNode } from './imageNodes';
import { linkGroup } from './linkNodes';
import { tooltipOf } from './markdown';
import { detail, facts, note, type TreeIcon, type TreeNode } from './treeNode';

export function registryNode(
  registry: ObservedRegistry,
  inventory: Inventory,
  links: readonly Link[],
): TreeNode {
  const id = idKey(registry.id);
  const access = accessOf(registry);
  const state = registry.provisioningState === 'Succeeded' ? undefined : registry.provisioningState;
  return {
    id,
    label: registry.name,
    description: facts(registry.sku, registry.location, access, state),
    tooltip: tooltipOf(registry.name, [
      ['Login server', registry.loginServer],
      ['SKU', registry.sku],
      ['Location', registry.location],
      ['Reached', access],
      ['Provisioning state', registry.provisioningState],
    ]),
    icon: { id: 'package' },
    spoken: 'container registry',
    context: 'registry',
    resourceId: registry.id,
    children: [
      detail(`${id}/loginServer`, 'Login server', registry.loginServer, 'globe'),
      detail(`${id}/publicAccess`, 'Public access', publicAccessOf(registry), 'shield'),
      ...(registry.roleAssignmentMode === 'abac'
        ? [detail(`${id}/roles`, 'Role assignment mode', 'ABAC repository permissions', 'account')]
        : []),
      ...(registry.dataEndpointEnabled
        ? [
            detail(
              `${id}/data`,
              'Data endpoints',
              registry.dataEndpointHostNames.join(', ') || 'dedicated',
              'database',
            ),
          ]
        : []),
      ...(registry.replicaLocations.length > 0
        ? [detail(`${id}/replicas`, 'Replicas', registry.replicaLocations.join(', '), 'copy')]
        : []),
      imagesNode(registry),
      endpointGroup(id, registry, inventory),
      linkGroup(
        `${id}/clusters`,
        'Linked clusters',
        'No linked clusters',
        links.filter(({ registryId }) => sameId(registryId, registry.id)),
        'cluster',
      ),
    ],
  };
}

/** How clients reach the registry, in a word or two. */
export function accessOf(registry: ObservedRegistry): string {
  const isPrivate = registry.connections.some(({ status }) => status === 'Approved');
  if (registry.publicNetworkAccess === 'Disabled') return isPrivate ? 'private' : 'closed';
  return isPrivate ? 'public and private' : 'public';
}

function publicAccessOf(registry: ObservedRegistry): string {
  if (registry.publicNetworkAccess === 'Disabled') return 'off';
  return registry.defaultAction === 'Deny' ? 'on, for chosen addresses only' : 'on';
}

const connectionStates: Readonly<Record<ObservedConnection['status'], { icon: TreeIcon; words: string }>> = {
  Approved: { icon: { id: 'plug', color: 'charts.green' }, words: 'approved' },
  Pending: { icon: { id: 'watch', color: 'charts.yellow' }, words: 'waits for approval' },
  Rejected: { icon: { id: 'circle-slash', color: 'charts.red' }, words: 'rejected' },
  Disconnected: { icon: { id: 'debug-disconnect', color: 'charts.red' }, words: 'disconnected' },
};

/** The registry knows all its connections, the inventory where those endpoints are that the account may see. */
function endpointGroup(parent: string, registry: ObservedRegistry, inventory: Inventory): TreeNode {
  const id = `${parent}/endpoints`;
  const children = registry.connections.map((connection) => endpointNode(id, connection, inventory));
  return {
    id,
    label: 'Private endpoints',
    description: `${children.length}`,
    icon: { id: 'plug' },
    children: children.length === 0 ? [note(`${id}/none`, 'No private endpoints')] : children,
  };
}

function endpointNode(
  parent: string,
  { id, endpointId, status }: ObservedConnection,
  inventory: Inventory,
): TreeNode {
  const endpoint = inventory.endpoints.find((each) => sameId(each.id, endpointId));
  const network = endpoint && nameOf(parentId(endpoint.subnetId));
  const place = endpoint ? `${network}/${nameOf(endpoint.subnetId)}` : 'in a subscription that is not shown';
  const { icon, words } = connectionStates[status];
  return {
    id: `${parent}/${idKey(id)}`,
    label: nameOf(endpointId),
    description: facts(words, place),
    tooltip: tooltipOf(nameOf(endpointId), [
      ['Connection', words],
      ['Subnet', endpoint?.subnetId],
      ['Location', endpoint?.location],
    ]),
    icon,
    spoken: 'private endpoint',
    context: 'endpoint',
    resourceId: endpointId,
  };
}
