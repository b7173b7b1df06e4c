import assert from 'node:assert/strict';
import type { Neighbours, Observed, ObservedZone } from '../../../src/provisioning/observed/observed';
import { planLink } from '../../../src/provisioning/planning/planLink';
import type { LinkSpec } from '../../../src/provisioning/plan/spec';
import { assertHazards, firstEndpoint, type ExpectedHazard } from '../../support/findings';
import { privateSpec, publicSpec } from '../../support/linkSpec';
import {
  assignment,
  cluster,
  ids,
  knownAs,
  linkedPair,
  network,
  networkId,
  pair,
  peering,
  registry,
  registryNetwork,
  unreadable,
  zone,
  zoneIdIn,
} from '../../support/observed';

const otherNetwork = networkId('vnet-other');
const otherCluster = {
  id: `${ids.cluster}2`,
  name: 'aks-other',
  networkId: otherNetwork,
  kubeletObjectId: 'other',
};
const thisCluster = {
  id: ids.cluster,
  name: 'aks-shop',
  networkId: ids.clusterNetwork,
  kubeletObjectId: ids.kubelet,
};
const fabrikam = {
  id: `${ids.registry}2`,
  loginServer: 'fabrikam.azurecr.io',
  pullPrincipals: [ids.kubelet.toUpperCase()],
};

function redirected(from: ObservedZone): ObservedZone {
  return { ...from, links: from.links.map((link) => ({ ...link, resolutionPolicy: 'NxDomainRedirect' })) };
}

