/** Runs operations that have no form: with a notification, a way to cancel, and their end in words. */
import * as vscode from 'vscode';
import { FailureError } from '../model/failure';
import { shownText } from '../model/shownText';
import type { Documents } from '../platform/documents';
import { detailsOf } from '../platform/failures';
import type { Log } from '../platform/log';
import type { AnyPlan } from '../provisioning/plan/anyPlan';
import type { Cancellation } from '../provisioning/applying/cancellation';
import type { OperationListener } from '../provisioning/applying/events';
import type { Outcome } from '../provisioning/applying/outcome';
import { changedSince } from '../provisioning/plan/changedSince';
import type { Azure, Clock, JournalStorage } from '../provisioning/ports';
import type { ResumePorts } from '../provisioning/resuming/resume';
import { planText, summaryOf } from '../views/operations/planText';
import { endOf, lineFor } from '../views/operations/progressText';

/** What commands that write to Azure need. */
export interface OperationPorts {
  azure(): Promise<Azure>;
  readonly journal: JournalStorage;
  readonly clock: Clock;
  /** Names this window in leases. */
  readonly owner: string;
  readonly documents: Documents;
  readonly log: Log;
  /** Something was written, or an operation's journal changed. */
  readonly changed: () => void;
}

type Run = (signal: Cancellation, listener: OperationListener) => Promise<Outcome>;

type Apply<P extends AnyPlan> = (
  plan: P,
  ports: ResumePorts,
  signal: Cancellation,
  listener: OperationListener,
  acknowledged: readonly string[],
) => Promise<Outcome>;

/** A notification for as long as something is read. */
export function whileReading<T>(title: string, read: () => Promise<T>): Thenable<T> {
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress({ location, title: shownText(title) }, read);
}

/** Applies a plan that `confirmed` answered; its page has told the hazards. Rejects like `runOperation`. */
export function applyConfirmed<P extends AnyPlan>(
  title: string,
  plan: P,
  apply: Apply<P>,
  azure: Azure,
  ports: OperationPorts,
): Promise<void> {
  const acknowledged = plan.hazards.map(({ id }) => id);
  const all = { ...ports, writer: azure, reader: azure };
  return runOperation(title, plan, ports, (signal, listener) =>
    apply(plan, all, signal, listener, acknowledged),
  );
}

/** Rejects with FailureError for what failed or was refused. */
export async function runOperation(
  title: string,
  plan: Pick<AnyPlan, 'steps'>,
  { log, changed }: OperationPorts,
  run: Run,
): Promise<void> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: shownText(title),
    cancellable: true,
  };
  const outcome = await vscode.window.withProgress(options, async (progress, token) => {
    const [stop, abandon] = [new AbortController(), new AbortController()];
    const asking = token.onCancellationRequested(() => {
      stop.abort();
      void askWhetherToWait(title, abandon);
    });
    try {
      return await run({ stop: stop.signal, abandon: abandon.signal }, (event) => {
        const message = lineFor(event, plan);
        if (message !== undefined) progress.report({ message });
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
  if (end !== undefined) void vscode.window.showInformationMessage(end);
}

/** Nothing more starts in any case; what runs is awaited unless the user says otherwise. */
async function askWhetherToWait(title: string, abandon: AbortController): Promise<void> {
  const dont = 'Don’t Wait';
  const answer = await vscode.window.showWarningMessage(
    shownText(
      `${title}: nothing more is started. Azure still works on what was begun, and this can’t be stopped.`,
    ),
    'Wait for It',
    dont,
  );
  if (answer === dont) abandon.abort();
}

export interface ShownPlan<P extends AnyPlan> {
  readonly plan: P;
  /** Makes the plan anew from the state of now. */
  readonly again: () => Promise<P>;
  /** What the button says. */
  readonly verb: string;
  readonly question: string;
  /** To be typed before anything is done. */
  readonly word?: string | undefined;
}

/**
 * Shows the plan, asks, and makes it anew: undefined if the user turned away or there is nothing to do. Rejects with
 * FailureError when it is blocked, or no longer says what was shown.
 */
export async function confirmed<P extends AnyPlan>(
  { plan, again, verb, question, word }: ShownPlan<P>,
  { documents }: OperationPorts,
): Promise<P | undefined> {
  await documents.showText(question, planText(plan));
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
    void vscode.window.showInformationMessage(
      shownText(`${question} There is nothing to do: see the page for why.`),
    );
    return undefined;
  }
  const detail = summaryOf(plan);
  const answer = await vscode.window.showWarningMessage(question, { modal: true, detail }, verb);
  if (answer !== verb || !(await typed(word, verb))) return undefined;
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
  const text = await vscode.window.showInputBox({
    title: verb,
    prompt: `This takes something away from everybody who uses it. Type ${word} to go on.`,
    ignoreFocusOut: true,
    validateInput: (input) => (input === '' || word.startsWith(input) ? undefined : `That is not ${word}.`),
  });
  return text === word;
}
