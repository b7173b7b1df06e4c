/**
 * Everything that the user can fill in, choices before what depends on them. A field belongs to what all clusters share
 * or to one cluster: its scope says which.
 */
export const fieldIds = [
  'mode',
  'upgrade',
  'placement',
  'endpoint',
  'network',
  'subnet',
  'dns',
  'zone',
  'route',
  'approval',
  'requestMessage',
  'principal',
  'endpointGroup',
  'endpointName',
  'networkSubscription',
  'networkGroup',
  'networkName',
  'networkLocation',
  'networkPrefix',
  'subnetName',
  'subnetPrefix',
  'zoneSubscription',
  'zoneGroup',
  'fallback',
  'zoneGroupName',
  'registryZoneLink',
  'clusterZoneLink',
  'peeringToCluster',
  'peeringToRegistry',
  'tags',
] as const;
export type FieldId = (typeof fieldIds)[number];

export function isFieldId(id: string): id is FieldId {
  return (fieldIds as readonly string[]).includes(id);
}
