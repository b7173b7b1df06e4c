/** Operations that write, as a form follows them: its own, its resumption, and its undoing. */
import { t } from '@vscode/l10n';
import { FailureError, type Failure } from '../../model/failure';
import { failureFrom } from '../../platform/failures';
import {
  type AnyPlan,
  type CancelSignal,
  type OperationListener,
  type Outcome,
  readOperation,
  type ResumePorts,
} from '../../provisioning';
import type { Engine, FormDeps } from './formDeps';
import type { CancelChoice, DoneState, FormState, ShownPlan } from './formState';
import { offersFor } from './journaled';
import { ended, followed, resumed, started, type Progress } from './progress';

/** Lets the user cancel what is being written, gently first and then, maybe, at once. */
export class Canceller {
  readonly #stop = new AbortController();
  readonly #abandon = new AbortController();
  #choice: CancelChoice | undefined;

  get signal(): CancelSignal {
    return { stop: this.#stop.signal, abandon: this.#abandon.signal };
  }

  get choice(): CancelChoice | undefined {
    return this.#choice;
  }

  cancel(choice: CancelChoice): void {
    if (this.#choice === 'abandon') return;
    this.#choice = choice;
    (choice === 'abandon' ? this.#abandon : this.#stop).abort();
  }
}

type Report = (state: Extract<FormState, { phase: 'applying' }>) => void;
type Ended = DoneState | Extract<FormState, { phase: 'failed' }>;

/** What an operation is followed with. */
export interface Following {
  /** Aborted before anything is written: then nothing is. */
  readonly signal: AbortSignal;
  readonly canceller: Canceller;
  readonly report: Report;
  /** Whether a journaled plan is the form's own. */
  readonly isOwn: (plan: AnyPlan) => boolean;
}

/** Applies a plan; reports every change of the form's state on the way, and returns the last one. */
export async function write(
  deps: FormDeps,
  engine: Engine,
  shown: ShownPlan,
  acknowledged: readonly string[],
  following: Following,
): Promise<Ended> {
  const ports = await portsOf(deps);
  const progress = started(shown.plan, deps.clock.now());
  const { signal } = following.canceller;
  return follow(deps, shown, progress, following, (listener) =>
    engine
      .run(shown.plan, ports, signal, listener, acknowledged)
      .catch((error: unknown) => ({ kind: 'refused' as const, failure: failureFrom(error) })),
  );
}

/** Goes on with an operation that was interrupted; throws FailureError when its journal is gone, or it can't be gone on with. */
export async function resume(
  deps: FormDeps,
  engine: Engine,
  operationId: string,
  acknowledged: readonly string[],
  number: (plan: AnyPlan) => ShownPlan,
  following: Following,
): Promise<Ended> {
  const { plan, journal } = await readOperation(deps.journal, operationId);
  if (!following.isOwn(plan)) throw new Error(`Operation ${operationId} isn’t one of this form.`);
  const ports = await portsOf(deps);
  const progress = resumed(started(plan, deps.clock.now()), journal.steps);
  return follow(deps, number(plan), progress, following, async (listener) => {
    const { signal } = following.canceller;
    const outcome = await engine.resumeOperation(operationId, ports, signal, listener, acknowledged);
    // It is as interrupted as before, and may be resumed later.
    if (outcome.kind === 'refused') throw new FailureError(outcome.failure);
    return outcome;
  });
}

async function follow(
  deps: FormDeps,
  shown: ShownPlan,
  from: Progress,
  { signal, canceller, report, isOwn }: Following,
  run: (listener: OperationListener) => Promise<Outcome>,
): Promise<Ended> {
  signal.throwIfAborted();
  let progress = from;
  const show = (): void => {
    report({ phase: 'applying', shown, progress, cancelling: canceller.choice });
  };
  show();
  const outcome = await run((event) => {
    progress = followed(progress, event);
    show();
  });
  progress = ended(progress, outcome, deps.clock.now());
  if (outcome.kind === 'done') {
    return { phase: 'done', shown, progress, verification: { state: 'checking' } };
  }
  const offers = await offersFor(deps, shown.plan.operationId, isOwn);
  // A new preview does what resuming would, and shows first what it is.
  return {
    phase: 'failed',
    shown,
    progress,
    failures: failuresOf(outcome),
    offers: { ...offers, resume: false },
  };
}

function failuresOf(outcome: Exclude<Outcome, { kind: 'done' }>): readonly [Failure, ...Failure[]] {
  switch (outcome.kind) {
    case 'failed': {
      const [first = failureFrom(undefined), ...others] = outcome.failures;
      return [first, ...others];
    }
    case 'refused':
      return [outcome.failure];
    case 'cancelled':
      return [outcome.choice === 'await' ? cancelled : abandoned];
  }
}

const cancelled: Failure = {
  code: 'form.cancelled',
  kind: 'cancelled',
  message: t('You canceled before all steps were done. Running steps completed.'),
  nextAction: t('Preview again to see the remaining steps and continue.'),
};

const abandoned: Failure = {
  ...cancelled,
  message: t('You canceled before all steps were done. Azure finishes running steps in the background.'),
};

async function portsOf({ azure, journal, clock, owner, origin }: FormDeps): Promise<ResumePorts> {
  const port = await azure();
  return {
    writer: port,
    reader: port,
    journal,
    clock,
    ...(owner === undefined ? {} : { owner }),
    ...(origin && { origin }),
  };
}
