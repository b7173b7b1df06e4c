/** What the journals on this computer say of who made what. */
import { idKey } from '../../model/armId';
import type { JsonObject } from '../../model/json';
import { keepsMark } from '../plan/ownership';
import type { Journal } from './journalSchema';

/** Something that an operation made. */
export interface Made {
  readonly operationId: string;
  /** As it was sent. */
  readonly sent: JsonObject;
  /** What tells it from a later one of its name; undefined where Azure gave nothing of the kind, or it wasn't heard. */
  readonly identity: JsonObject | undefined;
}

export interface Records {
  /** By key of the id: made by an operation whose journal is here, and not deleted by one since. */
  readonly made: ReadonlyMap<string, Made>;
  /** Ids of the operations whose journals are here, in lower case. */
  readonly operations: ReadonlySet<string>;
}

/** Takes readable journals; those that can't be read prove nothing. */
export function recordsOf(journals: readonly Journal[]): Records {
  const begun = journals.flatMap(({ operationId, plan, steps }) =>
    plan.steps.flatMap((step) => {
      const recorded = steps[step.id];
      return recorded === undefined ? [] : [{ operationId, step, recorded }];
    }),
  );
  const made = new Map<string, Made>();
  for (const { operationId, step, recorded } of begun.toSorted((a, b) => a.recorded.at - b.recorded.at)) {
    const key = idKey(step.resourceId);
    const isDone = recorded.state === 'done';
    if (step.action === 'delete' && isDone) made.delete(key);
    if (step.action !== 'create' || recorded.nothingMade) continue;
    // Of what was left half-way the mark tells, where there is one.
    if (!isDone && !keepsMark(step.kind)) continue;
    made.set(key, { operationId, sent: step.request?.body ?? {}, identity: recorded.identity });
  }
  return { made, operations: new Set(journals.map(({ operationId }) => idKey(operationId))) };
}
