/**
 * Operations that are over though their own journals don't say so: a later one did what they had left, or others undid what
 * they had done. What follows from all journals together is shown at once, and written into them when an operation ends.
 */
import * as v from 'valibot';
import { idKey, isAtOrBelow, sameId } from '../../model/armId';
import type { Step } from '../plan/plan';
import { rollBackSpecSchema, type RollBackSpec } from '../plan/rollBackSpec';
import type { Clock, JournalStorage } from '../ports';
import type { Journal, JournalStep } from './journalSchema';
import { holds } from './lease';
import { readAllJournals, readJournal, type ReadJournal } from './reading';
import { isOfSamePair, isSameWish } from './sameWish';

type Finished = NonNullable<Journal['finished']>;

/** All as they are by what the others say; pure. Those that a window is at are left as they are. */
export function closed(journals: readonly Journal[], now: number): readonly Journal[] {
  return journals.map((journal) => closedOne(journal, journals, now));
}

function closedOne(journal: Journal, all: readonly Journal[], now: number): Journal {
  const finished = closingOf(journal, all, now);
  return finished === undefined ? reopened(journal, all) : { ...journal, finished };
}

/** Makes of a single journal what `closed` does. Never rejects: where the others can't be listed, they say nothing of it. */
export async function closedIn(storage: JournalStorage, now: number): Promise<(journal: Journal) => Journal> {
  const all = await readAllJournals(storage).then(usable, () => []);
  return (journal) => closedOne(journal, all, now);
}

/**
 * How it had ended before a roll back of it was begun that was given up, or that was for a part of it. What that left of it can
 * be rolled back still; what it undid isn't done any more. What somebody has chosen to keep isn't gone on with.
 */
function reopened(journal: Journal, all: readonly Journal[]): Journal {
  const { plan, steps, finished } = journal;
  if (finished?.result !== 'rolledBack' || isUndone(finished, all)) return journal;
  const undoings = all.filter((other) => isRollBackOf(other, journal));
  const isOver =
    undoings.some((undoing) => sparesSomething(undoing) && didSomething(undoing)) ||
    plan.steps.every(({ id, action }) => action === 'reuse' || steps[id]?.state === 'done');
  const standing = plan.steps.flatMap((step) => {
    const recorded = steps[step.id];
    if (recorded === undefined || undoings.some((undoing) => hasUndone(undoing, { step, recorded })))
      return [];
    return [[step.id, recorded] as const];
  });
  return {
    ...journal,
    steps: Object.fromEntries(standing),
    finished: { at: lastSignOf(journal), result: isOver ? 'done' : 'failed' },
  };
}

export function isRollBackOf(journal: Journal, { operationId }: Journal): boolean {
  return rollBackIn(journal)?.operationId === operationId;
}

function hasUndone({ plan, steps }: Journal, effect: Effect): boolean {
  return plan.steps.some((step) => {
    const done = steps[step.id];
    if (done?.state !== 'done') return false;
    const isRestored = step.action === 'update' && idKey(step.resourceId) === idKey(effect.step.resourceId);
    return isRestored ? done.at > effect.recorded.at : undoes(step, done, effect);
  });
}

/** Writes it into the journals. Never rejects: what can't be written now follows from the journals all the same. */
export async function closeOvertaken(storage: JournalStorage, clock: Clock): Promise<void> {
  try {
    const journals = usable(await readAllJournals(storage));
    for (const { operationId } of journals.filter((one) => closingOf(one, journals, clock.now()))) {
      // As it is now: a window may have gone on with it in between.
      const present = await readJournal(storage, operationId);
      const journal = present?.ok === true ? present.journal : undefined;
      const finished = journal && closingOf(journal, journals, clock.now());
      if (present?.ok !== true || finished === undefined) continue;
      await storage.replace(
        operationId,
        present.version,
        JSON.stringify({ ...present.journal, finished } satisfies Journal),
      );
    }
  } catch {
    // Views go by `closed`.
  }
}

function closingOf(journal: Journal, all: readonly Journal[], now: number): Finished | undefined {
  const { finished, lease } = journal;
  if (finished === undefined && holds(lease, now)) return undefined;
  if (finished?.result === 'discarded' || isUndone(finished, all)) return undefined;
  const others = all.filter((other) => other !== journal && other.operationId !== journal.operationId);
  const undoing = undoneBy(journal, others);
  if (undoing !== undefined) return { at: undoing.at, result: 'rolledBack', by: undoing.by };
  if (finished?.result === 'done' || !leftSomething(journal)) return undefined;
  const [first] = others
    .filter((other) => completes(other, journal))
    .toSorted((a, b) => (a.finished?.at ?? 0) - (b.finished?.at ?? 0));
  return first?.finished && { at: finished?.at ?? first.finished.at, result: 'done', by: first.operationId };
}

/**
 * By a roll back of all of it that came to its end, or by one that can still come to it. One that kept something still did
 * once somebody has made again what it deleted.
 */
function isUndone(finished: Finished | undefined, all: readonly Journal[]): boolean {
  if (finished?.result !== 'rolledBack') return false;
  const undoing = all.find(({ operationId }) => operationId === finished.by);
  const end = undoing?.finished?.result;
  const isOver = end === 'done' || end === 'rolledBack';
  return end !== 'discarded' && !(isOver && sparesSomething(undoing));
}

/** One that was given up before it did anything decides nothing about what it would have kept. */
function didSomething({ finished, steps }: Journal): boolean {
  return finished?.result === 'done' || Object.values(steps).some(({ state }) => state === 'done');
}

