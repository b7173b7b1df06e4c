import assert from 'node:assert/strict';
import { overlaps } from '../../../src/model/addressRange';
import { idKey } from '../../../src/model/armId';
import type { Observed, ObservedCluster, ObservedThing } from '../../../src/provisioning/observed/observed';
import { planLink } from '../../../src/provisioning/planning/planLink';
import {
  proposeAccess,
  proposeInstead,
  proposeSpec,
  type Preferred,
} from '../../../src/provisioning/proposing/propose';
import type { LinkSpec, PrivateAccess } from '../../../src/provisioning/plan/spec';
import {
  absent,
  cluster,
  endpoint,
  ids,
  knownAs,
  network,
  networkId,
  pair,
  peering,
  registry,
  registryNetwork,
  registryWithEndpoint,
  zone,
} from '../../support/observed';
import { clusterNamed, observedClusters } from '../../support/severalClusters';

function accesses({ links }: LinkSpec): PrivateAccess[] {
  return links.flatMap(({ access }) => (access.mode === 'private' ? [access] : []));
}

/** Everything that a spec names and that wasn't read is absent. */
function withAbsent(spec: LinkSpec, observed: Observed): Observed {
  const named = accesses(spec);
  const gone = (list: readonly string[]) => Object.fromEntries(list.map((id) => [idKey(id), absent]));
  const groups = named.flatMap(({ network: n, endpoint: e, zone: z }) =>
    [n.id, e.id, z.id].map((id) => id.replace(/\/providers\/.*/, '')),
  );
  return {
    ...observed,
    networks: { ...gone(named.map(({ network: { id } }) => id)), ...observed.networks },
    endpoints: { ...gone(named.map(({ endpoint: { id } }) => id)), ...observed.endpoints },
    zones: { ...gone(named.map(({ zone: { id } }) => id)), ...observed.zones },
    resourceGroups: { ...gone(groups), ...observed.resourceGroups },
  };
}

const codes = (spec: LinkSpec, observed: Observed) =>
  planLink(spec, withAbsent(spec, observed), 'op-1').blockers.map(({ code }) => code);

