import assert from 'node:assert/strict';
import type { Step } from '../../../src/provisioning/plan';
import { draftOf, specOf, type Context } from '../../../src/views/link/draft';
import { criticalPath } from '../../../src/views/link/planView';
import { proposeAccess, proposeSpec } from '../../../src/provisioning/proposing/propose';
import { parseTags, tagsText } from '../../../src/views/link/tags';
import { cluster, inventory, registry, subscriptions, unlinked } from '../../support/linkForm/fakeAzure';

const step = (id: string, typicalSeconds: number, dependsOn: string[] = [], holds: string[] = []): Step => ({
  id,
  kind: 'zone',
  action: 'create',
  title: id,
  resourceId: `/${id}`,
  reason: '',
  request: undefined,
  knownAfterApply: [],
  dependsOn,
  holds,
  typicalSeconds,
  clusterIds: [],
  undo: { kind: 'nothing' },
});

describe('the time a plan usually takes', () => {
  for (const [what, steps, seconds] of [
    ['nothing', [], 0],
    ['steps side by side: the longest', [step('a', 10), step('b', 30)], 30],
    ['steps in a chain: their sum', [step('a', 10), step('b', 30, ['a'])], 40],
    [
      'writes on one network: their sum, whatever the case of its id',
      [step('a', 10, [], ['/N']), step('b', 30, [], ['/n'])],
      40,
    ],
    ['a step that is not there is not waited for', [step('a', 10, ['gone'])], 10],
  ] as const) {
    it(what, () => {
      assert.equal(criticalPath(steps), seconds);
    });
  }
});

describe('a draft', () => {
  it('becomes the spec again that it was filled from', () => {
    const spec = proposeSpec(unlinked, { tags: { owner: 'platform' } });
    const context: Context = { registry, cluster, observed: unlinked, inventory, subscriptions };
    assert.deepEqual(specOf(draftOf(spec, proposeAccess(unlinked, 'private'), unlinked), context), spec);
  });
});

describe('tags in one line', () => {
  it('are read as they are written', () => {
    const tags = { owner: 'platform', 'cost center': 'a=b, c' };
    assert.deepEqual(parseTags(tagsText(tags)), { ok: true, tags });
    assert.deepEqual(parseTags(' ; '), { ok: true, tags: {} });
  });

  for (const text of ['owner', '=x', 'a<b=1', `a=${'x'.repeat(257)}`, 'a=1;A=2']) {
    it(`“${text.slice(0, 20)}” is refused`, () => {
      assert.equal(parseTags(text).ok, false);
    });
  }
});
