/** What makes a plan impossible: everything at once, each with the way out. */
import { t } from '@vscode/l10n';
import { nameOf, sameId, subscriptionOf } from '../../model/armId';
import { isGuid } from '../../model/guid';
import { asObject } from '../../model/json';
import { differingThings, missingThings, otherZoneLinks, unapprovedEndpoint } from './blockersExisting';
import {
  endpointElsewhere,
  invalidNames,
  invalidRanges,
  overlappingRanges,
  serviceEndpointRules,
  unsuitableSubnet,
} from './blockersNetwork';
import { aliasInTheWay, secondEndpoint } from './blockersRecords';
import { unreadableFacts } from './blockersUnread';
import { contradictions } from './contradictions';
import { distinctBlockers, notPremium, registryNotReady } from '../plan/findings';
import type { Blocker } from '../plan/plan';
import { keys, stepsFor, type Planned } from './planned';
import type { RegistrySituation, Situation } from './situation';
import { busyReplicas, goingThings } from './states';

/** `steps` are those that the situation's cluster needs. */
type BlockerRule = (situation: Situation, steps: readonly Planned[]) => Blocker[];

const rules: readonly BlockerRule[] = [
  unreadableFacts,
  notReady,
  noPrincipal,
  differentTenants,
  publicAccessClosed,
  premiumNeeded,
  clusterNetworkUnknown,
  wrongZoneName,
  invalidNames,
  invalidRanges,
  missingThings,
  differingThings,
  overlappingRanges,
  endpointElsewhere,
  unsuitableSubnet,
  serviceEndpointRules,
  unapprovedEndpoint,
  secondEndpoint,
  aliasInTheWay,
  otherZoneLinks,
  busyPeering,
  goingThings,
  busyReplicas,
  readOnlyNodeGroup,
];

/** Each once, also where several clusters meet it. */
export function blockersOf(situations: readonly Situation[], steps: readonly Planned[]): Blocker[] {
  const found = [
    ...situations.flatMap((situation) => {
      const own = stepsFor(situation.cluster.id, steps);
      return rules.flatMap((rule) => rule(situation, own));
    }),
    ...contradictions(situations, steps),
  ];
  return distinctBlockers(found);
}

export function notReady({ registry }: RegistrySituation): Blocker[] {
  return registryNotReady(registry.id, registry.provisioningState);
}

function noPrincipal({ link, cluster, principalId }: Situation): Blocker[] {
  if (principalId !== undefined) return [];
  const { servicePrincipalObjectId: named } = link;
  const { servicePrincipalClientId: clientId } = cluster;
  const find =
    clientId !== undefined && isGuid(clientId)
      ? t` (az ad sp show --id ${clientId} --query id --output tsv)`
      : '';
  const wrong =
    named === undefined || named === ''
      ? t('its object ID is required, which only the directory has')
      : t`“${named}” isn’t an object ID`;
  return [
    {
      code: 'noManagedIdentity',
      message: t`Cluster ${cluster.name} has no kubelet identity because it uses a service principal, and ${wrong}.`,
      wayOut: t`Enter the object ID of its service principal${find}, or switch the cluster to a managed identity (az aks update --enable-managed-identity).`,
      resourceIds: [cluster.id],
    },
  ];
}

function differentTenants({ observed, registry, cluster }: Situation): Blocker[] {
  const [one, other] = [registry, cluster].map(
    ({ id }) => observed.tenants?.[subscriptionOf(id).toLowerCase()],
  );
  if (one === undefined || other === undefined || one === other) return [];
  return [
    {
      code: 'differentTenants',
      message: t`Registry ${registry.name} and cluster ${cluster.name} are in different tenants. A kubelet identity can’t have a role in another tenant.`,
      wayOut: t(
        'Use a registry in the cluster’s tenant, or an image pull secret with a token of the registry.',
      ),
      resourceIds: [registry.id, cluster.id],
    },
  ];
}

function publicAccessClosed({ registry, path }: Situation): Blocker[] {
  if (path !== undefined || registry.publicNetworkAccess === 'Enabled') return [];
  return [
    {
      code: 'publicAccessClosed',
      message: t`Registry ${registry.name} has public network access disabled, so its public address denies all requests.`,
      wayOut: t('Link it privately.'),
      resourceIds: [registry.id],
    },
  ];
}

function premiumNeeded({ registry, path }: Situation): Blocker[] {
  if (path === undefined || path.access.upgradeToPremium) return [];
  return notPremium(
    registry,
    t('private endpoints need'),
    t('Accept the upgrade to Premium, or link it over its public address.'),
  );
}

function clusterNetworkUnknown({ cluster, path }: Situation): Blocker[] {
  if (path === undefined || cluster.networkId !== undefined) return [];
  return [
    {
      code: 'clusterNetworkUnknown',
      message: t`The virtual network of cluster ${cluster.name} wasn’t found.`,
      wayOut: t`Get permission to read virtual networks in ${cluster.nodeResourceGroup}, or in the resource group of the cluster’s own network.`,
      resourceIds: [cluster.id],
    },
  ];
}

export function wrongZoneName({ registry, path }: RegistrySituation): Blocker[] {
  if (path === undefined || path.access.dns === 'central') return [];
  if (sameId(nameOf(path.zoneId), path.zoneName)) return [];
  return [
    {
      code: 'wrongZoneName',
      message: t`The zone ${nameOf(path.zoneId)} is never used. ${registry.loginServer} resolves in ${path.zoneName}.`,
      wayOut: t`Choose a zone named ${path.zoneName}.`,
      resourceIds: [path.zoneId],
    },
  ];
}

/** A Disconnected peering is written again, which Azure refuses while it is still at work on it. */
function busyPeering({ path }: Situation): Blocker[] {
  const peerings = [path?.peeringToCluster, path?.peeringToRegistry].filter(
    (peering) => peering !== undefined,
  );
  return peerings.flatMap(({ id, name, state, raw }) => {
    const provisioning = asObject(raw['properties'])['provisioningState'];
    if (state !== 'Disconnected' || (provisioning !== 'Updating' && provisioning !== 'Deleting')) return [];
    return [
      {
        code: 'peeringDisconnected',
        message: t`Peering ${name} is Disconnected, and Azure is processing it (${provisioning}).`,
        wayOut: t('Wait until Azure finishes, then preview again.'),
        resourceIds: [id],
      },
    ];
  });
}

function readOnlyNodeGroup({ cluster, path }: Situation, steps: readonly Planned[]): Blocker[] {
  if (path === undefined || !cluster.networkManagedByAks || !cluster.nodeResourceGroupReadOnly) return [];
  const { clusterNetworkId: networkId = '' } = path;
  // Linking the network to a zone is a write elsewhere, but needs the action of joining the network, denied as well.
  const link = keys.zoneLink(path.zoneId, networkId);
  const writes = steps.filter(
    ({ key, action, holds }) =>
      action !== 'reuse' && (key === link ? action === 'create' : holds.some((id) => sameId(id, networkId))),
  );
  if (writes.length === 0) return [];
  return [
    {
      code: 'nodeResourceGroupReadOnly',
      message: t`AKS denies writes in ${cluster.nodeResourceGroup}, which contains the network of cluster ${cluster.name}: ${writes.map(({ title }) => title).join('; ')}.`,
      wayOut: t(
        'Use a cluster with a network of your own, lift the restriction (az aks update --nrg-lockdown-restriction-level Unrestricted), or link over the public address.',
      ),
      resourceIds: writes.map(({ resourceId }) => resourceId),
    },
  ];
}
