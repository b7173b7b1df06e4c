/** What a private link does to how others resolve names: the breakages that nobody expects. */
import { t } from '@vscode/l10n';
import { idKey, nameOf, sameId } from '../../model/armId';
import { registryLabel } from '../../model/clouds';
import { publicPullers } from './cutover';
import { fallsBack } from './dnsSteps';
import { hazard } from '../plan/findings';
import type { HazardRule, SideHazardRule } from './hazardRule';
import { addressesIn, known, knownValues, linkOfNetwork } from '../observed/lookup';
import { keys, writeOf, type Planned } from './planned';
import { resolvingNetworks, usersOf } from './resolvers';
import {
  networksWithPath,
  otherEndpoints,
  writesInto,
  type RegistryPath,
  type RegistrySituation,
} from './situation';

/** The registry's first endpoint makes its public name an alias into the zone: other zones of the name lack it. */
export const nameBecomesPrivate: SideHazardRule = (
  { observed, registry, registryIsNew, path },
  writes,
  all,
) => {
  if (registryIsNew || !path?.firstEndpoint || !writeOf(writes, keys.endpoint(path.endpointId))) return [];
  if (registry.publicNetworkAccess !== 'Enabled') return [];
  const affected = otherZonesOf(path, all).flatMap(({ links }) =>
    links
      .filter(({ resolutionPolicy }) => resolutionPolicy === 'Default')
      .flatMap(({ networkId }) => usersOf(observed, networkId, clustersOf(all))),
  );
  if (affected.length === 0) return [];
  return [
    hazard({
      code: 'registryNameBecomesPrivate',
      message: t`After the first private endpoint is created, ${registry.loginServer} resolves through ${path.zoneName}. Networks linked to a different private DNS zone with this name can no longer resolve it (“no such host”).`,
      affected: [...new Set(affected)],
      mitigation: t`Enable “Fallback to internet” on those virtual network links (resolutionPolicy NxDomainRedirect), or add the registry’s records to those zones.`,
      about: [registry.id],
    }),
  ];
};

/** In the zone itself the records come with a later write than the endpoint: until then the name leads nowhere. */
export const nameWithoutRecord: SideHazardRule = (situation, writes, all) => {
  const { registry, registryIsNew, path } = situation;
  if (registryIsNew || !path?.firstEndpoint || !writeOf(writes, keys.endpoint(path.endpointId))) return [];
  const old = addressesIn(path.zone, registryLabel(registry.loginServer));
  const lost =
    old.length === 0 ? t('fail with “no such host”') : t`go to ${old.join(', ')}, which is no longer in use,`;
  const misled = new Set(linksWithoutPath(path, all).map(({ networkId }) => idKey(networkId)));
  const { dns } = path.access;
  const until =
    dns === 'central'
      ? t('until its record is added to that zone')
      : t('until its record is added, usually within a minute');
  return (path.zone?.links ?? []).flatMap(({ networkId, resolutionPolicy }) => {
    const affected = publicPullers(situation, networkId);
    const isOfPlan = all.some((other) => sameId(other.path?.clusterNetworkId, networkId));
    const mayFallBack = isOfPlan && dns === 'zone';
    const fallsBackInTime =
      resolutionPolicy === 'NxDomainRedirect' || (mayFallBack && fallsBack(networkId, all));
    // Only a name that the zone lacks falls back; and of a central zone, others than the plan's are named above.
    const isSafe = (fallsBackInTime && old.length === 0) || (dns === 'central' && !isOfPlan);
    if (isSafe || affected.length === 0 || misled.has(idKey(networkId))) return [];
    return [
      hazard({
        code: 'registryNameBecomesPrivate',
        message: t`${nameOf(networkId)} is already linked to ${path.zoneName}. After the private endpoint is approved, pulls from ${registry.loginServer} there ${lost} ${until}. Kubernetes retries automatically. Running containers aren’t affected.`,
        affected,
        mitigation:
          old.length > 0
            ? t`First delete the old record of ${registry.name} and enable “Fallback to internet” on the network’s virtual network link (resolutionPolicy NxDomainRedirect).`
            : mayFallBack
              ? t(
                  'Select “Fall back to internet DNS”. The plan then sets it (resolutionPolicy NxDomainRedirect) before it creates the endpoint.',
                )
              : t`First set resolutionPolicy NxDomainRedirect on the virtual network link of ${nameOf(networkId)}.`,
        about: [registry.id, path.zoneId, networkId],
      }),
    ];
  });
};

