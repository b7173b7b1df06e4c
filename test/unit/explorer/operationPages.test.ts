import assert from 'node:assert/strict';
import type { OperationEvent } from '../../../src/provisioning/applying/events';
import { parseMessage } from '../../../src/views/operations/messages';
import { planGone, planPage } from '../../../src/views/operations/planPage';
import { inOrder, planText, summaryOf } from '../../../src/views/operations/planText';
import { endOf, lineFor } from '../../../src/views/operations/progressText';
import { failure } from '../../support/fakeWriter';
import { checkRefused, checkTaken } from '../../support/formMessages';
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

describe('the page of a plan, copied', () => {
  it('says what is done, in order, what is left alone, and what is at stake', () => {
    assert.ok(planText(plan).includes('Peering \\*x\\*'), 'names are escaped');
    const text = planText(plan).replaceAll('\\', '');
    assert.match(text, /1\. \*\*Delete\*\* Peering \*x\*\. It is ours\./);
    assert.ok(text.indexOf('Peering') < text.indexOf('Step last'));
    assert.match(text, /## What is left alone\n\n- \*\*Keep\*\* Step kept\. Others need it\./);
    assert.match(text, /## At stake\n\n- It hurts\. \(b\)/);
    assert.match(summaryOf(plan).join('\n'), /• Delete Peering \*x\*\n• Delete Step last\n\n! It hurts\./);
  });

  it('shows what is in the way, and nothing to do as such', () => {
    const blocker = { code: 'x', message: 'Locked.', wayOut: 'Ask.', resourceIds: [] };
    const text = planText(planOf([], { blockers: [blocker] })).replaceAll('\\', '');
    assert.match(text, /## In the way\n\n- \*\*Locked\.\*\* Ask\./);
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

describe('the page of a plan', () => {
  it('shows the steps in their order, the effects, and nothing to agree to', () => {
    const page = planPage(plan, 'Emulator').plan;
    assert.deepEqual(
      page?.steps.map(({ id, action }) => [id, action]),
      [
        ['first', 'delete'],
        ['kept', 'reuse'],
        ['last', 'delete'],
      ],
    );
    assert.deepEqual(
      page.hazards.map(({ message, affected, acknowledged }) => [message, affected, acknowledged]),
      [['It hurts.', ['b'], false]],
    );
    assert.deepEqual([page.groups.length, page.drawing, page.nothingToDo], [1, undefined, false]);
  });

  it('says after a reload that the plan is gone: nothing of it was kept', () => {
    assert.deepEqual(planGone(undefined), {
      title: 'Plan',
      emulatorName: undefined,
      plan: undefined,
    });
  });

  checkTaken(parseMessage, {
    ready: { type: 'ready' },
    copy: { type: 'copy', text: 'x' },
    copyPlan: { type: 'copyPlan' },
  });
  checkRefused(parseMessage, [
    ['a plan to apply', { type: 'apply', operationId: 'o', revision: 1 }],
    ['a text to copy as the plan', { type: 'copyPlan', text: 'xxxxx' }],
    ['nothing', undefined],
  ]);
});

describe('a notification about an operation', () => {
  const at = { at: 0, operationId: 'op-1' };
  it('follows it', () => {
    const lines: [OperationEvent, string | undefined][] = [
      [{ ...at, kind: 'stepStarted', stepId: 'first', attempt: 1 }, 'Peering *x*'],
      [
        {
          ...at,
          kind: 'stepRetrying',
          stepId: 'last',
          failure: failure('Busy'),
          attempt: 2,
          delaySeconds: 1.2,
        },
        'Step last: Azure said Busy. Try 2 in 2 s.',
      ],
      [
        { ...at, kind: 'operationCancelling', choice: 'await', stepIds: ['last'] },
        'Cancelling: waiting for Step last',
      ],
      [{ ...at, kind: 'stepAccepted', stepId: 'last' }, undefined],
    ];
    for (const [event, expected] of lines) assert.equal(lineFor(event, plan), expected);
  });

  it('says what Azure carries on with', () => {
    const result = { failure: undefined, continuesInAzure: false };
    const end = endOf(
      'Unlink a from b',
      {
        kind: 'cancelled',
        choice: 'abandon',
        steps: [
          { ...result, stepId: 'first', state: 'done' },
          { ...result, stepId: 'last', state: 'cancelled', continuesInAzure: true },
        ],
      },
      plan,
    );
    assert.match(end ?? '', /cancelled after 1 of 2 steps\. Azure carries on with Step last\./);
  });
});
