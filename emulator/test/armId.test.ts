import assert from 'node:assert/strict';
import { parseArmId, parseArmPath } from '../src/arm/armId';

const SUB = '/subscriptions/11111111-1111-4111-8111-111111111111';

describe('paths of Resource Manager', () => {
  const items: [path: string, type: string, names: string[], parent: string][] = [
    [SUB, 'Microsoft.Resources/subscriptions', ['11111111-1111-4111-8111-111111111111'], ''],
    [`${SUB}/resourcegroups/RG`, 'Microsoft.Resources/resourceGroups', ['RG'], SUB],
    [`${SUB}/providers/Microsoft.Network`, 'Microsoft.Resources/providers', ['Microsoft.Network'], SUB],
    [
      `${SUB}/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v/subnets/s`,
      'Microsoft.Network/virtualNetworks/subnets',
      ['v', 's'],
      `${SUB}/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v`,
    ],
    [
      `${SUB}/resourceGroups/rg/providers/A.B/c/d/providers/Microsoft.Authorization/roleAssignments/r`,
      'Microsoft.Authorization/roleAssignments',
      ['r'],
      `${SUB}/resourceGroups/rg/providers/A.B/c/d`,
    ],
    [
      `${SUB}/providers/Microsoft.Network/locations/westeurope/operations/o`,
      'Microsoft.Network/locations/operations',
      ['westeurope', 'o'],
      `${SUB}/providers/Microsoft.Network/locations/westeurope`,
    ],
  ];
  for (const [path, type, names, parent] of items) {
    it(`name the resource of ${path.slice(SUB.length)}`, () => {
      const id = parseArmId(path);
      assert.equal(id?.type, type);
      assert.deepEqual(id.names, names);
      assert.equal(id.parent?.path, parent);
      assert.equal(id.path, path.replace('resourcegroups', 'resourceGroups'));
    });
  }

  const collections: [path: string, type: string, scope: string][] = [
    ['/subscriptions', 'Microsoft.Resources/subscriptions', ''],
    ['/tenants', 'Microsoft.Resources/tenants', ''],
    [`${SUB}/resourcegroups`, 'Microsoft.Resources/resourceGroups', SUB],
    [`${SUB}/resources`, 'Microsoft.Resources/resources', SUB],
    [`${SUB}/providers`, 'Microsoft.Resources/providers', SUB],
    [`${SUB}/providers/Microsoft.Network/virtualNetworks`, 'Microsoft.Network/virtualNetworks', SUB],
    ['/providers/Microsoft.ResourceGraph/resources', 'Microsoft.ResourceGraph/resources', ''],
    [
      `${SUB}/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v/subnets`,
      'Microsoft.Network/virtualNetworks/subnets',
      `${SUB}/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v`,
    ],
  ];
  for (const [path, type, scope] of collections) {
    it(`name the collection of ${path}`, () => {
      const parsed = parseArmPath(path);
      assert.equal(parsed?.kind, 'collection');
      assert.equal(parsed.type, type);
      assert.equal(parsed.scope.path, scope);
    });
  }

  for (const path of [
    '',
    '/',
    'subscriptions',
    `${SUB}/`,
    `${SUB}//resourceGroups`,
    `${SUB}/resourceGroups/..`,
    `${SUB}/../x`,
    `${SUB}/resourceGroups/%2e%2e`,
    `${SUB}/resourceGroups/a%2fb`,
    `${SUB}/resourceGroups/a%00`,
    `${SUB}/resourceGroups/%zz`,
    `${SUB}/resourceGroups/a\\b`,
    `/${'x'.repeat(300)}`,
  ]) {
    it(`refuse ${JSON.stringify(path.slice(0, 80))}`, () => {
      assert.equal(parseArmPath(path), undefined);
    });
  }

  it('take over the official spelling of types and keep that of names', () => {
    const spell = (type: string): string | undefined =>
      ({ 'microsoft.network/virtualnetworks': 'Microsoft.Network/virtualNetworks' })[type.toLowerCase()];
    const id = parseArmId(`${SUB}/RESOURCEGROUPS/Rg/PROVIDERS/microsoft.network/VIRTUALNETWORKS/V`, spell);
    assert.equal(id?.path, `${SUB}/resourceGroups/Rg/providers/Microsoft.Network/virtualNetworks/V`);
    assert.equal(id.label, 'Microsoft.Network/virtualNetworks/V');
    assert.ok(id.is(id.path.toUpperCase()));
  });
});
