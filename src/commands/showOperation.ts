import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { commandIds } from '../contributions';
import { notify } from '../platform/ask';
import type { Operations } from '../platform/operations';
import { pickLoaded } from './pick';
import { textOf } from './target';

/** Pages of operations: each says whether it had one for the operation, and then it is in front. */
export type OperationPages = readonly { showOperation(operationId: string): boolean }[];

/**
 * Brings the page of a running operation to the front, also one whose tab was closed; without a page the notifications, in
 * which its progress is, and for one of another window what can be seen from here.
 */
export async function showOperation(
  argument: unknown,
  operations: Operations,
  pages: OperationPages,
): Promise<void> {
  const running = async () =>
    (await operations.unfinished()).flatMap((each) => (each.state === 'running' ? [each] : []));
  const [only, ...others] = await running();
  const given = textOf(argument, 'operationId') ?? (others.length === 0 ? only?.operationId : undefined);
  const items = async () =>
    (await running()).map((each) => ({
      label: each.title,
      description: t`${each.stepsDone} of ${each.stepsTotal} steps done${each.isHere ? '' : t(' · in another window')}`,
      value: each.operationId,
    }));
  const operationId =
    given ??
    (await pickLoaded(
      t('Show Running Operation'),
      t('Choose an operation'),
      items,
      t('No operation is running.'),
    ));
  if (operationId === undefined || pages.some((each) => each.showOperation(operationId))) return;
  const operation = (await running()).find((each) => each.operationId === operationId);
  if (operation?.isHere === true) {
    await vscode.commands.executeCommand('notifications.showList');
    return;
  }
  const [text, button] =
    operation === undefined
      ? [t('This operation has ended.'), t('View Journal')]
      : [t`“${operation.title}” is running in another window. View or cancel it there.`, t('View Journal')];
  if ((await notify('info', text, button)) === button)
    await vscode.commands.executeCommand(commandIds.viewJournal, { operationId });
}
