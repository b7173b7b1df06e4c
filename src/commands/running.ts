/** Runs operations that have no form: with a notification, a way to cancel, and their end in words. */
import { FailureError } from '../model/failure';
import { confirm, inputBox, notify, whileCancellable, whileWorking } from '../platform/ask';
import { detailsOf } from '../platform/failures';
import type { Log } from '../platform/log';
import {
  type AnyPlan,
  type Azure,
  type Cancellation,
  changedSince,
  type Clock,
  type JournalStorage,
  type OperationKind,
  type OperationListener,
  operations,
  type Outcome,
  type PlanOf,
  prepare,
  type ResumePorts,
  run,
  type SeenOf,
  type SpecOf,
  wordToType,
} from '../provisioning';
import type { PlanPages } from '../views/operations/planPages';
import { summaryOf } from '../views/operations/planText';
import { endOf, lineFor } from '../views/operations/progressText';

/** What commands that write to Azure need. */
export interface OperationPorts {
  azure(): Promise<Azure>;
  readonly journal: JournalStorage;
  readonly clock: Clock;
  /** Names this window in leases. */
  readonly owner: string;
  /** Of the Resource Manager that is written to. */
  readonly origin: () => string;
  readonly plans: PlanPages;
  readonly log: Log;
  /** Something was written, or an operation's journal changed. */
  readonly changed: () => void;
}

type Run = (signal: Cancellation, listener: OperationListener) => Promise<Outcome>;

/** A notification for as long as something is read. */
export function whileReading<T>(title: string, read: () => Promise<T>): Thenable<T> {
  return whileWorking(title, read);
}

/** What a command wants done, and in which words it asks. */
export interface Wanted<Kind extends OperationKind> {
  readonly kind: Kind;
  readonly spec: SpecOf<Kind>;
  /** What the button says. */
  readonly verb: string;
  /** By default the operation's title. */
  readonly question?: string;
  /** Made already of what was just read. */
  readonly first?: PlanOf<Kind>;
}

export interface Preparing<Kind extends OperationKind> {
  readonly plan: PlanOf<Kind>;
  readonly seen: SeenOf<Kind>;
}

/** The plan for what is wanted, with a notification while Azure is read. Rejects with FailureError. */
export async function prepared<Kind extends OperationKind>(
  wish: { readonly kind: Kind; readonly spec: SpecOf<Kind>; readonly operationId: string },
  title: string,
  ports: OperationPorts,
): Promise<Preparing<Kind>> {
  const azure = await ports.azure();
  const world = { azure, journal: ports.journal };
  return whileReading(`${title}: looking at what is there`, () =>
    prepare(wish, world, new AbortController().signal),
  );
}

/**
 * The way of every command that writes to Azure: plans, shows the plan, asks, plans again, and applies. Nothing is done
 * when the user turns away. Rejects with FailureError when it is blocked, changed meanwhile, refused or failed.
 */
export async function carryOut<Kind extends OperationKind>(
  { kind, spec, verb, question, first }: Wanted<Kind>,
  ports: OperationPorts,
): Promise<void> {
  const title = operations[kind].title(spec);
  const operationId = first?.operationId ?? crypto.randomUUID();
  const again = async () => (await prepared({ kind, spec, operationId }, title, ports)).plan;
  const shown = { plan: first ?? (await again()), again, verb, question: question ?? `${title}?` };
  const plan = await confirmed(shown, ports);
  if (plan === undefined) return;
  const all = await allPorts(ports);
  const acknowledged = plan.hazards.map(({ id }) => id);
  await runOperation(title, plan, ports, (signal, listener) =>
    run(plan, all, signal, listener, acknowledged),
  );
}

/** What the engine applies with. */
export async function allPorts(ports: OperationPorts): Promise<ResumePorts> {
  const azure = await ports.azure();
  return { ...ports, writer: azure, reader: azure };
}

/** Rejects with FailureError for what failed or was refused. */
export async function runOperation(
  title: string,
  plan: Pick<AnyPlan, 'steps'>,
  { log, changed }: OperationPorts,
  run: Run,
): Promise<void> {
  const outcome = await whileCancellable(title, async (report, token) => {
    const [stop, abandon] = [new AbortController(), new AbortController()];
    const asking = token.onCancellationRequested(() => {
      stop.abort();
      void askWhetherToWait(title, abandon);
    });
    try {
      return await run({ stop: stop.signal, abandon: abandon.signal }, (event) => {
        const message = lineFor(event, plan);
        if (message !== undefined) report(message);
        if (event.kind === 'stepFinished' && event.failure) log.error(detailsOf(event.failure));
        else if (message !== undefined) log.info(`${title}: ${message}`);
      });
    } finally {
      asking.dispose();
      changed();
    }
  });
  if (outcome.kind === 'refused') throw new FailureError(outcome.failure);
  if (outcome.kind === 'failed') {
    const [first] = outcome.failures;
    if (first) throw new FailureError(first);
  }
  const end = endOf(title, outcome, plan);
  if (end !== undefined) void notify('info', end);
}

/** Nothing more starts in any case; what runs is awaited unless the user says otherwise. */
async function askWhetherToWait(title: string, abandon: AbortController): Promise<void> {
  const dont = 'Don’t Wait';
  const answer = await notify(
    'warning',
    `${title}: nothing more is started. Azure still works on what was begun, and this can’t be stopped.`,
    'Wait for It',
    dont,
  );
  if (answer === dont) abandon.abort();
}

export interface ShownPlan<Kind extends OperationKind> {
  readonly plan: PlanOf<Kind>;
  /** Makes the plan anew from the state of now. */
  readonly again: () => PromiseLike<PlanOf<Kind>>;
  /** What the button says. */
  readonly verb: string;
  readonly question: string;
}

/**
 * Shows the plan, asks, and makes it anew: undefined if the user turned away or there is nothing to do. Rejects with
 * FailureError when it is blocked, or no longer says what was shown.
 */
export async function confirmed<Kind extends OperationKind>(
  { plan, again, verb, question }: ShownPlan<Kind>,
  { plans }: OperationPorts,
): Promise<PlanOf<Kind> | undefined> {
  plans.show(plan);
  const [blocker] = plan.blockers;
  if (blocker !== undefined) {
    throw new FailureError({
      code: 'plan.blocked',
      kind: 'user',
      message: plan.blockers.map(({ message }) => message).join(' '),
      nextAction: [blocker.wayOut, blocker.command ?? ''].join(' ').trim(),
    });
  }
  if (plan.steps.every(({ action }) => action === 'reuse')) {
    void notify('info', `${question} There is nothing to do: see the page for why.`);
    return undefined;
  }
  const agreed = await confirm({ question, detail: summaryOf(plan), verb });
  if (!agreed || !(await typed(wordToType(plan), verb))) return undefined;
  const present = await again();
  const changes = changedSince(plan, present);
  if (changes.length === 0) return present;
  throw new FailureError({
    code: 'plan.changed',
    kind: 'conflict',
    message: `Nothing was done, because things have changed since the plan was shown. ${changes.join(' ')}`,
    nextAction: 'Look at the new plan.',
  });
}

async function typed(word: string | undefined, verb: string): Promise<boolean> {
  if (word === undefined) return true;
  const text = await inputBox({
    title: verb,
    prompt: `This takes something away from everybody who uses it. Type ${word} to go on.`,
    problemOf: (input) => (input === '' || word.startsWith(input) ? undefined : `That is not ${word}.`),
  });
  return text === word;
}
