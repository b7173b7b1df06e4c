/** Endpoints of the registry and zones that may answer for it, as the nodes of a cluster stand to them. */
import { parentId, sameId } from '../model/armId';
import { privateAlias, privateZoneName } from '../model/clouds';
import { factOf, known, type ObservedEndpoint } from '../provisioning';
import type { LinkedZone } from '../reachability/world';
import type { SeenHop, Subject } from './rule';

/** Approved endpoints that could be read. */
export function endpointsOf({ observed, registry }: Subject): readonly ObservedEndpoint[] {
  return registry.connections
    .filter(({ status }) => status === 'Approved')
    .flatMap(({ endpointId }) => known(factOf(observed.endpoints, endpointId)) ?? []);
}

export function isPrivate({ registry }: Subject): boolean {
  return registry.connections.some(({ status }) => status === 'Approved');
}

/** In the cluster's network, or in one that is peered with it from either side. */
export function isNear({ world, cluster }: Subject, { subnetId }: ObservedEndpoint): boolean {
  const there = parentId(subnetId);
  const here = cluster.networkId ?? '';
  if (sameId(here, there)) return true;
  const sides = [
    [here, there],
    [there, here],
  ] as const;
  return sides.some(([from, to]) =>
    known(world.network(from))?.peerings.some(({ remoteNetworkId }) => sameId(remoteNetworkId, to)),
  );
}

/** Zones that a network of the cluster's is linked to, through or not, and that may answer for the registry's names. */
export function linkedZones({ world, cluster, registry }: Subject): readonly LinkedZone[] {
  const alias = privateAlias(registry.loginServer, registry.loginServer).toLowerCase();
  return world
    .zonesOf(cluster.networkId ?? '')
    .filter(({ name }) => name !== '' && (alias === name || alias.endsWith(`.${name}`)));
}

export function isRegistryZone(name: string, { registry }: Subject): boolean {
  return name.toLowerCase() === privateZoneName(registry.loginServer).toLowerCase();
}

/** Ids of the zones that the zone groups of the registry's endpoints write into. */
export function writtenZones(subject: Subject): readonly string[] {
  return endpointsOf(subject).flatMap(({ zoneGroup }) => known(zoneGroup)?.zoneIds ?? []);
}

/** Nodes got the public address of a registry that has a private one, and that isn't open to them. */
export function wentPublic({ family, route }: SeenHop, subject: Subject): boolean {
  return family === 'door' && route === 'public' && isPrivate(subject);
}

/** The record that a zone lacks or has wrong: its label, where the hop was seen by one. */
export function labelOf({ family, seen }: SeenHop): string | undefined {
  return family === 'name' && seen?.property.startsWith('A/') === true ? seen.property.slice(2) : undefined;
}

/** Id of the link of the cluster's network to a zone. */
export function linkTo(zoneId: string, { world, cluster }: Subject): string | undefined {
  return world.zonesOf(cluster.networkId ?? '').find(({ id }) => sameId(id, zoneId))?.link.id;
}
