/** A part of the fault matrix; in full it is `npm run test:full`. */
import assert from 'node:assert/strict';
import { undisturbed } from '../matrix/survival/crash';
import { disturb, faultCases, faultTitle } from '../matrix/survival/fault';
import { operations } from '../matrix/survival/operations';
import { spread } from '../matrix/survival/spread';
import { tokenTraces } from '../matrix/survival/tokenTraces';
import { token } from '../matrix/survival/world';

describe('an operation that Azure disturbs', function () {
  this.timeout(480_000);

  it('comes to the same end, by itself or resumed once the fault is gone', async () => {
    const seen = new Set<string>();
    for (const [number, operation] of (await operations()).entries()) {
      const expected = await undisturbed(operation);
      for (const testCase of spread(faultCases(operation, expected), 211, number)) {
        const verdict = await disturb(testCase, expected);
        assert.equal(typeof verdict, 'string', `${faultTitle(testCase)}: ${JSON.stringify(verdict)}`);
        if (typeof verdict === 'string') seen.add(verdict);
      }
    }
    assert.ok(seen.has('converged') && seen.has('stoppedAndResumed'), [...seen].join(', '));
  });
});

describe('a leaked token', () => {
  const [, payload = ''] = token.split('.');
  for (const [what, text] of [
    ['as it is', `Bearer ${token}`],
    ['in a part', `… ${payload.slice(40, 80)} …`],
    ['encoded', Buffer.from(payload).toString('base64')],
    ['decoded', Buffer.from(payload, 'base64url').toString('hex')],
  ] as const) {
    it(`is found ${what}`, () => {
      assert.notDeepEqual(tokenTraces(token, [text]), []);
    });
  }

  it('isn’t found where there is none', () => {
    assert.deepEqual(tokenTraces(token, ['eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9', 'a'.repeat(500)]), []);
  });
});
