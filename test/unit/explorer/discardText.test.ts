import assert from 'node:assert/strict';
import { discardText } from '../../../src/views/history/discardText';

describe('what is said before an operation is discarded', () => {
  it('promises a roll back only of what can be rolled back', () => {
    for (const kind of ['link', 'registry', 'publicAccess', 'grantPush', 'detach'] as const) {
      assert.match(discardText({ kind }), /can still roll it back/, kind);
    }
    for (const kind of ['unlink', 'rollBack'] as const) {
      assert.match(discardText({ kind }), /can’t be rolled back/, kind);
    }
    assert.match(discardText({ kind: 'approval' }), /for reference\. .*can’t be undone in Azure/);
    assert.match(discardText(undefined), /moved to a folder for copies/);
  });
});
