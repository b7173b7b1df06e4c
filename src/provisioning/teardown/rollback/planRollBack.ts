import { t } from '@vscode/l10n';
import { idKey, nameOf, sameId } from '../../../model/armId';
import type { RollBackPlan, RollBackSpec } from '../../plan/rollBackSpec';
import type { Journal } from '../../journal/journalSchema';
import type { Choice } from '../../plan/choice';
import { hazard } from '../../plan/findings';
import type { Blocker, Hazard, Step } from '../../plan/plan';
import { factOf, known } from '../../observed/lookup';
import { networkOf } from '../../observed/endpoint';
import { stopsStartingNodes } from '../../planning/bootstrap';
import { lastEndpointDangers } from '../lastEndpoint';
import { lockBlockers } from '../locks';
import { lostPulls } from '../lostPulls';
import { nameWithoutRecord } from '../nameWithoutRecord';
import { mustComeBackAfter, mustFollow } from '../order';
import { needOf, pullersOver } from '../needs';
import { whilePullersAre } from '../pullersThen';
import { keptStep, teardown } from '../teardown';
import { publicAccessBack } from './accessBack';
import type { RollBackObserved } from './observeRollBack';
import { leftStep, sidesTogether, undoId, verdictOf, type Verdict } from './verdict';

/**
 * The plan that undoes what an operation did, made from its journal and what is there now. Pure. What it created goes
 * if it is what the operation made (see `teardown/whose.ts`); what it updated gets its prior values back if nobody else
 * has changed it since, and loses what the operation put into its lists. The rest is kept, each with the reason, and so
 * is what is `spared` (ids of resources).
 */
export function planRollBack(
  journal: Journal,
  present: RollBackObserved,
  operationId: string,
  spared: readonly string[] = [],
): RollBackPlan {
  const { plan, title } = journal;
  const spec = { operationId: journal.operationId, title, ...(spared.length === 0 ? {} : { spared }) };
  const common = { operationId, purpose: { kind: 'rollBack', spec } as const, requirements: [], basedOn: [] };
  const begun = plan.steps.flatMap((step) => {
    const recorded = journal.steps[step.id];
    return recorded === undefined || step.action === 'reuse' ? [] : [{ step, recorded }];
  });
  // Its own clusters may not have been able to pull before: the registry may have been closed then already.
  const meant = plan.steps.flatMap(({ clusterIds }) => clusterIds);
  const verdicts = sidesTogether(
    withoutNeeded(
      begun.map(({ step, recorded }) => ({
        step,
        ...(spared.some((id) => sameId(id, step.resourceId))
          ? { leave: leftStep(step, t('Not selected.')) }
          : verdictOf(step, recorded, journal, present)),
      })),
      present,
      meant,
    ),
    present,
  );
  const candidates = verdicts.flatMap(({ remove }) => remove ?? []);
  const leaving = verdicts.flatMap((verdict) => verdict.leaving ?? []);
  const torn = teardown(candidates, present, leaving);
  const restored = verdicts.flatMap(({ restore }) => restore ?? []);
  const restores = restored.map((step) => ({
    ...step,
    dependsOn: torn.deletions.filter((other) => mustComeBackAfter(step, other)).map(({ id }) => id),
  }));
  // What a zone group no longer writes to is free only then.
  const freeing = leaving.length === 0 ? [] : restored.filter(({ kind }) => kind === 'zoneGroup');
  const deletions = whilePullersAre(present.pullers, torn.deletions).map((step) => ({
    ...step,
    dependsOn: [...step.dependsOn, ...freeing.filter((other) => mustFollow(step, other)).map(({ id }) => id)],
  }));
  const { kept } = torn;
  const steps = [...restores, ...deletions, ...kept, ...verdicts.flatMap(({ leave }) => leave ?? [])];
  const stranding = present.endangered.map((registry) => lastEndpointDangers(registry, deletions, { meant }));
  const strandings = stranding.flatMap(({ hazards }) => hazards);
  return {
    ...common,
    steps: inOrderOfUndoing(
      steps,
      begun.map(({ step }) => step),
    ),
    blockers: [...lockBlockers(steps, present), ...stranding.flatMap(({ blockers }) => blockers)],
    hazards: [
      ...present.neighbourhoods.flatMap((observed) => lostPulls(observed, deletions, strandings)),
      ...nodesToStart(deletions, present, meant),
      ...begun.flatMap(({ step }) => lasting(step)),
      ...sideEffects(plan, deletions),
      ...sharedEndpoints(deletions, present, meant),
      ...strandings,
      ...present.links.flatMap((link) => nameWithoutRecord(link, deletions, present)),
      ...publicAccessBack(restores, present),
      ...unseenContents(deletions),
    ],
  };
}

/** What of an operation can be undone, all of it ticked, and what stays. Pure. */
export function rollBackChoices(journal: Journal, present: RollBackObserved): Choice[] {
  return planRollBack(journal, present, '').steps.map(({ resourceId, title, reason, action }) => ({
    id: resourceId,
    title,
    serves: 'pair',
    notes: [reason],
    keep: action === 'reuse' ? reason : undefined,
    ticked: action !== 'reuse',
  }));
}

