import * as v from 'valibot';
import { readOnly, tags } from '../../arm/body';
import { invalidRequestContent } from '../../arm/errors';
import { objectAt, textAt } from '../../arm/json';
import type { Estate, JsonObject } from '../../estate';

const text = v.optional(v.string());

export const outboundTypes = v.picklist([
  'loadBalancer',
  'userDefinedRouting',
  'managedNATGateway',
  'userAssignedNATGateway',
  'none',
  'block',
]);

export const httpProxyConfig = v.strictObject({
  httpProxy: text,
  httpsProxy: text,
  noProxy: v.optional(v.array(v.string())),
  trustedCa: text,
});

/** What of a cluster can be changed here; the rest may be sent back as it was read, and stays as it is. */
const changeable = {
  httpProxyConfig: v.optional(httpProxyConfig),
  nodeResourceGroupProfile: v.optional(
    v.strictObject({ restrictionLevel: v.optional(v.picklist(['Unrestricted', 'ReadOnly'])) }),
  ),
  apiServerAccessProfile: v.optional(v.looseObject({ disableRunCommand: v.optional(v.boolean()) })),
  bootstrapProfile: v.optional(
    v.strictObject({
      artifactSource: v.optional(v.picklist(['Cache', 'Direct'])),
      containerRegistryId: text,
    }),
  ),
  addonProfiles: v.optional(v.record(v.string(), v.looseObject({ enabled: v.boolean() }))),
  networkProfile: v.optional(v.looseObject({ outboundType: v.optional(outboundTypes) })),
};

export const clusterBody = v.strictObject({
  id: readOnly,
  name: readOnly,
  type: readOnly,
  eTag: readOnly,
  kind: readOnly,
  sku: readOnly,
  identity: readOnly,
  systemData: readOnly,
  extendedLocation: readOnly,
  location: v.string(),
  tags,
  properties: v.optional(v.looseObject(changeable)),
});

/** What a body changes of a cluster; of its network the way out alone. Throws where AKS would refuse it. */
export function changesOf(estate: Estate, before: JsonObject, sent: JsonObject): JsonObject {
  const changes: JsonObject = Object.fromEntries(
    Object.keys(changeable).flatMap((name) => {
      const value = sent[name];
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
  const outboundType = textAt(sent, 'networkProfile', 'outboundType');
  const network = objectAt(before, 'networkProfile');
  checkBootstrap(estate, objectAt(changes, 'bootstrapProfile'));
  return {
    ...changes,
    ...(changes['networkProfile'] === undefined
      ? {}
      : { networkProfile: outboundType === undefined ? network : { ...network, outboundType } }),
  };
}

/** A registry of one's own, Premium; the one that AKS would make itself is not emulated. */
function checkBootstrap(estate: Estate, profile: JsonObject): void {
  if (textAt(profile, 'artifactSource') !== 'Cache') return;
  const registry = estate.get(textAt(profile, 'containerRegistryId') ?? '');
  const isPremium = textAt(registry?.['sku'], 'name') === 'Premium';
  if (registry?.type === 'Microsoft.ContainerRegistry/registries' && isPremium) return;
  throw invalidRequestContent(
    "The bootstrap profile needs a Premium registry in 'containerRegistryId' for the artifact source Cache. Path 'properties.bootstrapProfile'",
  );
}
