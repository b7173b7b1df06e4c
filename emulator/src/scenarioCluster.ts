import { createHash } from 'node:crypto';
import * as v from 'valibot';
import type { Core } from './core';
import type { JsonObject } from './estate';
import { httpProxyConfig, outboundTypes } from './providers/containerService/clusterBody';
import { namespaceSchema, putNamespace } from './providers/containerService/namespaces';

const poolSchema = v.strictObject({
  name: v.string(),
  mode: v.picklist(['System', 'User']),
  count: v.number(),
  vmSize: v.optional(v.string(), 'Standard_D4ds_v5'),
  /** Left out: AKS's own network in the node resource group. */
  subnet: v.optional(v.string()),
  powerState: v.optional(v.picklist(['Running', 'Stopped']), 'Running'),
  /** `key=value:effect`, as AKS shows them. */
  taints: v.optional(v.array(v.string())),
});

export const clusterSchema = v.strictObject({
  id: v.string(),
  note: v.optional(v.string()),
  location: v.string(),
  kubernetesVersion: v.optional(v.string(), '1.34.2'),
  powerState: v.optional(v.picklist(['Running', 'Stopped']), 'Running'),
  /** Object ids of the two managed identities; pulls use the kubelet's. */
  kubelet: v.string(),
  controlPlane: v.string(),
  outboundAddress: v.string(),
  pools: v.pipe(v.array(poolSchema), v.minLength(1)),
  tags: v.optional(v.record(v.string(), v.string()), {}),
  /** By default `loadBalancer`. */
  outboundType: v.optional(outboundTypes),
  /** The registry from which AKS starts nodes; it comes later than the cluster, so that nobody looks whether it is there. */
  bootstrapRegistry: v.optional(v.string()),
  httpProxyConfig: v.optional(httpProxyConfig),
  /** Whether it has virtual nodes, in this subnet. */
  virtualNodes: v.optional(v.string()),
  namespaces: v.optional(v.array(namespaceSchema)),
});

export type ScenarioCluster = v.InferOutput<typeof clusterSchema>;
type ScenarioPool = v.InferOutput<typeof poolSchema>;

/**
 * Puts a cluster into the estate as AKS would show it, with what AKS makes beside it in the node resource group
 * (`MC_{group}_{name}_{region}`): kubelet identity and outbound address. Gives the principals of its identities.
 */