describe('proposing for several clusters', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((name) => clusterNamed(name));
  const propose = (clusters: readonly (readonly [ObservedCluster, string])[], preferred: Preferred = {}) => {
    const observed = observedClusters(clusters);
    const spec = proposeSpec(observed, preferred);
    return { spec, observed, accesses: accesses(spec) };
  };

  it('says how each cluster alone would be placed, as if only that had been asked', () => {
    const clusters = ['a', 'b', 'c', 'd'].map((name) => clusterNamed(name));
    // b overlaps a, so that it gets an separate endpoint.
    const ranges = ['10.20.0.0/16', '10.20.0.0/17', '10.21.0.0/16', '10.22.0.0/16'];
    const observed = observedClusters(clusters.map((one, index) => [one, ranges[index]!]));
    for (const placement of ['registryNetwork', 'clusterNetwork'] as const) {
      const alone = clusters.map(
        ({ id }, index) => proposeSpec(observed, { clusters: { [id]: { placement } } }).links[index],
      );
      assert.deepEqual(proposeInstead(observed, {}, { placement }), alone);
    }
  });

  it('shares one endpoint, in a range that is free of all of them', () => {
    const ranges = ['10.20.0.0/16', '10.21.0.0/16', '10.88.0.0/13'] as const;
    const found = propose([
      [a!, ranges[0]],
      [b!, ranges[1]],
      [c!, ranges[2]],
    ]);
    assert.equal(new Set(found.accesses.map((access) => access.endpoint.id)).size, 1);
    const [{ network: own, subnet } = assert.fail()] = found.accesses;
    assert.deepEqual(overlaps([own.addressPrefix], [...ranges, '10.0.0.0/16', '10.244.0.0/16']), []);
    assert.deepEqual(
      [own.addressPrefix, subnet.addressPrefix].map((range) => range.split('/')[1]),
      ['26', '27'],
    );
    assert.deepEqual(codes(found.spec, found.observed), []);
  });

  it('gives one that can’t be peered besides another an endpoint of its own', () => {
    const found = propose([
      [a!, '10.224.0.0/12'],
      [b!, '10.224.0.0/12'],
      [c!, '10.21.0.0/16'],
    ]);
    assert.deepEqual(
      found.accesses.map(({ network: { id } }) => id.split('/').at(-1)),
      ['vnet-contoso', 'vnet-b', 'vnet-contoso'],
    );
    const [first, second, third] = found.accesses;
    assert.equal(first!.zone.id, third!.zone.id);
    assert.notEqual(first!.zone.id, second!.zone.id);
    assert.deepEqual(codes(found.spec, found.observed), []);
  });

  it('asks for nothing in a node resource group that denies writes', () => {
    const locked = clusterNamed('b', { networkManagedByAks: true, nodeResourceGroupReadOnly: true });
    const found = propose([
      [a!, '10.224.0.0/12'],
      [locked, '10.224.0.0/12'],
    ]);
    assert.equal(found.accesses[1]?.network.id, ids.registryNetwork);
    assert.ok(codes(found.spec, found.observed).includes('nodeResourceGroupReadOnly'));
  });

  it('gives clusters of one network the same access', () => {
    const shared = { ...b!, networkId: a!.networkId };
    const found = propose([
      [a!, '10.20.0.0/16'],
      [shared, '10.20.0.0/16'],
    ]);
    assert.deepEqual(found.accesses[0], found.accesses[1]);
    assert.deepEqual(codes(found.spec, found.observed), []);
  });

  it('names peerings and links apart where networks have the same name', () => {
    const twin = { ...b!, networkId: networkId('vnet-a', 'rg-twin') };
    const found = propose([
      [a!, '10.20.0.0/16'],
      [twin, '10.21.0.0/16'],
    ]);
    const names = found.accesses.map((access) => access.names);
    assert.deepEqual(
      names.map(({ peeringToCluster }) => peeringToCluster),
      ['peer-vnet-contoso-to-vnet-a', 'peer-vnet-contoso-to-vnet-a-2'],
    );
    assert.deepEqual(
      names.map(({ clusterZoneLink }) => clusterZoneLink),
      ['link-vnet-a', 'link-vnet-a-2'],
    );
    assert.deepEqual(codes(found.spec, found.observed), []);
  });

  it('takes wishes for all, and for single ones', () => {
    const found = propose(
      [
        [a!, '10.20.0.0/16'],
        [b!, '10.21.0.0/16'],
        [c!, '10.22.0.0/16'],
      ],
      {
        dns: 'central',
        clusters: {
          [b!.id.toUpperCase()]: { mode: 'public' },
          [c!.id]: { route: 'routed', dns: 'zone', placement: 'clusterNetwork' },
        },
      },
    );
    assert.deepEqual(
      found.spec.links.map(({ access }) =>
        access.mode === 'public' ? 'public' : [access.dns, access.route, access.network.id.split('/').at(-1)],
      ),
      [['central', 'peering', 'vnet-contoso'], 'public', ['zone', 'routed', 'vnet-c']],
    );
  });
});

