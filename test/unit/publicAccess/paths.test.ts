import assert from 'node:assert/strict';
import type { Observed } from '../../../src/provisioning/observed/observed';
import { pathOf } from '../../../src/provisioning/publicAccess/paths';
import {
  cluster,
  endpoint,
  ids,
  knownAs,
  linkedNetworks,
  network,
  networkId,
  pair,
  peering,
  registryNetwork,
  registryWithEndpoint,
  unreadable,
  zone,
  zoneIdIn,
} from '../../support/observed';
import { idKey } from '../../../src/model/armId';

const records = knownAs([
  { name: 'contoso', addresses: ['10.90.0.5'] },
  { name: 'contoso.westeurope.data', addresses: ['10.90.0.4'] },
]);
const addresses = [
  { fqdn: 'contoso.azurecr.io', address: '10.90.0.5' },
  { fqdn: 'contoso.westeurope.data.azurecr.io', address: '10.90.0.4' },
];

/** Linked completely, unless changed. */
function linked(changes: Partial<Observed> = {}): Observed {
  const networks = Object.fromEntries(linkedNetworks().map((one) => [idKey(one.id), knownAs(one)]));
  return {
    ...pair(),
    registry: knownAs(registryWithEndpoint()),
    networks,
    endpoints: { [idKey(ids.endpoint)]: knownAs(endpoint([ids.zone], { addresses })) },
    zones: {
      [idKey(ids.zone)]: knownAs(zone(ids.zone, [ids.clusterNetwork, ids.registryNetwork], { records })),
    },
    ...changes,
  };
}

const verdict = (observed: Observed) => pathOf(observed, ids.cluster).verdict;
const why = (observed: Observed) => pathOf(observed, ids.cluster).reasons.join(' ');
const zones = (...changed: Parameters<typeof zone>) => ({ [idKey(changed[0])]: knownAs(zone(...changed)) });

describe('the way of a cluster’s nodes to a registry', () => {
  it('is private where a link has nothing left to do and the record leads to the endpoint', () => {
    assert.equal(verdict(linked()), 'private', why(linked()));
  });

  it('is public only without an endpoint, or without a link to the zone', () => {
    assert.equal(verdict(pair()), 'publicOnly');
    const unlinked = linked({ zones: zones(ids.zone, [ids.registryNetwork], { records }) });
    assert.equal(verdict(unlinked), 'publicOnly');
    assert.match(why(unlinked), /vnet-shop has no link to a private DNS zone/);
  });

  it('is broken where the name is private and a part of the way lacks', () => {
    const noPeering = linked({
      networks: {
        [idKey(ids.clusterNetwork)]: knownAs(network(ids.clusterNetwork, '10.1.0.0/16')),
        [idKey(ids.registryNetwork)]: knownAs(registryNetwork()),
      },
    });
    assert.equal(verdict(noPeering), 'broken');
    assert.match(why(noPeering), /Peering/);
    const noRecord = linked({ zones: zones(ids.zone, [ids.clusterNetwork], { records: knownAs([]) }) });
    assert.equal(verdict(noRecord), 'broken');
    assert.match(why(noRecord), /no such host/);
    const stale = knownAs([{ name: 'contoso', addresses: ['10.99.0.5'] }]);
    const elsewhere = linked({
      zones: zones(ids.zone, [ids.clusterNetwork, ids.registryNetwork], { records: stale }),
    });
    assert.equal(verdict(elsewhere), 'broken');
    assert.match(why(elsewhere), /10\.99\.0\.5/);
  });

  it('is unknown over a hub, with DNS servers of its own, and where something can’t be read', () => {
    const hub = networkId('vnet-hub');
    const spoke = (id: string, range: string) =>
      knownAs(network(id, range, { peerings: [peering(id, hub, '10.200.0.0/16')] }));
    const overHub = linked({
      networks: {
        [idKey(ids.clusterNetwork)]: spoke(ids.clusterNetwork, '10.1.0.0/16'),
        [idKey(ids.registryNetwork)]: knownAs({
          ...registryNetwork(),
          peerings: [peering(ids.registryNetwork, hub, '10.200.0.0/16')],
        }),
      },
    });
    assert.equal(verdict(overHub), 'unknown');
    assert.match(why(overHub), /hub/);

    const [clusterSide, registrySide] = linkedNetworks();
    assert.ok(clusterSide && registrySide);
    const ownDns = linked({
      networks: {
        [idKey(ids.clusterNetwork)]: knownAs({
          ...[clusterSide, registrySide].find(({ id }) => id === ids.clusterNetwork)!,
          dnsServers: ['10.1.0.10'],
        }),
        [idKey(ids.registryNetwork)]: knownAs(
          [clusterSide, registrySide].find(({ id }) => id === ids.registryNetwork)!,
        ),
      },
    });
    assert.equal(verdict(ownDns), 'unknown');
    assert.match(why(ownDns), /10\.1\.0\.10/);

    const regional = zoneIdIn('rg-hub', 'westeurope.data.privatelink.azurecr.io');
    const shadowed = linked({ zones: { ...linked().zones, ...zones(regional, [ids.clusterNetwork]) } });
    assert.equal(verdict(shadowed), 'broken');
    assert.match(why(shadowed), /westeurope\.data\.privatelink\.azurecr\.io \(rg-hub\)/);

    for (const observed of [
      linked({ registry: unreadable() }),
      linked({ clusters: { [idKey(ids.cluster)]: unreadable() } }),
      linked({ clusters: { [idKey(ids.cluster)]: knownAs(cluster({ networkId: undefined })) } }),
      linked({ endpoints: { [idKey(ids.endpoint)]: unreadable() } }),
      linked({ zones: { [idKey(ids.zone)]: unreadable() } }),
      // The network may be linked to it.
      linked({ zones: { ...linked().zones, [idKey(zoneIdIn('rg-hub'))]: unreadable() } }),
      linked({ networks: { ...linked().networks, [idKey(ids.registryNetwork)]: unreadable() } }),
      linked({ networks: { ...linked().networks, [idKey(ids.clusterNetwork)]: unreadable() } }),
      linked({
        zones: zones(ids.zone, [ids.clusterNetwork, ids.registryNetwork], { records: unreadable() }),
      }),
    ]) {
      assert.equal(verdict(observed), 'unknown', why(observed));
      assert.notEqual(why(observed), '');
    }
  });
});
