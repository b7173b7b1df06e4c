import { t } from '@vscode/l10n';
import { FailureError, type Failure } from '../model/failure';
import { unusable } from '../provisioning';
import type { KnownOperation, Operations } from '../platform/operations';
import { pickLoaded } from './pick';
import { textOf } from './target';

/**
 * The operation that a command was called on, else one that the user picks of those without an obstacle; undefined if they
 * turned away. Rejects with FailureError for a given one with an obstacle, which is told in sentences: a notification and a
 * tree node may still offer what another window has seen to since.
 */
export async function operationFor(
  argument: unknown,
  operations: Operations,
  title: string,
  obstacle: (operation: KnownOperation) => string | undefined,
): Promise<KnownOperation | undefined> {
  const known = async () =>
    (await operations.all()).flatMap((operation) => (operation.state === 'unreadable' ? [] : [operation]));
  const given = textOf(argument, 'operationId');
  if (given !== undefined) {
    const operation = (await operations.all()).find(({ operationId }) => operationId === given);
    if (operation === undefined) throw new FailureError(unusable());
    if (operation.state === 'unreadable') {
      throw new FailureError({ ...unusable(operation.message), nextAction: operation.nextAction });
    }
    const why = obstacle(operation);
    if (why !== undefined) throw new FailureError(overtaken(operation.title, why));
    return operation;
  }
  const load = async () =>
    (await known())
      .filter((operation) => obstacle(operation) === undefined)
      .toSorted((a, b) => b.startedAt - a.startedAt)
      .map((operation) => ({
        label: operation.title,
        description: t`${standings[operation.result ?? operation.state]} · started ${new Date(operation.startedAt).toLocaleString()}`,
        value: operation,
      }));
  const none = t('No operations available for this action. Operation History shows all recorded operations.');
  return pickLoaded(title, t('Choose an operation'), load, none);
}

const standings: Readonly<Record<KnownOperation['state'] | NonNullable<KnownOperation['result']>, string>> = {
  interrupted: t('interrupted'),
  running: t('running'),
  stopped: t('stopped'),
  ended: t('ended'),
  done: t('done'),
  failed: t('failed'),
  cancelled: t('canceled'),
  rolledBack: t('rolled back'),
  discarded: t('discarded'),
};

function overtaken(title: string, why: string): Failure {
  return {
    code: 'operation.overtaken',
    kind: 'user',
    message: t`This isn’t available for “${title}”. ${why}`,
    nextAction: t('Refresh the tree to see open operations.'),
  };
}
