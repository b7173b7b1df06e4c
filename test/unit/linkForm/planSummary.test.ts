import assert from 'node:assert/strict';
import { planLink } from '../../../src/provisioning/planning/planLink';
import { nothingToDoIn } from '../../../src/views/operations/app/nothingToDo';
import { insteadWords, summary } from '../../../src/views/planForm/app/planSummary';
import { planView } from '../../../src/views/planForm/planView';
import { drawingOf } from '../../../src/views/link/drawingView';
import { privateSpec } from '../../support/linkSpec';
import { linkedPair, pair } from '../../support/observed';

const shown = (plan: ReturnType<typeof planLink>) =>
  planView(plan, { revision: 1, acknowledged: new Set<string>() });
const gone = planLink(privateSpec(), { ...pair(), registry: { state: 'absent' } }, 'op-1');

describe('what is said of a plan', () => {
  it('counts what it does', () => {
    const plan = planLink(privateSpec(), pair(), 'op-1');
    assert.match(summary(shown(plan)), /^\d+ resources: \d+ to create/);
    assert.match(insteadWords(shown(plan)), /Review it, then apply it/);
  });

  it('is nothing, and nothing is drawn, where what blocks it leaves nothing to count', () => {
    assert.ok(gone.blockers.length > 0);
    assert.deepEqual([gone.steps, summary(shown(gone))], [[], '']);
    assert.equal(
      drawingOf(gone, () => undefined),
      undefined,
    );
  });

  it('doesn’t ask to apply what can’t be applied, or needn’t', () => {
    assert.match(insteadWords(shown(gone)), /blocked/);
    const done = planLink(privateSpec(), linkedPair(), 'op-1');
    const kept = { ...done, steps: done.steps.filter(({ action }) => action === 'reuse'), blockers: [] };
    assert.match(insteadWords(shown(kept)), /no longer needed/);
  });

  it('points to a table only where there is one', () => {
    const plan = shown({ ...gone, blockers: [] });
    const form = { sections: [], edit: 0, reading: undefined, errors: 0 };
    const page = { phase: 'plan', form, plan, changed: [], checking: false } as const;
    const { steps } = shown(planLink(privateSpec(), linkedPair(), 'op-1'));
    for (const kind of ['unlink', 'detach', 'rollBack'] as const) {
      assert.doesNotMatch(nothingToDoIn(kind, page), /table/);
      assert.match(nothingToDoIn(kind, { ...page, plan: { ...plan, steps } }), /table/);
    }
  });
});
