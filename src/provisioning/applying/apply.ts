import type { Failure } from '../../model/failure';
import type { OperationEvent, OperationListener } from './events';
import { JournalWriter } from '../journal/journal';
import type { Outcome, StepResult } from './outcome';
import type { Plan, Step } from '../plan';
import type { AzureWriter, Clock, JournalStorage } from '../ports';
import { runStep, type StepContext, type WithoutOrigin } from './runStep';
import { nextSteps } from './schedule';

export interface ApplyPorts {
  readonly writer: AzureWriter;
  readonly journal: JournalStorage;
  readonly clock: Clock;
  /** Names this window in the journal's lease; any text that no other window has. */
  readonly owner?: string;
}

/**
 * Does what the plan says. `acknowledged` are ids of hazards that the user has agreed to. Aborting `signal` starts
 * nothing more and gives up waiting; what Azure has begun it carries on with. Never rejects for what Azure says.
 */
export async function applyPlan(
  plan: Plan,
  ports: ApplyPorts,
  signal: AbortSignal,
  listener: OperationListener,
  acknowledged: readonly string[],
): Promise<Outcome> {
  const refusal = reasonToRefuse(plan, acknowledged);
  if (refusal) return { kind: 'refused', failure: refusal };
  const { writer, clock, owner = plan.operationId } = ports;
  const journal = await JournalWriter.open(ports.journal, clock, { plan, acknowledged, owner });
  if (!(journal instanceof JournalWriter)) return { kind: 'refused', failure: journal };

  const emit = (event: WithoutOrigin<OperationEvent>) => {
    try {
      listener({ ...event, at: clock.now(), operationId: plan.operationId });
    } catch (error) {
      // A view that fails to draw must not leave an operation half done: the error surfaces on its own.
      queueMicrotask(() => {
        throw error;
      });
    }
  };
  const startedAt = clock.now();
  const writes = plan.steps.filter(({ action }) => action !== 'reuse');
  emit({ kind: 'operationStarted', stepIds: writes.map(({ id }) => id) });
  const results = await runGraph(writes, {
    writer,
    clock,
    journal,
    signal,
    cancelled: whenAborted(signal),
    emit,
  });
  const steps = plan.steps.map((step) => results.get(step.id) ?? resultWithoutRun(step));
  const failures = [...results.values()].flatMap(({ failure, state }) =>
    failure === undefined || state === 'cancelled' ? [] : [failure],
  );
  const complete = writes.every(({ id }) => results.get(id)?.state === 'done');
  const result = failures.length > 0 ? 'failed' : complete ? 'done' : 'cancelled';
  const unrecorded = await journal.finish(result);
  emit({ kind: 'operationFinished', result, seconds: (clock.now() - startedAt) / 1000 });
  if (result === 'done') return { kind: 'done', steps };
  if (result === 'cancelled') return { kind: 'cancelled', steps };
  return { kind: 'failed', steps, failures: unrecorded ? [...failures, unrecorded] : failures };
}

/** Runs steps as their inputs come; after a failure or a cancellation it only awaits what runs. */
async function runGraph(
  writes: readonly Step[],
  context: Omit<StepContext, 'halted'>,
): Promise<ReadonlyMap<string, StepResult>> {
  const { clock, signal } = context;
  const results = new Map<string, StepResult>();
  const running = new Map<string, { readonly startedAt: number; readonly end: Promise<void> }>();
  const failed = new AbortController();
  const halted = AbortSignal.any([signal, failed.signal]);
  const start = (step: Step) => {
    const { request } = step;
    if (request === undefined) throw new RangeError(`Step ${step.id} is to be written, but has no request`);
    const end = runStep(step, request, { ...context, halted }).then((result) => {
      running.delete(step.id);
      results.set(step.id, result);
      if (result.failure !== undefined) failed.abort();
    });
    running.set(step.id, { startedAt: clock.now(), end });
  };
  for (;;) {
    if (!halted.aborted) {
      const elapsed = [...running].map(
        ([id, { startedAt }]) => [id, (clock.now() - startedAt) / 1000] as const,
      );
      const done = new Set(results.keys());
      for (const step of nextSteps(writes, { done, running: new Map(elapsed) })) start(step);
    }
    if (running.size === 0) return results;
    await Promise.race([...running.values()].map(({ end }) => end));
  }
}

function whenAborted(signal: AbortSignal): Promise<'cancelled'> {
  return new Promise((resolve) => {
    const abort = () => {
      resolve('cancelled');
    };
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}

function resultWithoutRun({ id, action }: Step): StepResult {
  const state = action === 'reuse' ? 'reused' : 'notStarted';
  return { stepId: id, state, failure: undefined, continuesInAzure: false };
}

function reasonToRefuse({ blockers, hazards }: Plan, acknowledged: readonly string[]): Failure | undefined {
  if (blockers.length > 0) {
    return {
      code: 'plan.blocked',
      kind: 'user',
      message: `The plan can't be applied: ${blockers.map(({ message }) => message).join(' ')}`,
      nextAction: blockers.map(({ wayOut }) => wayOut).join(' '),
    };
  }
  const open = hazards.filter(({ id }) => !acknowledged.includes(id));
  if (open.length === 0) return undefined;
  return {
    code: 'plan.hazardsNotAcknowledged',
    kind: 'user',
    message: `Nobody has agreed yet to this: ${open.map(({ message }) => message).join(' ')}`,
    nextAction: 'Read what would happen, and agree to each point before applying.',
  };
}
