import assert from 'node:assert/strict';
import type { Observed } from '../../../src/provisioning/observed/observed';
import { planRegistry } from '../../../src/provisioning/registry/planRegistry';
import type { RegistrySpec } from '../../../src/provisioning/plan/registrySpec';
import { assertBlockers, type ExpectedBlockers } from '../../support/findings';
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
} from '../../support/observed';
import { alone, existingSpec, newSpec } from '../../support/registrySpec';

const otherEndpoint = ids.endpoint.replace('pe-contoso', 'pe-other');

describe('what is in the way of a registry by itself', () => {
  const check = (what: string, spec: RegistrySpec, observed: Observed, expected: ExpectedBlockers) => {
    it(what, () => {
      assertBlockers(planRegistry(spec, observed, 'op-1').blockers, expected);
    });
  };
  const named = (answer: Observed['registryName']) => alone({}, { registryName: answer! });

  check('nothing, from nothing', newSpec(), alone(), {});
  check('nothing, for a Premium one that is there', existingSpec(), alone({ registry: registry() }), {});
  check('an existing one that is gone', existingSpec(), alone(), { namedThingMissing: /contoso/ });
  for (const spec of [newSpec(), existingSpec()]) {
    check(
      `a registry that can’t be read (${spec.registry.kind})`,
      spec,
      alone({ registry: unreadable('Microsoft.ContainerRegistry/registries/read') }),
      { factUnreadable: /Registry contoso couldn’t be read/ },
    );
  }
  check(
    'a name that somebody has',
    newSpec(),
    named(knownAs({ available: false, reason: 'taken', message: 'The registry contoso is already in use.' })),
    { nameTaken: /unique across Azure/ },
  );
  check(
    'a name that Azure doesn’t take',
    newSpec(),
    named(knownAs({ available: false, reason: 'invalid', message: 'It is reserved.' })),
    { invalidName: /It is reserved/ },
  );
  check('a name of which Azure says nothing', newSpec(), named(unreadable()), {
    factUnreadable: /The availability of the name contoso/,
  });
  check('a name that wasn’t asked about', newSpec(), alone({}, { registryName: undefined as never }), {
    factUnreadable: /hasn’t been checked yet/,
  });
  it('lets pass, and says, that the name may not be asked about', () => {
    const action = 'Microsoft.ContainerRegistry/checkNameAvailability/read';
    const { blockers, requirements } = planRegistry(newSpec(), named(unreadable(action)), 'op-1');
    assert.deepEqual([blockers, requirements.map(({ code }) => code)], [[], ['nameNotChecked']]);
  });
  check(
    'a name with a dash',
    newSpec({ id: ids.registry.replace('registries/contoso', 'registries/con-toso') }),
    alone(),
    { invalidName: /5 to 50/ },
  );
  check(
    'a group that can’t be read',
    newSpec(),
    alone({}, { resourceGroups: { [ids.registryGroup.toLowerCase()]: unreadable() } }),
    { factUnreadable: /Resource group rg-registry/ },
  );
  check(
    'another registry under the new one’s id',
    newSpec({ roleAssignmentMode: 'abac' }),
    alone({ registry: registry({ location: 'uksouth', sku: 'Basic', adminUserEnabled: true }) }),
    {
      namedThingDiffers:
        /in UK South instead of West Europe, with SKU Basic .* access Enabled instead of Disabled, .* ABAC repository permissions, with its admin user/,
    },
  );
  check(
    'a registry that is being changed',
    existingSpec(),
    alone({ registry: registry({ provisioningState: 'Updating' }) }),
    { registryNotReady: /Updating/ },
  );
  check('Basic without leave to upgrade', existingSpec(), alone({ registry: registry({ sku: 'Basic' }) }), {
    notPremium: /Basic/,
  });
  check(
    'a replica in the home region',
    newSpec({ replicas: [{ location: 'West Europe', zoneRedundancy: false }] }),
    alone(),
    { replicaInHomeRegion: /West Europe/ },
  );
  check(
    'two replicas in one region',
    newSpec({
      replicas: ['northeurope', 'North Europe'].map((location) => ({ location, zoneRedundancy: false })),
    }),
    alone(),
    { replicaTwice: /North Europe/ },
  );
  check(
    'regions that there aren’t',
    newSpec({ location: 'atlantis', replicas: [{ location: 'mu', zoneRedundancy: false }] }),
    alone(),
    { unknownRegion: [/^Registry contoso would be in “atlantis”/, /^A replica would be in “mu”/] },
  );
  for (const location of ['../../x', "we'st", 'a?b', '$(id)', 'a\nb/c']) {
    check(
      `a region called ${JSON.stringify(location)} where regions can’t be read`,
      newSpec({ replicas: [{ location, zoneRedundancy: false }] }),
      alone({}, { regions: unreadable() }),
      { unknownRegion: /A replica/ },
    );
  }
  check(
    'zones where there are none',
    newSpec({ replicas: [{ location: 'ukwest', zoneRedundancy: true }] }),
    alone(),
    { noAvailabilityZones: /UK West/ },
  );
  check(
    'a zone of the wrong name',
    newSpec({}, { zone: { id: zoneIdIn('rg-registry', 'privatelink.azurecr.cn'), onAbsent: 'create' } }),
    alone({}, { zones: { [zoneIdIn('rg-registry', 'privatelink.azurecr.cn')]: absent } }),
    { wrongZoneName: /resolves in privatelink\.azurecr\.io/, factUnreadable: /zone/ },
  );
  check(
    'a range that is none',
    newSpec({}, { subnet: { id: ids.subnet, onAbsent: 'create', addressPrefix: '10.91.0.0/27' } }),
    alone(),
    { invalidRange: /outside/ },
  );
  check(
    'chosen things that are gone',
    newSpec(
      {},
      {
        network: { ...newSpec().side!.network, onAbsent: 'refuse' },
        zone: { id: ids.zone, onAbsent: 'refuse' },
      },
    ),
    alone(),
    { namedThingMissing: [/^Virtual network vnet-contoso/, /^Private DNS zone privatelink/] },
  );
  check(
    'a network of the same name elsewhere',
    newSpec(),
    alone({ networks: [network(ids.registryNetwork, '10.90.0.0/26', { location: 'uksouth' })] }),
    { namedThingDiffers: /in UK South instead of West Europe/ },
  );
  const withSubnet = (changes: object) =>
    network(ids.registryNetwork, '10.90.0.0/26', {
      subnets: [{ ...registryNetwork().subnets[0]!, ...changes }],
    });
  const reused = { subnet: { id: ids.subnet, onAbsent: 'refuse', addressPrefix: '10.90.0.0/27' } } as const;
  check(
    'a delegated subnet',
    newSpec({}, reused),
    alone({ networks: [withSubnet({ delegations: ['Microsoft.Web/serverFarms'] })] }),
    { subnetDelegated: /serverFarms/ },
  );
  check(
    'a subnet without an address for every replica',
    newSpec({ replicas: [{ location: 'northeurope', zoneRedundancy: false }] }, reused),
    alone({ networks: [withSubnet({ usedAddresses: 25 })] }),
    { subnetFull: /needs 3 addresses, but .* has 2 left/ },
  );
  const foreign = otherSubscription(ids.endpoint);
  check(
    'an endpoint in different subscription than its network',
    newSpec({}, { endpoint: { id: foreign, onAbsent: 'create', approval: { mode: 'automatic' } } }),
    alone({}, { endpoints: { [foreign.toLowerCase()]: absent }, resourceGroups: groupsOf(foreign) }),
    { endpointElsewhere: /different subscription/ },
  );
  check(
    'an endpoint that was rejected',
    existingSpec(),
    alone({
      registry: registryWithEndpoint(),
      networks: [registryNetwork()],
      endpoints: [endpoint([ids.zone], { status: 'Rejected' })],
      zones: [zone(ids.zone, [ids.registryNetwork])],
    }),
    { endpointNotApproved: /Rejected/ },
  );
  check(
    'another endpoint that writes to the zone',
    existingSpec(),
    alone({
      registry: registry({ connections: [{ id: 'c', endpointId: otherEndpoint, status: 'Approved' }] }),
      endpoints: [
        endpoint([ids.zone], { id: otherEndpoint, subnetId: `${networkId('vnet-other')}/subnets/s` }),
      ],
      zones: [zone(ids.zone)],
    }),
    { secondEndpointInZone: /pe-other/ },
  );
  check(
    'a network that is linked to another zone of the name',
    newSpec(),
    alone({ networks: [registryNetwork()], zones: [zone(zoneIdIn('rg-hub'), [ids.registryNetwork])] }),
    { networkLinkedToOtherZone: /vnet-contoso is already linked .* in rg-hub/ },
  );
  check(
    'an endpoint that writes to five zones already',
    existingSpec(),
    alone({
      registry: registryWithEndpoint(),
      networks: [registryNetwork()],
      endpoints: [endpoint([1, 2, 3, 4, 5].map((number) => zoneIdIn(`rg-${number}`)))],
      zones: [zone(ids.zone)],
    }),
    { tooManyZones: /6 zones/ },
  );
  check(
    'facts of the side that can’t be read',
    newSpec(),
    alone({}, { networks: { [ids.registryNetwork.toLowerCase()]: unreadable() } }),
    { factUnreadable: /Virtual network vnet-contoso/ },
  );
});

function otherSubscription(id: string): string {
  return id.replace(ids.subscription, 'aaaaaaaa-0000-4000-8000-00000000000f');
}

function groupsOf(...endpointIds: readonly string[]): Observed['resourceGroups'] {
  const groups = [ids.registryGroup, ...endpointIds.map((id) => id.split('/providers/')[0] ?? '')];
  return Object.fromEntries(groups.map((id) => [id.toLowerCase(), knownAs({ id, location: 'westeurope' })]));
}