type StepVerdict = Verdict & { readonly step: Step };

/** What somebody else needs by now stays, though this operation made it. */
function withoutNeeded(
  verdicts: readonly StepVerdict[],
  present: RollBackObserved,
  meant: readonly string[],
): StepVerdict[] {
  const { deletions } = teardown(
    verdicts.flatMap(({ remove }) => remove ?? []),
    present,
  );
  const endpointGoes = deletions.some(({ kind }) => kind === 'endpoint');
  const judged = (verdict: StepVerdict, gone: readonly string[]): StepVerdict => {
    const { step, remove } = verdict;
    if (remove === undefined) return verdict;
    const [need] = present.neighbourhoods.flatMap(
      (observed) => needOf(step, observed, { meant, endpointGoes, gone }) ?? [],
    );
    return need === undefined ? verdict : { step, leave: keptStep(remove, t`Kept: ${need}`) };
  };
  // A name leads nowhere without the peering, and a peering serves nobody who doesn't find the name: what goes is judged
  // again until nothing more goes along.
  let gone: readonly string[] = [];
  for (;;) {
    const all = verdicts.map((verdict) => judged(verdict, gone));
    const going = all.flatMap(({ step, remove }) => (remove === undefined ? [] : [step.resourceId]));
    if (going.length === gone.length) return all;
    gone = going;
  }
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
  const message = undo.kind === 'delete' ? `${title}: ${why}` : t`Not changed: ${title}. ${why}`;
  return [hazard({ code: 'cantBeUndone', about: [resourceId], message })];
}

/** A registry's first endpoint switches its dedicated data endpoints on, and nothing switches them off again. */
function sideEffects({ hazards }: Pick<Journal['plan'], 'hazards'>, deletions: readonly Step[]): Hazard[] {
  const caused = hazards.find(({ code }) => code === 'dedicatedDataEndpoints');
  if (caused === undefined || !deletions.some(({ kind }) => kind === 'endpoint')) return [];
  const message = t(
    'The registry’s dedicated data endpoints stay enabled, because clients with egress allow lists for them would break again.',
  );
  return [hazard({ code: 'cantBeUndone', about: [caused.id], message })];
}

/** Others may have begun to use an endpoint since: their networks are peered with the one that it is in. */
function sharedEndpoints(
  deletions: readonly Step[],
  present: RollBackObserved,
  meant: readonly string[],
): Hazard[] {
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
      const clusters = present.neighbourhoods.flatMap((observed) =>
        pullersOver(step.resourceId, observed, meant),
      );
      if (peerings.length + clusters.length === 0) return [];
      const message =
        peerings.length === 0
          ? t`Other clusters use ${nameOf(step.resourceId)} and can no longer pull over it.`
          : t`Other networks are peered with the network of ${nameOf(step.resourceId)}. Clusters in them can no longer pull over it.`;
      return [
        hazard({
          code: 'endpointShared',
          about: [step.resourceId],
          message,
          affected: [...peerings.map(nameOf), ...clusters],
        }),
      ];
    });
}

/** AKS starts nodes from a registry: of the operation's own clusters, and of others that reach it over an endpoint that goes. */
function nodesToStart(
  deletions: readonly Step[],
  { neighbourhoods }: RollBackObserved,
  meant: readonly string[],
): Hazard[] {
  const endpoints = deletions.filter(({ kind }) => kind === 'endpoint');
  return neighbourhoods.flatMap((observed) => {
    const registryId = known(observed.registry)?.id;
    if (registryId === undefined) return [];
    const over = endpoints.flatMap(({ resourceId }) => pullersOver(resourceId, observed, meant));
    const clusters = (known(observed.neighbours)?.clusters ?? []).filter(
      ({ id, name }) => meant.some((own) => sameId(own, id)) || over.includes(name),
    );
    return stopsStartingNodes(registryId, clusters, deletions);
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
        message: t`Registry ${nameOf(resourceId)} is deleted with all its contents. Azure reports that it stores nothing and has no webhook or token. Images pushed in the last minutes may not be included, and tasks, cache rules, other role assignments, and clients that pull from it weren’t checked.`,
        mitigation: t('Ask the registry’s owners, or keep it and delete it in the portal later.'),
      }),
    );
}

/** The plan for an operation of a kind that can't be undone: it says so, and does nothing. */
export function cantBeUndone(spec: RollBackSpec, operationId: string): RollBackPlan {
  const blocker: Blocker = {
    code: 'cantBeUndone',
    message: t`“${spec.title}” deleted resources, which can’t be restored by rolling back.`,
    wayOut: t('Link the registry and cluster again.'),
    resourceIds: [],
  };
  const purpose = { kind: 'rollBack', spec } as const;
  return { operationId, purpose, steps: [], blockers: [blocker], hazards: [], requirements: [], basedOn: [] };
}
