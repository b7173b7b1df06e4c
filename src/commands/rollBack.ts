import { t } from '@vscode/l10n';
import type { Operations } from '../platform/operations';
import { notUndoable } from '../views/history/allowed';
import type { OperationPage } from './operationPage';
import { operationFor } from './pickOperation';

/** Roll Back: opens the page that undoes an operation. Rejects with FailureError for one that can't be undone. */
export async function rollBack(
  argument: unknown,
  operations: Operations,
  page: OperationPage,
): Promise<void> {
  const operation = await operationFor(argument, operations, t('Roll Back Operation'), notUndoable);
  if (operation === undefined) return;
  const { operationId, title } = operation;
  page.open({ kind: 'rollBack', spec: { operationId, title } });
}
