/** What a plan warns of and what is in its way, compared as a whole: nothing more, nothing less, nothing twice. */
import assert from 'node:assert/strict';
import type { Blocker, Hazard } from '../../src/provisioning/plan/plan';

/** A hazard's code, the names of whom it affects, and what its message has to say. Its id is of no concern here. */
export type ExpectedHazard = readonly [code: string, affected: readonly string[], essentials?: RegExp];

/** Of any plan that makes the endpoint pe-contoso. */
export const endpointCosts: ExpectedHazard = [
  'costOfEndpoint',
  [],
  /^Private endpoint pe-contoso costs about/,
];

/** What the first endpoint means for a registry that is in use, wherever it is made. */
export const firstEndpoint: readonly ExpectedHazard[] = [
  endpointCosts,
  [
    'dedicatedDataEndpoints',
    ['clients behind an egress allow list'],
    /from contoso\.westeurope\.data\.azurecr\.io instead of Azure Storage host names/,
  ],
];

/** Fails unless exactly these hazards are there, in whatever order, each with a full sentence. */
export function assertHazards(hazards: readonly Hazard[], expected: readonly ExpectedHazard[]): void {
  assertFindings(
    hazards.map(({ code, affected, message }) => ({ key: keyOf(code, affected), message })),
    expected.map(([code, affected, essentials = /./]) => ({ key: keyOf(code, affected), essentials })),
  );
  for (const { message } of hazards) assert.match(message, /\.$/);
}

/** By the blockers' code what the message has to say; a list where there are several of a code. */
export type ExpectedBlockers = Readonly<Record<string, RegExp | readonly RegExp[]>>;

/**
 * Fails unless exactly these blockers are there, in whatever order, each with words that its pattern finds, a way out, and
 * ids of what it is about.
 */
export function assertBlockers(blockers: readonly Blocker[], expected: ExpectedBlockers): void {
  assertFindings(
    blockers.map(({ code, message }) => ({ key: code, message })),
    Object.entries(expected).flatMap(([key, patterns]) =>
      [patterns].flat().map((essentials) => ({ key, essentials })),
    ),
  );
  for (const { wayOut, resourceIds } of blockers) assert.ok(wayOut.length > 0 && resourceIds.length > 0);
}

interface Found {
  readonly key: string;
  readonly message: string;
}

interface Expected {
  readonly key: string;
  readonly essentials: RegExp;
}

function assertFindings(found: readonly Found[], expected: readonly Expected[]): void {
  const words = found.map(({ key, message }) => `${key}: ${message}`).join('\n');
  assert.deepEqual(sortedKeys(found), sortedKeys(expected), words);
  const left = [...found];
  for (const { key, essentials } of expected) {
    const at = left.findIndex((one) => one.key === key && essentials.test(one.message));
    assert.ok(at >= 0, `No ${key} says ${String(essentials)}:\n${words}`);
    left.splice(at, 1);
  }
}

function keyOf(code: string, affected: readonly string[]): string {
  return affected.length === 0 ? code : `${code} (${affected.toSorted().join(', ')})`;
}

function sortedKeys(findings: readonly { readonly key: string }[]): readonly string[] {
  return findings.map(({ key }) => key).toSorted();
}
