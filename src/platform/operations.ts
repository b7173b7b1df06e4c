/** Operations as their journals tell of them. */
import { t } from '@vscode/l10n';
import type { Clock, Journal, JournalStorage } from '../provisioning';

export type Operation = KnownOperation | UnreadableOperation;

export interface KnownOperation {
  /** `interrupted`: its window is gone. `stopped`: it failed or was cancelled half-way. `ended`: nothing is left to do. */
  readonly state: 'interrupted' | 'running' | 'stopped' | 'ended';
  readonly operationId: string;
  /** e.g. "Link contoso to aks-shop". */
  readonly title: string;
  /** Of the table of operations; `canBeUndone` says of which ones it can be rolled back. */
  readonly kind: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly stepsDone: number;
  readonly stepsTotal: number;
  /** This window works on it, or was the last one to. */
  readonly isHere: boolean;
  /** How it ended, in a word, and why, if it did. */
  readonly result?: NonNullable<Journal['finished']>['result'];
  readonly why?: string;
}

/** The journal is there and nothing can be done by it; it is left as it is. */
export interface UnreadableOperation {
  readonly state: 'unreadable';
  /** `setAside`: it isn't what this version of the extension writes. `unchecked`: that can't be told now. */
  readonly reason: 'setAside' | 'unchecked';
  readonly operationId: string;
  readonly message: string;
  readonly nextAction: string;
}

export interface Operations {
  /** What was begun and isn't through. Rejects only if the storage can't be listed. */
  unfinished(): Promise<readonly Operation[]>;
  /** All that were recorded on this computer. */
  all(): Promise<readonly Operation[]>;
  /** Their journals, as far as they can be used, by the operation's id. Rejects like the others. */
  journals(): Promise<ReadonlyMap<string, Journal>>;
}

/**
 * Those of the Resource Manager at `origin`, and those whose journals don't tell of which they are. `owner` names this window
 * in leases.
 */
export function journalledOperations(
  storage: JournalStorage,
  clock: Clock,
  owner: string,
  origin: () => string | undefined = () => undefined,
): Operations {
  const known = (journal: Journal, state: KnownOperation['state']) => knownOf(journal, state, owner);
  const read = async (withEnded: boolean): Promise<readonly Operation[]> => {
    // Most windows have none, and then don't load what reads them.
    if ((await storage.list()).length === 0) return [];
    const { otherVersion, recordedOperations, understood } = await import('../provisioning/overview');
    /** What is offered to be gone on with has to be of a kind that this version knows. */
    const toGoOnWith = (journal: Journal, state: 'interrupted' | 'stopped'): Operation =>
      understood(journal.plan) === undefined ? notUnderstood(journal, otherVersion) : known(journal, state);
    const found = await recordedOperations(storage, clock.now(), origin());
    const { interrupted, running, stopped, ended, setAside, unchecked } = found;
    return [
      ...interrupted.map((journal) => toGoOnWith(journal, 'interrupted')),
      ...running.map((journal) => known(journal, 'running')),
      ...stopped.map((journal) => toGoOnWith(journal, 'stopped')),
      ...(withEnded ? ended.map((journal) => known(journal, 'ended')) : []),
      ...setAside.map((each) => ({ state: 'unreadable' as const, reason: 'setAside' as const, ...each })),
      ...unchecked.map((each) => ({ state: 'unreadable' as const, reason: 'unchecked' as const, ...each })),
    ];
  };
  return {
    unfinished: () => read(false),
    all: () => read(true),
    journals: async () => {
      const { recordedOperations } = await import('../provisioning/overview');
      const found = await recordedOperations(storage, clock.now(), origin());
      const { interrupted, running, stopped, ended } = found;
      return new Map(
        [interrupted, running, stopped, ended].flat().map((journal) => [journal.operationId, journal]),
      );
    },
  };
}

function notUnderstood({ operationId }: Journal, message: string): UnreadableOperation {
  return {
    state: 'unreadable',
    reason: 'setAside',
    operationId,
    message,
    nextAction: t(
      'Update the extension to continue with the operation. Until then it can be neither resumed nor rolled back.',
    ),
  };
}

function knownOf(journal: Journal, state: KnownOperation['state'], owner: string): KnownOperation {
  const { operationId, title, startedAt, plan, steps, lease, finished } = journal;
  const why = Object.values(steps).find((step) => step.state === 'failed')?.failure?.message;
  return {
    state,
    operationId,
    title,
    kind: plan.purpose.kind,
    startedAt,
    stepsDone: Object.values(steps).filter((step) => step.state === 'done').length,
    stepsTotal: plan.steps.filter(({ action }) => action !== 'reuse').length,
    isHere: lease.owner === owner,
    ...(finished === undefined ? {} : { result: finished.result }),
    ...(why === undefined ? {} : { why }),
  };
}
