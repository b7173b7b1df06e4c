/** What is there already of what a plan uses and makes: for code that takes it over instead of making it again. */
import { t } from '@vscode/l10n';
import { idKey, nameOf, sameId } from '../../model/armId';
import type { Plan, Step, StepKind } from '../plan/plan';
import type { ResourceReader } from '../ports';
import type { Existing } from './found';
import { endpointWithGroups, type Found, replicasOf } from './ofRegistry';
import { apart, thingOf } from './thing';

/** Settings of something, and what is made by others' requests: no resource that code could have by itself. */
const partsOfOthers: readonly StepKind[] = ['registrySku', 'publicAccess', 'connection'];

/**
 * Of each resource what a provider has to know so that it takes nothing away: replicas with a registry, the zone group with
 * an endpoint. What the plan changes is left out, and named: code that has the whole of it would set it back. Rejects with
 * FailureError when nothing can be said.
 */
export async function observePlanned(
  { steps }: Pick<Plan, 'steps'>,
  reader: ResourceReader,
  signal: AbortSignal,
): Promise<Existing> {
  const changed = steps.filter(({ action }) => action === 'update' || action === 'delete');
  const isChanged = ({ resourceId }: Step) => changed.some((step) => sameId(step.resourceId, resourceId));
  const wanted = steps.filter(
    ({ kind, action }) => (action === 'reuse' || action === 'create') && !partsOfOthers.includes(kind),
  );
  const found = await Promise.all(
    wanted.filter((step) => !isChanged(step)).map((step) => thingsOf(step, reader, signal)),
  );
  const others = wanted.filter(isChanged).map(({ resourceId }) => ({
    left: t`${nameOf(resourceId)} is changed by the plan. It is only referred to.`,
  }));
  const { things, left } = apart([...others, ...found.flat()]);
  // A zone group is found with its endpoint, and is a step of its own.
  const each = new Map(things.map((thing) => [idKey(thing.resourceId), thing]));
  return { title: t('Existing resources of the plan'), things: [...each.values()], left: [...new Set(left)] };
}

async function thingsOf(
  { kind, action, resourceId, title }: Step,
  reader: ResourceReader,
  signal: AbortSignal,
): Promise<Found[]> {
  const fact = await reader.read(resourceId, signal);
  // What the plan makes is usually not there yet, which is nothing to say.
  if (fact.state === 'absent' && action === 'create') return [];
  if (kind === 'endpoint') return endpointWithGroups(resourceId, reader, signal);
  const own = thingOf(kind, resourceId, title, fact);
  if (kind !== 'registry' || fact.state !== 'known') return [own];
  return [own, ...(await replicasOf(resourceId, reader, signal))];
}
