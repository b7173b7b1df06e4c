/** The fields that say where a registry's private endpoint goes, and which zone has its name: choices before what depends on them. */
export const placeFieldIds = [
  'endpoint',
  'network',
  'subnet',
  'dns',
  'zone',
  'approval',
  'requestMessage',
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
  'zoneGroupName',
  'registryZoneLink',
] as const;
export type PlaceFieldId = (typeof placeFieldIds)[number];
