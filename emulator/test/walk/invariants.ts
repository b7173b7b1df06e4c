import assert from 'node:assert/strict';
import { containsCidr, overlapCidr } from 'cidr-tools';
import { listAt, same, textAt, textsAt } from '../../src/arm/json';
import type { ArmResource, Estate } from '../../src/estate';

const NIC = 'Microsoft.Network/networkInterfaces';
const ENDPOINT = 'Microsoft.Network/privateEndpoints';
const NETWORK = 'Microsoft.Network/virtualNetworks';
const CONNECTION = 'Microsoft.ContainerRegistry/registries/privateEndpointConnections';

/** What must be true of the estate at any time, whatever was asked. */
export function checkInvariants(estate: Estate): void {
  parentsExist(estate);
  recordsHaveTheirEndpoint(estate);
  peeringsFit(estate);
  addressesAreUnique(estate);
  nothingDangles(estate);
  subnetsAreApart(estate);
}

function parentsExist(estate: Estate): void {
  for (const { id } of estate.all()) {
    const [, group] = /^(\/subscriptions\/[^/]+\/resourceGroups\/[^/]+)\//i.exec(id) ?? [];
    if (group !== undefined) assert.ok(estate.get(group), `${id} is in a group that does not exist`);
    const [, parent] =
      /^(\/subscriptions\/.*\/providers\/[^/]+\/[^/]+\/[^/]+)\/(?!providers\/)[^/]+\/[^/]+$/i.exec(id) ?? [];
    if (parent !== undefined) assert.ok(estate.get(parent), `${id} has no parent`);
  }
}

function recordsHaveTheirEndpoint(estate: Estate): void {
  const guids = new Set(
    estate.ofType(ENDPOINT).map((endpoint) => textAt(endpoint.properties, 'resourceGuid')),
  );
  for (const record of estate.ofType('Microsoft.Network/privateDnsZones/A')) {
    const creator = textAt(record.properties, 'metadata', 'creator');
    if (creator === undefined) continue;
    const guid = /with resource guid (\S+)$/.exec(creator)?.[1];
    assert.ok(guids.has(guid), `${record.id} has no endpoint: ${creator}`);
  }
}

function peeringsFit(estate: Estate): void {
  const peerings = estate.ofType(`${NETWORK}/virtualNetworkPeerings`);
  const sides = (peering: ArmResource) =>
    [
      peering.id.replace(/\/virtualNetworkPeerings\/[^/]+$/i, ''),
      textAt(peering.properties, 'remoteVirtualNetwork', 'id') ?? '',
    ] as const;
  for (const peering of peerings) {
    const [from, to] = sides(peering);
    const same2 = peerings.filter((other) => same(sides(other)[0], from) && same(sides(other)[1], to));
    assert.equal(same2.length, 1, `${from} has two peerings with ${to}`);
    const opposite = peerings.find((other) => same(sides(other)[0], to) && same(sides(other)[1], from));
    const state = textAt(peering.properties, 'peeringState');
    const other = textAt(opposite?.properties, 'peeringState');
    if (state === 'Connected') assert.equal(other, 'Connected', `${peering.id} is connected to nothing`);
    if (state === 'Disconnected') assert.notEqual(other, 'Connected', `${peering.id} is disconnected alone`);
    if (opposite === undefined) assert.notEqual(state, 'Connected');
  }
}

function addressesAreUnique(estate: Estate): void {
  const seen = new Map<string, string>();
  for (const nic of estate.ofType(NIC)) {
    for (const configuration of listAt(nic.properties, 'ipConfigurations')) {
      const subnetId = textAt(configuration, 'properties', 'subnet', 'id') ?? '';
      const address = textAt(configuration, 'properties', 'privateIPAddress') ?? '';
      const key = `${subnetId.toLowerCase()} ${address}`;
      assert.ok(!seen.has(key), `${address} is given to ${seen.get(key)} and to ${nic.id}`);
      seen.set(key, nic.id);
      const range = textAt(estate.get(subnetId)?.properties, 'addressPrefix') ?? '';
      assert.ok(
        range !== '' && containsCidr(range, address),
        `${address} of ${nic.id} is not in ${subnetId}`,
      );
    }
  }
}

function nothingDangles(estate: Estate): void {
  for (const nic of estate.ofType(NIC)) {
    const endpoint = estate.get(textAt(nic.properties, 'privateEndpoint', 'id') ?? '');
    assert.ok(endpoint, `${nic.id} belongs to nothing`);
    const nics = listAt(endpoint.properties, 'networkInterfaces').map((item) => textAt(item, 'id'));
    assert.ok(
      nics.some((id) => same(id, nic.id)),
      `${endpoint.id} does not know ${nic.id}`,
    );
  }
  for (const connection of estate.ofType(CONNECTION)) {
    const endpointId = textAt(connection.properties, 'privateEndpoint', 'id') ?? '';
    assert.ok(estate.get(endpointId), `${connection.id} comes from nothing`);
  }
  for (const endpoint of estate.ofType(ENDPOINT)) {
    const { properties } = endpoint;
    assert.ok(estate.get(textAt(properties, 'subnet', 'id') ?? ''), `${endpoint.id} is in no subnet`);
    for (const item of listAt(properties, 'networkInterfaces')) {
      assert.ok(estate.get(textAt(item, 'id') ?? ''), `${endpoint.id} has no interface`);
    }
    for (const list of ['privateLinkServiceConnections', 'manualPrivateLinkServiceConnections']) {
      for (const link of listAt(properties, list)) {
        const registry = estate.get(textAt(link, 'properties', 'privateLinkServiceId') ?? '');
        const state = textAt(link, 'properties', 'privateLinkServiceConnectionState', 'status');
        const isBusy = textAt(properties, 'provisioningState') !== 'Succeeded';
        assert.ok(registry ?? (state === 'Disconnected' || isBusy), `${endpoint.id} leads nowhere`);
      }
    }
  }
  for (const group of estate.ofType(`${ENDPOINT}/privateDnsZoneGroups`)) {
    for (const config of listAt(group.properties, 'privateDnsZoneConfigs')) {
      const zone = estate.get(textAt(config, 'properties', 'privateDnsZoneId') ?? '');
      const records = listAt(config, 'properties', 'recordSets');
      assert.ok(zone ?? records.length === 0, `${group.id} has records in a zone that does not exist`);
    }
  }
}

function subnetsAreApart(estate: Estate): void {
  for (const network of estate.ofType(NETWORK)) {
    const ranges = textsAt(network.properties, 'addressSpace', 'addressPrefixes');
    const prefixes = estate
      .below(network.id, `${NETWORK}/subnets`)
      .map((subnet) => textAt(subnet.properties, 'addressPrefix') ?? '');
    for (const [index, prefix] of prefixes.entries()) {
      assert.ok(containsCidr(ranges, prefix), `${prefix} is outside of ${network.id}`);
      const others = prefixes.slice(index + 1);
      assert.ok(others.length === 0 || !overlapCidr([prefix], others), `${prefix} overlaps in ${network.id}`);
    }
  }
}
