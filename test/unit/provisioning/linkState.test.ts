import assert from 'node:assert/strict';
import { idKey } from '../../../src/model/armId';
import { roleIds } from '../../../src/model/roles';
import type { Inventory } from '../../../src/provisioning/observed/inventory';
import { linksIn, linksOf, type LinkState } from '../../../src/provisioning/linkState';
import { bigInventory, hubAndSpokes } from '../../support/bigEstates';
import {
  cluster,
  endpoint,
  ids,
  linkedNetworks,
  linkedZone,
  network,
  networkId,
  registry,
  registryNetwork,
  registryWithEndpoint,
} from '../../support/observed';

const role = { scope: ids.registry, principalId: ids.kubelet.toUpperCase(), roleId: roleIds.acrPull };
const zoneLink = (network: string, zoneName = 'privatelink.azurecr.io') => ({
  id: 'link',
  name: 'link',
  networkId: network,
  state: 'Completed',
  resolutionPolicy: 'Default' as const,
  zoneId: ids.zone,
  zoneName,
});

/** Linked completely, unless changed. */
function inventory(changes: Partial<Inventory> = {}): Inventory {
  return {
    registries: [registryWithEndpoint()],
    clusters: [cluster()],
    networks: linkedNetworks(),
    endpoints: [endpoint([])],
    zoneLinks: [zoneLink(ids.clusterNetwork.toUpperCase())],
    zoneRecords: { [idKey(ids.zone)]: linkedZone().records },
    roleAssignments: [role],
    ...changes,
  };
}

