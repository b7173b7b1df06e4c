/** A part of the stranger matrix; in full it is `npm run test:full`. */
import assert from 'node:assert/strict';
import { operations } from '../matrix/survival/operations';
import { spread } from '../matrix/survival/spread';
import { meet, strangerCases, strangerTitle } from '../matrix/strangers/stranger';

describe('an operation that meets what somebody else does meanwhile', function () {
  this.timeout(480_000);

  it('leaves it as it is, and ends or stops with a code', async () => {
    const seen = new Set<string>();
    for (const [number, operation] of (await operations()).entries()) {
      for (const testCase of spread(strangerCases(operation), 23, number)) {
        const verdict = await meet(testCase);
        assert.equal(typeof verdict, 'string', `${strangerTitle(testCase)}: ${JSON.stringify(verdict)}`);
        if (typeof verdict === 'string') seen.add(verdict);
      }
    }
    assert.ok(seen.has('done') && seen.has('stopped'), [...seen].join(', '));
  });
});
