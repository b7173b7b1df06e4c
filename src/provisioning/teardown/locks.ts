import { t } from '@vscode/l10n';
import { isAtOrBelow, nameOf } from '../../model/armId';
import type { Blocker, Step } from '../plan/plan';
import { factOf, known } from '../observed/lookup';
import { targetsOf } from '../observed/endpoint';
import type { Present } from '../observed/present';

/**
 * One blocker for each lock that forbids one of the steps. A deletion is stopped by a lock at, above or below the
 * thing, and that of a private endpoint also by one on its registry (azure-docs issues 116983 and 110791); other writes
 * by a ReadOnly lock at or above.
 */
export function lockBlockers(steps: readonly Step[], present: Present): Blocker[] {
  return present.locks.flatMap((lock) => {
    const stopped = steps.filter((step) => {
      const resource = known(factOf(present.resources, step.resourceId));
      const along = step.action === 'delete' && resource !== undefined ? targetsOf(resource) : [];
      if ([step.resourceId, ...along].some((id) => isAtOrBelow(id, lock.scope))) {
        return step.action === 'delete' || (step.action !== 'reuse' && lock.level === 'ReadOnly');
      }
      return step.action === 'delete' && isAtOrBelow(lock.scope, step.resourceId);
    });
    if (stopped.length === 0) return [];
    return [
      {
        code: 'locked',
        message: t`The lock ${nameOf(lock.id)} (${lock.level}) on ${nameOf(lock.scope)} blocks these steps: ${stopped.map(({ title }) => title).join('; ')}.`,
        wayOut: t`Ask an owner of ${nameOf(lock.scope)} to remove the lock ${nameOf(lock.id)}, then preview again.`,
        resourceIds: [lock.id, ...stopped.map(({ resourceId }) => resourceId)],
      },
    ];
  });
}
