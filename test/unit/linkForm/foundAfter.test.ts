import assert from 'node:assert/strict';
import { planLink } from '../../../src/provisioning/planning/planLink';
import { ended, foundAfter, started } from '../../../src/views/planForm/progress';
import { privateSpec } from '../../support/linkSpec';
import { linkedPair, pair } from '../../support/observed';

const before = planLink(privateSpec(), pair(), 'op-1');
const after = planLink(privateSpec(), linkedPair(), 'op-1');
const done = (plan: typeof before) =>
  ended(
    started(plan, 0),
    {
      kind: 'done',
      steps: plan.steps.map(({ id }) => ({
        stepId: id,
        state: 'done',
        failure: undefined,
        continuesInAzure: false,
      })),
    },
    1,
  );
const states = ({ steps }: ReturnType<typeof done>) => [
  ...new Set(Object.values(steps).map(({ state }) => state)),
];

describe('steps that were done, by what is found afterwards', () => {
  it('are done while nothing is left to do, or nobody has looked', () => {
    assert.deepEqual(states(foundAfter(done(before), before, undefined)), ['done']);
    const nothing = before.steps.map((step) => ({ ...step, action: 'reuse' as const }));
    assert.deepEqual(states(foundAfter(done(before), before, nothing)), ['done']);
  });

  it('are missing where they would be done again, also what was there before', () => {
    const [peering, ...others] = before.steps.filter(({ kind }) => kind === 'peering');
    assert.ok(peering !== undefined && others.length > 0);
    for (const shown of [before, after]) {
      const { steps } = foundAfter(done(shown), shown, [peering]);
      assert.equal(steps[peering.id]?.state, 'missing');
      assert.notEqual(steps[others[0]!.id]?.state, 'missing');
    }
  });

  it('aren’t in effect where something else would be done to the same', () => {
    const [peering] = before.steps.filter(({ kind }) => kind === 'peering');
    const renewed = { ...peering!, id: 'another', action: 'update' as const };
    assert.equal(foundAfter(done(before), before, [renewed]).steps[peering!.id]?.state, 'notInEffect');
  });
});
