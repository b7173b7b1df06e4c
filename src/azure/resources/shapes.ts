/**
 * What is read of Azure's resources, in the flat form of the SDK's models. Rows of Resource Graph are brought into
 * the same form (graphRows.ts), so that there is one way from Azure's words to the engine's.
 */
import { nameOf, parentId } from '../../model/armId';
import { regionKey } from '../../model/regions';
import type {
  ObservedCluster,
  ObservedConnection,
  ObservedRegistry,
  ObservedZoneLink,
} from '../../provisioning/observed/observed';

type Text = string | null | undefined;
type Texts = readonly string[] | null | undefined;

export interface ConnectionShape {
  readonly id?: Text;
  readonly privateEndpoint?: { readonly id?: Text } | null | undefined;
  readonly privateLinkServiceConnectionState?: { readonly status?: Text } | null | undefined;
}

export interface RegistryShape {
  readonly location?: Text;
  readonly sku?: { readonly name?: Text } | null | undefined;
  readonly loginServer?: Text;
  readonly provisioningState?: Text;
  readonly publicNetworkAccess?: Text;
  readonly networkRuleSet?: { readonly defaultAction?: Text } | null | undefined;
  readonly dataEndpointEnabled?: boolean | null | undefined;
  readonly dataEndpointHostNames?: Texts;
  readonly roleAssignmentMode?: Text;
  readonly privateEndpointConnections?: readonly ConnectionShape[] | null | undefined;
}

export interface PoolShape {
  readonly name?: Text;
  readonly mode?: Text;
  readonly count?: number | null | undefined;
  readonly osType?: Text;
  readonly vmSize?: Text;
  readonly vnetSubnetID?: Text;
}

export interface ClusterShape {
  readonly location?: Text;
  readonly provisioningState?: Text;
  readonly powerState?: { readonly code?: Text } | null | undefined;
  readonly kubernetesVersion?: Text;
  readonly currentKubernetesVersion?: Text;
  readonly nodeResourceGroup?: Text;
  readonly nodeResourceGroupProfile?: { readonly restrictionLevel?: Text } | null | undefined;
  readonly identityProfile?:
    | Readonly<
        Record<
          string,
          | { readonly objectId?: Text; readonly clientId?: Text; readonly resourceId?: Text }
          | null
          | undefined
        >
      >
    | null
    | undefined;
  readonly servicePrincipalProfile?: { readonly clientId?: Text } | null | undefined;
  readonly agentPoolProfiles?: readonly PoolShape[] | null | undefined;
  readonly networkProfile?:
    | {
        readonly podCidr?: Text;
        readonly podCidrs?: Texts;
        readonly serviceCidr?: Text;
        readonly serviceCidrs?: Texts;
      }
    | null
    | undefined;
}

export interface ZoneLinkShape {
  readonly virtualNetwork?: { readonly id?: Text } | null | undefined;
  readonly virtualNetworkLinkState?: Text;
  readonly resolutionPolicy?: Text;
}

export function registryOf(
  id: string,
  shape: RegistryShape,
  replicaLocations: readonly string[],
): ObservedRegistry {
  const location = shape.location ?? '';
  return {
    id,
    name: nameOf(id),
    location,
    loginServer: shape.loginServer ?? '',
    sku: shape.sku?.name ?? '',
    provisioningState: shape.provisioningState ?? '',
    publicNetworkAccess: shape.publicNetworkAccess === 'Disabled' ? 'Disabled' : 'Enabled',
    defaultAction: shape.networkRuleSet?.defaultAction === 'Deny' ? 'Deny' : 'Allow',
    dataEndpointEnabled: shape.dataEndpointEnabled ?? false,
    dataEndpointHostNames: shape.dataEndpointHostNames ?? [],
    // Registries from before the two modes lack the property and are in the older one.
    roleAssignmentMode: shape.roleAssignmentMode === 'AbacRepositoryPermissions' ? 'abac' : 'legacy',
    // Azure lists the home region among the replicas.
    replicaLocations: replicaLocations.filter((replica) => regionKey(replica) !== regionKey(location)),
    connections: (shape.privateEndpointConnections ?? []).flatMap((connection) => {
      const { id, privateEndpoint, privateLinkServiceConnectionState: state } = connection;
      const endpointId = privateEndpoint?.id;
      return id && endpointId ? [{ id, endpointId, status: connectionStatus(state?.status) }] : [];
    }),
  };
}

