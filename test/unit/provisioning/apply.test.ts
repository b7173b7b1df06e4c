import assert from 'node:assert/strict';
import { run } from '../../../src/provisioning/operations/run';
import type { OperationEvent } from '../../../src/provisioning/applying/events';
import { parseJournal } from '../../../src/provisioning/journal/journalSchema';
import type { LinkPlan } from '../../../src/provisioning/plan/spec';
import { planLink } from '../../../src/provisioning/planning/planLink';
import { failing, fakeAzure, FakeWriter, MemoryStorage, type Answer } from '../../support/fakeWriter';
import { privateSpec } from '../../support/linkSpec';
import { linkedPair, pair } from '../../support/observed';
import { planOf, step } from '../../support/steps';
import { VirtualClock } from '../../support/virtualClock';
import { recordOf } from '../../support/record';

/** Applies a plan against a writer that answers by step name; `cancelAt` in seconds. */
async function apply(
  plan: LinkPlan,
  answer: (name: string, attempt: number) => Answer = () => ({}),
  { cancelAt, acknowledged = [] }: { cancelAt?: number; acknowledged?: readonly string[] } = {},
) {
  const clock = new VirtualClock();
  const writer = new FakeWriter(clock, (id, attempt) => answer(id.split('/').at(-1) ?? '', attempt));
  const journal = new MemoryStorage();
  const events: OperationEvent[] = [];
  const cancel = new AbortController();
  if (cancelAt !== undefined)
    void clock.sleep(cancelAt * 1000).then(() => {
      cancel.abort();
    });
  const applying = run(
    plan,
    { writer, reader: writer, journal, clock, random: () => 0.5 },
    cancel.signal,
    (event) => events.push(event),
    acknowledged,
  );
  const outcome = await clock.run(applying);
  const states =
    'steps' in outcome
      ? recordOf(outcome.steps.map(({ stepId, state }): [string, string] => [stepId, state]))
      : {};
  return { outcome, states, writer, journal, events, seconds: clock.now() / 1000 };
}

const chain = planOf([step('a'), step('b', { dependsOn: ['a'] }), step('c')]);

