import assert from 'node:assert/strict';
import { regionName } from '../../../src/model/regionNames';

describe('the name of a region', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['westeurope', 'West Europe'],
    ['West Europe', 'West Europe'],
    ['EASTUS2', 'East US 2'],
    ['usgovvirginia', 'USGov Virginia'],
    ['chinanorth3', 'China North 3'],
    ['atlantisnorth', 'atlantisnorth'],
    ['', ''],
  ];
  for (const [location, name] of cases) {
    it(`of ${location === '' ? 'nothing' : location} is ${name === '' ? 'nothing' : name}`, () => {
      assert.equal(regionName(location), name);
    });
  }

  it('is as Azure lists it, where that is at hand', () => {
    assert.equal(
      regionName('Atlantis North', [{ name: 'atlantisnorth', displayName: 'Atlantis (North)' }]),
      'Atlantis (North)',
    );
  });
});
