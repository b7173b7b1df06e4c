import assert from 'node:assert/strict';
import { stateWordsOf } from '../../../src/views/planForm/app/stepWords';

describe('what is said of a step', () => {
  it('is what was done, once it is done', () => {
    const done = (['create', 'update', 'delete'] as const).map((action) => stateWordsOf({ action }, 'done'));
    assert.deepEqual(done, ['Created', 'Changed', 'Deleted']);
    assert.equal(stateWordsOf({ action: 'delete' }, 'waiting'), 'Waiting');
  });
});
