/** What a roll back does about one step of an operation: deletes what it made, puts back what it changed, or leaves it. */
import { t } from '@vscode/l10n';
import { nameOf, parentId, sameId } from '../../../model/armId';
import { asObject, asObjects, type JsonObject } from '../../../model/json';
import type { Journal, JournalStep } from '../../journal/journalSchema';
import { claimedSince, type Records } from '../../journal/records';
import { factOf } from '../../observed/lookup';
import type { Present } from '../../observed/present';
import { asRead } from '../../plan/guarding';
import { entriesOf, opposite, takenBack, withLists, zonesOfGroup } from '../../plan/lists';
import { differenceToSettings } from '../../plan/matching';
import { operationTag, ownedDescription } from '../../plan/ownership';
import type { ListChange, Step, StepRequest } from '../../plan/plan';
import { settingsOf, valueAt } from '../../plan/settings';
import { createStep, updateStep } from '../../plan/stepBuilder';
import { recordsOf } from '../alongWith';
import type { Candidate } from '../candidate';
import { keptStep } from '../teardown';
import { otherThanMade } from '../whose';

export interface Verdict {
  readonly remove?: Candidate;
  readonly restore?: Step;
  readonly leave?: Step;
  /** Ids of what goes along with `restore`. */
  readonly leaving?: readonly string[];
}

export function undoId({ id }: Step): string {
  return `undo.${id}`;
}

export function verdictOf(
  step: Step,
  recorded: JournalStep,
  { operationId, plan }: Pick<Journal, 'operationId' | 'plan'>,
  present: Present & { readonly records: Records },
): Verdict {
  const leave = leaving(step);
  const fact = factOf(present.resources, step.resourceId);
  if (step.undo.kind === 'nothing' || step.undo.kind === 'impossible') return {};
  if (fact.state === 'unreadable') return leave(t`Not changed, because it can’t be read. ${fact.reason}`);
  if (step.action === 'delete') {
    if (fact.state === 'known') return leave(t('It still exists. It wasn’t deleted, or was restored.'));
    return step.undo.kind === 'restore' ? { restore: recreating(step, step.undo.request) } : {};
  }
  if (fact.state === 'absent') {
    const wasThere = recorded.state === 'done' || step.action === 'update';
    return leave(
      wasThere ? t('It no longer exists.') : t('It doesn’t exist. This operation didn’t complete it.'),
    );
  }
  if (recorded.nothingMade) {
    return leave(
      step.action === 'update'
        ? t('Not changed, because this operation didn’t change it.')
        : t('Not changed, because this operation didn’t create it.'),
    );
  }
  const claim =
    step.action === 'create' ? claimedSince(step, operationId, recorded, present.records) : undefined;
  if (claim !== undefined) return leave(t`Not changed, because ${claim}.`);
  if (step.undo.kind === 'restore') return updateUndone(step, step.undo.request, fact.value);
  const shared = step.kind === 'zoneGroup' ? ownZonesOut(step, fact.value) : undefined;
  if (shared !== undefined) return shared;
  const sent = step.request?.body ?? {};
  const other = otherThanMade(step.kind, { operationId, sent, identity: recorded.identity }, fact.value);
  return other === undefined
    ? { remove: removing(step, operationId, plan.steps, present) }
    : leave(t`Not changed, because ${other}.`);
}

/**
 * A side of a peering stays where the other side stays: that is somebody's by now, and would be Disconnected without it.
 */
export function sidesTogether(
  verdicts: readonly (Verdict & { readonly step: Step })[],
  present: Present,
): Verdict[] {
  const isThere = ({ resourceId }: Step) => factOf(present.resources, resourceId).state === 'known';
  const staying = verdicts.filter(({ step, leave }) => step.kind === 'peering' && leave && isThere(step));
  return verdicts.map((verdict) => {
    const { step, remove } = verdict;
    if (step.kind !== 'peering' || remove === undefined) return verdict;
    const other = staying.find(({ step: { holds } }) =>
      holds.every((id) => step.holds.some((held) => sameId(held, id))),
    );
    if (other === undefined) return verdict;
    const name = nameOf(other.step.resourceId);
    return leaving(step)(
      t`Kept, because the other side, ${name}, stays and would become Disconnected without it.`,
    );
  });
}

function leaving(step: Step): (reason: string) => Verdict {
  return (reason) => ({ leave: leftStep(step, reason) });
}

/** What a step did, as kept. */
export function leftStep(step: Step, reason: string): Step {
  const { kind, title, resourceId } = step;
  return keptStep({ kind, title, resourceId, stepId: undoId(step) }, reason);
}

function removing(step: Step, operationId: string, steps: readonly Step[], present: Present): Candidate {
  const { kind, title, resourceId, request, holds } = step;
  return {
    kind,
    title,
    resourceId,
    stepId: undoId(step),
    apiVersion: request?.apiVersion ?? '',
    reason: t('Created by this operation.'),
    expected: markOf(request, operationId),
    holds,
    madeWith: madeWith(step, steps, present),
  };
}

