import assert from 'node:assert/strict';
import { idKey } from '../../../src/model/armId';
import type { Observed } from '../../../src/provisioning/observed/observed';
import { planLink } from '../../../src/provisioning/planning/planLink';
import type { LinkSpec } from '../../../src/provisioning/plan/spec';
import { assertBlockers, type ExpectedBlockers } from '../../support/findings';
import { privateAccess, privateSpec, publicSpec, sameNetworkSpec } from '../../support/linkSpec';
import {
  absent,
  cluster,
  endpoint,
  ids,
  linkedNetworks,
  linkedPair,
  network,
  networkId,
  pair,
  peering,
  registry,
  registryNetwork,
  registryWithEndpoint,
  unreadable,
  zone,
  zoneIdIn,
} from '../../support/observed';

const otherEndpointId = ids.endpoint.replace('pe-contoso', 'pe-other');
const access = privateAccess();

describe('blockers', () => {
  const check = (what: string, spec: LinkSpec, observed: Observed, expected: ExpectedBlockers) => {
    it(what, () => {
      assertBlockers(planLink(spec, observed, 'op-1').blockers, expected);
    });
  };

  check('none for a healthy pair', privateSpec(), pair(), {});
  check('Basic without leave to upgrade', privateSpec(), pair({ registry: registry({ sku: 'Basic' }) }), {
    notPremium: /Basic/,
  });
  check(
    'a registry that is being changed',
    privateSpec(),
    pair({ registry: registry({ provisioningState: 'Updating' }) }),
    { registryNotReady: /Updating/ },
  );
  check(
    'a new endpoint for a registry with rules for subnets',
    privateSpec(),
    pair({ registry: registry({ subnetRules: [`${ids.clusterNetwork}/subnets/nodes`] }) }),
    { serviceEndpointRules: /nodes/ },
  );
  check('a service principal', publicSpec(), pair({ cluster: cluster({ kubeletIdentity: undefined }) }), {
    noManagedIdentity: /service principal/,
  });
  check(
    'public mode, closed',
    publicSpec(),
    pair({ registry: registry({ publicNetworkAccess: 'Disabled' }) }),
    { publicAccessClosed: /disabled/ },
  );
  check(
    'public mode does not mind a closed network',
    publicSpec(),
    pair({ networks: [], cluster: cluster({ networkId: undefined }) }),
    {},
  );
  check('no network', privateSpec(), pair({ cluster: cluster({ networkId: undefined }) }), {
    clusterNetworkUnknown: /aks-shop/,
  });
  check(
    'tenants',
    privateSpec(),
    {
      ...pair({ cluster: cluster({ id: ids.cluster.replace('aaaaaaaa', 'dddddddd') }) }),
      tenants: { [ids.subscription]: 't1', [ids.subscription.replace('aaaaaaaa', 'dddddddd')]: 't2' },
    },
    { differentTenants: /tenants/ },
  );

  const clusterWith = (...prefixes: string[]) =>
    pair({ networks: [network(ids.clusterNetwork, '10.20.0.0/16', { addressPrefixes: prefixes })] });
  check(
    'the new range overlaps the cluster’s network',
    privateSpec(),
    clusterWith('10.20.0.0/16', '10.90.0.0/16'),
    { rangesOverlap: /10\.90\.0\.0\/26.*10\.90\.0\.0\/16/ },
  );
  check(
    'the existing network overlaps',
    privateSpec(),
    linkedPair({ networks: [registryNetwork(), network(ids.clusterNetwork, '10.0.0.0/8')] }),
    { rangesOverlap: /10\.0\.0\.0\/8/ },
  );
  check(
    'the new range overlaps a network that the cluster’s is peered with',
    privateSpec(),
    pair({
      networks: [
        network(ids.clusterNetwork, '10.20.0.0/16', {
          peerings: [
            peering(ids.clusterNetwork, networkId('vnet-hub'), '10.90.0.0/24', { state: 'Disconnected' }),
          ],
        }),
      ],
    }),
    { rangesOverlap: /vnet-hub.*still counts/ },
  );
  check(
    'the cluster’s network overlaps another one that the registry’s is peered with',
    privateSpec(),
    linkedPair({
      networks: [
        registryNetwork([peering(ids.registryNetwork, networkId('vnet-twin'), '10.20.0.0/16')]),
        network(ids.clusterNetwork, '10.20.0.0/16'),
      ],
    }),
    { rangesOverlap: /vnet-twin/ },
  );
  check(
    'the endpoint’s subnet overlaps services',
    privateSpec(),
    pair({ cluster: cluster({ serviceCidrs: ['10.90.0.0/16'] }) }),
    { rangesOverlap: /services/ },
  );
  check('nothing overlaps in the same network', sameNetworkSpec(), pair(), {});

  check(
    'a network in another region',
    privateSpec(),
    linkedPair({ networks: linkedNetworks().map((one) => ({ ...one, location: 'northeurope' })) }),
    { namedThingDiffers: /North Europe/ },
  );
  check(
    'a network with other ranges',
    privateSpec({ network: { ...access.network, addressPrefix: '10.95.0.0/26' } }),
    linkedPair(),
    { namedThingDiffers: /10\.95/ },
  );
  check(
    'a subnet with another range',
    privateSpec({ subnet: { ...access.subnet, addressPrefix: '10.90.0.32/27' } }),
    linkedPair(),
    { namedThingDiffers: /10\.90\.0\.32/ },
  );
  check(
    'an endpoint to something else',
    privateSpec(),
    linkedPair({ endpoints: [endpoint([ids.zone], { targetId: `${ids.registry}2` })] }),
    { namedThingDiffers: /contoso2/ },
  );
  check(
    'an endpoint elsewhere',
    privateSpec(),
    linkedPair({ endpoints: [endpoint([ids.zone], { subnetId: `${networkId('vnet-x')}/subnets/s` })] }),
    { namedThingDiffers: /vnet-x\/s/ },
  );
  check(
    'a peering of that name to elsewhere',
    privateSpec(),
    pair({
      networks: [
        network(ids.clusterNetwork, '10.20.0.0/16', {
          peerings: [
            peering(ids.clusterNetwork, networkId('vnet-hub'), '10.1.0.0/24', {
              name: 'peer-vnet-shop-to-vnet-contoso',
            }),
          ],
        }),
      ],
    }),
    { namedThingDiffers: /vnet-hub/ },
  );
  check(
    'a zone link of that name for another network',
    privateSpec(),
    pair({ zones: [zone(ids.zone, [networkId('vnet-shop')])] }),
    { namedThingDiffers: /link-vnet-shop/ },
  );

  const picked = privateSpec({
    network: { ...access.network, onAbsent: 'refuse' },
    endpoint: { ...access.endpoint, onAbsent: 'refuse' },
    zone: { ...access.zone, onAbsent: 'refuse' },
  });
  it('everything that was picked and is gone, at once', () => {
    const { blockers, steps } = planLink(picked, pair(), 'op-1');
    assert.deepEqual(
      blockers.map(({ code }) => code),
      ['namedThingMissing', 'namedThingMissing', 'namedThingMissing'],
    );
    assert.deepEqual(
      steps.filter(({ kind }) => ['network', 'endpoint', 'zone'].includes(kind)),
      [],
    );
  });
  check(
    'a subnet that was picked and is gone',
    privateSpec({ subnet: { ...access.subnet, id: `${ids.subnet}2`, onAbsent: 'refuse' } }),
    linkedPair({ endpoints: [] }),
    { namedThingMissing: /snet-private-endpoints2/ },
  );

  check(
    'a connection that waits for approval',
    privateSpec(),
    linkedPair({ endpoints: [endpoint([ids.zone], { status: 'Pending' })] }),
    { endpointNotApproved: /Pending/ },
  );
  check(
    'a second endpoint in the zone',
    privateSpec(),
    linkedPair({ endpoints: [endpoint([ids.zone], { id: otherEndpointId })] }),
    { secondEndpointInZone: /pe-other/ },
  );
  const alias = (name: string) => ({
    zones: [
      zone(ids.zone, [ids.registryNetwork, ids.clusterNetwork], {
        records: { state: 'known', value: [{ name, addresses: [], alias: 'registry.contoso.example' }] },
      }),
    ],
  });
  check(
    'an alias of the registry in the zone into which the endpoint’s records go',
    privateSpec(),
    pair(alias('Contoso.westeurope.data')),
    { aliasInTheWay: /CNAME record Contoso\.westeurope\.data/ },
  );
  check('an alias of another name in the zone', privateSpec(), pair(alias('fabrikam')), {});
  check('an alias in a zone whose records are there', privateSpec(), linkedPair(alias('contoso')), {});
  check(
    'a second endpoint in another zone',
    privateSpec(),
    linkedPair({ endpoints: [endpoint([zoneIdIn('rg-x')], { id: otherEndpointId })] }),
    {},
  );

  const overlapping = {
    networks: [registryNetwork(), network(ids.clusterNetwork, '10.90.0.32/27')],
    endpoints: [endpoint([ids.zone])],
    registry: registryWithEndpoint(),
    zones: [zone(ids.zone, [ids.registryNetwork])],
  };
  check('networks that overlap beside the endpoint can’t be peered', privateSpec(), pair(overlapping), {
    rangesOverlap: /10\.90\.0\.0\/26/,
  });
  check('but be reached over a hub', privateSpec({ route: 'routed' }), pair(overlapping), {});

  const elsewhere = ids.endpoint.replace(ids.subscription, 'aaaaaaaa-0000-4000-8000-000000000009');
  check(
    'an endpoint in different subscription than its network',
    privateSpec({ endpoint: { ...access.endpoint, id: elsewhere } }),
    {
      ...pair({ missingGroups: [elsewhere.replace(/\/providers.*/, '')] }),
      endpoints: { [elsewhere.toLowerCase()]: absent },
    },
    { endpointElsewhere: /pe-contoso.*different subscription.*vnet-contoso/ },
  );

  const hub = zoneIdIn('rg-hub');
  check(
    'the cluster’s network uses another zone',
    privateSpec(),
    pair({ zones: [zone(hub, [ids.clusterNetwork])] }),
    { networkLinkedToOtherZone: /vnet-shop.*rg-hub/ },
  );
  check(
    'the registry’s network uses another zone: the cluster does without that link',
    privateSpec({ zone: { id: hub, onAbsent: 'refuse' } }),
    linkedPair({
      endpoints: [],
      registry: registry(),
      zones: [zone(ids.zone, [ids.registryNetwork]), zone(hub, [ids.clusterNetwork])],
    }),
    {},
  );
  check(
    'a zone of another name',
    privateSpec({ zone: { id: zoneIdIn('rg-registry', 'privatelink.azurecr.us'), onAbsent: 'create' } }),
    { ...pair(), zones: { [zoneIdIn('rg-registry', 'privatelink.azurecr.us').toLowerCase()]: absent } },
    { wrongZoneName: /privatelink\.azurecr\.us/ },
  );

  const managed = cluster({ networkManagedByAks: true, nodeResourceGroupReadOnly: true });
  check('a locked node resource group', privateSpec(), pair({ cluster: managed }), {
    nodeResourceGroupReadOnly: /MC_rg-shop/,
  });
  check(
    'a locked node resource group that needs no write',
    privateSpec(),
    linkedPair({ cluster: managed, roleAssignments: [] }),
    {},
  );

  const subnetWith = (changes: object) =>
    pair({
      networks: [
        { ...registryNetwork(), subnets: registryNetwork().subnets.map((one) => ({ ...one, ...changes })) },
        network(ids.clusterNetwork, '10.20.0.0/16'),
      ],
    });
  check('a delegated subnet', privateSpec(), subnetWith({ delegations: ['Microsoft.Web/serverFarms'] }), {
    subnetDelegated: /Microsoft\.Web/,
  });
  check('a subnet without two free addresses', privateSpec(), subnetWith({ usedAddresses: 26 }), {
    subnetFull: /2 addresses.*1 left/,
  });
  check(
    'replicas need one address each',
    privateSpec(),
    {
      ...subnetWith({ usedAddresses: 25 }),
      registry: { state: 'known', value: registry({ replicaLocations: ['northeurope'] }) },
    },
    { subnetFull: /3 addresses/ },
  );

  check(
    'names that Azure refuses',
    privateSpec({ names: { ...access.names, peeringToCluster: '-x', clusterZoneLink: '' } }),
    pair(),
    { invalidName: /Peering/ },
  );
  check('a range that is none', privateSpec({ network: { ...access.network, addressPrefix: 'x' } }), pair(), {
    invalidRange: /“x”/,
  });
  check(
    'a subnet outside of its network',
    privateSpec({ subnet: { ...access.subnet, addressPrefix: '10.91.0.0/27' } }),
    pair(),
    { invalidRange: /outside/ },
  );
  check(
    'a Disconnected peering that Azure is at work on',
    privateSpec(),
    linkedPair({
      networks: linkedNetworks(
        { state: 'Disconnected', raw: { properties: { provisioningState: 'Updating' } } },
        { state: 'Disconnected' },
      ),
    }),
    { peeringDisconnected: /Updating/ },
  );

  it('unreadable facts say which right is missing where', () => {
    const observed = {
      ...pair(),
      roleAssignments: {
        [idKey(ids.cluster)]: unreadable('Microsoft.Authorization/roleAssignments/read'),
      },
    };
    const [blocker] = planLink(privateSpec(), observed, 'op-1').blockers;
    assert.equal(blocker?.code, 'factUnreadable');
    assert.match(blocker.wayOut, /Microsoft\.Authorization\/roleAssignments\/read on \/subscriptions\//);
  });
  check(
    'what has hasn’t been read is not absent',
    privateSpec(),
    { ...pair(), zones: {} },
    { factUnreadable: /hasn’t been read/ },
  );
  check(
    'an unreadable zone group',
    privateSpec(),
    linkedPair({ endpoints: [endpoint([ids.zone], { zoneGroup: unreadable() })] }),
    { factUnreadable: /DNS zone group/ },
  );

  it('come all at once', () => {
    const observed = pair({
      registry: { ...registryWithEndpoint(), sku: 'Basic', provisioningState: 'Updating' },
      cluster: cluster({ kubeletIdentity: undefined }),
      networks: [network(ids.clusterNetwork, '10.90.0.0/16')],
      zones: [zone(hub, [ids.clusterNetwork])],
    });
    const codes = planLink(privateSpec(), observed, 'op-1').blockers.map(({ code }) => code);
    assert.deepEqual(codes, [
      'registryNotReady',
      'noManagedIdentity',
      'notPremium',
      'rangesOverlap',
      'networkLinkedToOtherZone',
    ]);
  });
});
