/** Where the fields of one scope put the endpoint. */
import { childId, groupIdOf, parentId, parseId, resourceId, sameId, subscriptionOf } from '../../model/armId';
import { freeRange, sizeOf } from '../../model/addressRange';
import { makeNew, networkFacts, takesEndpoints } from '../planForm/networks';
import { endpointOf, type Context, type Fields } from './draft';

/** Where the endpoint is or will be. An existing endpoint settles its subnet and network. */
export function placeOf(fields: Fields, context: Pick<Context, 'observed'>) {
  const endpoint = endpointOf(context, fields.endpoint);
  if (endpoint !== undefined) {
    return {
      endpointId: endpoint.id,
      subnetId: endpoint.subnetId,
      networkId: parentId(endpoint.subnetId),
      networkIsNew: false,
      subnetIsNew: false,
    };
  }
  const networkIsNew = fields.network === makeNew;
  const networkId = networkIsNew
    ? resourceId(
        fields.networkSubscription,
        fields.networkGroup,
        'Microsoft.Network/virtualNetworks',
        fields.networkName,
      )
    : fields.network;
  const subnetIsNew = networkIsNew || fields.subnet === makeNew;
  return {
    endpointId: resourceId(
      subscriptionOf(networkId),
      fields.endpointGroup,
      'Microsoft.Network/privateEndpoints',
      fields.endpointName,
    ),
    subnetId: subnetIsNew ? childId(networkId, 'subnets', fields.subnetName) : fields.subnet,
    networkId,
    networkIsNew,
    subnetIsNew,
  };
}

/** A subnet of an existing network: one that takes endpoints, or a new one in a free range. */
export function withSubnet(fields: Fields, context: Context): Fields {
  const network = networkFacts(context.observed, fields.network);
  if (network === undefined) return { ...fields, subnet: makeNew };
  if (network.subnets.some((subnet) => sameId(subnet.id, fields.subnet))) return fields;
  const suitable = network.subnets.find(
    (subnet) => takesEndpoints(subnet) && /endpoint|private|pe\b/i.test(subnet.name),
  );
  const taken = network.subnets.flatMap((subnet) => subnet.addressPrefixes);
  const free = network.addressPrefixes
    .filter((prefix) => sizeOf(prefix) >= 32 && !prefix.includes(':'))
    .map((within) => freeRange(27, taken, { within }))
    .find((range) => range !== undefined);
  return { ...fields, subnet: suitable?.id ?? makeNew, subnetPrefix: free ?? fields.subnetPrefix };
}

export function groupName(id: string): string {
  return parseId(groupIdOf(id))?.name ?? '';
}
