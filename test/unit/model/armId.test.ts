import assert from 'node:assert/strict';
import {
  extensionId,
  groupIdOf,
  parentId,
  parseId,
  resourceId,
  sameId,
  subscriptionOf,
} from '../../../src/model/armId';

describe('resource ids', () => {
  const check = (id: string, expected: Partial<NonNullable<ReturnType<typeof parseId>>> | undefined) => {
    it(id || 'nothing', () => {
      const parsed = parseId(id);
      if (expected === undefined) assert.equal(parsed, undefined);
      else assert.deepEqual({ ...parsed, ...expected }, parsed);
    });
  };
  check('/subscriptions/s', { subscriptionId: 's', type: undefined, name: 's' });
  check('/subscriptions/s/resourcegroups/g', { resourceGroup: 'g', name: 'g' });
  check(resourceId('s', 'g', 'Microsoft.Network/virtualNetworks/subnets', 'v', 'n'), {
    type: 'Microsoft.Network/virtualNetworks/subnets',
    names: ['v', 'n'],
    name: 'n',
  });
  check('', undefined);
  check('vnet-contoso', undefined);
  check('/subscriptions/s/resourceGroups/g/providers/Microsoft.Network', undefined);

  it('are the same whatever their case', () => {
    assert.equal(sameId('/subscriptions/S/resourceGroups/g/', '/subscriptions/s/resourcegroups/G'), true);
    assert.equal(sameId(undefined, undefined), false);
  });

  it('lead to their parts', () => {
    const subnet = resourceId('s', 'g', 'Microsoft.Network/virtualNetworks/subnets', 'v', 'n');
    assert.equal(parentId(subnet), resourceId('s', 'g', 'Microsoft.Network/virtualNetworks', 'v'));
    assert.equal(groupIdOf(subnet), '/subscriptions/s/resourceGroups/g');
    assert.equal(subscriptionOf(subnet), 's');
    assert.equal(
      extensionId(groupIdOf(subnet), 'Microsoft.Authorization/roleAssignments', 'x'),
      '/subscriptions/s/resourceGroups/g/providers/Microsoft.Authorization/roleAssignments/x',
    );
    assert.throws(() => subscriptionOf('vnet'), RangeError);
    assert.throws(() => groupIdOf('/subscriptions/s'), RangeError);
    assert.throws(() => resourceId('s', 'g', 'Microsoft.Network/virtualNetworks'), RangeError);
  });
});