/** A network's subnets; of an endpoint whose DNS others see to (by a policy, mostly) the zone group that they gave it. */
function madeWith({ kind, resourceId, request }: Step, steps: readonly Step[], present: Present): string[] {
  if (kind === 'network') {
    const { subnets } = asObject(request?.body['properties']);
    return asObjects(subnets).flatMap(({ name }) =>
      typeof name === 'string' ? [`${resourceId}/subnets/${name}`] : [],
    );
  }
  const hasGroup = steps.some(
    (other) => other.kind === 'zoneGroup' && sameId(parentId(other.resourceId), resourceId),
  );
  if (kind !== 'endpoint' || hasGroup) return [];
  const contents = factOf(present.contents, resourceId);
  return contents.state === 'known' ? [...contents.value] : [];
}

/** Prior values come back if nobody else has changed them; of lists only what this operation did is taken back. */
function updateUndone(step: Step, undo: StepRequest, actual: JsonObject): Verdict {
  const { kind, request } = step;
  const leave = leaving(step);
  const lists = takenBack(kind, request?.lists ?? [], actual);
  const hasEntries = lists.some(({ add, remove }) => add.length + remove.length > 0);
  const isPrior = differenceToSettings(kind, undo, actual) === undefined;
  if (isPrior && !hasEntries) return leave(t('It already has its previous values.'));
  if (request !== undefined && differenceToSettings(kind, request, actual) !== undefined) {
    return leave(t('Not changed, because others have changed it since then.'));
  }
  const reason = t('Restores the values from before this operation.');
  return restoring(step, undo, lists, actual, reason);
}

/** Others write to zones of their own by a group that this operation made: it stays, without the operation's zones. */
function ownZonesOut(step: Step, actual: JsonObject): Verdict | undefined {
  const { kind, request } = step;
  const { list } = zonesOfGroup;
  const made: ListChange = {
    ...zonesOfGroup,
    add: entriesOf(kind, request?.body ?? {}, list),
    remove: [],
  };
  const lists = takenBack(kind, [made], actual);
  const own = lists.flatMap(({ remove }) => remove).length;
  const all = entriesOf(kind, actual, list).length;
  if (request === undefined || own === all) return undefined;
  if (own === 0) return leaving(step)(t('Not changed, because it differs from what this operation created.'));
  const body = settingsOf(kind, actual);
  const reason = t('Others have added zones to it. Only the zones of this operation are removed.');
  return restoring(step, { ...request, body }, lists, actual, reason);
}

function restoring(
  step: Step,
  undo: StepRequest,
  lists: readonly ListChange[],
  actual: JsonObject,
  reason: string,
): Verdict {
  const { kind, title, resourceId, holds } = step;
  const request = lists.length === 0 ? undo : withLists(kind, { ...undo, lists }, actual);
  const back: Step['undo'] =
    step.request === undefined
      ? { kind: 'nothing' }
      : {
          kind: 'restore',
          request: { ...step.request, ...(lists.length === 0 ? {} : { lists: opposite(lists) }) },
        };
  return {
    restore: updateStep(back, {
      id: undoId(step),
      kind,
      title,
      resourceId,
      holds,
      request,
      reason,
      guard: asRead(kind, actual, lists),
    }),
    leaving: kind === 'zoneGroup' ? recordsOfZones(lists, actual) : [],
  };
}

/** Records of the zones that are taken out of a zone group, as Azure answers it. */
function recordsOfZones(lists: readonly ListChange[], actual: JsonObject): string[] {
  const { list, key } = zonesOfGroup;
  const out = lists.flatMap(({ remove }) => remove.map((entry) => valueAt(entry, key)));
  const configs = asObjects(valueAt(actual, list)).filter((config) =>
    out.some((zoneId) => sameId(textOf(zoneId), textOf(valueAt(config, key)))),
  );
  return recordsOf({ privateDnsZoneConfigs: configs });
}

function textOf(value: JsonObject[string] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function recreating(step: Step, request: StepRequest): Step {
  const { kind, title, resourceId, holds } = step;
  const reason = t('Deleted by this operation. It’s created again as it was.');
  return createStep({ id: undoId(step), kind, title, resourceId, holds, request, reason });
}

/** Where Azure keeps a mark, it was in the body: as a tag, or as a role assignment's description. */
function markOf(request: StepRequest | undefined, operationId: string): JsonObject {
  const { tags, properties } = request?.body ?? {};
  if (asObject(tags)[operationTag] !== undefined) return { tags: { [operationTag]: operationId } };
  const description = ownedDescription(operationId);
  return asObject(properties)['description'] === description ? { properties: { description } } : {};
}
