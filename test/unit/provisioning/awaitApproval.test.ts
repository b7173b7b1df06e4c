import assert from 'node:assert/strict';
import type { JsonObject } from '../../../src/model/json';
import {
  awaitApproval,
  endpointsToApprove,
  type ApprovalOutcome,
} from '../../../src/provisioning/approving/awaitApproval';
import type { Fact } from '../../../src/provisioning/observed/observed';
import { planLink } from '../../../src/provisioning/planning/planLink';
import { privateSpec } from '../../support/linkSpec';
import { absent, ids, knownAs, pair, unreadable } from '../../support/observed';
import { VirtualClock } from '../../support/virtualClock';

const never = new AbortController().signal;

function endpointIn(status: string | undefined): Fact<JsonObject> {
  const state = status === undefined ? {} : { privateLinkServiceConnectionState: { status } };
  return knownAs<JsonObject>({
    properties: { manualPrivateLinkServiceConnections: [{ properties: state }] },
  });
}

/** Answers with these, one after the other, and then with the last one. */
function reading(...answers: readonly Fact<JsonObject>[]) {
  let reads = 0;
  return {
    read: () => {
      const answer = answers[Math.min(reads, answers.length - 1)]!;
      reads += 1;
      return Promise.resolve(answer);
    },
    reads: () => reads,
  };
}

describe('waiting for approval', () => {
  const check = (
    what: string,
    answers: readonly Fact<JsonObject>[],
    expected: ApprovalOutcome,
    minutes = 10,
  ) => {
    it(what, async () => {
      const clock = new VirtualClock();
      const waiting = awaitApproval(
        ids.endpoint,
        { reader: reading(...answers), clock },
        minutes * 60_000,
        never,
      );
      assert.deepEqual(await clock.run(waiting), expected);
    });
  };
  check('ends with the approval', [endpointIn(undefined), endpointIn('Pending'), endpointIn('Approved')], {
    kind: 'approved',
  });
  check('ends with the refusal', [endpointIn('Pending'), endpointIn('Rejected')], {
    kind: 'refused',
    status: 'Rejected',
  });
  check('ends at the limit', [endpointIn('Pending')], { kind: 'pending' });
  check(
    'looks once without a limit',
    [endpointIn('Pending'), endpointIn('Approved')],
    { kind: 'pending' },
    0,
  );
  check('tells that the endpoint is gone', [endpointIn('Pending'), absent], { kind: 'gone' });
  check('tells that it may not look', [unreadable()], { kind: 'unreadable', reason: 'Access was denied.' });

  it('ends when the user has enough', async () => {
    const abort = new AbortController();
    abort.abort();
    const ports = { reader: reading(endpointIn('Pending')), clock: new VirtualClock() };
    assert.deepEqual(await awaitApproval(ids.endpoint, ports, 60_000, abort.signal), { kind: 'cancelled' });
  });

  it('concerns the endpoints that the plan has asked approval for', () => {
    const approval = { mode: 'manual', requestMessage: 'Please.' } as const;
    const manual = privateSpec({ endpoint: { id: ids.endpoint, onAbsent: 'create', approval } });
    assert.deepEqual(endpointsToApprove(planLink(manual, pair(), 'op-1')), [ids.endpoint]);
    assert.deepEqual(endpointsToApprove(planLink(privateSpec(), pair(), 'op-1')), []);
  });
});
