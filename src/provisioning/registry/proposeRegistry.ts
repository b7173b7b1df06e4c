/** A good proposal for a registry and its private side, from one observation made without a spec. */
import { sameId } from '../../model/armId';
import { defaultNamePatterns, proposeName, type NamePatterns } from '../../model/names';
import { regionKey } from '../../model/regions';
import type { Observed, ObservedCluster, ObservedRegistry } from '../observed/observed';
import { factOf, known, knownValues, networkOf } from '../observed/lookup';
import { FreeNames } from '../proposing/freeNames';
import type { Place, SideGround } from '../proposing/ground';
import { newPlace, placeOf } from '../proposing/proposePlace';
import { registryZoneLinkName } from '../proposing/pathNames';
import { readable } from '../proposing/readable';
import type { Approval, RegistrySide } from '../plan/spec';
import { proposeRegistryZone } from './proposeRegistryZone';
import { toBe } from './registrySituation';
import type { ExistingRegistry, NewRegistry, RegistrySpec, Replica } from '../plan/registrySpec';

/** What the user has said so far; everything else is proposed. */
export interface RegistryWishes {
  readonly registry: NewRegistryWish | Pick<ExistingRegistry, 'kind' | 'id'>;
  /** `none`: the registry alone. Left out: with private addresses. */
  readonly side?: 'private' | 'none';
  /** A network that is there and takes the endpoint, read along with the observation. Left out: one of its own. */
  readonly networkId?: string;
  /** With endpoint and subnet, and without `networkId` a network, that are none of those that are there: for these clusters. */
  readonly anewFor?: readonly ObservedCluster[];
  readonly dns?: RegistrySide['dns'];
  readonly approval?: Approval;
  readonly tags?: Readonly<Record<string, string>>;
  readonly names?: Partial<NamePatterns>;
}

/** A new registry has a name, a group and a region before anything can be proposed for it. */
export type NewRegistryWish = Pick<NewRegistry, 'kind' | 'id' | 'hostSuffix' | 'location'> &
  Partial<Pick<NewRegistry, 'publicNetworkAccess' | 'roleAssignmentMode' | 'zoneRedundancy'>> & {
    readonly replicas?: readonly (string | Replica)[];
  };

/**
 * Throws FailureError (`propose.unreadable`) where the registry that is to be made private can't be read, or a network
 * that the user chose can't.
 */
export function proposeRegistry(observed: Observed, wishes: RegistryWishes): RegistrySpec {
  const wish =
    wishes.registry.kind === 'new'
      ? newRegistry(observed, wishes.registry, wishes.side)
      : existingRegistry(observed, wishes.registry.id, wishes.side);
  const found = known(observed.registry);
  const registry = found ?? (wish.kind === 'new' ? toBe(wish) : undefined);
  const side =
    wishes.side === 'none' || registry === undefined
      ? undefined
      : proposeSide(observed, withRegions(registry, wish), wishes);
  return { schemaVersion: 1, registry: wish, side, tags: wishes.tags ?? {} };
}

function newRegistry(observed: Observed, wish: NewRegistryWish, side: RegistryWishes['side']): NewRegistry {
  const withZones = (location: string) =>
    known(observed.regions)?.some(
      ({ name, hasZones }) => hasZones && regionKey(name) === regionKey(location),
    ) ?? false;
  return {
    zoneRedundancy: withZones(wish.location),
    publicNetworkAccess: side === 'none' ? 'Enabled' : 'Disabled',
    roleAssignmentMode: 'legacy',
    ...wish,
    replicas: (wish.replicas ?? []).map((replica) =>
      typeof replica === 'string' ? { location: replica, zoneRedundancy: withZones(replica) } : replica,
    ),
  };
}

function existingRegistry(observed: Observed, id: string, side: RegistryWishes['side']): ExistingRegistry {
  const registry = readable('registry', observed.registry);
  const upgradeToPremium = side !== 'none' && registry.sku !== 'Premium';
  return { kind: 'existing', id: registry.id || id, upgradeToPremium };
}

/** The registry with the regions that it will have: its endpoint needs an address for each. */
function withRegions(registry: ObservedRegistry, wish: NewRegistry | ExistingRegistry): ObservedRegistry {
  if (wish.kind === 'existing') return registry;
  return { ...registry, replicaLocations: wish.replicas.map(({ location }) => location) };
}

function proposeSide(observed: Observed, registry: ObservedRegistry, wishes: RegistryWishes): RegistrySide {
  const host = hostOfEndpoint(observed, wishes.networkId);
  const patterns = { ...defaultNamePatterns, ...wishes.names };
  const { anewFor } = wishes;
  const names = new FreeNames(observed, undefined, anewFor !== undefined);
  const ground: SideGround = {
    observed,
    registry,
    cluster: undefined,
    clusterNetwork: undefined,
    clusters: anewFor ?? [],
    patterns,
    settled: [],
    names,
  };
  const { place, endpoint } =
    anewFor === undefined
      ? choosePlace(ground, host?.id)
      : { place: newPlace(ground, host), endpoint: undefined };
  const zone = proposeRegistryZone(ground, place, endpoint);
  const waits = endpoint !== undefined && endpoint.status !== 'Approved';
  return {
    network: place.network,
    subnet: place.subnet,
    endpoint: {
      ...place.endpoint,
      approval: wishes.approval ?? (waits ? { mode: 'manual', requestMessage: '' } : { mode: 'automatic' }),
    },
    dns: wishes.dns ?? 'zone',
    zone: { id: zone.id, onAbsent: zone.picked ? 'refuse' : 'create' },
    names: {
      zoneGroup:
        known(endpoint?.zoneGroup)?.name ??
        proposeName('zoneGroup', patterns.zoneGroup, { registry: registry.name }),
      registryZoneLink: registryZoneLinkName(ground, { networkId: place.network.id, zoneId: zone.id }),
    },
    fallbackToInternet: false,
  };
}

function hostOfEndpoint(observed: Observed, networkId: string | undefined) {
  return networkId === undefined ? undefined : readable('network', factOf(observed.networks, networkId));
}

/** An endpoint that the registry has (in the chosen network, if one is chosen), else a new one. */
function choosePlace(ground: SideGround, hostId: string | undefined) {
  const { observed, registry } = ground;
  const existing = knownValues(observed.endpoints)
    .filter(({ targetId, status }) => sameId(targetId, registry.id) && /Approved|Pending/.test(status))
    .map((endpoint) => ({ place: placeOf(observed, endpoint, registry), endpoint }))
    .filter(({ place }) => hostId === undefined || sameId(place.network.id, hostId))
    .toSorted(
      (a, b) =>
        Number(b.endpoint.status === 'Approved') - Number(a.endpoint.status === 'Approved') ||
        a.endpoint.id.localeCompare(b.endpoint.id),
    );
  const [first] = existing;
  if (first) return first;
  const place: Place = newPlace(ground, known(networkOf(observed, hostId)));
  return { place, endpoint: undefined };
}
