/** Runs the steps of a plan whose journal is open: from the beginning, or from where an earlier window got to. */
import type { Plan, Step } from '../plan/plan';
import { closeOvertaken } from '../journal/closing';
import type { JournalWriter } from '../journal/journal';
import type { Clock, JournalStorage, ResourceReader, ResumeToken } from '../ports';
import { cancellationOf, onAbort, type CancelSignal } from './cancellation';
import type { OperationEvent, OperationListener } from './events';
import type { Outcome, StepResult } from './outcome';
import { runStep, type StepContext } from './runStep';
import { nextSteps } from './schedule';
import type { Before, StepWriter, WithoutOrigin } from './tryStep';

export interface ApplyPorts {
  readonly writer: StepWriter;
  /** For the last look before each write. */
  readonly reader: ResourceReader;
  readonly journal: JournalStorage;
  readonly clock: Clock;
  /** From 0 to 1, for the jitter of retries; Math.random unless a test wants to know. */
  readonly random?: () => number;
  /** Names this window in the journal's lease; any text that no other window has. */
  readonly owner?: string;
  /** Of the Resource Manager that is written to; left out where nobody looks for journals by it. */
  readonly origin?: () => string;
}

/** What an earlier window left behind. */
export interface Resumption {
  /** Ids of steps that are done, and were looked at. */
  readonly done: ReadonlySet<string>;
  /** By step id. */
  readonly tokens: ReadonlyMap<string, ResumeToken>;
}

const fromTheBeginning: Resumption = { done: new Set(), tokens: new Map() };

/** Ends the journal, except when another window has taken the operation over. Never rejects. */
export async function runOperation(
  plan: Plan,
  journal: JournalWriter,
  ports: ApplyPorts,
  signal: CancelSignal,
  listener: OperationListener,
  from: Resumption = fromTheBeginning,
): Promise<Outcome> {
  const { writer, clock } = ports;
  const { stop, abandon } = cancellationOf(signal);
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
  const results = new Map<string, StepResult>(
    [...from.done].map((id) => [
      id,
      { stepId: id, state: 'done', failure: undefined, continuesInAzure: false },
    ]),
  );
  const begun = journal.content.steps;
  await recordFound(from.done, journal, clock);
  const before = ({ id }: Step): Before => {
    const recorded = begun[id];
    return {
      resumeToken: from.tokens.get(id),
      mayBeMade: recorded !== undefined && recorded.nothingMade !== true,
    };
  };
  const over = new AbortController();
  const abandoned = new Promise<void>((resolve) => {
    onAbort(abandon, resolve, over.signal);
  });
  const context = { writer, reader: ports.reader, clock, random: ports.random ?? Math.random, journal };
  try {
    await runGraph(
      writes,
      results,
      before,
      stop,
      { ...context, signal: abandon, abandoned, emit },
      over.signal,
    );
  } finally {
    over.abort();
  }
  const steps = plan.steps.map((step) => results.get(step.id) ?? resultWithoutRun(step));
  const failures = [...results.values()].flatMap(({ failure, state }) =>
    failure === undefined || state === 'cancelled' ? [] : [failure],
  );
  const complete = writes.every(({ id }) => results.get(id)?.state === 'done');
  const result = failures.length > 0 ? 'failed' : complete ? 'done' : 'cancelled';
  const unrecorded = await journal.finish(result);
  await closeOvertaken(ports.journal, clock);
  emit({ kind: 'operationFinished', result, seconds: (clock.now() - startedAt) / 1000 });
  if (result === 'done') return { kind: 'done', steps };
  const choice = abandon.aborted ? 'abandon' : 'await';
  if (result === 'cancelled') return { kind: 'cancelled', steps, choice };
  return { kind: 'failed', steps, failures: unrecorded ? [...failures, unrecorded] : failures };
}

/** What was found to be done is on record as such: by that it is known later whose it is. */
async function recordFound(done: ReadonlySet<string>, journal: JournalWriter, clock: Clock): Promise<void> {
  for (const id of done) {
    const recorded = journal.content.steps[id];
    if (recorded === undefined || recorded.state === 'done') continue;
    await journal.record(id, { state: 'done', at: clock.now(), attempt: recorded.attempt });
  }
}

/** Runs steps as their inputs come; after a failure or a cancellation it only awaits what runs. */
async function runGraph(
  writes: readonly Step[],
  results: Map<string, StepResult>,
  before: (step: Step) => Before,
  stop: AbortSignal,
  context: Omit<StepContext, 'halted'>,
  over: AbortSignal,
): Promise<void> {
  const { clock, journal, signal, emit } = context;
  const running = new Map<string, { readonly startedAt: number; readonly end: Promise<void> }>();
  const failed = new AbortController();
  const halted = AbortSignal.any([stop, failed.signal, journal.lost]);
  tellCancelling(stop, signal, emit, () => [...running.keys()], over);
  const start = (step: Step) => {
    const { request } = step;
    if (request === undefined) throw new RangeError(`Step ${step.id} must be written, but has no request`);
    const end = runStep(step, request, { ...context, halted }, before(step)).then((result) => {
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
    if (running.size === 0) return;
    await Promise.race([...running.values()].map(({ end }) => end));
  }
}

/** Says what the user chose, once for each choice. */
function tellCancelling(
  stop: AbortSignal,
  abandon: AbortSignal,
  emit: StepContext['emit'],
  running: () => readonly string[],
  over: AbortSignal,
): void {
  const tell = (choice: 'await' | 'abandon') => {
    emit({ kind: 'operationCancelling', choice, stepIds: running() });
  };
  const stopped = () => {
    if (!abandon.aborted) tell('await');
  };
  const abandoned = () => {
    tell('abandon');
  };
  onAbort(stop, stopped, over);
  onAbort(abandon, abandoned, over);
}

function resultWithoutRun({ id, action }: Step): StepResult {
  const state = action === 'reuse' ? 'reused' : 'notStarted';
  return { stepId: id, state, failure: undefined, continuesInAzure: false };
}
