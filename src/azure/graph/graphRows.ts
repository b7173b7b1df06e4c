/** Rows of Resource Graph, checked and flattened into the form of the SDK's models (shapes.ts). */
import { t } from '@vscode/l10n';
import * as v from 'valibot';
import { nameOf } from '../../model/armId';
import { FailureError } from '../../model/failure';
import { standingOf } from '../../provisioning/adapters';
import { networkJson, subnetJson } from '../resources/networks';
import { routeTableJson, securityGroupJson } from '../resources/subnetRules';
import type { Kind } from './types';

const text = v.nullish(v.string());
const texts = v.nullish(v.array(v.string()));
const reference = v.nullish(v.object({ id: text }));

function flat<R extends { readonly properties: object }>({
  properties,
  ...row
}: R): Omit<R, 'properties'> & R['properties'] {
  return { ...properties, ...row };
}

/** A connection of which nothing is told counts for nothing: neither approved nor leading anywhere. */
const connection = v.pipe(
  v.object({
    id: text,
    properties: v.nullish(
      v.object({
        privateEndpoint: reference,
        privateLinkServiceConnectionState: v.nullish(v.object({ status: text, description: text })),
      }),
    ),
  }),
  v.transform(({ id, properties }) => ({ ...properties, id })),
);

const registryRow = v.pipe(
  v.object({
    id: v.string(),
    location: v.string(),
    sku: v.object({ name: v.string() }),
    properties: v.object({
      loginServer: text,
      provisioningState: text,
      publicNetworkAccess: text,
      networkRuleSet: v.nullish(
        v.object({ defaultAction: text, ipRules: v.nullish(v.array(v.object({ value: text }))) }),
      ),
      anonymousPullEnabled: v.nullish(v.boolean()),
      policies: v.nullish(
        v.object({ azureADAuthenticationAsArmPolicy: v.nullish(v.object({ status: text })) }),
      ),
      dataEndpointEnabled: v.nullish(v.boolean()),
      dataEndpointHostNames: texts,
      roleAssignmentMode: text,
      privateEndpointConnections: v.nullish(v.array(connection)),
    }),
  }),
  v.transform(flat),
);

/** Throws FailureError for a registry that has no name to be reached by: Azure is still making it, or has given that up. */
export function ready<R extends v.InferOutput<typeof registryRow>>(row: R): R {
  if (row.loginServer) return row;
  const state = row.provisioningState ? ` (provisioning state ${row.provisioningState})` : '';
  const isGivenUp = standingOf(row.provisioningState ?? undefined) === 'failed';
  throw new FailureError({
    code: 'azure.notReady',
    // What has failed stays so, however often it's read.
    kind: isGivenUp ? 'user' : 'transient',
    message: `${nameOf(row.id)} has no login server${state}.`,
    nextAction: isGivenUp
      ? t('Delete it, then create it again if it’s needed.')
      : 'Refresh after Azure has created it.',
    resourceId: row.id,
  });
}

const replicaRow = v.pipe(
  v.object({
    id: v.string(),
    location: v.string(),
    properties: v.optional(
      v.object({
        provisioningState: text,
        zoneRedundancy: text,
        regionEndpointEnabled: v.nullish(v.boolean()),
      }),
      {},
    ),
  }),
  v.transform(flat),
);

