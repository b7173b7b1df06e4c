/**
 * The moment in which a registry's name leads nowhere: its records go before its last endpoint, which alone gives the
 * name its public address back. Networks that stay linked to the zone without falling back get “no such host”.
 */
import { t } from '@vscode/l10n';
import { idKey, nameOf, sameId } from '../../model/armId';
import { asObject } from '../../model/json';
import type { Observed, ObservedRegistry, ObservedZone } from '../observed/observed';
import type { Hazard, Step } from '../plan/plan';
import { publicPullers } from '../planning/cutover';
import { hazard } from '../plan/findings';
import { factOf, known, knownValues } from '../observed/lookup';
import type { Present } from '../observed/present';

/**
 * One for each such network from which somebody pulls who isn't meant to stop, because the pull role stays, or from which
 * nobody can say who pulls. Pure.
 */
export function nameWithoutRecord(link: Observed, deletions: readonly Step[], present: Present): Hazard[] {
  const registry = known(link.registry);
  const isGoing = (id: string) => deletions.some(({ resourceId }) => sameId(resourceId, id));
  if (registry === undefined || isGoing(registry.id) || !goesPublic(registry, isGoing)) return [];
  const observed = withoutRoles(link, deletions, present);
  return zonesLosingRecords(observed, registry, isGoing).flatMap((zone) =>
    zone.links
      .filter(({ id, resolutionPolicy }) => !isGoing(id) && resolutionPolicy === 'Default')
      .flatMap(({ networkId }) => {
        const pullers = publicPullers({ observed, registry }, networkId).toSorted();
        const others = link.neighbours.state === 'known' ? [] : [t`network ${nameOf(networkId)}`];
        const affected = [...pullers, ...others];
        return affected.length === 0 ? [] : [noSuchHost(registry, zone, networkId, affected)];
      }),
  );
}

/** Whether its last approved endpoint goes, and its public address lets somebody in. */
function goesPublic(
  { connections, publicNetworkAccess }: ObservedRegistry,
  isGoing: (id: string) => boolean,
): boolean {
  const approved = connections.filter(({ status }) => status === 'Approved');
  return (
    publicNetworkAccess === 'Enabled' &&
    approved.length > 0 &&
    approved.every(({ endpointId }) => isGoing(endpointId))
  );
}

/** Zones that stay, of the zone groups that go. */
function zonesLosingRecords(
  { endpoints, zones }: Observed,
  registry: ObservedRegistry,
  isGoing: (id: string) => boolean,
): ObservedZone[] {
  const written = knownValues(endpoints)
    .filter(({ targetId }) => sameId(targetId, registry.id))
    .flatMap(({ zoneGroup }) => known(zoneGroup) ?? [])
    .flatMap(({ id, zoneIds }) => (isGoing(id) ? zoneIds : []));
  const keys = new Set(written.map(idKey));
  return knownValues(zones).filter(({ id }) => keys.has(idKey(id)) && !isGoing(id));
}

/** Without the roles that go: whoever loses the right to pull isn't waiting for an address. */
function withoutRoles(link: Observed, deletions: readonly Step[], { resources }: Present): Observed {
  const roles = deletions.filter(({ kind }) => kind === 'roleAssignment').map(({ resourceId }) => resourceId);
  const principals = roles.flatMap((id) => {
    const { principalId } = asObject(known(factOf(resources, id))?.['properties']);
    return typeof principalId === 'string' ? [principalId] : [];
  });
  const { neighbours } = link;
  const { pullPrincipals } = known(neighbours) ?? {};
  return {
    ...link,
    roleAssignments: Object.fromEntries(
      Object.entries(link.roleAssignments).map(([key, fact]) => [
        key,
        fact.state === 'known'
          ? { ...fact, value: fact.value.filter(({ id }) => !roles.some((role) => sameId(role, id))) }
          : fact,
      ]),
    ),
    ...(neighbours.state === 'known' && pullPrincipals
      ? {
          neighbours: {
            ...neighbours,
            value: {
              ...neighbours.value,
              pullPrincipals: pullPrincipals.filter((id) => !principals.some((other) => sameId(other, id))),
            },
          },
        }
      : {}),
  };
}

function noSuchHost(
  { id, loginServer }: ObservedRegistry,
  zone: ObservedZone,
  networkId: string,
  affected: readonly string[],
): Hazard {
  const network = nameOf(networkId);
  return hazard({
    code: 'nameWithoutRecord',
    about: [id, zone.id, networkId],
    affected,
    message: t`${network} stays linked to ${zone.name}. After the registry’s record is deleted there, pulls from ${loginServer} fail with “no such host” until the private endpoint is deleted too, usually within a minute. Kubernetes retries automatically. Running containers aren’t affected.`,
    mitigation: t`First set resolutionPolicy NxDomainRedirect on the virtual network link of ${network}.`,
  });
}
