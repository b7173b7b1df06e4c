/** What a plan takes away that deletes a registry's last private endpoint, and from whom: of a closed one, everything. */
import { t } from '@vscode/l10n';
import { nameOf, sameId } from '../../model/armId';
import { asObject, asObjects, type Json, type JsonObject } from '../../model/json';
import type { Fact } from '../observed/observed';
import type { Blocker, Hazard, Step } from '../plan/plan';
import { hazard } from '../plan/findings';
import { known } from '../observed/lookup';
import type { AzureObserver, PullersReader, ResourceReader } from '../ports';
import { accessSettings, type AccessSettings } from '../publicAccess/accessSettings';
import { observePublicAccess } from '../publicAccess/observePublicAccess';
import type { PublicAccessObserved } from '../observed/observedPullers';
import { pullersOf, type ClusterPuller } from '../publicAccess/pullers';

/** A registry whose endpoints may go. */
export interface Endangered {
  readonly registryId: string;
  /** As ARM answers it. */
  readonly registry: Fact<JsonObject>;
  /** Who pulls from it; undefined where nobody loses a pull: it is open to all, or another endpoint stays. */
  readonly access: PublicAccessObserved | undefined;
}

/** `endpointIds` are all that may go. Rejects with FailureError when nothing can be said (not signed in, aborted). */
export async function observeEndangered(
  registryId: string,
  endpointIds: readonly string[],
  azure: AzureObserver & ResourceReader & PullersReader,
  signal: AbortSignal,
): Promise<Endangered> {
  const registry = await azure.read(registryId, signal);
  const value = known(registry);
  const matters = value !== undefined && areLast(endpointIds, value) && accessSettings(value)?.mode !== 'on';
  const access = matters ? await observePublicAccess(registryId, azure, signal) : undefined;
  return { registryId, registry, access };
}

export interface Dangers {
  readonly hazards: readonly Hazard[];
  readonly blockers: readonly Blocker[];
}

const none: Dangers = { hazards: [], blockers: [] };

/**
 * A blocker where clusters certainly lose a pull that nothing in the plan is about: they keep their role, reach the
 * closed registry privately now, and aren't `meant` (ids of clusters that are to lose it). A hazard for everything else
 * that the deletions take away; of a registry that is open to all only where `saysOpen`.
 */
export function lastEndpointDangers(
  { registryId, registry, access }: Endangered,
  deletions: readonly Step[],
  { meant = [], saysOpen = false }: { readonly meant?: readonly string[]; readonly saysOpen?: boolean } = {},
): Dangers {
  const ids = deletions.map(({ resourceId }) => resourceId);
  const isGoing = registry.state === 'absent' || isAmong(ids, registryId);
  if (isGoing || !deletions.some(({ kind }) => kind === 'endpoint')) return none;
  const name = nameOf(registryId);
  if (registry.state === 'unreadable') {
    const message = t`Can’t read whether ${name} has another private endpoint or public network access. Pulls from it may no longer be possible.`;
    return { ...none, hazards: [noEndpointLeft(registryId, message)] };
  }
  if (!areLast(ids, registry.value)) return none;
  const mode = accessSettings(registry.value)?.mode;
  if (mode === 'on') {
    const message = t`${name} then has no private endpoint left. All clients pull over its public address.`;
    return saysOpen ? { ...none, hazards: [noEndpointLeft(registryId, message, [], undefined)] } : none;
  }
  const pullers = access && pullersWithout(access, ids);
  const losing = (pullers ?? []).filter(({ path }) => path.verdict === 'private');
  const maybe = (pullers ?? []).filter(({ path }) => path.verdict === 'unknown');
  const unseen = pullers === undefined ? t(' The clients that pull from it couldn’t be read.') : '';
  const stranded = mode === 'off' ? losing.filter(({ clusterId }) => !isAmong(meant, clusterId)) : [];
  return {
    hazards: [
      noEndpointLeft(registryId, t`${name} then has no private endpoint left, and ${rest(mode)}${unseen}`, [
        ...losing,
        ...maybe,
      ]),
    ],
    blockers: stranded.length === 0 ? [] : [blocker(registryId, stranded)],
  };
}

/**
 * Whether nothing but its public address is left of a registry (as ARM answers it) when these endpoints go, and somebody
 * gets in there; false for one that can't be read.
 */
export function becomesPublic(registry: JsonObject | undefined, endpointIds: readonly string[]): boolean {
  return registry !== undefined && areLast(endpointIds, registry) && accessSettings(registry)?.mode !== 'off';
}

/** Whether no approved endpoint is left when these go; an endpoint that isn't approved leads nobody in. */
function areLast(endpointIds: readonly string[], registry: JsonObject): boolean {
  const approved = approvedEndpoints(registry);
  return approved.length > 0 && approved.every((id) => isAmong(endpointIds, id));
}

function approvedEndpoints(registry: JsonObject): Json[] {
  const list = asObject(registry['properties'])['privateEndpointConnections'];
  return asObjects(list).flatMap((connection) => {
    const properties = asObject(connection['properties']);
    const { status } = asObject(properties['privateLinkServiceConnectionState']);
    const { id } = asObject(properties['privateEndpoint']);
    return status === 'Approved' && id !== undefined ? [id] : [];
  });
}

function isAmong(ids: readonly string[], id: Json): boolean {
  return typeof id === 'string' && ids.some((other) => sameId(other, id));
}

/** Clusters that may pull when the deleted role assignments are gone; undefined where nobody can say. */
function pullersWithout(
  access: PublicAccessObserved,
  deleted: readonly string[],
): readonly ClusterPuller[] | undefined {
  const { assignments } = access.pullers;
  if (assignments.state !== 'known') return undefined;
  const value = assignments.value.filter(({ id }) => !isAmong(deleted, id));
  const pullers = { ...access.pullers, assignments: { ...assignments, value } };
  return pullersOf({ ...access, pullers })?.clusters;
}

function rest(mode: AccessSettings['mode'] | undefined): string {
  return mode === 'ranges'
    ? t('its public address allows only selected IP addresses. Other clients can’t pull from it.')
    : t('its public network access is disabled. No client can pull from it.');
}

function noEndpointLeft(
  registryId: string,
  message: string,
  clusters: readonly ClusterPuller[] = [],
  mitigation: string | undefined = t('Enable its public network access first.'),
): Hazard {
  const name = nameOf(registryId);
  const affected = [name, ...clusters.map((cluster) => cluster.name)];
  return hazard({
    code: 'deletesLastEndpoint',
    about: [registryId],
    affected,
    message,
    mitigation,
    typed: name,
  });
}

function blocker(registryId: string, stranded: readonly ClusterPuller[]): Blocker {
  const name = nameOf(registryId);
  const names = stranded.map((cluster) => cluster.name).join(', ');
  return {
    code: 'lastEndpointOfClosedRegistry',
    message: t`${name} then has no private endpoint left, and its public network access is disabled. ${names} could no longer pull from it.`,
    wayOut: t`Enable public network access first (Make Private… on ${name}), or detach the clusters that no longer need it.`,
    resourceIds: [registryId, ...stranded.map(({ clusterId }) => clusterId)],
  };
}
