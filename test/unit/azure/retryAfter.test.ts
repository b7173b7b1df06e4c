import assert from 'node:assert/strict';
import { createHttpHeaders } from '@azure/core-rest-pipeline';
import { clampRetryAfter, retryAfter } from '../../../src/azure/http/retryAfter';

const now = Date.parse('2026-06-18T09:12:44Z');
const longest = 600_000;

/** What an answer says, milliseconds asked for, and the header that is left for all who read it. */
const cases: readonly (readonly [
  said: Record<string, string>,
  asked: number | undefined,
  left: string | undefined,
])[] = [
  [{}, undefined, undefined],
  [{ 'Retry-After': '0' }, 0, '0'],
  [{ 'Retry-After': '7' }, 7000, '7'],
  [{ 'Retry-After': '1.5' }, 1500, '1.5'],
  [{ 'Retry-After': '600' }, 600_000, '600'],
  [{ 'Retry-After': '601' }, 601_000, '600'],
  [{ 'Retry-After': '3000000' }, 3_000_000_000, '600'],
  [{ 'Retry-After': '1e400' }, Infinity, '600'],
  [{ 'Retry-After': 'Infinity' }, Infinity, '600'],
  [{ 'Retry-After': '-5' }, 0, '0'],
  [{ 'Retry-After': '-Infinity' }, 0, '0'],
  [{ 'Retry-After': 'NaN' }, undefined, undefined],
  [{ 'Retry-After': 'soon' }, undefined, undefined],
  [{ 'Retry-After': '5 minutes or so, maybe' }, undefined, undefined],
  [{ 'Retry-After': 'Thu, 18 Jun 2026 09:13:44 GMT' }, 60_000, '60'],
  [{ 'Retry-After': '2026-06-18T09:13:44Z' }, 60_000, '60'],
  [{ 'Retry-After': 'Fri, 31 Dec 2100 23:59:59 GMT' }, Date.parse('2100-12-31T23:59:59Z') - now, '600'],
  [{ 'Retry-After': 'Thu, 01 Jan 1970 00:00:00 GMT' }, 0, '0'],
  [{ 'retry-after-ms': '250' }, 250, '0.25'],
  [{ 'retry-after-ms': '0.0001' }, 0.0001, '0.001'],
  [{ 'x-ms-retry-after-ms': '9e15' }, 9e15, '600'],
  [{ 'x-ms-retry-after-ms': '-1' }, 0, '0'],
  [{ 'retry-after-ms': 'x', 'x-ms-retry-after-ms': '40', 'Retry-After': '9' }, 40, '0.04'],
  [{ 'retry-after-ms': 'x', 'Retry-After': '9' }, 9000, '9'],
  [{ 'x-ms-user-quota-remaining': '0', 'x-ms-user-quota-resets-after': '00:01:05' }, 65_000, '65'],
  [{ 'x-ms-user-quota-remaining': '3', 'x-ms-user-quota-resets-after': '00:01:05' }, undefined, undefined],
  [{ 'x-ms-user-quota-remaining': '0', 'x-ms-user-quota-resets-after': 'soon' }, undefined, undefined],
  [{ 'x-ms-user-quota-remaining': '0' }, undefined, undefined],
];

describe('how long an answer makes us wait', () => {
  for (const [said, asked, left] of cases) {
    it(`is ${left ?? 'not said'} by ${JSON.stringify(said)}`, () => {
      const headers = createHttpHeaders(said);
      assert.equal(retryAfter(headers, now), asked);
      clampRetryAfter(headers, now, 0, longest);
      const { 'retry-after': shown, ...others } = headers.toJSON();
      assert.equal(shown, left);
      assert.ok(Object.keys(others).every((name) => name.startsWith('x-ms-user-quota-')));
    });
  }

  it('is not said at all where it is shorter than what may be', () => {
    for (const text of ['0', '-5', '0.4', 'Thu, 01 Jan 1970 00:00:00 GMT']) {
      const headers = createHttpHeaders({ 'Retry-After': text });
      clampRetryAfter(headers, now, 500, longest);
      assert.deepEqual(headers.toJSON(), {}, text);
    }
  });
});
