/** Rows of Resource Graph, checked and flattened into the form of the SDK's models (shapes.ts). */
import * as v from 'valibot';

const text = v.nullish(v.string());
const texts = v.nullish(v.array(v.string()));
const reference = v.nullish(v.object({ id: text }));

function flat<R extends { readonly properties: object }>({
  properties,
  ...row
}: R): Omit<R, 'properties'> & R['properties'] {
  return { ...properties, ...row };
}

const connection = v.pipe(
  v.object({
    id: text,
    properties: v.object({
      privateEndpoint: reference,
      privateLinkServiceConnectionState: v.nullish(v.object({ status: text })),
    }),
  }),
  v.transform(flat),
);

export const registryRow = v.pipe(
  v.object({
    id: v.string(),
    location: v.string(),
    sku: v.object({ name: v.string() }),
    properties: v.object({
      loginServer: v.string(),
      provisioningState: text,
      publicNetworkAccess: text,
      networkRuleSet: v.nullish(v.object({ defaultAction: text })),
      dataEndpointEnabled: v.nullish(v.boolean()),
      dataEndpointHostNames: texts,
      roleAssignmentMode: text,
      privateEndpointConnections: v.nullish(v.array(connection)),
    }),
  }),
  v.transform(flat),
);

export const replicaRow = v.object({ id: v.string(), location: v.string() });

export const clusterRow = v.pipe(
  v.object({
    id: v.string(),
    location: v.string(),
    properties: v.object({
      provisioningState: text,
      powerState: v.nullish(v.object({ code: text })),
      kubernetesVersion: text,
      currentKubernetesVersion: text,
      nodeResourceGroup: v.string(),
      nodeResourceGroupProfile: v.nullish(v.object({ restrictionLevel: text })),
      identityProfile: v.nullish(
        v.record(v.string(), v.object({ objectId: text, clientId: text, resourceId: text })),
      ),
      agentPoolProfiles: v.nullish(
        v.array(
          v.object({
            name: text,
            mode: text,
            count: v.nullish(v.number()),
            osType: text,
            vmSize: text,
            vnetSubnetID: text,
          }),
        ),
      ),
      networkProfile: v.nullish(
        v.object({ podCidr: text, podCidrs: texts, serviceCidr: text, serviceCidrs: texts }),
      ),
    }),
  }),
  v.transform(flat),
);

const endpointConnections = v.nullish(
  v.array(
    v.object({
      properties: v.object({
        privateLinkServiceId: text,
        privateLinkServiceConnectionState: v.nullish(v.object({ status: text })),
      }),
    }),
  ),
);

export const endpointRow = v.pipe(
  v.object({
    id: v.string(),
    location: v.string(),
    properties: v.object({
      subnet: reference,
      privateLinkServiceConnections: endpointConnections,
      manualPrivateLinkServiceConnections: endpointConnections,
    }),
  }),
  v.transform(flat),
);

export const networkRow = v.object({ id: v.string(), addressPrefixes: texts, dnsServers: texts });

export const zoneRow = v.object({ id: v.string(), name: v.string() });

export const zoneLinkRow = v.pipe(
  v.object({
    id: v.string(),
    properties: v.object({
      virtualNetwork: reference,
      virtualNetworkLinkState: text,
      resolutionPolicy: text,
    }),
  }),
  v.transform(flat),
);

/** Of the principal types `User`, `Group`, `ForeignGroup`, `ServicePrincipal` and `Device` (Microsoft.Authorization). */
export function isGroup(principalType: string | null | undefined): boolean {
  return /^(Foreign)?Group$/i.test(principalType ?? '');
}

export const roleAssignmentRow = v.pipe(
  v.object({
    id: v.string(),
    properties: v.object({
      scope: v.string(),
      principalId: v.string(),
      principalType: text,
      roleDefinitionId: v.string(),
    }),
  }),
  v.transform(flat),
  v.transform((row) => ({ ...row, toGroup: isGroup(row.principalType) })),
);
