/** One subscription that is read again: the inventory is the same as if all had been, in the queries of one. */
import assert from 'node:assert/strict';
import { idKey } from '../../src/model/armId';
import { roleIds } from '../../src/model/roles';
import type { Inventory } from '../../src/provisioning/observed/inventory';
import { linksOf } from '../../src/provisioning/linkState';
import { addCluster, addGroup, addRegistry } from './support/additions';
import { never } from './support/azure';
import { contoso, subscriptionIds } from './support/contoso';
import { Linking } from './support/linking';

describe('an inventory of which a subscription is read again', () => {
  let azure: Linking;
  beforeEach(async () => {
    azure = await Linking.start();
  });
  afterEach(() => azure.close());

  const readAll = () => azure.azure.inventory(subscriptionIds, never);
  const sorted = <T extends { readonly id: string }>(items: readonly T[] = []) =>
    items.toSorted((a, b) => (idKey(a.id) < idKey(b.id) ? -1 : 1));
  const comparable = (inventory: Inventory) => ({
    ...inventory,
    registries: sorted(inventory.registries),
    clusters: sorted(inventory.clusters),
    networks: sorted(inventory.networks),
    endpoints: sorted(inventory.endpoints),
    zoneLinks: sorted(inventory.zoneLinks),
    roleAssignments: inventory.roleAssignments?.map((role) => JSON.stringify(role)).sort(),
    links: linksOf(inventory)
      .map(({ registryId, clusterId, state }) => `${registryId} ${clusterId} ${state}`)
      .sort(),
  });

  for (const id of subscriptionIds) {
    it(`is the same where nothing has changed: ${id}`, async () => {
      const known = await readAll();
      azure.emulator.log.clear();
      const again = await azure.azure.inventoryAgain(known, id, never);
      assert.ok(again);
      assert.deepEqual(comparable(again), comparable(known));
      assert.equal(azure.emulator.log.text().match(/"url":"[^"]*ResourceGraph/gi)?.length, 4);
    });
  }

  it('has what has come and what has gone in that subscription, and nothing of the others’', async () => {
    const known = await readAll();
    const [, group = ''] = /^(.*)\/providers\//.exec(contoso('appsRegistry'))!;
    addRegistry(azure.emulator.core, group, 'contosonewer');
    azure.emulator.estate.delete(contoso('coreRegistry'));
    const again = await azure.azure.inventoryAgain(known, contoso('apps'), never);
    const names = (inventory: Inventory | undefined) => inventory?.registries.map(({ name }) => name).sort();
    assert.deepEqual(names(again), [...(names(known) ?? []), 'contosonewer'].sort());
    const platform = await azure.azure.inventoryAgain(known, contoso('platform'), never);
    assert.deepEqual(
      names(platform),
      names(known)?.filter((name) => name !== 'contosocore'),
    );
  });

  it('has no role above all subscriptions any more that was taken away', async () => {
    const { estate } = azure.emulator;
    const [like] = estate.ofType('Microsoft.Authorization/roleAssignments');
    assert.ok(like);
    const id = `/providers/Microsoft.Authorization/roleAssignments/${contoso('apps')}`;
    estate.put({ ...like, id, properties: { ...like.properties, principalType: 'Group', scope: '/' } });
    const known = await readAll();
    const above = (inventory: Inventory | undefined) =>
      inventory?.roleAssignments?.filter(({ scope }) => scope === '/').length;
    assert.equal(above(known), 1);
    assert.equal(above(await azure.azure.inventoryAgain(known, contoso('apps'), never)), 1);
    estate.delete(id);
    assert.equal(above(await azure.azure.inventoryAgain(known, contoso('apps'), never)), 0);
  });

  it('keeps the roles above all subscriptions of other directories', async () => {
    const all = await readAll();
    const [apps, data] = [contoso('apps'), contoso('data')];
    const ofData = all.clusters.find(({ id }) => id.includes(data))?.kubeletIdentity?.objectId ?? '';
    const ofApps = all.clusters.find(({ id }) => id.includes(apps))?.kubeletIdentity?.objectId ?? '';
    const roleAssignments = [ofApps, ofData].map((principalId) => ({
      scope: '/',
      principalId,
      roleId: roleIds.acrPull,
    }));
    const above = async (tenants: NonNullable<Inventory['tenants']>) => {
      const known = { ...all, tenants, roleAssignments };
      const again = await azure.azure.inventoryAgain(known, apps, never);
      return again?.roleAssignments?.flatMap(({ scope, principalId }) =>
        scope === '/' ? [principalId] : [],
      );
    };
    const tenants = Object.fromEntries(subscriptionIds.map((id) => [id, 'one']));
    assert.deepEqual(await above(tenants), []);
    assert.deepEqual(await above({ ...tenants, [data]: 'other' }), [ofData]);
  });

  it('isn’t enough where a cluster has come, whose roles elsewhere weren’t read', async () => {
    const known = await readAll();
    const groupId = addGroup(azure.emulator.core, contoso('apps'), 'rg-newer');
    addCluster(azure.emulator.core, groupId, 'aks-newer');
    assert.equal(await azure.azure.inventoryAgain(known, contoso('apps'), never), undefined);
  });
});