describe('link state', () => {
  const check = (
    what: string,
    changes: Partial<Inventory>,
    expected: LinkState | undefined,
    missing: readonly RegExp[] = [],
  ) => {
    it(what, () => {
      const [link] = linksOf(inventory(changes));
      assert.equal(link?.state, expected, link?.missing.join('\n'));
      assert.equal((link?.missing.length ?? 0) > 0, missing.length > 0, link?.missing.join('\n'));
      for (const text of missing) assert.match(link?.missing.join('\n') ?? '', text);
    });
  };
  const closed = { ...registryWithEndpoint(), publicNetworkAccess: 'Disabled' as const };
  const apart = { networks: [registryNetwork(), network(ids.clusterNetwork, '10.20.0.0/16')] };
  const publicly = { registries: [registry()], endpoints: [], zoneLinks: [], ...apart };

  check('role and path', {}, 'linked');
  check(
    'an inherited role counts',
    { roleAssignments: [{ ...role, scope: `/subscriptions/${ids.subscription}` }] },
    'linked',
  );
  check(
    'a role on a neighbour does not',
    { roleAssignments: [{ ...role, scope: `${ids.registry}2` }] },
    undefined,
  );
  check(
    'endpoint in the cluster’s network',
    { ...apart, endpoints: [endpoint([], { subnetId: `${ids.clusterNetwork}/subnets/snet-nodes` })] },
    'linked',
  );
  check(
    'an endpoint’s subnet that wasn’t read may have rules',
    {
      networks: linkedNetworks().map((each) =>
        each.id === ids.registryNetwork ? { ...each, subnets: [] } : each,
      ),
    },
    'unknown',
    [/subnet of pe-contoso wasn’t read/],
  );
  check('role on an open registry', publicly, 'roleOnly', [/no approved private endpoint/]);
  check(
    'a hub zone does not matter while there is no endpoint',
    { ...publicly, zoneLinks: [zoneLink(ids.clusterNetwork)] },
    'roleOnly',
    [/no approved private endpoint/],
  );
  check(
    'a firewall closes the public way',
    { ...publicly, registries: [registry({ defaultAction: 'Deny' })] },
    'unknown',
    [/firewall of contoso allows selected IP addresses/],
  );
  check('an open registry, resolved publicly', { zoneLinks: [] }, 'roleOnly', [
    /vnet-shop has no link to a private DNS zone/,
  ]);
  check('an open registry, resolved privately without peering', apart, 'broken', [
    /Peering from vnet-shop to vnet-contoso/,
  ]);
  check(
    'a closed registry without zone link',
    { registries: [closed], zoneLinks: [zoneLink(ids.registryNetwork)] },
    'broken',
    [/Public network access of contoso is disabled/],
  );
  check(
    'a zone of another name',
    { registries: [closed], zoneLinks: [zoneLink(ids.clusterNetwork, 'privatelink.azurecr.us')] },
    'broken',
    [/Public network access of contoso is disabled/],
  );
  check('one side Disconnected', { networks: linkedNetworks({ state: 'Disconnected' }) }, 'broken', [
    /vnet-contoso to vnet-shop \(it’s Disconnected\)/,
  ]);
  check('access denied', { networks: linkedNetworks({}, { allowVirtualNetworkAccess: false }) }, 'broken', [
    /doesn’t allow access/,
  ]);
  check('a path relates nothing where it is known that there is no role', { roleAssignments: [] }, undefined);
  check('path, roles unreadable', { roleAssignments: undefined }, 'unknown', [/couldn’t be read/]);
  const byGroup = { ...role, principalId: 'some-group', toGroup: true };
  const groups = (changes: { scope?: string; roleId?: string } = {}) => ({
    roleAssignments: [{ ...byGroup, ...changes }],
  });
  const notKnown = /in a group with a pull role/;
  check('path, and only groups have the role', groups(), 'unknown', [notKnown]);
  check('only groups have the role, in the group above', groups({ scope: ids.registryGroup }), 'unknown', [
    notKnown,
  ]);
  check(
    'only groups have the role, in a management group',
    groups({ scope: '/providers/Microsoft.Management/managementGroups/contoso' }),
    'unknown',
    [notKnown],
  );
  check(
    'own role at a management group',
    {
      roleAssignments: [{ ...role, scope: '/providers/Microsoft.Management/managementGroups/contoso' }],
    },
    'unknown',
    [/in the management group contoso, where the kubelet identity has a pull role$/m],
  );
  check('own role beside that of groups', { roleAssignments: [byGroup, role] }, 'linked');
  check('only groups have the role, on a neighbour', groups({ scope: `${ids.registry}2` }), undefined);
  check('a general role of groups', groups({ roleId: roleIds.contributor }), undefined);
  check(
    'only groups have the role, and a peering is Disconnected',
    { ...groups(), networks: linkedNetworks({ state: 'Disconnected' }), registries: [closed] },
    'broken',
    [notKnown, /Disconnected/],
  );
  check('a role of groups alone relates nothing', { ...publicly, ...groups() }, undefined);
  check(
    'AcrPull in ABAC mode',
    { registries: [{ ...registryWithEndpoint(), roleAssignmentMode: 'abac' }] },
    'broken',
    [/Repository Reader role assignment.*doesn’t honor AcrPull/],
  );
  check('an endpoint that can’t be seen', { registries: [closed], endpoints: [], ...apart }, 'unknown', [
    /It’s unknown whether pe-contoso has the address 10\.90\.0\.5/,
  ]);
  const onPrincipal = {
    clusters: [cluster({ kubeletIdentity: undefined, servicePrincipalClientId: 'application' })],
  };
  const principalNotKnown = /^It’s unknown whether the cluster’s service principal has a role/m;
  check('path, and a service principal, whose roles can’t be told', onPrincipal, 'unknown', [
    principalNotKnown,
  ]);
  check(
    'path, and a service principal, with roles unreadable too',
    { ...onPrincipal, roleAssignments: undefined },
    'unknown',
    [/couldn’t be read/],
  );
  check(
    'a service principal, and a peering is Disconnected',
    { ...onPrincipal, networks: linkedNetworks({ state: 'Disconnected' }), registries: [closed] },
    'broken',
    [principalNotKnown, /Disconnected/],
  );
  check(
    'a service principal relates nothing to an open registry',
    { ...publicly, ...onPrincipal },
    undefined,
  );
  check('nothing to do with each other', { ...publicly, roleAssignments: [] }, undefined);
  check('linked to the zone, but nothing else', { ...apart, roleAssignments: [] }, undefined);
  check(
    'an endpoint waiting for approval',
    { endpoints: [endpoint([], { status: 'Pending' })], registries: [{ ...closed, connections: [] }] },
    'broken',
    [/Public network access of contoso is disabled/],
  );

  const many = <T>(count: number, make: (index: number) => T) =>
    Array.from({ length: count }, (_, index) => make(index));

  it('looks at each role of a large estate once, not once for each pair', () => {
    let looks = 0;
    const estate = inventory({
      registries: many(200, (index) => registry({ id: `${ids.registry}${index}`, name: `contoso${index}` })),
      clusters: many(200, (index) =>
        cluster({ id: `${ids.cluster}${index}`, networkId: networkId(`vnet-${index}`) }),
      ),
      roleAssignments: many(200, (index) => ({
        ...role,
        scope: `${ids.registry}${index}`,
        get principalId() {
          looks += 1;
          return `principal-${index}`;
        },
      })),
    });
    assert.deepEqual(linksOf(estate), []);
    assert.ok(looks >= 200 && looks < 1000, `${looks} looks at 200 roles`);
  });

  it('looks at each cluster of a hub once for each of its links, not once for each registry', () => {
    const hub = hubAndSpokes(200, 100);
    let looks = 0;
    const clusters = hub.clusters.map((one) => ({
      ...one,
      get kubeletIdentity() {
        looks += 1;
        return one.kubeletIdentity;
      },
    }));
    const links = linksOf({ ...hub, clusters });
    assert.ok(links.length > 50 && links.length <= 100, `${links.length} links`);
    assert.ok(looks < 4000, `${looks} looks at 100 clusters`);
  });

  it('looks through a zone’s records and a hub’s peerings once, where nobody can tell who may pull', () => {
    const hub = hubAndSpokes(40, 60);
    let looks = 0;
    const counted = <T extends object>(items: readonly T[], key: keyof T) =>
      items.map((one) => ({
        ...one,
        get [key]() {
          looks += 1;
          return one[key];
        },
      })) as T[];
    const networks = hub.networks.map((one) => ({
      ...one,
      peerings: counted(one.peerings, 'remoteNetworkId'),
    }));
    const zoneRecords = Object.fromEntries(
      Object.entries(hub.zoneRecords ?? {}).map(([id, fact]) => [
        id,
        fact.state === 'known' ? { ...fact, value: counted(fact.value, 'name') } : fact,
      ]),
    );
    const links = linksOf({ ...hub, networks, zoneRecords, rolesUnreadAt: ['/'] });
    assert.ok(links.length > 1000, `${links.length} links`);
    assert.ok(looks < 2 * links.length, `${looks} looks at some 200 records and peerings`);
  });

  it('looks at roles of groups by registry, not by pair', () => {
    let looks = 0;
    const estate = bigInventory({ subscriptions: 20, registries: 10, clusters: 3, groupRoles: 40 });
    const roleAssignments = estate.roleAssignments?.map((one) => ({
      ...one,
      get scope() {
        looks += 1;
        return one.scope;
      },
    }));
    assert.ok(linksOf({ ...estate, roleAssignments }).length > 0);
    assert.ok(looks < 10 * 840, `${looks} looks at 840 roles`);
  });

  it('says the same from both sides', () => {
    const estates = {
      'of many subscriptions': bigInventory({
        subscriptions: 10,
        registries: 10,
        clusters: 3,
        groupRoles: 40,
      }),
      'with a hub': hubAndSpokes(20, 10),
      'with roles unread': { ...hubAndSpokes(10, 6), roleAssignments: undefined },
    };
    for (const [what, estate] of Object.entries(estates)) {
      const links = linksIn(estate);
      const fromClusters = estate.clusters.flatMap(({ id }) => links.ofCluster(id));
      assert.ok(links.all().length > 0, what);
      assert.deepEqual(new Set(fromClusters), new Set(links.all()), what);
      for (const link of links.all()) {
        const pulls = { linked: true, roleOnly: true, broken: false, unknown: undefined }[link.state];
        assert.equal(links.pulls(link.registryId, link.clusterId), pulls, what);
        assert.equal(links.between(link.registryId.toUpperCase(), link.clusterId), link, what);
      }
    }
  });
});