describe('hazards', () => {
  const check = (what: string, spec: LinkSpec, observed: Observed, expected: readonly ExpectedHazard[]) => {
    it(what, () => {
      assertHazards(planLink(spec, observed, 'op-1').hazards, expected);
    });
  };
  const neighbours: Neighbours = { privateRegistries: [fabrikam], clusters: [thisCluster, otherCluster] };

  it('the first endpoint costs, and switches data endpoints on', () => {
    const { hazards } = planLink(privateSpec(), pair(), 'op-1');
    assertHazards(hazards, firstEndpoint);
    assert.match(
      hazards.find(({ code }) => code === 'dedicatedDataEndpoints')?.mitigation ?? '',
      /contoso\.westeurope\.data\.azurecr\.io/,
    );
  });
  check(
    'the upgrade costs',
    privateSpec({ upgradeToPremium: true }),
    pair({ registry: registry({ sku: 'Basic' }) }),
    [...firstEndpoint, ['costOfSku', [], /costs more per day with the Premium SKU than with Basic/]],
  );
  it('none where nothing is written', () => {
    const observed = linkedPair({ neighbours, cluster: cluster() });
    assert.deepEqual(planLink(privateSpec(), observed, 'op-1').hazards, []);
  });

  const becomesPrivate =
    /Networks linked to a different private DNS zone with this name can no longer resolve it/;
  const mayHides = /^After vnet-shop is linked .* aren’t visible here/;
  const mayHide: readonly ExpectedHazard[] = [['zoneLinkHidesUnseen', ['aks-shop'], mayHides]];
  const misleads = /^After vnet-shop is linked .* addresses that it can’t reach/;
  const linkedElsewhere = zone(zoneIdIn('rg-other'), [otherNetwork]);
  check(
    'other zones of the name lose the registry',
    privateSpec(),
    pair({ neighbours, zones: [linkedElsewhere] }),
    [
      ...firstEndpoint,
      ['registryNameBecomesPrivate', ['aks-other'], becomesPrivate],
      ['zoneLinkHidesRegistries', ['aks-shop → fabrikam.azurecr.io'], /^After vnet-shop is linked/],
    ],
  );
  check(
    'but not those that fall back',
    privateSpec({ fallbackToInternet: true }),
    pair({ neighbours, zones: [redirected(linkedElsewhere)] }),
    firstEndpoint,
  );
  check(
    'nobody loses a registry that was closed',
    privateSpec({ fallbackToInternet: true }),
    pair({ neighbours, zones: [linkedElsewhere], registry: registry({ publicNetworkAccess: 'Disabled' }) }),
    firstEndpoint,
  );
  check('a network without cluster is named itself', privateSpec(), pair({ zones: [linkedElsewhere] }), [
    ...firstEndpoint,
    ['registryNameBecomesPrivate', ['network vnet-other'], becomesPrivate],
  ]);

  const shared = zone(ids.zone, [otherNetwork]);
  check('networks of the same zone get an address without a path', privateSpec(), pair({ zones: [shared] }), [
    ...firstEndpoint,
    ['privateAddressWithoutPath', ['network vnet-other'], /without being peered with vnet-contoso/],
  ]);
  check(
    'unless they are peered with the registry’s network',
    privateSpec(),
    pair({
      zones: [shared],
      networks: [
        registryNetwork([peering(ids.registryNetwork, otherNetwork, '10.30.0.0/16')]),
        network(ids.clusterNetwork, '10.20.0.0/16'),
      ],
    }),
    firstEndpoint,
  );

  const withRecord = (address: string) =>
    zone(ids.zone, [], { records: knownAs([{ name: 'fabrikam', addresses: [address] }]) });
  check(
    'a record that the network can reach hides nothing',
    privateSpec(),
    pair({ neighbours, zones: [withRecord('10.20.200.4')] }),
    [...firstEndpoint, ...mayHide],
  );
  check(
    'a record that it cannot reach misleads',
    privateSpec(),
    pair({ neighbours, zones: [withRecord('10.77.0.4')] }),
    [
      ...firstEndpoint,
      ...mayHide,
      ['privateAddressWithoutPath', ['aks-shop → fabrikam.azurecr.io'], misleads],
    ],
  );
  check(
    'public fallback does not help against a record',
    privateSpec({ fallbackToInternet: true }),
    pair({ neighbours, zones: [withRecord('10.77.0.4')] }),
    [...firstEndpoint, ['privateAddressWithoutPath', ['aks-shop → fabrikam.azurecr.io'], misleads]],
  );
  check(
    'registries of another cloud are not in question',
    privateSpec(),
    pair({
      neighbours: { ...neighbours, privateRegistries: [{ ...fabrikam, loginServer: 'fabrikam.azurecr.us' }] },
    }),
    [...firstEndpoint, ...mayHide],
  );
  describe('registries that can’t be seen may be hidden', () => {
    const alone: Neighbours = { privateRegistries: [], clusters: [thisCluster] };
    check('by a network’s first zone', privateSpec(), pair({ neighbours: alone }), [
      ...firstEndpoint,
      ...mayHide,
    ]);
    check(
      'unless the network falls back',
      privateSpec({ fallbackToInternet: true }),
      pair({ neighbours: alone }),
      firstEndpoint,
    );
    check(
      'or nobody who asks there is known',
      privateSpec(),
      pair({ neighbours: { ...alone, clusters: [otherCluster] } }),
      firstEndpoint,
    );
    it('or it has the zone already', () => {
      const observed = pair({ neighbours: alone, zones: [zone(ids.zone, [ids.clusterNetwork])] });
      const { hazards } = planLink(privateSpec(), observed, 'op-1');
      assert.ok(hazards.every(({ code }) => code !== 'zoneLinkHidesUnseen'));
    });
  });
  const hides = (cluster: string): ExpectedHazard => [
    'zoneLinkHidesRegistries',
    [`${cluster} → fabrikam.azurecr.io`],
    /^After vnet-shop is linked/,
  ];
  const legacy = { ...thisCluster, id: `${ids.cluster}3`, name: 'aks-legacy', kubeletObjectId: undefined };
  const seenAs = (changes: Partial<typeof fabrikam> & { othersPull?: true; anonymousPull?: true }) =>
    pair({
      neighbours: {
        privateRegistries: [{ ...fabrikam, pullPrincipals: [], ...changes }],
        clusters: [legacy, { ...otherCluster, networkId: ids.clusterNetwork }],
      },
    });
  check(
    'a cluster on a service principal may pull where somebody does who isn’t known',
    privateSpec(),
    seenAs({ othersPull: true }),
    [...firstEndpoint, hides('aks-legacy')],
  );
  check('it doesn’t where nobody else does', privateSpec(), seenAs({}), [
    ...firstEndpoint,
    ['zoneLinkHidesUnseen', ['aks-legacy', 'aks-other'], mayHides],
  ]);
  check('everybody pulls where anonymous pull is on', privateSpec(), seenAs({ anonymousPull: true }), [
    ...firstEndpoint,
    [
      'zoneLinkHidesRegistries',
      ['aks-legacy → fabrikam.azurecr.io', 'aks-other → fabrikam.azurecr.io'],
      /^After vnet-shop is linked/,
    ],
  ]);
  check(
    'an existing registry network hides registries from its clusters too',
    privateSpec(),
    pair({
      networks: [registryNetwork(), network(ids.clusterNetwork, '10.20.0.0/16')],
      neighbours: {
        privateRegistries: [{ ...fabrikam, pullPrincipals: ['other'] }],
        clusters: [{ ...otherCluster, networkId: ids.registryNetwork }],
      },
    }),
    [
      ...firstEndpoint,
      ['zoneLinkHidesRegistries', ['aks-other → fabrikam.azurecr.io'], /^After vnet-contoso is linked/],
    ],
  );
  check(
    'each network that the zone is linked to is told of, with who is in it',
    privateSpec(),
    pair({
      networks: [registryNetwork(), network(ids.clusterNetwork, '10.20.0.0/16')],
      neighbours: {
        privateRegistries: [{ ...fabrikam, pullPrincipals: ['other', ids.kubelet] }],
        clusters: [thisCluster, { ...otherCluster, networkId: ids.registryNetwork }],
      },
    }),
    [
      ...firstEndpoint,
      ['zoneLinkHidesRegistries', ['aks-other → fabrikam.azurecr.io'], /^After vnet-contoso is linked/],
      ['zoneLinkHidesRegistries', ['aks-shop → fabrikam.azurecr.io'], /^After vnet-shop is linked/],
    ],
  );

  check(
    'custom DNS servers need to forward',
    privateSpec(),
    pair({ networks: [network(ids.clusterNetwork, '10.20.0.0/16', { dnsServers: ['10.0.0.4'] })] }),
    [...firstEndpoint, ['customDns', ['aks-shop'], /uses custom DNS servers \(10\.0\.0\.4\)/]],
  );
  check('unknown neighbours are said to be unknown', privateSpec(), { ...pair(), neighbours: unreadable() }, [
    ...firstEndpoint,
    ['neighboursUnknown', ['unknown'], /Couldn’t read who else would be affected: Access was denied/],
  ]);
  check('a firewall may refuse', publicSpec(), pair({ registry: registry({ defaultAction: 'Deny' }) }), [
    ['firewallMayRefuse', ['aks-shop'], /if the egress address of aks-shop is listed/],
  ]);
  check(
    'a condition limits the pull',
    privateSpec(),
    pair({ roleAssignments: [assignment({ condition: 'x' })] }),
    [
      ...firstEndpoint,
      ['pullLimitedByCondition', ['aks-shop'], /^The AcrPull role assignment .* has a condition/],
    ],
  );

  it('keep their id for the same affected, and get another one for others', () => {
    const hazardIds = (more: Partial<Neighbours> = {}) =>
      planLink(
        privateSpec(),
        pair({ zones: [linkedElsewhere], neighbours: { ...neighbours, ...more } }),
        'op-1',
      ).hazards.map(({ id }) => id);
    assert.deepEqual(hazardIds(), hazardIds());
    const third = { ...otherCluster, id: `${ids.cluster}3`, name: 'aks-third' };
    const differing = hazardIds({ clusters: [...neighbours.clusters, third] }).filter(
      (id) => !hazardIds().includes(id),
    );
    assert.equal(differing.length, 1);
    assert.match(differing[0] ?? '', /^registryNameBecomesPrivate:/);
  });
});
