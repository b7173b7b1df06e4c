import assert from 'node:assert/strict';
import { overlaps, rangeProblem } from '../../../src/model/addressRange';
import { isFailureError } from '../../../src/model/failure';
import type { Observed } from '../../../src/provisioning/observed/observed';
import { planRegistry } from '../../../src/provisioning/registry/planRegistry';
import {
  proposeRegistry,
  type NewRegistryWish,
  type RegistryWishes,
} from '../../../src/provisioning/registry/proposeRegistry';
import {
  absent,
  endpoint,
  ids,
  knownAs,
  network,
  networkId,
  registry,
  registryNetwork,
  registryWithEndpoint,
  unreadable,
  zone,
  zoneIdIn,
  linkedZone,
} from '../../support/observed';
import { alone } from '../../support/registrySpec';

const wish: NewRegistryWish = {
  kind: 'new',
  id: ids.registry,
  hostSuffix: 'azurecr.io',
  location: 'westeurope',
};
const other = networkId('vnet-other');

describe('proposing a registry by itself', () => {
  const propose = (observed: Observed, more: Partial<RegistryWishes> = {}) =>
    proposeRegistry(observed, { registry: wish, ...more });
  const nothing = alone({ missingGroups: [ids.registryGroup] });

  it('is closed, zone-redundant where the region has zones, with names by pattern', () => {
    const { registry: made, side, tags } = propose(nothing, { tags: { team: 'shop' } });
    assert.deepEqual(made, {
      ...wish,
      zoneRedundancy: true,
      replicas: [],
      publicNetworkAccess: 'Disabled',
      roleAssignmentMode: 'legacy',
    });
    assert.deepEqual(
      [side?.network.id, side?.endpoint.id, side?.zone, side?.subnet.id, side?.names],
      [
        ids.registryNetwork,
        ids.endpoint,
        { id: ids.zone, onAbsent: 'create' },
        ids.subnet,
        { zoneGroup: 'default', registryZoneLink: 'link-vnet-contoso' },
      ],
    );
    assert.deepEqual(tags, { team: 'shop' });
  });

  it('keeps what the user said', () => {
    const said = {
      ...wish,
      publicNetworkAccess: 'Enabled',
      roleAssignmentMode: 'abac',
      zoneRedundancy: false,
    } as const;
    const { registry: made, side } = propose(nothing, {
      registry: { ...said, replicas: ['northeurope', 'ukwest'] },
      names: { network: 'net-{registry}', endpoint: 'end-{registry}' },
      dns: 'central',
      approval: { mode: 'manual', requestMessage: 'please' },
    });
    assert.deepEqual(made, {
      ...said,
      replicas: [
        { location: 'northeurope', zoneRedundancy: true },
        { location: 'ukwest', zoneRedundancy: false },
      ],
    });
    assert.match(`${side?.network.id} ${side?.endpoint.id}`, /net-contoso .*end-contoso/);
    assert.deepEqual([side?.dns, side?.endpoint.approval.mode], ['central', 'manual']);
  });

  it('is public where no private addresses are wanted', () => {
    const { registry: made, side } = propose(nothing, { side: 'none' });
    assert.deepEqual([made.kind === 'new' && made.publicNetworkAccess, side], ['Enabled', undefined]);
  });

  it('takes a range that no visible network has', () => {
    const networks = ['10.90.0.0/16', '10.160.0.0/11'].map((range, index) => ({
      id: networkId(`vnet-${index}`),
      addressPrefixes: [range],
      dnsServers: [],
    }));
    const { side } = propose(alone({ neighbours: { networks, privateRegistries: [], clusters: [] } }));
    const range = side?.network.addressPrefix ?? '';
    assert.equal(rangeProblem(range), undefined);
    assert.deepEqual(
      overlaps(
        [range],
        networks.flatMap(({ addressPrefixes }) => addressPrefixes),
      ),
      [],
    );
  });

  it('takes the zone that most networks share, the subscription’s own before others', () => {
    const foreign = zoneIdIn('rg-hub').replace(ids.subscription, 'aaaaaaaa-0000-4000-8000-00000000000f');
    const hub = zone(foreign, [other, networkId('second'), networkId('third')]);
    const own = [zone(zoneIdIn('rg-a'), [other]), zone(zoneIdIn('rg-b'), [other, networkId('second')])];
    assert.deepEqual(propose(alone({ zones: [hub] })).side?.zone, { id: foreign, onAbsent: 'refuse' });
    assert.equal(propose(alone({ zones: [hub, ...own] })).side?.zone.id, zoneIdIn('rg-b'));
    const unused = propose(alone({ zones: [zone(zoneIdIn('rg-a'))] }));
    assert.deepEqual(unused.side?.zone, { id: ids.zone, onAbsent: 'create' });
  });

  it('takes no zone that has a record of its name', () => {
    const taken = zone(zoneIdIn('rg-a'), [other], {
      records: knownAs([{ name: 'contoso', addresses: ['10.1.1.1'] }]),
    });
    assert.equal(propose(alone({ zones: [taken] })).side?.zone.id, ids.zone);
  });

  it('goes into a chosen network, in a free subnet, with the zone that the network is linked to', () => {
    const host = network(other, '10.30.0.0/24', {
      subnets: [
        {
          ...registryNetwork().subnets[0]!,
          id: `${other}/subnets/all`,
          name: 'all',
          addressPrefixes: ['10.30.0.0/25'],
          delegations: ['x'],
        },
      ],
    });
    const bound = zone(zoneIdIn('rg-hub'), [other]);
    const observed = alone({
      networks: [host],
      zones: [bound, zone(zoneIdIn('rg-a'), [networkId('x'), networkId('y')])],
    });
    const spec = propose(observed, { networkId: other });
    assert.deepEqual(
      [spec.side?.network.id, spec.side?.network.onAbsent, spec.side?.zone.id, spec.side?.subnet],
      [
        other,
        'refuse',
        bound.id,
        {
          id: `${other}/subnets/snet-private-endpoints`,
          onAbsent: 'create',
          addressPrefix: '10.30.0.128/27',
        },
      ],
    );
    assert.equal(spec.side?.names.registryZoneLink, bound.links[0]?.name);
    assert.deepEqual(
      planRegistry(spec, { ...observed, endpoints: { [ids.endpoint.toLowerCase()]: absent } }, 'op').blockers,
      [],
    );
  });

  it('numbers a new subnet within Azure’s limit where the pattern is as long as that', () => {
    const long = 'a'.repeat(80);
    const [any] = registryNetwork().subnets;
    const subnets = [long, `${'a'.repeat(78)}-2`].map((name, index) => ({
      ...any!,
      id: `${other}/subnets/${name}`,
      name,
      addressPrefixes: [`10.30.0.${index * 32}/27`],
      delegations: ['x'],
    }));
    const observed = alone({ networks: [network(other, '10.30.0.0/24', { subnets })] });
    const spec = propose(observed, { networkId: other, names: { subnet: long } });
    assert.equal(spec.side?.subnet.id, `${other}/subnets/${'a'.repeat(78)}-3`);
  });

  it('puts the endpoint beside a chosen network of another subscription', () => {
    const far = other.replace(ids.subscription, 'aaaaaaaa-0000-4000-8000-00000000000f');
    const spec = propose(alone({ networks: [network(far, '10.30.0.0/24')] }), { networkId: far });
    assert.match(spec.side?.endpoint.id ?? '', /00f\/resourceGroups\/rg-other\//);
  });

  describe('that is there', () => {
    const existing = { kind: 'existing', id: ids.registry } as const;
    it('is upgraded if need be, with a zone of its own: others’ networks keep its public address', () => {
      const shared = zone(zoneIdIn('rg-hub'), [other, networkId('second')]);
      const observed = alone({ registry: registry({ sku: 'Standard' }), zones: [shared] });
      const spec = propose(observed, { registry: existing });
      assert.deepEqual(spec.registry, { ...existing, upgradeToPremium: true });
      assert.deepEqual(spec.side?.zone, { id: ids.zone, onAbsent: 'create' });
    });

    it('keeps the endpoint that it has, with its network and its zone', () => {
      const observed = alone({
        registry: registryWithEndpoint(),
        networks: [registryNetwork()],
        endpoints: [endpoint([ids.zone])],
        zones: [linkedZone([])],
      });
      const spec = propose(observed, { registry: existing });
      const { steps, blockers } = planRegistry(spec, observed, 'op');
      assert.deepEqual(blockers, []);
      const written = steps.filter(({ action }) => action !== 'reuse').map(({ id }) => id);
      assert.deepEqual(written, ['zoneLink.registry']);
    });

    for (const [what, observed, more] of [
      ['a registry that can’t be read', alone({ registry: unreadable() }), { registry: existing }],
      ['one that is gone', alone(), { registry: existing }],
      ['a chosen network that can’t be read', alone(), { networkId: other }],
    ] as const) {
      it(`says so for ${what}`, () => {
        assert.throws(
          () => propose(observed, more),
          (error) => isFailureError(error) && error.failure.code === 'propose.unreadable',
        );
      });
    }
  });
});
