import assert from 'node:assert/strict';
import {
  extensionId,
  groupIdOf,
  isAtOrBelow,
  parentId,
  parseId,
  resourceId,
  sameId,
  scopeWords,
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

  it('are not the same where letters only look alike', () => {
    assert.ok(sameId('/subscriptions/s/resourceGroups/Ресурсы', '/subscriptions/s/resourceGroups/РЕСУРСЫ'));
    for (const [sign, letter] of ['\u212ak', '\u2126ω', '\u212bå', '\u0130i']) {
      const [own, other] = [
        `/subscriptions/S/resourceGroups/rg-${sign}`,
        `/subscriptions/s/resourceGroups/RG-${letter}`,
      ];
      assert.ok(!sameId(own, other), sign);
      assert.ok(sameId(own, own.replace('rg-', 'RG-')), sign);
    }
  });

  it('say what they are where the name alone says too little', () => {
    const words = [
      '/',
      '/providers/Microsoft.Management/managementGroups/mg-apps',
      '/subscriptions/s',
      '/subscriptions/s/resourceGroups/g',
      resourceId('s', 'g', 'Microsoft.Network/virtualNetworks', 'v'),
    ].map(scopeWords);
    const expected = [
      'the root of the tenant',
      'management group mg-apps',
      'subscription s',
      'resource group g',
      'v',
    ];
    assert.deepEqual(words, expected);
  });

  it('lie below each other by whole segments, and all below the root', () => {
    assert.ok(isAtOrBelow('/subscriptions/S/resourceGroups/g', '/subscriptions/s'));
    assert.ok(isAtOrBelow('/subscriptions/s', '/subscriptions/s/'));
    assert.ok(isAtOrBelow('/subscriptions/s', '/'));
    assert.ok(!isAtOrBelow('/subscriptions/s/resourceGroups/gh', '/subscriptions/s/resourceGroups/g'));
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
