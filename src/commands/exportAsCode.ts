import type { Operations } from '../platform/operations';
import type { Settings } from '../platform/parseSettings';
import { type JournalStorage, readOperation } from '../provisioning';
import { exportPlan } from './exportPlan';
import { operationFor } from './pickOperation';

/**
 * Export as Code…: the plan of an operation that was begun on this computer, as it was then. Rejects with FailureError for
 * one whose journal can't be read, and for a plan that can't be exported.
 */
export async function exportAsCode(
  argument: unknown,
  operations: Operations,
  journals: JournalStorage,
  settings: Pick<Settings, 'cloud'>,
): Promise<void> {
  const operation = await operationFor(argument, operations, 'Export as Code', () => undefined);
  if (operation === undefined) return;
  const { plan } = await readOperation(journals, operation.operationId);
  await exportPlan(plan, settings);
}
