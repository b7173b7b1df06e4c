/** Operations as their journals tell of them. */
import { nameOf } from '../model/armId';
import { unfinishedOperations } from '../provisioning/journal/journal';
import { parseJournal, type Journal } from '../provisioning/journal/journalSchema';
import type { Clock, JournalStorage } from '../provisioning/ports';

export type Operation = KnownOperation | UnreadableOperation;

export interface KnownOperation {
  readonly state: 'interrupted' | 'running' | 'ended';
  readonly operationId: string;
  /** e.g. "Link contoso to aks-shop". */
  readonly title: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly stepsDone: number;
  readonly stepsTotal: number;
  /** Until when a window that works on it is believed without a sign of life. */
  readonly leaseExpires: number;
}

/** The file is there and can't be understood; it is left as it is. */
export interface UnreadableOperation {
  readonly state: 'unreadable';
  readonly operationId: string;
  readonly message: string;
}

export interface Operations {
  /** What was begun and hasn't ended. Rejects only if the storage can't be listed. */
  unfinished(): Promise<readonly Operation[]>;
  /** All that were recorded on this computer. */
  all(): Promise<readonly Operation[]>;
}

export function journalledOperations(storage: JournalStorage, clock: Clock): Operations {
  return {
    async unfinished() {
      const { interrupted, running, setAside } = await unfinishedOperations(storage, clock.now());
      return [
        ...interrupted.map((journal) => known(journal, 'interrupted')),
        ...running.map((journal) => known(journal, 'running')),
        ...setAside.map((each) => ({ state: 'unreadable' as const, ...each })),
      ];
    },
    async all() {
      const ids = await storage.list();
      const texts = await Promise.all(ids.map(async (id) => ({ id, text: await storage.read(id) })));
      return texts.flatMap(({ id, text }): readonly Operation[] => {
        if (text === undefined) return [];
        const parsed = parseJournal(text);
        if (!parsed.ok) return [{ state: 'unreadable', operationId: id, message: parsed.message }];
        return [known(parsed.journal, stateOf(parsed.journal, clock.now()))];
      });
    },
  };
}

function stateOf({ finished, lease }: Journal, now: number): KnownOperation['state'] {
  if (finished !== undefined) return 'ended';
  return lease.expires > now ? 'running' : 'interrupted';
}

function known(
  { operationId, startedAt, plan, steps, lease }: Journal,
  state: KnownOperation['state'],
): KnownOperation {
  return {
    state,
    operationId,
    title: `Link ${nameOf(plan.spec.registryId)} to ${nameOf(plan.spec.clusterId)}`,
    startedAt,
    stepsDone: Object.values(steps).filter((step) => step.state === 'done').length,
    stepsTotal: plan.steps.filter(({ action }) => action !== 'reuse').length,
    leaseExpires: lease.expires,
  };
}
