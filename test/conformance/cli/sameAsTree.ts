import assert from 'node:assert/strict';
import type { Inventory } from '../../../src/provisioning/observed/inventory';
import { linksOf } from '../../../src/provisioning/linkState';
import { azureAt, never } from '../../contract/support/azure';
import { at, folded, list } from './reading';
import type { World } from './world';

/** Compares what the CLI lists with what the extension's tree is made of, both read from the same emulator. */
export async function compareWithTree(world: World): Promise<void> {
  const { operator: az, checks, names, emulator } = world;
  const inventory = await azureAt(emulator.url).inventory([names.subscription], never);
  const same = async (
    what: string,
    seen: () => Promise<unknown[]>,
    shown: readonly unknown[],
  ): Promise<void> => {
    await checks.check(`the tree shows what the CLI lists: ${what}`, async () => {
      assert.deepEqual(sorted(await seen()), sorted(shown));
    });
  };

  await same(
    'registries',
    async () =>
      list(await az.get('acr', 'list')).map((registry) => [
        at(registry, 'id'),
        at(registry, 'loginServer'),
        at(registry, 'sku', 'name'),
        list(at(registry, 'privateEndpointConnections')).map((connection) => [
          at(connection, 'privateEndpoint', 'id'),
          at(connection, 'privateLinkServiceConnectionState', 'status'),
        ]),
      ]),
    inventory.registries.map(({ id, loginServer, sku, connections }) => [
      id,
      loginServer,
      sku,
      connections.map(({ endpointId, status }) => [endpointId, status]),
    ]),
  );
  await same(
    'clusters',
    async () =>
      list(await az.get('aks', 'list')).map((cluster) => [
        at(cluster, 'id'),
        at(cluster, 'identityProfile', 'kubeletidentity', 'objectId'),
        String(at(cluster, 'agentPoolProfiles', 0, 'vnetSubnetId')).replace(/\/subnets\/.*/i, ''),
      ]),
    inventory.clusters.map(({ id, kubeletIdentity, networkId }) => [
      id,
      kubeletIdentity?.objectId,
      networkId,
    ]),
  );
  await same(
    'networks and peerings',
    async () =>
      list(await az.get('network', 'vnet', 'list')).map((network) => [
        at(network, 'id'),
        at(network, 'addressSpace', 'addressPrefixes'),
        list(at(network, 'virtualNetworkPeerings')).map((peering) => [
          at(peering, 'remoteVirtualNetwork', 'id'),
          at(peering, 'peeringState'),
        ]),
      ]),
    inventory.networks.map(({ id, addressPrefixes, peerings }) => [
      id,
      addressPrefixes,
      peerings.map(({ remoteNetworkId, state }) => [remoteNetworkId, state]),
    ]),
  );
  await same(
    'private endpoints',
    async () =>
      list(await az.get('network', 'private-endpoint', 'list')).map((endpoint) => {
        const connection = at(endpoint, 'privateLinkServiceConnections', 0);
        return [
          at(endpoint, 'id'),
          at(endpoint, 'subnet', 'id'),
          at(connection, 'privateLinkServiceId'),
          at(connection, 'privateLinkServiceConnectionState', 'status'),
        ];
      }),
    inventory.endpoints.map(({ id, subnetId, targetId, status }) => [id, subnetId, targetId, status]),
  );
  await same(
    'zone links',
    async () => {
      const inZone = ['--resource-group', names.group, '--zone-name', names.zone];
      const links = list(await az.get('network', 'private-dns', 'link', 'vnet', 'list', ...inZone));
      return links.map((link) => at(link, 'virtualNetwork', 'id'));
    },
    inventory.zoneLinks.map(({ networkId }) => networkId),
  );
  await same(
    'pull roles',
    async () =>
      list(await az.get('role', 'assignment', 'list', '--scope', world.registryId)).map((assignment) => [
        at(assignment, 'scope'),
        at(assignment, 'principalId'),
        String(at(assignment, 'roleDefinitionId')).split('/').at(-1),
      ]),
    pullRoles(inventory, world.registryId),
  );
  await checks.check('the tree shows the pair as linked', () => {
    const links = linksOf(inventory);
    assert.deepEqual(
      links.map(({ registryId, clusterId, state }) => [registryId, clusterId, state].map(folded)),
      [[world.registryId, world.clusterId, 'linked'].map(folded)],
    );
  });
  await checks.check('Resource Graph answers the CLI, too', async () => {
    const query = "resources | where type =~ 'microsoft.network/privateendpoints' | project id";
    assert.deepEqual(
      sorted(list(await askResourceGraph(world, query)).map((row) => at(row, 'id'))),
      sorted(inventory.endpoints.map(({ id }) => id)),
    );
  });
  await checks.check('the CLI shows the cluster and its pools', async () => {
    const inCluster = ['--resource-group', names.shopGroup];
    const cluster = await az.get('aks', 'show', ...inCluster, '--name', names.cluster);
    assert.equal(at(cluster, 'servicePrincipalProfile', 'clientId'), 'msi');
    const pools = list(
      await az.get('aks', 'nodepool', 'list', ...inCluster, '--cluster-name', names.cluster),
    );
    assert.deepEqual(
      pools.map((pool) => at(pool, 'name')),
      ['system'],
    );
  });
}

/** By `az graph query`, which is an extension that not every installation has; by `az rest` otherwise. */
async function askResourceGraph({ operator: az, address }: World, query: string): Promise<unknown> {
  const { code } = await az.run('extension', 'show', '--name', 'resource-graph');
  if (code === 0) return at(await az.get('graph', 'query', '--graph-query', query), 'data');
  const url = `${address}/providers/Microsoft.ResourceGraph/resources?api-version=2022-10-01`;
  return at(
    await az.get('rest', '--method', 'post', '--url', url, '--body', JSON.stringify({ query })),
    'data',
  );
}

function pullRoles({ roleAssignments }: Inventory, scope: string): unknown[] {
  return (roleAssignments ?? [])
    .filter((assignment) => assignment.scope.toLowerCase() === scope.toLowerCase())
    .map((assignment) => [assignment.scope, assignment.principalId, assignment.roleId.split('/').at(-1)]);
}

function sorted(values: readonly unknown[]): unknown[] {
  return values.map(folded).toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}