/** Networks that are linked to the zone, but have no way to the endpoint: they get an address that they can't reach. */
export const misledNetworks: SideHazardRule = ({ observed, registry, registryIsNew, path }, writes, all) => {
  if (
    registryIsNew ||
    path === undefined ||
    !writesZone(path, writes) ||
    registry.publicNetworkAccess !== 'Enabled'
  )
    return [];
  const affected = linksWithoutPath(path, all)
    // Once a registry is private, a linked network without fallback doesn't resolve it anyway: nothing gets worse.
    .filter(({ resolutionPolicy }) => path.firstEndpoint || resolutionPolicy === 'NxDomainRedirect')
    .flatMap(({ networkId }) => usersOf(observed, networkId, clustersOf(all)));
  if (affected.length === 0) return [];
  return [
    hazard({
      code: 'privateAddressWithoutPath',
      message: t`Networks linked to this zone will resolve ${registry.loginServer} to its private address without being peered with ${nameOf(path.networkId)}. Pulls from there time out.`,
      affected: [...new Set(affected)],
      mitigation: t`Peer those networks with ${nameOf(path.networkId)} too, or use a separate zone for the registry.`,
      about: [registry.id, path.zoneId],
    }),
  ];
};

/** A record that no visible endpoint keeps, made by hand or from a subscription that can't be seen, is overwritten. */
export const overwrittenRecords: SideHazardRule = (situation, writes, all) => {
  const { observed, registry, path } = situation;
  // Of a registry without an approved endpoint the public name is no alias: nobody looks at its record.
  if (path === undefined || path.firstEndpoint || !writesZone(path, writes)) return [];
  const addresses = addressesIn(path.zone, registryLabel(registry.loginServer));
  const kept = otherEndpoints(situation).some((other) => writesInto(known(other.zoneGroup), path.zoneId));
  // Another visible endpoint that keeps the record is in the way of the plan, and not only dangerous.
  if (addresses.length === 0 || kept || writesInto(path.zoneGroup, path.zoneId)) return [];
  const affected = linksWithoutPath(path, all).flatMap(({ networkId }) =>
    usersOf(observed, networkId, clustersOf(all)),
  );
  if (affected.length === 0) return [];
  return [
    hazard({
      code: 'recordOverwritten',
      message: t`The zone already has a record of ${registry.loginServer} (${addresses.join(', ')}) that no visible endpoint manages. It will be overwritten, and clients that use that address have to reach ${nameOf(path.networkId)} instead.`,
      affected: [...new Set(affected)],
      mitigation: t`Use another zone named ${path.zoneName}, or peer their networks with ${nameOf(path.networkId)} first.`,
      about: [registry.id, path.zoneId],
    }),
  ];
};

/** A zone for one region's data endpoints answers instead of the records that the endpoint's group keeps. */
export const shadowedDataEndpoints: HazardRule = ({ observed, registry, cluster, path }) => {
  const networkId = path?.clusterNetworkId;
  if (path === undefined || networkId === undefined) return [];
  const label = registryLabel(registry.loginServer);
  const regions = [registry.location, ...registry.replicaLocations];
  const names = regions.map((region) => `${region}.data.${path.zoneName}`.toLowerCase());
  const resolving = resolvingNetworks(observed, networkId);
  return knownValues(observed.zones)
    .filter(({ name }) => names.includes(name.toLowerCase()))
    .filter((zone) =>
      resolving.some(
        (id) => linkOfNetwork(zone, id) && linkOfNetwork(zone, id)?.resolutionPolicy === 'Default',
      ),
    )
    .filter(({ records }) => !(known(records) ?? []).some(({ name }) => sameId(name, label)))
    .map((zone) =>
      hazard({
        code: 'dataZoneShadows',
        message: t`The network of ${cluster.name} is linked to the zone ${zone.name}, which hides the data endpoint record ${label}.${zone.name} in ${path.zoneName}. Layers can’t be pulled.`,
        affected: [cluster.name],
        mitigation: t`Remove the network’s link to ${zone.name}, or add the record ${label} there.`,
        about: [zone.id, networkId],
      }),
    );
};

/** Links to the zone of networks that neither reach the endpoint's network nor get a path to it by the plan. */
function linksWithoutPath(path: RegistryPath, all: readonly RegistrySituation[]) {
  const reachable = networksWithPath(path);
  const planned = new Set(all.flatMap((other) => other.path?.clusterNetworkId ?? []).map(idKey));
  return (path.zone?.links ?? []).filter(
    ({ networkId }) => !reachable.has(idKey(networkId)) && !planned.has(idKey(networkId)),
  );
}

function writesZone({ endpointId }: RegistryPath, writes: readonly Planned[]): boolean {
  return writeOf(writes, keys.zoneGroup(endpointId)) !== undefined;
}

/** Zones of the name that no link of the plan writes to; also that of a central team, until its policy has done so. */
function otherZonesOf({ zone, otherZones }: RegistryPath, all: readonly RegistrySituation[]) {
  return [...(zone ? [zone] : []), ...otherZones].filter(
    ({ id }) => !all.some(({ path }) => path?.access.dns === 'zone' && sameId(path.zoneId, id)),
  );
}

function clustersOf(all: readonly RegistrySituation[]): string[] {
  return all.flatMap(({ cluster }) => cluster?.id ?? []);
}
