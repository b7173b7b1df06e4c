import { idKey, nameOf } from '../../../model/armId';
import { asObject, asObjects, type JsonObject } from '../../../model/json';
import type { RollBackPlan, RollBackSpec } from '../../plan/rollBackSpec';
import type { Journal, JournalStep } from '../../journal/journalSchema';
import { matches } from '../../plan/matching';
import { hazard } from '../../plan/findings';
import type { Blocker, Hazard, Step } from '../../plan/plan';
import { factOf, known } from '../../observed/lookup';
import { operationTag, ownedDescription } from '../../plan/ownership';
import { createStep, updateStep } from '../../plan/stepBuilder';
import type { Candidate } from '../candidate';
import { networkOf } from '../endpoint';
import { lastEndpointDangers } from '../lastEndpoint';
import { lockBlockers } from '../locks';
import { nameWithoutRecord } from '../nameWithoutRecord';
import { mustComeBackAfter } from '../order';
import type { Present } from '../../observed/present';
import { keptStep, teardown } from '../teardown';
import { publicAccessBack } from './accessBack';
import type { RollBackObserved } from './observeRollBack';

/**
 * The plan that undoes what an operation did, made from its journal and what is there now. Pure. What it created goes
 * if it bears the operation's mark (or, where Azure keeps none, if it is as the journal says it was sent); what it
 * updated gets its prior values back if nobody else has changed it since. The rest is kept, each with the reason.
 */
export function planRollBack(journal: Journal, present: RollBackObserved, operationId: string): RollBackPlan {
  const { plan, title } = journal;
  const spec = { operationId: journal.operationId, title };
  const common = { operationId, purpose: { kind: 'rollBack', spec } as const, requirements: [], basedOn: [] };
  const begun = plan.steps.flatMap((step) => {
    const recorded = journal.steps[step.id];
    return recorded === undefined || step.action === 'reuse' ? [] : [{ step, recorded }];
  });
  const verdicts = begun.map(({ step, recorded }) => verdictOf(step, recorded, journal.operationId, present));
  const candidates = verdicts.flatMap(({ remove }) => remove ?? []);
  const { deletions, kept } = teardown(candidates, present);
  const restored = verdicts.flatMap(({ restore }) => restore ?? []);
  const restores = restored.map((step) => ({
    ...step,
    dependsOn: deletions.filter((other) => mustComeBackAfter(step, other)).map(({ id }) => id),
  }));
  const steps = [...restores, ...deletions, ...kept, ...verdicts.flatMap(({ leave }) => leave ?? [])];
  // Its own clusters may not have been able to pull before: the registry may have been closed then already.
  const meant = plan.steps.flatMap(({ clusterIds }) => clusterIds);
  const stranding = present.endangered.map((registry) => lastEndpointDangers(registry, deletions, { meant }));
  return {
    ...common,
    steps: inOrderOfUndoing(
      steps,
      begun.map(({ step }) => step),
    ),
    blockers: [...lockBlockers(steps, present), ...stranding.flatMap(({ blockers }) => blockers)],
    hazards: [
      ...begun.flatMap(({ step }) => lasting(step)),
      ...sideEffects(plan, deletions),
      ...sharedEndpoints(deletions, present),
      ...stranding.flatMap(({ hazards }) => hazards),
      ...present.links.flatMap((link) => nameWithoutRecord(link, deletions, present)),
      ...publicAccessBack(restores, present),
      ...unseenContents(deletions),
    ],
  };
}

interface Verdict {
  readonly remove?: Candidate;
  readonly restore?: Step;
  readonly leave?: Step;
}

function verdictOf(step: Step, recorded: JournalStep, operationId: string, present: Present): Verdict {
  const common = { kind: step.kind, title: step.title, resourceId: step.resourceId };
  const stepId = undoId(step);
  const leave = (reason: string): Verdict => ({ leave: keptStep({ ...common, stepId }, reason) });
  const fact = factOf(present.resources, step.resourceId);
  if (step.undo.kind === 'nothing' || step.undo.kind === 'impossible') return {};
  if (fact.state === 'unreadable') return leave(`It is left alone: it can't be read. ${fact.reason}`);
  if (step.action === 'delete') {
    if (fact.state === 'known') return leave('It is there: it was not deleted, or somebody has put it back.');
    return step.undo.kind === 'restore' ? { restore: recreating(step, step.undo.request) } : {};
  }
  if (fact.state === 'absent') {
    const wasThere = recorded.state === 'done' || step.action === 'update';
    return leave(
      wasThere
        ? 'It is not there any more.'
        : 'It is not there: this operation didn’t come to an end with it.',
    );
  }
  const body = step.request?.body ?? {};
  if (step.undo.kind === 'restore') {
    if (matches(body, fact.value)) return { restore: restoring(step, step.undo.request) };
    return leave(
      matches(step.undo.request.body, fact.value)
        ? 'It has its prior values.'
        : 'It is left alone: somebody else has changed it since.',
    );
  }
  const mark = markOf(step, operationId);
  const expected = mark ?? body;
  if (mark === undefined && wasRefused(recorded))
    return leave('Azure refused to make it: it is somebody else’s.');
  if (!matches(expected, fact.value)) {
    return leave(
      mark === undefined
        ? 'It is left alone: it is not as this operation made it.'
        : 'It is left alone: it doesn’t bear the mark of this operation.',
    );
  }
  const subnets = step.kind === 'network' ? namesOf(asObject(body['properties'])['subnets']) : [];
  return {
    remove: {
      ...common,
      stepId,
      apiVersion: step.request?.apiVersion ?? '',
      reason: 'This operation made it.',
      expected,
      holds: step.holds,
      madeWith: subnets.map((name) => `${step.resourceId}/subnets/${name}`),
    },
  };
}

