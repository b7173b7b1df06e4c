/**
 * What is read of Azure's resources, in the flat form of the SDK's models. Rows of Resource Graph are brought into
 * the same form (graphRows.ts), so that there is one way from Azure's words to the engine's.
 */
import { nameOf } from '../../model/armId';
import { regionKey } from '../../model/regions';
import type {
  ObservedConnection,
  ObservedRegistry,
  ObservedReplica,
  ObservedZoneLink,
} from '../../provisioning';

export type Text = string | null | undefined;
export type Texts = readonly string[] | null | undefined;

/** Resource providers take and answer the words of their enumerations in any case (Azure's REST API guidelines). */
export function is(text: Text, word: string): boolean {
  return text?.toLowerCase() === word.toLowerCase();
}

interface ConnectionShape {
  readonly id?: Text;
  readonly privateEndpoint?: { readonly id?: Text } | null | undefined;
  readonly privateLinkServiceConnectionState?:
    { readonly status?: Text; readonly description?: Text } | null | undefined;
}

export interface RegistryShape {
  readonly location?: Text;
  readonly sku?: { readonly name?: Text } | null | undefined;
  readonly loginServer?: Text;
  readonly provisioningState?: Text;
  readonly publicNetworkAccess?: Text;
  readonly networkRuleSet?:
    | {
        readonly defaultAction?: Text;
        /** The range is called `value` on the wire, and as in the SDK's model there. */
        readonly ipRules?:
          readonly { readonly value?: Text; readonly iPAddressOrRange?: Text }[] | null | undefined;
      }
    | null
    | undefined;
  readonly anonymousPullEnabled?: boolean | null | undefined;
  readonly policies?:
    | { readonly azureADAuthenticationAsArmPolicy?: { readonly status?: Text } | null | undefined }
    | null
    | undefined;
  readonly dataEndpointEnabled?: boolean | null | undefined;
  readonly dataEndpointHostNames?: Texts;
  readonly roleAssignmentMode?: Text;
  readonly privateEndpointConnections?: readonly ConnectionShape[] | null | undefined;
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
  const armTokens = shape.policies?.azureADAuthenticationAsArmPolicy?.status;
  return {
    id,
    name: nameOf(id),
    location,
    loginServer: shape.loginServer ?? '',
    sku: shape.sku?.name ?? '',
    provisioningState: shape.provisioningState ?? '',
    publicNetworkAccess: is(shape.publicNetworkAccess, 'Disabled') ? 'Disabled' : 'Enabled',
    defaultAction: is(shape.networkRuleSet?.defaultAction, 'Deny') ? 'Deny' : 'Allow',
    dataEndpointEnabled: shape.dataEndpointEnabled ?? false,
    dataEndpointHostNames: shape.dataEndpointHostNames ?? [],
    // Registries from before the two modes lack the property and are in the older one.
    roleAssignmentMode: is(shape.roleAssignmentMode, 'AbacRepositoryPermissions') ? 'abac' : 'legacy',
    // Azure lists the home region among the replicas.
    replicaLocations: replicaLocations.filter((replica) => regionKey(replica) !== regionKey(location)),
    connections: (shape.privateEndpointConnections ?? []).flatMap((connection) => {
      const { id, privateEndpoint, privateLinkServiceConnectionState: state } = connection;
      const endpointId = privateEndpoint?.id;
      if (!id || !endpointId) return [];
      const status = connectionStatus(state?.status);
      // Later it is what the owner answered.
      const message = status === 'Pending' ? state?.description : undefined;
      return [{ id, endpointId, status, ...(message ? { message } : {}) }];
    }),
    ...(typeof shape.anonymousPullEnabled === 'boolean' ? { anonymousPull: shape.anonymousPullEnabled } : {}),
    ...(armTokens ? { armTokens: is(armTokens, 'disabled') ? 'disabled' : 'enabled' } : {}),
    addressRules: (shape.networkRuleSet?.ipRules ?? []).flatMap(
      ({ value, iPAddressOrRange }) => value ?? iPAddressOrRange ?? [],
    ),
  };
}

export interface ReplicaShape {
  readonly id?: Text;
  readonly location: string;
  readonly provisioningState?: Text;
  readonly zoneRedundancy?: Text;
  readonly regionEndpointEnabled?: boolean | null | undefined;
}

/** Those besides the home region, which Azure lists among them. */
export function replicasOf(
  { location: home }: Pick<ObservedRegistry, 'location'>,
  replicas: readonly ReplicaShape[],
): readonly ObservedReplica[] {
  return replicas
    .filter(({ location }) => regionKey(location) !== regionKey(home))
    .map(({ id, location, provisioningState, zoneRedundancy, regionEndpointEnabled }) => ({
      id: id ?? '',
      location,
      zoneRedundancy: is(zoneRedundancy, 'Enabled'),
      provisioningState: provisioningState ?? '',
      ...(regionEndpointEnabled === false ? { leftOut: true } : {}),
    }));
}

export function zoneLinkOf(id: string, shape: ZoneLinkShape): ObservedZoneLink {
  return {
    id,
    name: nameOf(id),
    networkId: shape.virtualNetwork?.id ?? '',
    state: shape.virtualNetworkLinkState ?? '',
    resolutionPolicy: is(shape.resolutionPolicy, 'NxDomainRedirect') ? 'NxDomainRedirect' : 'Default',
    ...(shape.resolutionPolicy ? { answeredPolicy: shape.resolutionPolicy } : {}),
  };
}

/** An address of an endpoint's network interface with each of its names; without one where Azure tells none. */
export function namedAddresses(
  address: Text,
  names: Texts,
): readonly { readonly fqdn: string; readonly address: string }[] {
  if (!address) return [];
  return (names?.length ? names : ['']).map((fqdn) => ({ fqdn, address }));
}

export function connectionStatus(status: Text): ObservedConnection['status'] {
  const known = ['Approved', 'Rejected', 'Disconnected'] as const;
  return known.find((word) => is(status, word)) ?? 'Pending';
}
