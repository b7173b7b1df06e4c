import { idKey, nameOf } from '../../model/armId';
import { asObject } from '../../model/json';
import type { Blocker, Step } from '../plan';
import { factAt, type Present } from './present';

/**
 * One blocker for each lock that forbids one of the steps. A deletion is stopped by a lock at, above or below the
 * thing, and that of a private endpoint also by one on its registry (azure-docs issues 116983 and 110791); other writes
 * by a ReadOnly lock at or above.
 */
export function lockBlockers(steps: readonly Step[], present: Present): Blocker[] {
  return present.locks.flatMap((lock) => {
    const stopped = steps.filter((step) => {
      const targets = [step.resourceId, ...(step.action === 'delete' ? targetsOf(step, present) : [])];
      if (targets.some((id) => isAtOrBelow(id, lock.scope))) {
        return step.action === 'delete' || (step.action !== 'reuse' && lock.level === 'ReadOnly');
      }
      return step.action === 'delete' && isAtOrBelow(lock.scope, step.resourceId);
    });
    if (stopped.length === 0) return [];
    return [
      {
        code: 'locked',
        message: `The lock ${nameOf(lock.id)} (${lock.level}) on ${nameOf(lock.scope)} forbids it: ${stopped.map(({ title }) => title).join('; ')}.`,
        wayOut: `Ask an owner of ${nameOf(lock.scope)} to remove the lock ${nameOf(lock.id)}, then plan again.`,
        resourceIds: [lock.id, ...stopped.map(({ resourceId }) => resourceId)],
      },
    ];
  });
}

/** The registries whose connections go with an endpoint. */
export function targetsOf(
  { kind, resourceId }: Pick<Step, 'kind' | 'resourceId'>,
  present: Pick<Present, 'resources'>,
): string[] {
  const fact = factAt(present.resources, resourceId);
  if (kind !== 'endpoint' || fact.state !== 'known') return [];
  const properties = asObject(fact.value['properties']);
  return ['privateLinkServiceConnections', 'manualPrivateLinkServiceConnections'].flatMap((list) => {
    const items = properties[list];
    return (Array.isArray(items) ? items : []).flatMap((item) => {
      const target = asObject(asObject(item as typeof properties)['properties'])['privateLinkServiceId'];
      return typeof target === 'string' ? [target] : [];
    });
  });
}

function isAtOrBelow(id: string, scope: string): boolean {
  return idKey(id) === idKey(scope) || idKey(id).startsWith(`${idKey(scope)}/`);
}
