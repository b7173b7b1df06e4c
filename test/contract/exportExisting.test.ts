import assert from 'node:assert/strict';
import { exportExisting } from '../../src/exporting/exportPlan';
import { clouds } from '../../src/model/clouds';
import { nameOf } from '../../src/model/armId';
import type { Inventory } from '../../src/provisioning/observed/inventory';
import { type ExistingWish, observeExisting } from '../../src/provisioning/existing/existing';
import type { Existing } from '../../src/provisioning/existing/found';
import { linksOf } from '../../src/provisioning/linkState';
import { differences, stateOf } from '../support/estateState';
import { existingProblems } from '../support/exportProblems';
import { inventoryOf, never } from './support/azure';
import { contoso, subscriptionIds } from './support/contoso';
import { Linking } from './support/linking';

describe('what is there as code', () => {
  let azure: Linking;
  let inventory: Inventory;
  before(async () => {
    azure = await Linking.start();
    inventory = await inventoryOf(azure.azure, subscriptionIds);
  });
  after(() => azure.close());

  const existing = (wish: ExistingWish) => observeExisting(wish, azure, never);

  /** All that the estate has. */
  function wishes(): ExistingWish[] {
    return [
      ...linksOf(inventory).map(({ registryId, clusterId }): ExistingWish => ({
        kind: 'link',
        registryId,
        clusterId,
      })),
      ...inventory.registries.map(({ id: registryId }): ExistingWish => ({ kind: 'registry', registryId })),
      ...inventory.endpoints.map(({ id: endpointId }): ExistingWish => ({ kind: 'endpoint', endpointId })),
    ];
  }

  /** Sends what an export would have sent, and gives what became different by it. */
  function changedBy({ things }: Existing): string[] {
    const { core, estate } = azure.emulator;
    // Whoever sends it is who has updated it.
    const state = () =>
      new Map([...stateOf(estate)].map(([id, text]) => [id, text.replace(/"updatedBy":"[^"]*"/, '')]));
    const before = state();
    for (const { resourceId, request } of things) {
      const { status, body } = core.send('PUT', resourceId, request.apiVersion, request.body);
      assert.ok(status < 300, `${resourceId}: ${status} ${JSON.stringify(body)}`);
      core.operations.settleAll();
    }
    return differences(before, state());
  }

  it('is right in every format, and the same as what is there', async function () {
    this.timeout(120_000);
    const all = wishes();
    const byAzapi: string[] = [];
    assert.ok(all.length > 10, `${all.length}`);
    for (const wish of all) {
      const found = await existing(wish);
      const what = JSON.stringify(wish);
      if (found.things.length > 0) assert.deepEqual(await existingProblems(found), [], what);
      assert.deepEqual(changedBy(found), [], what);
      const done = exportExisting(found, 'terraform', clouds.public);
      const text = done.kind === 'exported' ? done.files.map((file) => file.text).join('') : '';
      byAzapi.push(
        ...[...text.matchAll(/^resource "azapi_resource" "(\w+)"/gm)].map(([, name = '']) => name),
      );
    }
    // Permissions by repository, which azurerm has no argument for.
    assert.deepEqual([...new Set(byAzapi)], ['registry_contosomodels']);
  });

  it('is azurerm’s for all of a link, but what others use', async () => {
    const [registryId, clusterId] = [contoso('coreRegistry'), contoso('shopCluster')];
    const done = exportExisting(
      await existing({ kind: 'link', registryId, clusterId }),
      'terraform',
      clouds.public,
    );
    assert.ok(done.kind === 'exported');
    const text = done.files.map((file) => file.text).join('');
    assert.doesNotMatch(text, /azapi/);
    const types = [...text.matchAll(/^resource "(\w+)"/gm)].map(([, type]) => type);
    assert.deepEqual(types.toSorted(), [
      'azurerm_private_dns_zone',
      'azurerm_private_dns_zone_virtual_network_link',
      'azurerm_private_dns_zone_virtual_network_link',
      'azurerm_private_endpoint',
      'azurerm_role_assignment',
      'azurerm_subnet',
      'azurerm_virtual_network',
      'azurerm_virtual_network_peering',
      'azurerm_virtual_network_peering',
    ]);
  });

  it('is the same in whatever order it was read', async () => {
    const [registry = assert.fail()] = inventory.registries;
    const found = await existing({ kind: 'registry', registryId: registry.id });
    const turned = { ...found, things: found.things.toReversed() };
    for (const format of ['terraform', 'bicep', 'armTemplate', 'azureCli'] as const) {
      assert.deepEqual(
        exportExisting(turned, format, clouds.public),
        exportExisting(found, format, clouds.public),
      );
    }
  });

  it('names what it could not read, and is refused where that is all', async () => {
    const registryId = `${contoso('coreRegistry')}gone`;
    const found = await existing({ kind: 'registry', registryId });
    assert.deepEqual([found.things, found.left.length], [[], 1]);
    const done = exportExisting(found, 'bicep', clouds.public);
    assert.ok(done.kind === 'refused');
    assert.match(done.reasons.join(' '), new RegExp(`${nameOf(registryId)}: it no longer exists`));
  });
});
