import assert from 'node:assert/strict';
import { isFailureError } from '../../../src/model/failure';
import { journalText } from '../../../src/platform/journalText';
import { journalOf } from '../../support/endedJournals';
import { step } from '../../support/steps';

const address = 'https://management.azure.com/o?api-version=1&t=638000&c=MIIHhz&s=s1gnature&h=h4sh';
const body = { tags: { password: 'hunter2', owner: 'jo' } };
const made = journalOf('op-1', { steps: [step('a', { request: { method: 'PUT', apiVersion: '1', body } })] });
const journal = {
  ...made,
  steps: {
    a: {
      ...made.steps['a'],
      resumeToken: JSON.stringify({ state: { config: { operationLocation: address } } }),
    },
  },
};

const storing = (text: string | undefined) => ({
  read: () => Promise.resolve(text === undefined ? undefined : { text, version: 1 }),
});

describe('a journal that is shown', () => {
  it('has everything but secrets and the signatures of its operations', async () => {
    const shown = await journalText(storing(JSON.stringify(journal)), 'op-1');
    for (const secret of ['s1gnature', 'h4sh', 'MIIHhz', 'hunter2'])
      assert.ok(!shown.includes(secret), shown);
    const parsed = JSON.parse(shown) as typeof journal;
    assert.equal(parsed.operationId, 'op-1');
    assert.match(JSON.stringify(parsed.plan.steps[0]?.request), /"owner":"jo"/);
    assert.match(parsed.steps.a.resumeToken, /management\.azure\.com\/o\?api-version=1&t=\[removed\]/);
  });

  it('has none either where it is damaged, and is shown as it is stored, with the reason', async () => {
    const damaged = JSON.stringify(journal).slice(0, -3);
    const shown = await journalText(storing(damaged), 'op-1');
    const told = JSON.parse(shown) as { readonly notUsed: string; readonly stored: string };
    assert.match(told.notUsed, /isn’t JSON/);
    assert.match(told.stored, /"operationId":"op-1"/);
    for (const secret of ['s1gnature', 'h4sh', 'hunter2']) assert.ok(!shown.includes(secret), shown);
  });

  it('is looked for in vain with words for it', async () => {
    await assert.rejects(journalText(storing(undefined), 'op-1'), (error) => isFailureError(error));
  });
});
