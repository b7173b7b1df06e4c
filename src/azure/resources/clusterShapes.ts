/** A cluster and its node pools, as Azure tells them (shapes.ts). */
import { nameOf, parentId } from '../../model/armId';
import { withoutCredentials } from '../../model/secrets';
import type { ObservedCluster, ObservedProxy } from '../../provisioning';
import { is, type Text, type Texts } from './shapes';

interface PoolShape {
  readonly name?: Text;
  readonly mode?: Text;
  readonly count?: number | null | undefined;
  /** In place of the count, where the pool is of the type `VirtualMachines`. */
  readonly virtualMachineNodesStatus?:
    readonly { readonly count?: number | null | undefined }[] | null | undefined;
  readonly osType?: Text;
  readonly vmSize?: Text;
  readonly vnetSubnetID?: Text;
  readonly powerState?: { readonly code?: Text } | null | undefined;
  readonly enableNodePublicIP?: boolean | null | undefined;
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
        readonly outboundType?: Text;
      }
    | null
    | undefined;
  readonly httpProxyConfig?: ProxyShape | null | undefined;
  readonly addonProfiles?:
    Readonly<Record<string, { readonly enabled?: boolean | null | undefined } | null>> | null | undefined;
  readonly bootstrapProfile?:
    { readonly artifactSource?: Text; readonly containerRegistryId?: Text } | null | undefined;
}

export interface ProxyShape {
  readonly httpProxy?: Text;
  readonly httpsProxy?: Text;
  readonly noProxy?: Texts;
  readonly enabled?: boolean | null | undefined;
}

function nodesOf({ count, virtualMachineNodesStatus }: PoolShape): number {
  return count ?? (virtualMachineNodesStatus ?? []).reduce((sum, size) => sum + (size.count ?? 0), 0);
}

/** `networkOfNodeGroup` is the network that AKS made, if the pools don't name one and it was found. */
export function clusterOf(
  id: string,
  shape: ClusterShape,
  networkOfNodeGroup: string | undefined,
): ObservedCluster {
  const kubelet = shape.identityProfile?.['kubeletidentity'];
  const subnetId = subnetOfNodes(shape);
  const { podCidr, podCidrs, serviceCidr, serviceCidrs, outboundType } = shape.networkProfile ?? {};
  const bootstrapRegistryId = bootstrapRegistryOf(shape);
  const clientId = shape.servicePrincipalProfile?.clientId;
  return {
    id,
    name: nameOf(id),
    location: shape.location ?? '',
    provisioningState: shape.provisioningState ?? '',
    powerState: is(shape.powerState?.code, 'Stopped') ? 'Stopped' : 'Running',
    kubernetesVersion: shape.currentKubernetesVersion ?? shape.kubernetesVersion ?? '',
    nodeResourceGroup: shape.nodeResourceGroup ?? '',
    nodeResourceGroupReadOnly: is(shape.nodeResourceGroupProfile?.restrictionLevel, 'ReadOnly'),
    kubeletIdentity: kubelet?.objectId
      ? { objectId: kubelet.objectId, clientId: kubelet.clientId ?? '', resourceId: kubelet.resourceId ?? '' }
      : undefined,
    // Of a cluster with managed identities it says “msi”.
    ...(clientId && !is(clientId, 'msi') ? { servicePrincipalClientId: clientId } : {}),
    pools: (shape.agentPoolProfiles ?? []).map((pool) => ({
      name: pool.name ?? '',
      mode: pool.mode ?? '',
      // Azure keeps the count of a pool that is stopped.
      count: is(pool.powerState?.code, 'Stopped') ? 0 : nodesOf(pool),
      osType: pool.osType ?? '',
      vmSize: pool.vmSize ?? '',
      subnetId: pool.vnetSubnetID ?? undefined,
      ...(pool.enableNodePublicIP === true ? { nodesHavePublicAddresses: true } : {}),
    })),
    networkId: subnetId === undefined ? networkOfNodeGroup : parentId(subnetId),
    networkManagedByAks: subnetId === undefined,
    serviceCidrs: cidrsOf(serviceCidrs, serviceCidr),
    podCidrs: cidrsOf(podCidrs, podCidr),
    ...(outboundType ? { outboundType } : {}),
    httpProxy: proxyOf(shape.httpProxyConfig),
    hasVirtualNodes: hasVirtualNodes(shape),
    ...(bootstrapRegistryId === undefined ? {} : { bootstrapRegistryId }),
  };
}

/**
 * The proxy of a cluster's nodes, by its `httpProxyConfig`. AKS gives the exceptions to the nodes joined by commas. Where only a proxy for http is named, it is used for https too
 * (AKS's documentation of HTTP proxies).
 */
export function proxyOf(config: ProxyShape | null | undefined): ObservedProxy | 'none' {
  const url = [config?.httpsProxy, config?.httpProxy].find((address) => address);
  if (!url || config?.enabled === false) return 'none';
  return {
    url: withoutCredentials(url),
    exceptions: (config?.noProxy ?? []).flatMap((exception) => exception.split(',')),
  };
}

/** The add-on is called `aciConnectorLinux`, in answers of older clusters in another spelling. */
export function hasVirtualNodes({ addonProfiles }: Pick<ClusterShape, 'addonProfiles'>): boolean {
  return Object.entries(addonProfiles ?? {}).some(
    ([name, addon]) => /^aciConnectorLinux$/i.test(name) && addon?.enabled === true,
  );
}

/** AKS's own images come from it where the artifact source is `Cache`, else from Microsoft's registry. */
export function bootstrapRegistryOf({
  bootstrapProfile,
}: Pick<ClusterShape, 'bootstrapProfile'>): string | undefined {
  const { artifactSource, containerRegistryId } = bootstrapProfile ?? {};
  return containerRegistryId && is(artifactSource, 'Cache') ? containerRegistryId : undefined;
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

function cidrsOf(many: Texts, one: Text): readonly string[] {
  return many?.length ? many : [one ?? []].flat();
}
