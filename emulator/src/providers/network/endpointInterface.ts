import { randomUUID } from 'node:crypto';
import { networkError } from '../../arm/errors';
import { listAt, same, textAt } from '../../arm/json';
import type { ArmResource, Estate, JsonObject } from '../../estate';
import { capacity, freeAddresses, isAssignable } from './addresses';
import { newEtag, NIC } from './common';
import type { RegistryMember } from './registryMembers';
import { ipConfigurationsIn, prefixesOf } from './subnetRules';

export interface MemberAddress extends RegistryMember {
  readonly address: string;
}

/** Gives every member an address of the subnet: the one asked for, else the lowest that is free. */
export function assignAddresses(
  estate: Estate,
  subnet: ArmResource,
  members: readonly RegistryMember[],
  wanted: readonly unknown[],
  alsoTaken: readonly string[] = [],
): MemberAddress[] {
  const ranges = prefixesOf(subnet);
  const taken = [
    ...ipConfigurationsIn(estate, subnet.id).flatMap(
      (item) => textAt(item, 'properties', 'privateIPAddress') ?? [],
    ),
    ...alsoTaken.filter((address) => ranges.some((range) => isAssignable(range, address))),
  ];
  if (wanted.length > 0) {
    return members.map((member) => {
      const item = wanted.find(
        (candidate) => textAt(candidate, 'properties', 'memberName') === member.member,
      );
      const address = textAt(item, 'properties', 'privateIPAddress');
      if (address === undefined) {
        throw networkError(
          400,
          'PrivateEndpointMissingMemberNames',
          'Private Endpoint needs to be reconfigured with missing memberNames.',
        );
      }
      checkWanted(ranges, subnet, taken, address);
      taken.push(address);
      return { ...member, address };
    });
  }
  const free = ranges.flatMap((range) => freeAddresses(range, taken, members.length));
  const room = ranges.reduce((sum, range) => sum + capacity(range), 0);
  if (free.length < members.length || taken.length + members.length > room) {
    throw networkError(
      400,
      'SubnetIsFull',
      `Subnet ${subnet.name} with address prefix ${ranges.join(', ')} does not have enough capacity for ${members.length} IP addresses.`,
    );
  }
  return members.map((member, index) => ({ ...member, address: free[index] ?? '' }));
}

function checkWanted(
  ranges: readonly string[],
  subnet: ArmResource,
  taken: readonly string[],
  address: string,
): void {
  if (!ranges.some((range) => isAssignable(range, address))) {
    throw networkError(
      400,
      'PrivateIPAddressNotInSubnet',
      `Private static IP address ${address} does not belong to the range of subnet prefix ${ranges.join(', ')}.`,
    );
  }
  if (taken.includes(address)) {
    throw networkError(
      400,
      'PrivateIPAddressIsAllocated',
      `IP address ${address} of subnet ${subnet.id} is already allocated to another resource.`,
    );
  }
}

/** The network interface that Azure makes for a private endpoint, with one IP configuration a member. */
export function endpointInterface(
  endpoint: ArmResource,
  nicId: string,
  subnetId: string,
  addresses: readonly MemberAddress[],
  isStatic: boolean,
): ArmResource {
  const etag = newEtag();
  const name = nicId.slice(nicId.lastIndexOf('/') + 1);
  return {
    name,
    id: nicId,
    etag,
    type: NIC,
    ...(endpoint.location === undefined ? {} : { location: endpoint.location }),
    properties: {
      provisioningState: 'Succeeded',
      resourceGuid: randomUUID(),
      ipConfigurations: addresses.map((address, index) =>
        memberConfiguration(nicId, subnetId, { ...address, etag, isPrimary: index === 0, isStatic }),
      ),
      dnsSettings: { dnsServers: [], appliedDnsServers: [] },
      macAddress: '',
      vnetEncryptionSupported: false,
      enableIPForwarding: false,
      privateEndpoint: { id: endpoint.id },
      hostedWorkloads: [],
      tapConfigurations: [],
      nicType: 'Standard',
    },
  };
}

/** The IP configuration of one member. */
export function memberConfiguration(
  nicId: string,
  subnetId: string,
  of: MemberAddress & { etag: string; isPrimary: boolean; isStatic: boolean },
): JsonObject {
  const name = `privateEndpointIpConfig.${randomUUID()}`;
  return {
    name,
    id: `${nicId}/ipConfigurations/${name}`,
    etag: of.etag,
    type: `${NIC}/ipConfigurations`,
    properties: {
      provisioningState: 'Succeeded',
      privateIPAddress: of.address,
      privateIPAllocationMethod: of.isStatic ? 'Static' : 'Dynamic',
      subnet: { id: subnetId },
      primary: of.isPrimary,
      privateIPAddressVersion: 'IPv4',
      privateLinkConnectionProperties: {
        groupId: 'registry',
        requiredMemberName: of.member,
        fqdns: [of.fqdn],
      },
    },
  };
}

export function interfaceOf(estate: Estate, endpointId: string): ArmResource | undefined {
  return estate.ofType(NIC).find((nic) => same(textAt(nic.properties, 'privateEndpoint', 'id'), endpointId));
}

/** Name and address of every member of an endpoint, in the order in which Azure lists them. */
export function endpointAddresses(estate: Estate, endpointId: string): MemberAddress[] {
  return listAt(interfaceOf(estate, endpointId)?.properties, 'ipConfigurations').flatMap((item) => {
    const [fqdn] = listAt(item, 'properties', 'privateLinkConnectionProperties', 'fqdns');
    const address = textAt(item, 'properties', 'privateIPAddress');
    const member = textAt(item, 'properties', 'privateLinkConnectionProperties', 'requiredMemberName') ?? '';
    return typeof fqdn === 'string' && address !== undefined ? [{ member, fqdn, address }] : [];
  });
}