/** Whether the user has left something of what it could have undone unticked. */
function sparesSomething(undoing: Journal | undefined): boolean {
  return (rollBackIn(undoing)?.spared ?? []).length > 0;
}

function rollBackIn(journal: Journal | undefined): RollBackSpec | undefined {
  const { kind, spec } = journal?.plan.purpose ?? {};
  return kind === 'rollBack' && v.is(rollBackSpecSchema, spec) ? spec : undefined;
}

/** Ended half-way, or not at all: something was sent, or may have been. */
export function leftSomething({ finished, steps }: Journal): boolean {
  if (finished === undefined) return true;
  return (finished.result === 'failed' || finished.result === 'cancelled') && Object.keys(steps).length > 0;
}

/** Whether an operation came to its end after what another one did, and was for the same, or did all that was left. */
function completes(later: Journal, journal: Journal): boolean {
  if (later.finished?.result !== 'done') return false;
  if (later.finished.at <= lastSignOf(journal)) return false;
  return isSamePurpose(later, journal) || coversRest(later, journal);
}

function lastSignOf({ startedAt, steps }: Journal): number {
  return Math.max(startedAt, ...Object.values(steps).map(({ at }) => at));
}

function usable(journals: ReadonlyMap<string, ReadJournal>): readonly Journal[] {
  return [...journals.values()].flatMap((read) => (read.ok ? [read.journal] : []));
}

/** The same wish for the same clusters, of which something that was to be done was seen to. */
function isSamePurpose(later: Journal, journal: Journal): boolean {
  const clustersOf = ({ plan }: Journal) =>
    [...new Set(plan.steps.flatMap(({ clusterIds }) => clusterIds.map(idKey)))].sort().join();
  const parts = new Set(later.plan.steps.map(({ resourceId }) => idKey(resourceId)));
  return (
    isSameWish(later.plan.purpose, journal.plan.purpose) &&
    clustersOf(later) === clustersOf(journal) &&
    journal.plan.steps.some(({ action, resourceId }) => action !== 'reuse' && parts.has(idKey(resourceId)))
  );
}

function coversRest(later: Journal, journal: Journal): boolean {
  const { plan, steps } = journal;
  const left = plan.steps.filter(({ id, action }) => action !== 'reuse' && steps[id]?.state !== 'done');
  const seenTo = later.plan.steps.filter(
    ({ id, action }) => action === 'reuse' || later.steps[id]?.state === 'done',
  );
  return (
    left.length > 0 &&
    left.every((step) => wentThrough(step, journal, later) || seenTo.some((other) => covers(other, step)))
  );
}

/** The kinds of what else has to be there for an unlink that is begun anew to find something that is left of a link. */
const foundBy: ReadonlyMap<Step['kind'], readonly Step['kind'][]> = new Map([
  ['roleAssignment', []],
  ['peering', ['endpoint']],
  ['zoneLink', ['endpoint', 'zoneGroup', 'zoneLink']],
]);

/** A deletion that was sent, of what a later unlink of the pair would name, and didn't find any more. */
function wentThrough(step: Step, { plan, steps }: Journal, later: Journal): boolean {
  const isSent = ({ id, action }: Step) => action === 'delete' && steps[id] !== undefined;
  const needed = foundBy.get(step.kind);
  return (
    isSent(step) &&
    isOfSamePair(later.plan.purpose, plan.purpose) &&
    later.plan.steps.every(({ resourceId }) => !sameId(resourceId, step.resourceId)) &&
    needed !== undefined &&
    !plan.steps.some((other) => other !== step && isSent(other) && needed.includes(other.kind))
  );
}

/** What was to be made is there, what was to go is gone, and what was to be changed was changed to the same. */
function covers(other: Step, step: Step): boolean {
  if (idKey(other.resourceId) !== idKey(step.resourceId)) return false;
  if (step.action !== 'update') return (other.action === 'delete') === (step.action === 'delete');
  const sent = ({ request }: Step) => JSON.stringify([request?.body, request?.lists]);
  return other.action === 'update' && sent(other) === sent(step);
}

/** The last of those that together undid all that an operation did; undefined while something of it stands. */
function undoneBy(
  { plan, steps }: Journal,
  others: readonly Journal[],
): { readonly by: string; readonly at: number } | undefined {
  const effects = plan.steps.flatMap((step) => {
    const recorded = steps[step.id];
    const had = step.action !== 'reuse' && recorded !== undefined && recorded.nothingMade !== true;
    return had ? [{ step, recorded }] : [];
  });
  const undoings = effects.map((effect) =>
    others
      .flatMap(({ operationId, plan: theirs, steps: done }) =>
        theirs.steps.flatMap((step) => {
          const recorded = done[step.id];
          return recorded?.state === 'done' && undoes(step, recorded, effect)
            ? [{ by: operationId, at: recorded.at }]
            : [];
        }),
      )
      .at(-1),
  );
  if (undoings.includes(undefined)) return undefined;
  return undoings.toSorted((a, b) => (a?.at ?? 0) - (b?.at ?? 0)).at(-1);
}

interface Effect {
  readonly step: Step;
  readonly recorded: JournalStep;
}

/** What was made or changed is deleted, by itself or with what it was in; what was deleted is made again. */
function undoes({ action, resourceId }: Step, { at }: JournalStep, effect: Effect): boolean {
  if (at <= effect.recorded.at) return false;
  return effect.step.action === 'delete'
    ? action === 'create' && idKey(resourceId) === idKey(effect.step.resourceId)
    : action === 'delete' && isAtOrBelow(effect.step.resourceId, resourceId);
}
