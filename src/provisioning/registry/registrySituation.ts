/** A registry's spec and the observation laid side by side. */
import { nameOf } from '../../model/armId';
import { regionKey } from '../../model/regions';
import type { Observed, ObservedRegistry } from '../observed/observed';
import { hostOf } from '../observed/hosts';
import { known } from '../observed/lookup';
import { registryPathOf, type RegistrySituation } from '../planning/situation';
import type { NewRegistry, RegistrySpec } from '../plan/registrySpec';

export interface RegistryCase extends RegistrySituation {
  readonly spec: RegistrySpec;
  readonly cluster: undefined;
}

/** Undefined where nothing can be planned: the registry isn't readable, or one that should be there isn't. */
export function registryCaseOf(
  spec: RegistrySpec,
  observed: Observed,
  operationId: string,
): RegistryCase | undefined {
  const found = known(observed.registry);
  const { registry: wish, side } = spec;
  if (found === undefined && (wish.kind === 'existing' || observed.registry.state !== 'absent')) {
    return undefined;
  }
  const base = found ?? (wish.kind === 'new' ? toBe(wish) : undefined);
  if (base === undefined) return undefined;
  const registry = wish.kind === 'new' ? withReplicas(base, wish) : base;
  return {
    spec,
    observed,
    operationId,
    registry,
    registryIsNew: found === undefined,
    cluster: undefined,
    path: side && registryPathOf(side, observed, registry, undefined),
  };
}

/** The registry as Azure will describe it. */
export function toBe(wish: NewRegistry): ObservedRegistry {
  return {
    id: wish.id,
    name: nameOf(wish.id),
    location: wish.location,
    loginServer: hostOf(wish.id, wish.hostSuffix),
    sku: 'Premium',
    provisioningState: 'Succeeded',
    publicNetworkAccess: wish.publicNetworkAccess,
    defaultAction: 'Allow',
    dataEndpointEnabled: false,
    dataEndpointHostNames: [],
    roleAssignmentMode: wish.roleAssignmentMode,
    replicaLocations: [],
    connections: [],
    replicas: [],
    zoneRedundancy: wish.zoneRedundancy,
    adminUserEnabled: false,
    trustedServices: true,
  };
}

/** With the regions that the plan adds: each needs an address at every endpoint. */
function withReplicas(registry: ObservedRegistry, { replicas }: NewRegistry): ObservedRegistry {
  const locations = [...registry.replicaLocations, ...replicas.map(({ location }) => location)];
  const home = regionKey(registry.location);
  const byRegion = new Map(locations.map((location) => [regionKey(location), location] as const));
  byRegion.delete(home);
  return { ...registry, replicaLocations: [...byRegion.values()] };
}
