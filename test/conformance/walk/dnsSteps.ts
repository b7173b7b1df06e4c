import { GROUP, NETWORK, stepsOf, SUBSCRIPTION, type Step } from './step';

const { well, refused } = stepsOf('dns');
const zones = `${GROUP}/providers/Microsoft.Network/privateDnsZones`;
const zone = `${zones}/walk.test`;
const link = `${zone}/virtualNetworkLinks/to-there`;
const global = { location: 'global', tags: { purpose: 'walk' } };
const linkBody = {
  ...global,
  properties: { virtualNetwork: { id: NETWORK }, registrationEnabled: false },
};
const addresses = (address: string) => ({ properties: { ttl: 300, aRecords: [{ ipv4Address: address }] } });
const alias = { properties: { ttl: 300, cnameRecord: { cname: 'www.walk.test' } } };

export const dnsSteps: readonly Step[] = [
  well(202, 'PUT', zone, global),
  well(202, 'PUT', zone, global),
  refused(400, 'InvalidRequestContent', 'PUT', zone, { location: 'global', propertys: {} }),
  well(200, 'GET', zone),
  refused(404, 'ResourceNotFound', 'GET', `${zones}/missing.test`),
  well(202, 'PATCH', zone, { tags: { purpose: 'more walk' } }),
  refused(404, 'ResourceNotFound', 'PATCH', `${zones}/missing.test`, { tags: {} }),
  well(200, 'GET', zones),
  well(200, 'GET', `${SUBSCRIPTION}/providers/Microsoft.Network/privateDnsZones`),

  well(202, 'PUT', link, linkBody),
  well(200, 'GET', link),
  refused(404, 'ResourceNotFound', 'GET', `${zone}/virtualNetworkLinks/missing`),
  refused(400, 'BadRequest', 'PUT', `${zone}/virtualNetworkLinks/without`, {
    location: 'global',
    properties: { registrationEnabled: false },
  }),
  well(202, 'PATCH', link, { tags: { purpose: 'more walk' } }),
  refused(404, 'ResourceNotFound', 'PATCH', `${zone}/virtualNetworkLinks/missing`, { tags: {} }),
  well(200, 'GET', `${zone}/virtualNetworkLinks`),

  well(201, 'PUT', `${zone}/A/www`, addresses('10.70.0.9')),
  well(200, 'PUT', `${zone}/a/www`, addresses('10.70.0.10')),
  refused(400, 'BadRequest', 'PUT', `${zone}/A/www`, addresses('10.70.0.999')),
  well(200, 'GET', `${zone}/A/www`),
  refused(404, 'ResourceNotFound', 'GET', `${zone}/A/missing`),
  well(200, 'PATCH', `${zone}/A/www`, { properties: { ttl: 60 } }),
  refused(404, 'ResourceNotFound', 'PATCH', `${zone}/A/missing`, addresses('10.70.0.9')),
  well(200, 'GET', `${zone}/A`),
  well(201, 'PUT', `${zone}/CNAME/web`, alias),
  refused(400, 'BadRequest', 'PUT', `${zone}/CNAME/other`, { properties: { ttl: 300 } }),
  well(200, 'GET', `${zone}/CNAME/web`),
  refused(404, 'ResourceNotFound', 'GET', `${zone}/CNAME/missing`),
  well(200, 'PATCH', `${zone}/CNAME/web`, { properties: { ttl: 60 } }),
  refused(404, 'ResourceNotFound', 'PATCH', `${zone}/CNAME/missing`, alias),
  well(200, 'GET', `${zone}/CNAME`),
  well(200, 'GET', `${zone}/SOA/@`),
  well(200, 'GET', `${zone}/SOA`),
  refused(400, 'BadRequest', 'DELETE', `${zone}/SOA/@`),
  well(200, 'GET', `${zone}/ALL`),
  well(200, 'DELETE', `${zone}/A/www`),
  well(204, 'DELETE', `${zone}/A/www`),
  well(200, 'DELETE', `${zone}/CNAME/web`),
  well(204, 'DELETE', `${zone}/CNAME/web`),

  refused(409, 'CannotDeleteResource', 'DELETE', zone),
  well(202, 'DELETE', link),
  well(204, 'DELETE', link),
  well(202, 'DELETE', zone),
  well(204, 'DELETE', zone),
];
