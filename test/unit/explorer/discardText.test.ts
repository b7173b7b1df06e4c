import assert from 'node:assert/strict';
import { discardText } from '../../../src/views/operations/discardText';

describe('what is said before an operation is discarded', () => {
  it('promises a roll back only of what can be rolled back', () => {
    for (const purpose of ['link', 'registry', 'publicAccess', 'grantPush', 'detach'] as const) {
      assert.match(discardText({ purpose }), /can still be rolled back/, purpose);
    }
    for (const purpose of ['unlink', 'rollBack'] as const) {
      assert.match(discardText({ purpose }), /can’t be rolled back/, purpose);
    }
    assert.match(discardText(undefined), /moved to a folder for copies/);
  });
});
