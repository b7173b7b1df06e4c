import { t } from '@vscode/l10n';
import type { Operations } from '../platform/operations';
import { type JournalStorage, readOperation } from '../provisioning';
import { notOpen } from '../views/history/allowed';
import type { OperationPage } from './operationPage';
import { operationFor } from './pickOperation';

/**
 * Resume: opens the page that goes on with an operation whose window is gone, that failed or was cancelled. Rejects with
 * FailureError for one that can't be gone on with.
 */
export async function resume(
  argument: unknown,
  operations: Operations,
  page: OperationPage,
  journals: JournalStorage,
): Promise<void> {
  const operation = await operationFor(argument, operations, t('Resume Operation'), notOpen);
  if (operation === undefined) return;
  const { operationId } = operation;
  const { plan } = await readOperation(journals, operationId);
  page.open(plan.purpose, operationId);
}