export function seedCluster(core: Core, cluster: ScenarioCluster, tenantId: string) {
  const [, subscription = '', group = '', name = ''] =
    /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/.*\/([^/]+)$/i.exec(cluster.id) ?? [];
  const nodeGroup = `MC_${group}_${name}_${cluster.location}`;
  const nodeGroupId = `/subscriptions/${subscription}/resourceGroups/${nodeGroup}`;
  const identityId = `${nodeGroupId}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}-agentpool`;
  const addressId = `${nodeGroupId}/providers/Microsoft.Network/publicIPAddresses/${derivedGuid(cluster.id, 'outbound')}`;
  core.estate.put({
    id: nodeGroupId,
    name: nodeGroup,
    type: 'Microsoft.Resources/resourceGroups',
    location: cluster.location,
    managedBy: cluster.id,
    tags: { 'aks-managed-cluster-name': name, 'aks-managed-cluster-rg': group },
    properties: { provisioningState: 'Succeeded' },
  });
  const clientId = derivedGuid(cluster.id, 'kubelet client');
  core.estate.put({
    id: identityId,
    name: `${name}-agentpool`,
    type: 'Microsoft.ManagedIdentity/userAssignedIdentities',
    location: cluster.location,
    properties: { principalId: cluster.kubelet, clientId, tenantId },
  });
  core.estate.put({
    id: addressId,
    name: addressId.slice(addressId.lastIndexOf('/') + 1),
    type: 'Microsoft.Network/publicIPAddresses',
    location: cluster.location,
    sku: { name: 'Standard', tier: 'Regional' },
    properties: {
      provisioningState: 'Succeeded',
      ipAddress: cluster.outboundAddress,
      publicIPAllocationMethod: 'Static',
    },
  });
  core.estate.put({
    id: cluster.id,
    name,
    type: 'Microsoft.ContainerService/managedClusters',
    location: cluster.location,
    tags: cluster.tags,
    kind: 'Base',
    sku: { name: 'Base', tier: 'Standard' },
    identity: { type: 'SystemAssigned', principalId: cluster.controlPlane, tenantId },
    properties: {
      provisioningState: 'Succeeded',
      powerState: { code: cluster.powerState },
      kubernetesVersion: cluster.kubernetesVersion,
      currentKubernetesVersion: cluster.kubernetesVersion,
      dnsPrefix: `${name}-dns`,
      fqdn: `${name}-dns-${derivedGuid(cluster.id, 'fqdn').slice(0, 8)}.hcp.${cluster.location}.azmk8s.io`,
      agentPoolProfiles: cluster.pools.map((pool) => poolProfile(pool, cluster)),
      servicePrincipalProfile: { clientId: 'msi' },
      nodeResourceGroup: nodeGroup,
      enableRBAC: true,
      supportPlan: 'KubernetesOfficial',
      networkProfile: {
        networkPlugin: 'azure',
        networkPluginMode: 'overlay',
        networkDataplane: 'azure',
        loadBalancerSku: 'standard',
        loadBalancerProfile: { managedOutboundIPs: { count: 1 }, effectiveOutboundIPs: [{ id: addressId }] },
        podCidr: '10.244.0.0/16',
        serviceCidr: '172.16.0.0/16',
        dnsServiceIP: '172.16.0.10',
        outboundType: cluster.outboundType ?? 'loadBalancer',
        podCidrs: ['10.244.0.0/16'],
        serviceCidrs: ['172.16.0.0/16'],
        ipFamilies: ['IPv4'],
      },
      identityProfile: {
        kubeletidentity: {
          resourceId: identityId.replace('/resourceGroups/', '/resourcegroups/'),
          clientId,
          objectId: cluster.kubelet,
        },
      },
      disableLocalAccounts: false,
      oidcIssuerProfile: { enabled: false },
      ...extrasOf(cluster),
    },
  });
  for (const namespace of cluster.namespaces ?? []) putNamespace(core.estate, cluster.id, namespace);
  return [
    { id: cluster.kubelet, type: 'ServicePrincipal', name: `${name}-agentpool` },
    { id: cluster.controlPlane, type: 'ServicePrincipal', name },
  ];
}

function extrasOf({ bootstrapRegistry, httpProxyConfig: proxy, virtualNodes }: ScenarioCluster): JsonObject {
  return {
    ...(bootstrapRegistry === undefined
      ? {}
      : { bootstrapProfile: { artifactSource: 'Cache', containerRegistryId: bootstrapRegistry } }),
    ...(proxy === undefined ? {} : { httpProxyConfig: proxy as JsonObject }),
    ...(virtualNodes === undefined
      ? {}
      : { addonProfiles: { aciConnectorLinux: { enabled: true, config: { SubnetName: virtualNodes } } } }),
  };
}

function poolProfile(pool: ScenarioPool, cluster: ScenarioCluster): JsonObject {
  const powerState = cluster.powerState === 'Stopped' ? 'Stopped' : pool.powerState;
  return {
    name: pool.name,
    count: pool.count,
    vmSize: pool.vmSize,
    osDiskSizeGB: 128,
    osDiskType: 'Ephemeral',
    maxPods: 110,
    type: 'VirtualMachineScaleSets',
    ...(pool.subnet === undefined ? {} : { vnetSubnetID: pool.subnet }),
    provisioningState: 'Succeeded',
    powerState: { code: powerState },
    orchestratorVersion: cluster.kubernetesVersion,
    currentOrchestratorVersion: cluster.kubernetesVersion,
    mode: pool.mode,
    osType: 'Linux',
    osSKU: 'Ubuntu',
    ...(pool.taints === undefined ? {} : { nodeTaints: pool.taints }),
  };
}

/** Ids that a scenario need not spell out: the same for the same cluster, whenever it is loaded. */
function derivedGuid(id: string, purpose: string): string {
  const hex = createHash('sha256').update(`${id.toLowerCase()}|${purpose}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
