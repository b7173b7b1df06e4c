import * as vscode from 'vscode';
import { FailureError } from '../model/failure';
import type { KnownOperation, Operations } from '../platform/operations';
import { readJournal } from '../provisioning/journal/journal';
import { resumeOperation } from '../provisioning/resuming/resume';
import { isRunning, operationFor, unusable } from './pickOperation';
import { runOperation, type OperationPorts } from './running';

/** Resume: goes on with an operation whose window is gone, that failed or was cancelled. Rejects with FailureError. */
export async function resume(
  argument: unknown,
  operations: Operations,
  ports: OperationPorts,
): Promise<void> {
  const operation = await operationFor(argument, operations, 'Resume Operation', notOpen);
  if (operation === undefined) return;
  const { operationId, title, stepsDone, stepsTotal } = operation;
  const left = stepsTotal - stepsDone;
  const answer = await vscode.window.showInformationMessage(
    `Resume “${title}”?`,
    {
      modal: true,
      detail: `${stepsDone} of ${stepsTotal} steps are done. They are looked at first; if something is no longer as this operation left it, nothing is written. Then ${left === 1 ? 'the step that is left follows' : `the ${left} steps that are left follow`}, as the plan was shown.`,
    },
    'Resume',
  );
  if (answer !== 'Resume') return;
  const read = await readJournal(ports.journal, operationId);
  if (!read?.ok) throw new FailureError(unusable(read?.message));
  const azure = await ports.azure();
  const all = { ...ports, writer: azure, reader: azure };
  await runOperation(title, read.journal.plan, ports, (signal, listener) =>
    resumeOperation(operationId, all, signal, listener),
  );
}

/** Why an operation can be neither resumed nor discarded; undefined if it can. */
export function notOpen({ state, result }: KnownOperation): string | undefined {
  if (state === 'running') return isRunning;
  if (state !== 'ended') return undefined;
  return result === undefined ? 'It is over.' : ends[result];
}

const ends: Readonly<Record<NonNullable<KnownOperation['result']>, string>> = {
  done: 'It came to its end.',
  failed: 'It failed before it changed anything, or what it left was done since.',
  cancelled: 'It was cancelled before it changed anything, or what it left was done since.',
  rolledBack: 'It has been rolled back.',
  discarded: 'It was discarded.',
};
