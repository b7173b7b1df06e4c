import { t } from '@vscode/l10n';
import { idKey, nameOf, parentId } from '../../model/armId';
import { regionName } from '../../model/regionNames';
import type { ObservedConnection, ObservedRegistry } from '../../provisioning';
import type { EstateIndex } from './estateIndex';
import { imagesNode } from './imageNodes';
import { linkGroup } from './linkNodes';
import { tooltipOf } from './markdown';
import { faceOf, unsettled } from './registryFace';
import { detail, facts, note, problemWords, type TreeIcon, type TreeNode, unfolding } from './treeNode';

/** `place` is what tells it from others where the tree above it doesn't. */
export function registryNode(registry: ObservedRegistry, index: EstateIndex, place?: string): TreeNode {
  const id = idKey(registry.id);
  const { words, icon, state } = faceOf(registry);
  const unready = unsettled(registry.provisioningState);
  const links = index.linksOf(id);
  const pending = registry.connections.filter(({ status }) => status === 'Pending').length;
  const linked = links.filter((link) => link.state === 'linked').length;
  const publicly = links.filter((link) => link.state === 'roleOnly').length;
  const region = regionName(registry.location);
  return unfolding(
    {
      id,
      label: registry.name,
      description: facts(
        unready?.words,
        words,
        pending > 0 && t`${pending} pending approval`,
        linked > 0 && t`linked to ${linked}`,
        publicly > 0 && (publicly === 1 ? t`${publicly} pulls publicly` : t`${publicly} pull publicly`),
        problemWords(index.problemsOf([registry])),
        registry.sku,
        region,
        place,
      ),
      get tooltip() {
        return tooltipOf(registry.name, [
          [t('Access'), words],
          [t('Provisioning state'), registry.provisioningState],
          [t('Linked clusters'), linked === 0 ? undefined : `${linked}`],
          [t('Clusters that pull over its public address'), publicly === 0 ? undefined : `${publicly}`],
          [t('Login server'), registry.loginServer],
          ['SKU', registry.sku],
          [t('Region'), region],
        ]);
      },
      icon: unready?.icon ?? icon,
      spoken: t('container registry'),
      context: 'registry',
      state,
      resourceId: registry.id,
      ...index.problemIn([registry], registry),
    },
    () => [
      detail(`${id}/loginServer`, t('Login server'), registry.loginServer, 'globe'),
      detail(`${id}/publicAccess`, t('Public network access'), publicAccessOf(registry), 'shield'),
      ...(registry.roleAssignmentMode === 'abac'
        ? [detail(`${id}/roles`, t('Role assignment mode'), t('ABAC repository permissions'), 'account')]
        : []),
      ...(registry.dataEndpointEnabled
        ? [
            detail(
              `${id}/data`,
              t('Data endpoints'),
              registry.dataEndpointHostNames.join(', ') || t('dedicated'),
              'database',
            ),
          ]
        : []),
      ...(registry.replicaLocations.length > 0
        ? [
            detail(
              `${id}/replicas`,
              t('Replicas'),
              registry.replicaLocations.map((location) => regionName(location)).join(', '),
              'copy',
            ),
          ]
        : []),
      ...(index.age === undefined ? [imagesNode(registry)] : []),
      endpointGroup(registry, index, state),
      linkGroup(registry, index, state),
    ],
  );
}

function publicAccessOf(registry: ObservedRegistry): string {
  if (registry.publicNetworkAccess === 'Disabled') return t('off');
  return registry.defaultAction === 'Deny' ? t('on, for selected IP addresses') : t('on');
}

const connectionStates: Readonly<Record<ObservedConnection['status'], { icon: TreeIcon; words: string }>> = {
  Approved: { icon: { id: 'plug', color: 'charts.green' }, words: t('approved') },
  Pending: { icon: { id: 'watch', color: 'charts.yellow' }, words: t('pending approval') },
  Rejected: { icon: { id: 'circle-slash', color: 'charts.red' }, words: t('rejected') },
  Disconnected: { icon: { id: 'debug-disconnect', color: 'charts.red' }, words: t('disconnected') },
};

/** The registry knows all its connections, the inventory where those endpoints are that the account may see. */
function endpointGroup(
  { id: registryId, connections }: ObservedRegistry,
  index: EstateIndex,
  state: TreeNode['state'],
): TreeNode {
  const id = `${idKey(registryId)}/endpoints`;
  const pending = connections.filter(({ status }) => status === 'Pending').length;
  const isUsed = connections.some(({ status }) => status === 'Approved');
  return unfolding(
    {
      id,
      label: t('Private endpoints'),
      description: facts(`${connections.length}`, pending > 0 && t`${pending} pending`),
      icon: { id: 'plug', ...(isUsed && { color: 'charts.green' }) },
      context: 'endpoints',
      ...(state !== undefined && { state }),
      resourceId: registryId,
    },
    () =>
      connections.length === 0
        ? [note(`${id}/none`, t('No private endpoints'))]
        : connections.map((connection) => endpointNode(id, connection, index)),
  );
}

function endpointNode(
  parent: string,
  { id: connectionId, endpointId, status, message }: ObservedConnection,
  index: EstateIndex,
): TreeNode {
  const endpoint = index.endpoint(endpointId);
  const network = endpoint && nameOf(parentId(endpoint.subnetId));
  const elsewhere = index.lacks ?? t('in a subscription that isn’t shown');
  const place = endpoint ? `${network}/${nameOf(endpoint.subnetId)}` : elsewhere;
  const { icon, words } = connectionStates[status];
  const id = `${parent}/${idKey(connectionId)}`;
  const subscription = index.subscriptionOf(endpointId);
  const isPending = status === 'Pending';
  return {
    id,
    label: nameOf(endpointId),
    description: facts(words, place, isPending && subscription, isPending && message),
    tooltip: tooltipOf(nameOf(endpointId), [
      [t('Connection'), words],
      [t('Request message'), message],
      [t('Subscription'), subscription],
      [t('Subnet'), endpoint?.subnetId],
      [t('Region'), endpoint && regionName(endpoint.location)],
    ]),
    icon,
    spoken: t('private endpoint'),
    context: 'endpoint',
    resourceId: endpointId,
    ...(isPending && { state: 'pending' as const, connectionId }),
  };
}
