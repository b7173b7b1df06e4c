import assert from 'node:assert/strict';
import { overlaps } from '../../../src/model/addressRange';
import { FailureError } from '../../../src/model/failure';
import { planLink } from '../../../src/provisioning/planning/planLink';
import { proposeAccess, proposeSpec } from '../../../src/provisioning/proposing/propose';
import {
  absent,
  cluster,
  endpoint,
  ids,
  linkedPair,
  network,
  networkId,
  pair,
  peering,
  registry,
  registryWithEndpoint,
  unreadable,
  zone,
  zoneIdIn,
} from '../../support/observed';

describe('proposing a spec', () => {
  const mode = (what: string, observed: ReturnType<typeof pair>, expected: 'public' | 'private') => {
    it(what, () => {
      assert.equal(proposeSpec(observed).links[0]?.access.mode, expected);
    });
  };
  mode('an open Basic registry stays public', pair({ registry: registry({ sku: 'Basic' }) }), 'public');
  mode('an open Premium registry becomes private', pair(), 'private');
  mode(
    'a closed one becomes private',
    pair({ registry: registry({ publicNetworkAccess: 'Disabled' }) }),
    'private',
  );
  mode('one with an endpoint stays private', linkedPair(), 'private');

  it('names things by pattern, next to the registry', () => {
    const { network: own, subnet, endpoint: way, zone: names, ...rest } = proposeAccess(pair(), 'private');
    assert.equal(own.id, ids.registryNetwork);
    assert.equal(subnet.id, ids.subnet);
    assert.equal(way.id, ids.endpoint);
    assert.equal(names.id, ids.zone);
    assert.deepEqual(
      [own, subnet, way, names].map(({ onAbsent }) => onAbsent),
      ['create', 'create', 'create', 'create'],
    );
    assert.deepEqual(rest.names, {
      zoneGroup: 'default',
      registryZoneLink: 'link-vnet-contoso',
      clusterZoneLink: 'link-vnet-shop',
      peeringToCluster: 'peer-vnet-contoso-to-vnet-shop',
      peeringToRegistry: 'peer-vnet-shop-to-vnet-contoso',
    });
  });

  it('finds a range that is free of everything in sight', () => {
    const taken = ['10.90.0.0/16', '10.160.0.0/11', '172.20.0.0/14', '192.168.128.0/17'];
    const peerings = taken.map((range, index) =>
      peering(ids.clusterNetwork, networkId(`vnet-${index}`), range),
    );
    const observed = pair({
      networks: [network(ids.clusterNetwork, '10.20.0.0/16', { peerings })],
      cluster: cluster({ serviceCidrs: ['10.0.0.0/12'], podCidrs: ['10.32.0.0/11'] }),
    });
    const { network: own, subnet } = proposeAccess(observed, 'private');
    assert.deepEqual(
      overlaps([own.addressPrefix], [...taken, '10.20.0.0/16', '10.0.0.0/12', '10.32.0.0/11']),
      [],
    );
    assert.equal(own.addressPrefix.replace('/26', '/27'), subnet.addressPrefix);
  });

  it('gives two registries different ranges', () => {
    const range = (name: string) =>
      proposeAccess(pair({ registry: registry({ id: ids.registry.replace('contoso', name) }) }), 'private')
        .network.addressPrefix;
    assert.notEqual(range('contosoapps'), range('contosodata'));
    assert.equal(range('contosoapps'), range('contosoapps'));
  });

  it('reuses what is there under its own names, so that nothing is left to do', () => {
    const observed = linkedPair();
    const { steps, blockers } = planLink(proposeSpec(observed), observed, 'op-1');
    assert.deepEqual(blockers, []);
    assert.deepEqual(
      steps.filter(({ action }) => action !== 'reuse'),
      [],
    );
    const { names } = proposeAccess(observed, 'private');
    assert.equal(names.peeringToCluster, 'peer-vnet-shop');
    assert.equal(names.clusterZoneLink, 'link-vnet-shop');
  });

  it('the zone of the cluster’s network wins over the one of the endpoint', () => {
    const hub = zoneIdIn('rg-hub');
    const observed = linkedPair({
      zones: [zone(ids.zone, [ids.registryNetwork]), zone(hub, [ids.clusterNetwork])],
    });
    assert.deepEqual(proposeAccess(observed, 'private').zone, { id: hub, onAbsent: 'refuse' });
    assert.deepEqual(planLink(proposeSpec(observed), observed, 'op-1').blockers, []);
  });

  it('a zone that the endpoint writes to stays the choice even when it can’t be seen', () => {
    const hidden = zoneIdIn('rg-hidden');
    const observed = {
      ...linkedPair({ endpoints: [endpoint([hidden])], zones: [] }),
      zones: { [hidden.toLowerCase()]: unreadable('Microsoft.Network/privateDnsZones/read') },
    };
    assert.deepEqual(proposeAccess(observed, 'private').zone, { id: hidden, onAbsent: 'refuse' });
    assert.deepEqual(
      planLink(proposeSpec(observed), observed, 'op-1').blockers.map(({ code }) => code),
      ['factUnreadable'],
    );
  });

  it('of two endpoints it takes the one that the cluster’s network is connected to', () => {
    const far = endpoint([], {
      id: ids.endpoint.replace('pe-contoso', 'pe-a'),
      subnetId: `${networkId('vnet-far')}/subnets/s`,
    });
    const observed = linkedPair({ endpoints: [far, endpoint([ids.zone])] });
    assert.equal(proposeAccess(observed, 'private').endpoint.id, ids.endpoint);
  });

  it('can put an endpoint into the cluster’s network', () => {
    const observed = pair({
      registry: registryWithEndpoint(),
      endpoints: [endpoint([ids.zone])],
      zones: [zone(ids.zone)],
    });
    const access = proposeAccess(observed, 'private', { placement: 'clusterNetwork' });
    assert.equal(access.network.id, ids.clusterNetwork);
    assert.equal(access.network.onAbsent, 'refuse');
    assert.equal(access.subnet.addressPrefix, '10.20.0.0/27');
    assert.equal(access.endpoint.onAbsent, 'create');
    // The zone of the other endpoint would have its records overwritten.
    assert.deepEqual(access.zone, { id: zoneIdIn('rg-shop'), onAbsent: 'create' });
  });

  it('puts nothing of its own into the node resource group', () => {
    const managed = networkId('aks-vnet-1', 'MC_rg-shop');
    const observed = pair({
      cluster: cluster({ networkId: managed, networkManagedByAks: true }),
      networks: [network(managed, '10.224.0.0/12')],
    });
    const access = proposeAccess(observed, 'private', { placement: 'clusterNetwork' });
    assert.match(access.endpoint.id, /\/resourceGroups\/rg-shop\//);
    assert.match(access.zone.id, /\/resourceGroups\/rg-shop\//);
  });

  it('takes up the network that an unfinished link has made', () => {
    const peerings = [peering(ids.clusterNetwork, ids.registryNetwork, '10.91.0.0/26')];
    const observed = pair({ networks: [network(ids.clusterNetwork, '10.20.0.0/16', { peerings })] });
    const { network: own, subnet } = proposeAccess(observed, 'private');
    assert.deepEqual([own.addressPrefix, subnet.addressPrefix], ['10.91.0.0/26', '10.91.0.0/27']);
  });

  it('needs to know both', () => {
    assert.throws(() => proposeSpec(pair({ cluster: absent })), FailureError);
    assert.throws(
      () => proposeSpec(pair({ registry: unreadable('Microsoft.ContainerRegistry/registries/read') })),
      /couldn’t be read/,
    );
  });
});
