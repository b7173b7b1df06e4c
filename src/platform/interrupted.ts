/** Operations whose window is gone are offered when VS Code starts, and when a window has gone. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { commandIds, viewIds } from '../contributions';
import { notify } from './ask';
import type { KnownOperation } from './operations';
import type { OperationsWatch } from './operationsWatch';

/**
 * Looks now and whenever something became of an operation; each operation is offered once. Failures to look are left to the tree. VS Code takes no
 * notification back: what another window has done since, the command behind the button says.
 */
export function offerInterrupted(operations: OperationsWatch): { dispose(): void } {
  const offered = new Set<string>();
  const look = async (): Promise<void> => {
    const all = await operations.unfinished();
    const interrupted = all.flatMap((operation) =>
      operation.state === 'interrupted' && !offered.has(operation.operationId) ? [operation] : [],
    );
    for (const { operationId } of interrupted) offered.add(operationId);
    const [first] = interrupted;
    if (first !== undefined) void offer(first, interrupted.length);
  };
  const lookQuietly = () => void look().catch(() => undefined);
  lookQuietly();
  return operations.onDidChange(lookQuietly);
}

async function offer(
  { operationId, title, kind }: Pick<KnownOperation, 'operationId' | 'title' | 'kind'>,
  count: number,
): Promise<void> {
  if (count > 1) {
    const show = t('Show');
    const text = t`${count} operations were interrupted. They can be resumed or rolled back.`;
    const answer = await notify('warning', text, show);
    if (answer === show) await vscode.commands.executeCommand(`${viewIds.explorer}.focus`);
    return;
  }
  const { canBeUndone } = await import('../provisioning/overview');
  const [resume, rollBack] = [t('Resume…'), t('Roll Back…')];
  const ways = canBeUndone(kind) ? [resume, rollBack] : [resume];
  const answer = await notify('warning', t`“${title}” was interrupted.`, ...ways);
  if (answer === resume) await vscode.commands.executeCommand(commandIds.resume, { operationId });
  if (answer === rollBack) await vscode.commands.executeCommand(commandIds.rollBack, { operationId });
}
