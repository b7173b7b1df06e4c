import assert from 'node:assert/strict';
import { conditionAllows, type Verdict } from '../../../src/model/repositoryCondition';
import { processorTime } from '../../support/processorTime';

const action = 'Microsoft.ContainerRegistry/registries/repositories/content/read';
const name = '@Request[Microsoft.ContainerRegistry/registries/repositories:name]';
const region = '@Resource[Microsoft.ContainerRegistry/registries:region]';
/** As the portal makes it for two actions. */
const guarded = (comparison: string) =>
  `(
 (
  !(ActionMatches{'${action}'})
  AND
  !(ActionMatches{'Microsoft.ContainerRegistry/registries/repositories/metadata/read'})
 )
 OR
 (
  ${comparison}
 )
)`;

const cases: readonly [condition: string, repository: string, expected: Verdict][] = [
  [`${name} StringEquals 'shop/web'`, 'shop/web', true],
  [`${name} StringEquals 'shop/web'`, 'shop/web2', false],
  [`${name} StringEquals 'Shop/Web'`, 'shop/web', false],
  [`${name} StringEqualsIgnoreCase 'Shop/Web'`, 'shop/web', true],
  [`${name} StringNotEquals 'shop/web'`, 'shop/web', false],
  [`${name} StringStartsWith 'shop/'`, 'shop/web', true],
  [`${name} StringNotStartsWith 'shop/'`, 'shop/web', false],
  [`${name} StringStartsWithIgnoreCase 'SHOP/'`, 'shop/web', true],
  [`${name} StringLike 'shop/*-api'`, 'shop/orders-api', true],
  [`${name} StringLike 'shop/*-api'`, 'shop/orders', false],
  [`${name} StringLike 'Shop/*'`, 'shop/orders', false],
  [`${name} StringLikeIgnoreCase 'Shop/*'`, 'shop/orders', true],
  [`${name} StringLike 'shop/?'`, 'shop/a', undefined],
  [`${name} ForAnyOfAnyValues:StringEquals {'shop/api', 'shop/web'}`, 'shop/web', true],
  [`${name} ForAnyOfAnyValues:StringEquals {'shop/api', 'shop/web'}`, 'shop/other', false],
  [`${name} ForAllOfAllValues:StringNotEquals {'shop/api', 'shop/web'}`, 'shop/web', false],
  [`${name} ForAllOfAllValues:StringNotEquals {'shop/api', 'shop/web'}`, 'shop/other', true],
  [guarded(`${name} StringStartsWith 'shop/'`), 'shop/web', true],
  [guarded(`${name} StringStartsWith 'shop/'`), 'data/web', false],
  [`!(ActionMatches{'${action}'})`, 'shop/web', false],
  [`NOT ActionMatches{'*/content/write'}`, 'shop/web', true],
  [`SubOperationMatches{'none'} || ${name} StringEquals 'a'`, 'a', true],
  [`${name} StringEquals 'a' && ${name} StringEquals 'b'`, 'a', false],
  // What isn't known decides only where nothing else does.
  [`${region} StringEquals 'westeurope'`, 'shop/web', undefined],
  [`${region} StringEquals 'westeurope' OR ${name} StringEquals 'shop/web'`, 'shop/web', true],
  [`${region} StringEquals 'westeurope' OR ${name} StringEquals 'shop/web'`, 'other', undefined],
  [`${region} StringEquals 'westeurope' AND ${name} StringEquals 'shop/web'`, 'other', false],
  [`!(${region} StringEquals 'westeurope')`, 'shop/web', undefined],
  [`${name} StringMatches 'shop/web'`, 'shop/web', undefined],
  [`${name} ForMostOfThem:StringEquals {'shop/web'}`, 'shop/web', undefined],
  // What is no condition says nothing.
  ['', 'shop/web', undefined],
  ['()', 'shop/web', undefined],
  [`(${name} StringEquals 'shop/web'`, 'shop/web', undefined],
  [`${name} StringEquals 'shop/web')`, 'shop/web', undefined],
  [`${name} StringEquals 'shop/web' ${name} StringEquals 'shop/web'`, 'shop/web', undefined],
  [`${name} StringEquals`, 'shop/web', undefined],
  [`exists ${name}`, 'shop/web', undefined],
  [`${'('.repeat(4000)}${name} StringEquals 'a'${')'.repeat(4000)}`, 'a', undefined],
];

describe('conditions on repositories', () => {
  for (const [condition, repository, expected] of cases) {
    it(`${condition.replaceAll(/\s+/g, ' ').slice(0, 160)} for ${repository}: ${String(expected)}`, () => {
      assert.equal(conditionAllows(condition, { action, repository }), expected);
    });
  }

  it('say nothing of a name where none is asked about', () => {
    assert.equal(conditionAllows(`${name} StringEquals 'a'`, { action }), undefined);
    assert.equal(conditionAllows(guarded(`${name} StringEquals 'a'`), { action: 'other' }), true);
  });

  it('keep nobody waiting, whatever they hold', () => {
    const texts = [
      '!'.repeat(8000),
      '(('.repeat(4000),
      `@a[${'x'.repeat(8000)}`,
      `'${' '.repeat(8000)}`,
      '@'.repeat(8000),
    ];
    const spent = processorTime(() => {
      for (const text of [...texts, 'x'.repeat(2_000_000)])
        conditionAllows(text, { action, repository: 'a' });
    });
    assert.ok(spent < 300, `${spent} ms`);
  });
});