function restoring(step: Step, request: NonNullable<Step['request']>): Step {
  const { kind, title, resourceId, holds } = step;
  const prior = { id: undoId(step), kind, title, resourceId, holds, request };
  const undo =
    step.request === undefined
      ? ({ kind: 'nothing' } as const)
      : ({ kind: 'restore', request: step.request } as const);
  return {
    ...updateStep(undo, { ...prior, reason: 'It gets the values back that it had before this operation.' }),
    guard: { expected: step.request?.body ?? {} },
  };
}

function recreating(step: Step, request: NonNullable<Step['request']>): Step {
  const { kind, title, resourceId, holds } = step;
  const reason = 'This operation deleted it: it is made again as it was.';
  return createStep({ id: undoId(step), kind, title, resourceId, holds, request, reason });
}

function undoId({ id }: Step): string {
  return `undo.${id}`;
}

/** Where Azure keeps a mark, it was in the body: as a tag, or as a role assignment's description. */
function markOf({ request }: Step, operationId: string): JsonObject | undefined {
  const { tags, properties } = request?.body ?? {};
  if (asObject(tags)[operationTag] !== undefined) return { tags: { [operationTag]: operationId } };
  const description = ownedDescription(operationId);
  return asObject(properties)['description'] === description ? { properties: { description } } : undefined;
}

/** Azure said no to the only try: whatever is there now was made by somebody else. */
function wasRefused({ state, attempt, failure }: JournalStep): boolean {
  const status = failure?.azure?.status;
  if (state !== 'failed' || attempt > 1 || status === undefined) return false;
  return status >= 400 && status < 500 && status !== 408 && status !== 429;
}

function namesOf(items: JsonObject[string] | undefined): string[] {
  return asObjects(items).flatMap(({ name }) => (typeof name === 'string' ? [name] : []));
}

/** The last thing that was made comes first. */
function inOrderOfUndoing(steps: readonly Step[], begun: readonly Step[]): Step[] {
  const place = new Map(begun.map((step, index) => [undoId(step), index]));
  return steps.toSorted((a, b) => (place.get(b.id) ?? 0) - (place.get(a.id) ?? 0));
}

function lasting({ resourceId, title, undo }: Step): Hazard[] {
  if (undo.kind !== 'impossible' && undo.kind !== 'delete') return [];
  const why = undo.kind === 'delete' ? undo.leaves : undo.why;
  if (why === undefined) return [];
  const message = undo.kind === 'delete' ? `${title}: ${why}` : `This stays as it is: ${title}. ${why}`;
  return [hazard({ code: 'cantBeUndone', about: [resourceId], message })];
}

/** A registry's first endpoint switches its dedicated data endpoints on, and nothing switches them off again. */
function sideEffects({ hazards }: Pick<Journal['plan'], 'hazards'>, deletions: readonly Step[]): Hazard[] {
  const caused = hazards.find(({ code }) => code === 'dedicatedDataEndpoints');
  if (caused === undefined || !deletions.some(({ kind }) => kind === 'endpoint')) return [];
  const message =
    'The dedicated data endpoints of the registry stay on: clients with egress allow-lists made for them would break again.';
  return [hazard({ code: 'cantBeUndone', about: [caused.id], message })];
}

/** Others may have begun to use an endpoint since: their networks are peered with the one that it is in. */
function sharedEndpoints(deletions: readonly Step[], present: Present): Hazard[] {
  const going = new Set(deletions.map(({ resourceId }) => idKey(resourceId)));
  return deletions
    .filter(({ kind }) => kind === 'endpoint')
    .flatMap((step) => {
      const endpoint = known(factOf(present.resources, step.resourceId));
      const networkId = endpoint && networkOf(endpoint);
      const contents = networkId === undefined ? undefined : factOf(present.contents, networkId);
      const peerings = (contents?.state === 'known' ? contents.value : []).filter(
        (id) => /\/virtualNetworkPeerings\//i.test(id) && !going.has(idKey(id)),
      );
      if (peerings.length === 0) return [];
      return [
        hazard({
          code: 'endpointShared',
          about: [step.resourceId],
          message: `Other networks are peered with the network of ${nameOf(step.resourceId)}: clusters in them that pull over it no longer can.`,
          affected: peerings.map(nameOf),
        }),
      ];
    });
}

/** What a registry holds goes with it, and Resource Manager doesn't tell all of it, nor at once. */
function unseenContents(deletions: readonly Step[]): Hazard[] {
  return deletions
    .filter(({ kind }) => kind === 'registry')
    .map(({ resourceId }) =>
      hazard({
        code: 'registryContents',
        about: [resourceId],
        message: `Registry ${nameOf(resourceId)} is deleted with all that is in it. Azure says that it stores nothing and has no webhook or token; what was pushed in the last minutes may be missing in that, and tasks, cache rules, permissions of others and who pulls from it were not looked at.`,
        mitigation: 'Ask those who know the registry, or leave it and delete it in the portal later.',
      }),
    );
}

/** The plan for an operation of a kind that can't be undone: it says so, and does nothing. */
export function cantBeUndone(spec: RollBackSpec, operationId: string): RollBackPlan {
  const blocker: Blocker = {
    code: 'cantBeUndone',
    message: `“${spec.title}” deleted things, and those can't be brought back by rolling back.`,
    wayOut: 'Link the two again.',
    resourceIds: [],
  };
  const purpose = { kind: 'rollBack', spec } as const;
  return { operationId, purpose, steps: [], blockers: [blocker], hazards: [], requirements: [], basedOn: [] };
}