const clusterRow = v.pipe(
  v.object({
    id: v.string(),
    location: v.string(),
    properties: v.object({
      provisioningState: text,
      powerState: v.nullish(v.object({ code: text })),
      kubernetesVersion: text,
      currentKubernetesVersion: text,
      nodeResourceGroup: text,
      nodeResourceGroupProfile: v.nullish(v.object({ restrictionLevel: text })),
      identityProfile: v.nullish(
        v.record(v.string(), v.nullish(v.object({ objectId: text, clientId: text, resourceId: text }))),
      ),
      servicePrincipalProfile: v.nullish(v.object({ clientId: text })),
      agentPoolProfiles: v.nullish(
        v.array(
          v.object({
            name: text,
            mode: text,
            count: v.nullish(v.number()),
            virtualMachineNodesStatus: v.nullish(v.array(v.object({ count: v.nullish(v.number()) }))),
            osType: text,
            vmSize: text,
            vnetSubnetID: text,
            powerState: v.nullish(v.object({ code: text })),
            enableNodePublicIP: v.nullish(v.boolean()),
          }),
        ),
      ),
      networkProfile: v.nullish(
        v.object({
          podCidr: text,
          podCidrs: texts,
          serviceCidr: text,
          serviceCidrs: texts,
          outboundType: text,
        }),
      ),
      httpProxyConfig: v.nullish(
        v.object({ httpProxy: text, httpsProxy: text, noProxy: texts, enabled: v.nullish(v.boolean()) }),
      ),
      addonProfiles: v.nullish(
        v.record(v.string(), v.nullable(v.object({ enabled: v.nullish(v.boolean()) }))),
      ),
      bootstrapProfile: v.nullish(v.object({ artifactSource: text, containerRegistryId: text })),
    }),
  }),
  v.transform(flat),
);

const endpointConnections = v.nullish(
  v.array(
    v.object({
      properties: v.nullish(
        v.object({
          privateLinkServiceId: text,
          privateLinkServiceConnectionState: v.nullish(v.object({ status: text })),
        }),
      ),
    }),
  ),
);

const endpointRow = v.pipe(
  v.object({
    id: v.string(),
    location: v.string(),
    properties: v.object({
      subnet: reference,
      privateLinkServiceConnections: endpointConnections,
      manualPrivateLinkServiceConnections: endpointConnections,
      provisioningState: text,
      customDnsConfigs: v.nullish(v.array(v.object({ fqdn: text, ipAddresses: texts }))),
      networkInterfaces: v.nullish(v.array(v.object({ id: text }))),
    }),
  }),
  v.transform(flat),
);

/** The network interface of a private endpoint, as Resource Manager answers it, too. */
export const interfaceRow = v.pipe(
  v.object({
    id: v.string(),
    properties: v.object({
      ipConfigurations: v.nullish(
        v.array(
          v.object({
            properties: v.object({
              privateIPAddress: text,
              privateLinkConnectionProperties: v.nullish(v.object({ fqdns: texts })),
            }),
          }),
        ),
      ),
    }),
  }),
  v.transform(flat),
);

const zoneRow = v.object({ id: v.string() });

const zoneLinkRow = v.pipe(
  v.object({
    id: v.string(),
    properties: v.object({
      // One that names no network could be that of any.
      virtualNetwork: v.object({ id: v.pipe(v.string(), v.regex(/^\/subscriptions\//i)) }),
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

const roleAssignmentRow = v.pipe(
  v.object({
    id: v.string(),
    properties: v.object({
      scope: v.string(),
      principalId: v.string(),
      principalType: text,
      roleDefinitionId: v.string(),
      condition: text,
    }),
  }),
  v.transform(flat),
  v.transform((row) => ({ ...row, toGroup: isGroup(row.principalType) })),
);

const actions = v.pipe(
  texts,
  v.transform((found) => found ?? []),
);

const roleDefinitionRow = v.pipe(
  v.object({
    id: v.string(),
    properties: v.object({
      permissions: v.array(
        v.object({
          actions: v.optional(actions, []),
          notActions: v.optional(actions, []),
          dataActions: v.optional(actions, []),
          notDataActions: v.optional(actions, []),
        }),
      ),
    }),
  }),
  v.transform(flat),
);

const identityRow = v.object({
  id: v.string(),
  location: v.string(),
  properties: v.object({ principalId: v.string() }),
});

/** What is in a row of each type. */
export const rowSchemas = {
  registry: registryRow,
  replica: replicaRow,
  cluster: clusterRow,
  endpoint: endpointRow,
  networkInterface: interfaceRow,
  zone: zoneRow,
  zoneLink: zoneLinkRow,
  network: networkJson,
  subnet: subnetJson,
  securityGroup: securityGroupJson,
  routeTable: routeTableJson,
  identity: identityRow,
  roleAssignment: roleAssignmentRow,
  roleDefinition: roleDefinitionRow,
} as const satisfies Readonly<Record<Kind, v.GenericSchema>>;

export type RowOf<K extends Kind> = v.InferOutput<(typeof rowSchemas)[K]>;
