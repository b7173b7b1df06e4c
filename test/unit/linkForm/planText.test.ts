import assert from 'node:assert/strict';
import { inOrder, planText } from '../../../src/views/planForm/planText';
import { hostileNames } from '../../support/hostileNames';
import { planOf, step } from '../../support/steps';

const plan = planOf(
  [
    step('last', { action: 'delete', dependsOn: ['first'] }),
    step('first', { action: 'delete', title: 'Peering *x*', reason: 'It is ours.' }),
    step('kept', { action: 'reuse', reason: 'Others need it.' }),
  ],
  {
    hazards: [
      { code: 'x', id: 'x:1', message: 'It hurts.', about: [], affected: ['b'], mitigation: undefined },
    ],
  },
);

describe('a plan that is copied', () => {
  it('says what is done, in order, what is left alone, and what is at stake', () => {
    assert.ok(planText(plan).includes('Peering \\*x\\*'), 'names are escaped');
    const text = planText(plan).replaceAll('\\', '');
    assert.match(text, /1\. \*\*Delete\*\* Peering \*x\*\. It is ours\./);
    assert.ok(text.indexOf('Peering') < text.indexOf('Step last'));
    assert.match(text, /## Not changed\n\n- \*\*Keep\*\* Step kept\. Others need it\./);
    assert.match(text, /## Warnings\n\n- It hurts\. \(b\)/);
  });

  it('shows what is in the way, and nothing to do as such', () => {
    const blocker = { code: 'x', message: 'Locked.', wayOut: 'Ask.', resourceIds: [] };
    const text = planText(planOf([], { blockers: [blocker] })).replaceAll('\\', '');
    assert.match(text, /## Blockers\n\n- \*\*Locked\.\*\* Ask\./);
    assert.match(text, /Nothing\./);
  });

  it('is markup of our own only, whatever things are called', () => {
    for (const name of hostileNames) {
      const hostile = step('x', { title: name, reason: name, resourceId: `/subscriptions/s/x/${name}` });
      const needed = { code: 'x', message: name, command: `az --name '${name}'`, resourceIds: [] };
      const blocker = { code: 'x', message: name, wayOut: name, command: name, resourceIds: [] };
      const hazard = {
        code: 'x',
        id: 'x',
        message: name,
        about: [],
        affected: [name],
        mitigation: undefined,
      };
      const shown = planOf([hostile], { blockers: [blocker], hazards: [hazard], requirements: [needed] });
      // What stands in a code span is no markup.
      const markup = planText(shown).replace(/(?<![`\\])(`+)(?!`).*?(?<!`)\1(?!`)/g, '');
      assert.doesNotMatch(markup, /(?<!\\)[<`[\]]|\]\(|^(?:spec:|---)/m, JSON.stringify(name));
    }
  });

  it('puts steps of a circle somewhere', () => {
    const circle = [step('a', { dependsOn: ['b'] }), step('b', { dependsOn: ['a'] })];
    assert.equal(inOrder(circle).length, 2);
  });
});