/** `networkOfNodeGroup` is the network that AKS made, if the pools don't name one and it was found. */
export function clusterOf(
  id: string,
  shape: ClusterShape,
  networkOfNodeGroup: string | undefined,
): ObservedCluster {
  const kubelet = shape.identityProfile?.['kubeletidentity'];
  const subnetId = subnetOfNodes(shape);
  const { podCidr, podCidrs, serviceCidr, serviceCidrs } = shape.networkProfile ?? {};
  const clientId = shape.servicePrincipalProfile?.clientId;
  return {
    id,
    name: nameOf(id),
    location: shape.location ?? '',
    provisioningState: shape.provisioningState ?? '',
    powerState: shape.powerState?.code === 'Stopped' ? 'Stopped' : 'Running',
    kubernetesVersion: shape.currentKubernetesVersion ?? shape.kubernetesVersion ?? '',
    nodeResourceGroup: shape.nodeResourceGroup ?? '',
    nodeResourceGroupReadOnly: shape.nodeResourceGroupProfile?.restrictionLevel === 'ReadOnly',
    kubeletIdentity: kubelet?.objectId
      ? { objectId: kubelet.objectId, clientId: kubelet.clientId ?? '', resourceId: kubelet.resourceId ?? '' }
      : undefined,
    // Of a cluster with managed identities it says “msi”.
    ...(clientId && clientId !== 'msi' ? { servicePrincipalClientId: clientId } : {}),
    pools: (shape.agentPoolProfiles ?? []).map((pool) => ({
      name: pool.name ?? '',
      mode: pool.mode ?? '',
      count: pool.count ?? 0,
      osType: pool.osType ?? '',
      vmSize: pool.vmSize ?? '',
      subnetId: pool.vnetSubnetID ?? undefined,
    })),
    networkId: subnetId === undefined ? networkOfNodeGroup : parentId(subnetId),
    networkManagedByAks: subnetId === undefined,
    serviceCidrs: cidrsOf(serviceCidrs, serviceCidr),
    podCidrs: cidrsOf(podCidrs, podCidr),
  };
}

/** The subnet of the user's that the nodes are in; undefined if AKS made the network. All pools are in one network. */
export function subnetOfNodes(shape: ClusterShape): string | undefined {
  return shape.agentPoolProfiles?.flatMap((pool) => pool.vnetSubnetID ?? [])[0];
}

/** Of the networks in a node resource group, the one that AKS made: it is the only one, or named by AKS's pattern. */
export function networkMadeByAks(networkIds: readonly string[]): string | undefined {
  return (
    networkIds.find((id) => nameOf(id).startsWith('aks-vnet-')) ??
    (networkIds.length === 1 ? networkIds[0] : undefined)
  );
}

export function zoneLinkOf(id: string, shape: ZoneLinkShape): ObservedZoneLink {
  return {
    id,
    name: nameOf(id),
    networkId: shape.virtualNetwork?.id ?? '',
    state: shape.virtualNetworkLinkState ?? '',
    resolutionPolicy: shape.resolutionPolicy === 'NxDomainRedirect' ? 'NxDomainRedirect' : 'Default',
    ...(shape.resolutionPolicy ? { answeredPolicy: shape.resolutionPolicy } : {}),
  };
}

export function connectionStatus(status: Text): ObservedConnection['status'] {
  return status === 'Approved' || status === 'Rejected' || status === 'Disconnected' ? status : 'Pending';
}

function cidrsOf(many: Texts, one: Text): readonly string[] {
  return many?.length ? many : [one ?? []].flat();
}