describe('applying a plan', () => {
  it('sends the requests of the plan as they stand, and nothing for what is reused', async () => {
    const plan = planLink(privateSpec(), pair(), 'op-1');
    const { outcome, writer } = await apply(plan, undefined, {
      acknowledged: plan.hazards.map(({ id }) => id),
    });
    assert.equal(outcome.kind, 'done');
    const writes = plan.steps.filter(({ action }) => action !== 'reuse');
    const isDns = (id: string) => id.includes('/privateDnsZones/');
    const expected = writes.map(({ resourceId, request }): [string, unknown] => [
      resourceId,
      // Private DNS lets nobody get in between the last look and the request.
      isDns(resourceId) ? { ...request, onlyIf: { absent: true } } : request,
    ]);
    assert.deepEqual(
      recordOf(writer.sent.map(({ resourceId, request }): [string, unknown] => [resourceId, request])),
      recordOf(expected),
    );
  });

  it('sends nothing when everything is there', async () => {
    const { outcome, writer, states } = await apply(planLink(privateSpec(), linkedPair(), 'op-1'));
    assert.equal(outcome.kind, 'done');
    assert.deepEqual(writer.sent, []);
    assert.deepEqual([...new Set(Object.values(states))], ['reused']);
  });

  it('tells what happens, in order', async () => {
    const { events } = await apply(planOf([step('a')]), () => ({ seconds: 4, resumeToken: 'token' }));
    assert.deepEqual(
      events.map(({ kind, at }) => [kind, at / 1000]),
      [
        ['operationStarted', 0],
        ['stepStarted', 0],
        ['stepAccepted', 0],
        ['stepFinished', 4],
        ['operationFinished', 4],
      ],
    );
    assert.ok(events.every(({ operationId }) => operationId === 'op-1'));
  });

  it('a failed step starts nothing new, and what runs is awaited and recorded', async () => {
    const { outcome, states, seconds } = await apply(chain, (name) =>
      name === 'a' ? { outcome: failing('RequestDisallowedByPolicy') } : { seconds: 30 },
    );
    assert.deepEqual(states, { a: 'failed', b: 'notStarted', c: 'done' });
    assert.ok(outcome.kind === 'failed');
    assert.deepEqual(
      outcome.failures.map(({ code }) => code),
      ['azure.RequestDisallowedByPolicy'],
    );
    assert.equal(seconds, 30);
  });

  it('cancelling starts nothing new, gives up waiting, and says what Azure carries on with', async () => {
    const { outcome, states, events, seconds } = await apply(chain, () => ({ seconds: 30, deaf: true }), {
      cancelAt: 5,
    });
    assert.equal(outcome.kind, 'cancelled');
    assert.deepEqual(states, { a: 'cancelled', b: 'notStarted', c: 'cancelled' });
    assert.equal(seconds, 5);
    const ends = events.filter((event) => event.kind === 'stepFinished');
    assert.deepEqual(
      ends.map(({ continuesInAzure }) => continuesInAzure),
      [true, true],
    );
    assert.match(ends[0]?.failure?.message ?? '', /Azure continues in the background/);
  });

  describe('retries', () => {
    const check = (code: string, tries: number, expected: 'done' | 'failed', sent: number) => {
      it(`${code} ${tries} times: ${expected} after ${sent}`, async () => {
        const { states, writer } = await apply(planOf([step('a')]), (_, attempt) =>
          attempt <= tries ? { outcome: failing(code) } : {},
        );
        assert.deepEqual(states, { a: expected });
        assert.equal(writer.sent.length, sent);
      });
    };
    check('AnotherOperationInProgress', 2, 'done', 3);
    check('ReferencedResourceNotProvisioned', 1, 'done', 2);
    check('RetryableErrorDueToAnotherOperation', 1, 'done', 2);
    check('PrincipalNotFound', 3, 'done', 4);
    check('PrincipalNotFound', 100, 'failed', 4);
    check('RemotePeeringIsDisconnected', 1, 'failed', 1);
    check('AuthorizationFailed', 1, 'failed', 1);
    check('RoleAssignmentExists', 1, 'done', 1);

    it('end within a minute where nobody is found under an object id', async () => {
      const { seconds } = await apply(planOf([step('a')]), () => ({ outcome: failing('PrincipalNotFound') }));
      assert.ok(seconds >= 20 && seconds < 45, `${seconds} s`);
    });

    it('wait longer each time, and are told', async () => {
      const { events, seconds } = await apply(planOf([step('a')]), (_, attempt) =>
        attempt < 4 ? { outcome: failing('AnotherOperationInProgress') } : {},
      );
      const delays = events.flatMap((event) => (event.kind === 'stepRetrying' ? [event.delaySeconds] : []));
      assert.deepEqual(delays, [2, 5, 10]);
      assert.equal(seconds, 4 + 17);
    });

    it('end when something else fails, or the user cancels', async () => {
      const answer = (name: string): Answer =>
        name === 'c'
          ? { seconds: 3, outcome: failing('AuthorizationFailed') }
          : { seconds: 2, outcome: failing('AnotherOperationInProgress') };
      const other = await apply(chain, answer);
      assert.deepEqual(other.states, { a: 'failed', b: 'notStarted', c: 'failed' });
      assert.equal(other.seconds, 3);
      const cancelled = await apply(planOf([step('a')]), answer, { cancelAt: 3 });
      assert.equal(cancelled.writer.sent.length, 1);
    });
  });

  it('a writer that throws is a defect of that step, not of the operation', async () => {
    const { outcome } = await apply(planOf([step('a')]), () => ({ throws: new Error('boom') }));
    assert.ok(outcome.kind === 'failed');
    assert.deepEqual([outcome.failures[0]?.kind, outcome.failures[0]?.code], ['defect', 'apply.defect']);
  });

  describe('refuses', () => {
    const hazard = {
      code: 'cost',
      id: 'cost:1',
      message: 'It costs.',
      about: [],
      affected: [],
      mitigation: undefined,
    };
    const blocker = { code: 'x', message: 'No.', wayOut: 'Out.', resourceIds: ['id'] };
    const check = (
      what: string,
      plan: LinkPlan,
      acknowledged: readonly string[],
      expected: string | undefined,
    ) => {
      it(what, async () => {
        const { outcome, writer, events } = await apply(plan, undefined, { acknowledged });
        if (expected === undefined) {
          assert.equal(outcome.kind, 'done');
          return;
        }
        assert.ok(outcome.kind === 'refused');
        assert.equal(outcome.failure.code, expected);
        assert.deepEqual([writer.sent, events], [[], []]);
      });
    };
    check('a plan with blockers', planOf([step('a')], { blockers: [blocker] }), [], 'plan.blocked');
    check(
      'hazards that nobody acknowledged',
      planOf([step('a')], { hazards: [hazard] }),
      ['cost:2'],
      'plan.hazardsNotAcknowledged',
    );
    check('not those that somebody did', planOf([step('a')], { hazards: [hazard] }), ['cost:1'], undefined);
  });

  it('a broken view does not stop an operation', async () => {
    const clock = new VirtualClock();
    const errors: unknown[] = [];
    const listeners = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    process.once('uncaughtException', (error) => errors.push(error));
    try {
      const ports = { ...fakeAzure(clock), journal: new MemoryStorage(), clock };
      let first = true;
      const listener = () => {
        if (!first) return;
        first = false;
        throw new Error('no such element');
      };
      const outcome = await clock.run(run(chain, ports, new AbortController().signal, listener, []));
      assert.equal(outcome.kind, 'done');
      assert.match(String(errors[0]), /no such element/);
    } finally {
      for (const listener of listeners) process.on('uncaughtException', listener);
    }
  });

  it('records before and after each write', async () => {
    const { journal } = await apply(planOf([step('a'), step('b', { dependsOn: ['a'] })]), (name) =>
      name === 'b' ? { outcome: failing('AuthorizationFailed'), resumeToken: 'resume-b' } : {},
    );
    const states = journal.history.map((text) => {
      const parsed = parseJournal(text);
      assert.ok(parsed.ok, text);
      const { steps, finished } = parsed.journal;
      const words = Object.entries(steps).map(
        ([id, { state, resumeToken }]) => `${id} ${state}${resumeToken ? '+' : ''}`,
      );
      return [...words, ...(finished ? [finished.result] : [])].join(', ');
    });
    assert.deepEqual(states, [
      '',
      'a running',
      'a done',
      'a done, b running',
      'a done, b running+',
      'a done, b failed',
      'a done, b failed, failed',
    ]);
  });

  it('nothing is sent that could not be recorded before', async () => {
    const clock = new VirtualClock();
    const writer = new FakeWriter(clock);
    const journal = new MemoryStorage();
    journal.refuse = (text) => text.includes('"b":{"state":"running"');
    const plan = planOf([step('a'), step('b', { dependsOn: ['a'] })]);
    const outcome = await clock.run(
      run(
        plan,
        { writer, reader: writer, journal, clock },
        new AbortController().signal,
        () => undefined,
        [],
      ),
    );
    assert.ok(outcome.kind === 'failed');
    assert.equal(outcome.failures[0]?.code, 'journal.unwritable');
    assert.equal(writer.sent.length, 1);
  });
});