describe('proposing what can be had', () => {
  const one = (observed: Observed, preferred: Preferred = {}) =>
    proposeAccess(observed, 'private', preferred);

  it('avoids names of other things, and takes up what an unfinished link left', () => {
    const thing = (id: string, madeBy?: string): ObservedThing => ({ id, madeBy });
    const within = (...things: ObservedThing[]): Observed => ({
      ...pair(),
      groupContents: { [idKey(ids.registryGroup)]: knownAs(things) },
    });
    const foreign = one(within(thing(ids.registryNetwork.toUpperCase()), thing(ids.endpoint)));
    assert.deepEqual(
      [foreign.network.id, foreign.endpoint.id],
      [`${ids.registryNetwork}-2`, `${ids.endpoint}-2`],
    );
    const own = one(within(thing(ids.registryNetwork, 'op-0'), thing(ids.endpoint, 'op-0')));
    assert.deepEqual([own.network.id, own.endpoint.id], [ids.registryNetwork, ids.endpoint]);
  });

  it('takes the range of the network that an unfinished link has made', () => {
    const made = network(ids.registryNetwork, '10.91.0.0/26', { location: 'northeurope' });
    const observed: Observed = {
      ...pair({ networks: [network(ids.clusterNetwork, '10.20.0.0/16'), made] }),
      groupContents: { [idKey(ids.registryGroup)]: knownAs([{ id: made.id, madeBy: 'op-0' }]) },
    };
    const { network: own, subnet } = one(observed);
    assert.deepEqual(
      [own.addressPrefix, own.location, subnet.addressPrefix],
      ['10.91.0.0/26', 'northeurope', '10.91.0.0/27'],
    );
  });

  const subnets = (...prefixes: string[]) =>
    prefixes.map((prefix, index) => ({
      id: `${ids.clusterNetwork}/subnets/s${index}`,
      name: `s${index}`,
      addressPrefixes: [prefix],
      delegations: [],
      privateEndpointNetworkPolicies: 'Disabled',
      usedAddresses: 3,
    }));
  const crowded = (prefix: string, ...prefixes: string[]) =>
    pair({ networks: [network(ids.clusterNetwork, prefix, { subnets: subnets(...prefixes) })] });
  const inCluster: Preferred = { placement: 'clusterNetwork' };

  it('takes a smaller subnet where no larger one is free', () => {
    const observed = crowded(
      '10.20.0.0/24',
      '10.20.0.0/25',
      '10.20.0.128/26',
      '10.20.0.192/27',
      '10.20.0.224/28',
    );
    assert.equal(one(observed, inCluster).subnet.addressPrefix, '10.20.0.240/28');
  });

  it('takes the roomiest subnet where nothing is free', () => {
    const observed = crowded('10.20.0.0/24', '10.20.0.128/25', '10.20.0.0/25');
    const { subnet } = one(observed, inCluster);
    assert.deepEqual([subnet.onAbsent, subnet.id], ['refuse', `${ids.clusterNetwork}/subnets/s0`]);
  });

  it('keeps the endpoint’s subnet clear of services and pods', () => {
    const observed = pair({
      networks: [network(ids.clusterNetwork, '10.20.0.0/16')],
      cluster: cluster({ serviceCidrs: ['10.20.0.0/20'], podCidrs: ['10.20.16.0/20'] }),
    });
    assert.equal(one(observed, inCluster).subnet.addressPrefix, '10.20.32.0/27');
  });

  it('takes room for every replica', () => {
    const replicaLocations = Array.from({ length: 10 }, (_, index) => `region${index}`);
    const observed = {
      ...crowded('10.20.0.0/24', '10.20.0.0/25', '10.20.0.128/26', '10.20.0.192/27', '10.20.0.224/28'),
      registry: knownAs(registry({ replicaLocations })),
    };
    // 12 addresses don't fit into a /28, so an existing subnet has to do.
    assert.equal(one(observed, inCluster).subnet.onAbsent, 'refuse');
  });

  it('puts the endpoint into the cluster’s network where the existing one can’t be peered', () => {
    const observed = pair({
      registry: registryWithEndpoint(),
      endpoints: [endpoint([ids.zone])],
      zones: [zone(ids.zone, [ids.registryNetwork])],
      networks: [registryNetwork(), network(ids.clusterNetwork, '10.90.0.0/16')],
    });
    const access = one(observed);
    assert.deepEqual([access.network.id, access.endpoint.onAbsent], [ids.clusterNetwork, 'create']);
    assert.notEqual(access.zone.id, ids.zone);
  });

  it('or where what is peered already is in the way', () => {
    const stale = peering(ids.registryNetwork, networkId('vnet-old'), '10.20.0.0/16', {
      state: 'Disconnected',
    });
    const observed = pair({
      registry: registryWithEndpoint(),
      endpoints: [endpoint([ids.zone])],
      networks: [registryNetwork([stale]), network(ids.clusterNetwork, '10.20.0.0/16')],
    });
    assert.equal(one(observed).network.id, ids.clusterNetwork);
    assert.equal(one(observed, { route: 'routed' }).network.id, ids.registryNetwork);
    assert.equal(one(observed, { placement: 'registryNetwork' }).network.id, ids.registryNetwork);
  });

  it('goes on with an endpoint that waits for approval', () => {
    const observed = pair({ endpoints: [endpoint([ids.zone], { status: 'Pending' })] });
    const access = one(observed);
    assert.deepEqual([access.endpoint.id, access.endpoint.approval.mode], [ids.endpoint, 'manual']);
  });
});
