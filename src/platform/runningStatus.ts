/** The operations that run, in the status bar for as long as they do. */
import { t } from '@vscode/l10n';
import { commandIds } from '../contributions';
import { turningStatus } from './ask';
import type { KnownOperation, Operation } from './operations';
import type { OperationsWatch } from './operationsWatch';
import { runningWords } from './runningWords';

/** Shows them with the time that has passed; a click leads to the page of the one that runs, or to a choice. */
export function showRunning(operations: OperationsWatch): { dispose(): void } {
  const item = turningStatus('acrPrivateLink.running', t('ACR Private Link: Operations'));
  /** Of those that were seen open before they ran on: their time begins with that. */
  const resumed = new Map<string, number>();
  const open = new Set<string>();
  let running: readonly KnownOperation[] = [];
  let timer: NodeJS.Timeout | undefined;
  const draw = () => {
    const words = runningWords(
      running,
      Date.now(),
      ({ operationId, startedAt }) => resumed.get(operationId) ?? startedAt,
    );
    if (words === undefined) {
      item.hide();
      return;
    }
    const [only, ...others] = running;
    item.show(
      { ...words, spoken: t`Running: ${words.text}` },
      {
        title: t('Show Running Operation'),
        command: commandIds.showOperation,
        arguments: others.length === 0 ? [{ operationId: only?.operationId }] : [],
      },
    );
  };
  const take = (found: readonly Operation[]) => {
    running = found.flatMap((each) => (each.state === 'running' ? [each] : []));
    for (const { operationId, state } of found) if (state !== 'running') open.add(operationId);
    for (const { operationId } of running) if (open.delete(operationId)) resumed.set(operationId, Date.now());
    clearInterval(timer);
    if (running.length > 0) timer = setInterval(draw, 1000);
    draw();
  };
  const look = () => void operations.unfinished().then(take, () => undefined);
  const subscription = operations.onDidChange(look);
  look();
  return {
    dispose() {
      clearInterval(timer);
      subscription.dispose();
      item.dispose();
    },
  };
}
