/** How a script sees what is in something before it deletes it: one row a kind. */
import type { StepKind } from '../../provisioning';

export interface Look {
  /** Appended to the id. */
  readonly path: string;
  /** A query whose answers are ids, one each. */
  readonly query: string;
}

/** `unknowable`: with it would go what Resource Manager doesn't tell of. */
export const contents: Readonly<Record<StepKind, readonly Look[] | 'unknowable'>> = {
  resourceGroup: [{ path: '/resources', query: '[value[].id, [nextLink]][]' }],
  // Images.
  registry: 'unknowable',
  network: [
    {
      path: '',
      query:
        [
          '[properties.virtualNetworkPeerings[].id',
          'properties.subnets[].id',
          ...['ipConfigurations', 'privateEndpoints', 'serviceAssociationLinks'].map(
            (member) => `properties.subnets[].properties.${member}[].id`,
          ),
        ].join(', ') + '][]',
    },
  ],
  zone: [
    { path: '/virtualNetworkLinks', query: '[value[].id, [nextLink]][]' },
    // Every zone has one record that says who it belongs to.
    { path: '/ALL', query: "[value[?!ends_with(id, '/SOA/@')].id, [nextLink]][]" },
  ],
  endpoint: [{ path: '/privateDnsZoneGroups', query: '[value[].id, [nextLink]][]' }],
  replica: [],
  registrySku: [],
  publicAccess: [],
  subnet: [],
  zoneLink: [],
  zoneGroup: [],
  peering: [],
  roleAssignment: [],
  connection: [],
};
