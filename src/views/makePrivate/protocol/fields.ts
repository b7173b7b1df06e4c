/** The fields of both stages. */

export const fieldIds = [
  // Private endpoint
  'upgrade',
  'network',
  'networkName',
  'networkPrefix',
  'subnetName',
  'subnetPrefix',
  'endpointName',
  'approval',
  'requestMessage',
  'dns',
  'zone',
  'tags',
  // Public access
  'access',
  'ranges',
  'trustedServices',
] as const;
export type FieldId = (typeof fieldIds)[number];
