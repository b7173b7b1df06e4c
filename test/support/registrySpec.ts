/** The spec of a new registry, and the observation of nothing that it is planned from. */
import type { Observed, Region } from '../../src/provisioning/observed/observed';
import type { NewRegistry, RegistrySpec } from '../../src/provisioning/plan/registrySpec';
import type { RegistrySide } from '../../src/provisioning/plan/spec';
import { privateAccess } from './linkSpec';
import { absent, ids, knownAs, pair, type Estate } from './observed';

function newRegistry(changes: Partial<NewRegistry> = {}): NewRegistry {
  return {
    kind: 'new',
    id: ids.registry,
    hostSuffix: 'azurecr.io',
    location: 'westeurope',
    zoneRedundancy: true,
    replicas: [],
    publicNetworkAccess: 'Disabled',
    roleAssignmentMode: 'legacy',
    ...changes,
  };
}

function registrySide(changes: Partial<RegistrySide> = {}): RegistrySide {
  const { network, subnet, endpoint, dns, zone, names, fallbackToInternet } = privateAccess();
  const { zoneGroup, registryZoneLink } = names;
  return {
    network,
    subnet,
    endpoint,
    dns,
    zone,
    names: { zoneGroup, registryZoneLink },
    fallbackToInternet,
    ...changes,
  };
}

export function newSpec(
  registry: Partial<NewRegistry> = {},
  side: Partial<RegistrySide> | undefined = {},
): RegistrySpec {
  return {
    schemaVersion: 1,
    registry: newRegistry(registry),
    side: registrySide(side),
    tags: { team: 'shop' },
  };
}

export function existingSpec(side: Partial<RegistrySide> = {}, upgradeToPremium = false): RegistrySpec {
  const registry = { kind: 'existing', id: ids.registry, upgradeToPremium } as const;
  return { schemaVersion: 1, registry, side: registrySide(side), tags: {} };
}

const regions: readonly Region[] = ['westeurope', 'northeurope', 'ukwest'].map((name) => ({
  name,
  displayName: name,
  geography: 'Europe',
  hasZones: name !== 'ukwest',
}));

/** An observation without clusters; the registry is absent unless one is given. */
export function alone(estate: Estate = {}, changes: Partial<Observed> = {}): Observed {
  return {
    ...pair({ registry: absent, networks: [], ...estate }),
    clusters: {},
    roleAssignments: {},
    registryName: knownAs({ available: true }),
    regions: knownAs(regions),
    ...changes,
  };
}
