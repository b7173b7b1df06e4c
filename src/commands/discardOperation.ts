import { t } from '@vscode/l10n';
import { FailureError } from '../model/failure';
import { confirm, notify } from '../platform/ask';
import type { Operations } from '../platform/operations';
import { discardOperation } from '../provisioning';
import { notOpen } from '../views/history/allowed';
import { discardText } from '../views/history/discardText';
import { textOf } from './target';
import { operationFor } from './pickOperation';
import type { OperationPorts } from './operationPage';

/**
 * Discard: takes an operation off the tree; nothing in Azure changes. Of a journal that is set aside a copy is kept. Rejects with
 * FailureError when the operation runs, or its journal can't be checked now.
 */
export async function discard(
  argument: unknown,
  operations: Operations,
  { journal, clock, owner, changed }: OperationPorts,
): Promise<void> {
  const given = textOf(argument, 'operationId');
  const all = await operations.all();
  // A journal that isn't believed has no title, and can be discarded all the same.
  const unreadable = all.find(({ state, operationId }) => state === 'unreadable' && operationId === given);
  const operation =
    unreadable === undefined
      ? await operationFor(argument, operations, t('Discard Operation'), notOpen)
      : undefined;
  const operationId = (operation ?? unreadable)?.operationId;
  if (operationId === undefined) return;
  const question = t`Discard “${operation?.title ?? operationId}”?`;
  if (!(await confirm({ question, detail: [discardText(operation)], verb: t('Discard') }))) return;
  const end = await discardOperation(journal, clock, operationId, owner);
  changed();
  if (end === undefined) return;
  if (!('keptAt' in end)) throw new FailureError(end);
  const kept = t`The operation ${operationId} was discarded. A copy of its journal was saved as ${end.keptAt}`;
  void notify('info', kept);
}
