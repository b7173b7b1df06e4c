import assert from 'node:assert/strict';
import { isAtOrBelow } from '../../../src/model/armId';
import { ByScope, scopesOf } from '../../../src/model/byScope';
import { contains } from '../../../src/model/addressRange';
import { RangeIndex } from '../../../src/model/rangeIndex';

const registry =
  '/subscriptions/S/resourceGroups/rg/providers/Microsoft.ContainerRegistry/registries/contoso';
const scopes = [
  '/subscriptions/s/resourcegroups/RG/',
  registry,
  '/',
  `${registry}2`,
  '/subscriptions/s',
  '/subscriptions/s2',
  '/subscriptions/s/resourceGroups/rg2',
  '/providers/Microsoft.Management/managementGroups/m',
  registry.toUpperCase(),
  `${registry}/repositories/a`,
];

describe('things by scope', () => {
  for (const count of [0, 3, 8, scopes.length]) {
    it(`are those that are at or above an id, in the order given, of ${count}`, () => {
      const given = scopes.slice(0, count);
      const found = new ByScope(given, (scope) => scope).applyingAt(registry);
      assert.deepEqual(
        found,
        given.filter((scope) => isAtOrBelow(registry, scope)),
      );
    });
  }

  it('has every scope of an id', () => {
    for (const scope of scopes) {
      assert.equal(
        scopesOf(registry).includes(scope.toLowerCase().replace(/\/$/, '')),
        isAtOrBelow(registry, scope),
        scope,
      );
    }
  });
});

describe('things by range', () => {
  const ranges = [
    ['10.0.0.0/8'],
    ['10.1.0.0/16', '10.2.0.0/16'],
    ['10.1.2.0/24'],
    ['fd00::/64'],
    ['10.1.2.4'],
    [],
    ['no range'],
    ['0.0.0.0/0'],
    ['10.1.2.0/25', '10.1.2.128/25'],
  ];
  const index = new RangeIndex(ranges, (each) => each);
  for (const address of [
    '10.1.2.4',
    '10.2.255.255',
    '11.0.0.1',
    'fd00::5',
    'fd01::5',
    '10.1.2.0/24',
    'none',
    '',
  ]) {
    it(`are those that hold ${address === '' ? 'nothing' : address}`, () => {
      assert.deepEqual(
        index.holding(address),
        ranges.filter((each) => contains(each, address)),
      );
    });
  }
});
