import assert from 'node:assert/strict';
import { sameId } from '../../../src/model/armId';
import type { Step } from '../../../src/provisioning/plan/plan';
import type { LinkSpec } from '../../../src/provisioning/plan/spec';
import type { Context } from '../../../src/views/link/draft';
import { proposals } from '../../../src/views/link/proposals';
import { specOf } from '../../../src/views/link/specOf';
import { criticalPath } from '../../../src/views/planForm/planView';
import { proposeSpec } from '../../../src/provisioning/proposing/propose';
import { parseTags, tagsText } from '../../../src/views/planForm/tags';
import {
  cluster,
  ids,
  inventory,
  otherCluster,
  overlapping,
  registry,
  subscriptions,
  unlinked,
  unlinkedBoth,
} from '../../support/linkForm/fakeAzure';

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
  for (const [what, observed, clusters] of [
    ['one cluster', unlinked, [cluster]],
    ['two clusters', unlinkedBoth, [cluster, otherCluster]],
    ['two clusters that can’t share an endpoint', overlapping, [cluster, otherCluster]],
  ] as const) {
    it(`of ${what} becomes the spec again that it was filled from`, () => {
      const preferred = { tags: { owner: 'platform' } };
      const { draft, placements } = proposals(observed, preferred);
      const context: Context = { registry, clusters, observed, inventory, subscriptions, placements };
      assert.deepEqual(
        peered(specOf({ context, proposed: draft, edits: {} })),
        peered(proposeSpec(observed, preferred)),
      );
    });
  }

  /** Without names of peerings that are not made, for which the form keeps those that would be. */
  function peered(spec: LinkSpec): unknown {
    return spec.links.map(({ clusterId, access }) => {
      const inOwn = access.mode === 'private' && sameId(access.network.id, ids.paymentsNetwork);
      return { clusterId, access: inOwn ? { ...access, names: undefined } : access, tags: spec.tags };
    });
  }
});

describe('tags in one line', () => {
  it('are read as they are written', () => {
    const tags = { owner: 'platform', 'cost center': 'a=b, c' };
    assert.deepEqual(parseTags(tagsText(tags)), { ok: true, tags });
    assert.deepEqual(parseTags(' ; '), { ok: true, tags: {} });
    const read = parseTags('__proto__=a; constructor=b');
    assert.deepEqual(read.ok && Object.entries(read.tags), [
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ]);
  });

  for (const text of [
    'owner',
    '=x',
    'a<b=1',
    `a=${'x'.repeat(257)}`,
    'a=1;A=2',
    'acr-private-link-operation=x',
    'owner=a; ACR-Private-Link-Operation = x',
  ]) {
    it(`“${text.slice(0, 40)}” is refused`, () => {
      assert.equal(parseTags(text).ok, false);
    });
  }
});
