import assert from 'node:assert/strict';
import type { KnownOperation } from '../../../src/platform/operations';
import { runningWords } from '../../../src/platform/runningWords';

const operation: KnownOperation = {
  state: 'running',
  operationId: 'a',
  title: 'Link contoso to aks-x',
  kind: 'link',
  startedAt: 1000,
  stepsDone: 2,
  stepsTotal: 8,
  isHere: true,
};
const since = ({ startedAt }: KnownOperation) => startedAt;

describe('running operations in the status bar', () => {
  it('are nothing while none runs', () => {
    assert.equal(runningWords([], 1000, since), undefined);
  });

  it('say what runs, how far it is and for how long', () => {
    assert.equal(runningWords([operation], 66_500, since)?.text, 'Link contoso to aks-x · 2 of 8 · 1:05');
  });

  it('count several, with the longest time, and say which are of another window', () => {
    const other = { ...operation, operationId: 'b', title: 'Unlink', startedAt: 31_000, isHere: false };
    const words = runningWords([operation, other], 61_000, since);
    assert.equal(words?.text, '2 operations · 1:00');
    assert.match(
      words.tooltip,
      /^Link contoso to aks-x: 2 of 8 steps done\nUnlink: .* running in another window$/,
    );
  });
});
