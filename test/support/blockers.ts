import assert from 'node:assert/strict';
import type { Blocker } from '../../src/provisioning/plan/plan';

/**
 * Fails unless blockers of exactly the expected codes are there, each with words that its pattern finds, a way out, and
 * ids of what it is about.
 */
export function assertBlockers(
  blockers: readonly Blocker[],
  expected: Readonly<Record<string, RegExp>>,
): void {
  const messages = blockers.map(({ code, message }) => `${code}: ${message}`).join('\n');
  assert.deepEqual(
    [...new Set(blockers.map(({ code }) => code))].toSorted(),
    Object.keys(expected).toSorted(),
    messages,
  );
  for (const [code, text] of Object.entries(expected))
    assert.match(messages, new RegExp(`${code}: .*${text.source}`));
  for (const { wayOut, resourceIds } of blockers) assert.ok(wayOut.length > 0 && resourceIds.length > 0);
}
