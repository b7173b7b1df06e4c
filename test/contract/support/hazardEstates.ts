/** What the cases of test/contract/hazards.test.ts are made of. */
import type { Core } from '../../../emulator/src/core';
import type { Preferred } from '../../../src/provisioning/proposing/propose';
import type { LinkSpec, PrivateAccess } from '../../../src/provisioning/plan/spec';
import * as add from './additions';
import { contoso } from './contoso';
import type { ExpectedHazard } from '../../support/findings';
import type { Linking } from './linking';

export type Id = `/${string}`;

export interface HazardEstate {
  readonly registry: Id;
  readonly cluster: Id;
  readonly preferred?: Preferred;
  readonly edit?: (access: PrivateAccess) => PrivateAccess;
  /** Whether what the victim does works. */
  readonly works: (azure: Linking, spec: LinkSpec) => boolean;
  readonly mitigation: Mitigation;
}

interface Mitigation {
  readonly before?: () => void;
  readonly edit?: (access: PrivateAccess) => PrivateAccess;
  readonly after?: (access: PrivateAccess) => void;
}

export interface HazardCase {
  readonly title: string;
  /** Acknowledging it breaks what `works` asks about. */
  readonly hazard: ExpectedHazard;
  /** All others that the plan warns of. */
  readonly others: readonly ExpectedHazard[];
  /**
   * All that it warns of once the mitigation is there: the hazard is gone, unless its mitigation comes after the link or is
   * nothing that Resource Manager tells of.
   */
  readonly left: readonly ExpectedHazard[];
  readonly build: (core: Core) => HazardEstate;
  /** The victim is the cluster that is linked: it has nothing to lose yet. */
  readonly ownCluster?: true;
}

export const apps = contoso('apps');

export const endpointCosts: ExpectedHazard = ['costOfEndpoint', []];
export const dataEndpoints: ExpectedHazard = [
  'dedicatedDataEndpoints',
  ['clients behind an egress allow list'],
];

/** Networks of the sample estate are linked to zones of the name, so that each first endpoint concerns them. */
export function becomesPrivateFor(...more: readonly string[]): ExpectedHazard {
  const networks = ['hub', 'payments', 'registry-core', 'registry-data', 'shop'];
  return ['registryNameBecomesPrivate', [...networks.map((name) => `network vnet-${name}-weu`), ...more]];
}

/** Its network gets its first zone of the name: what is behind other zones and can't be seen is gone there. */
export function mayHideFor(cluster: string): ExpectedHazard {
  return ['zoneLinkHidesUnseen', [cluster]];
}

/** A registry of another company, open to everybody, of which nobody here sees anything. */
export function unseenRegistry(core: Core, name: string, octet: number): Id {
  const subscription = add.addSubscription(core, name);
  const group = add.addGroup(core, subscription, `rg-${name}`);
  const network = add.addNetwork(core, group, `vnet-${name}`, {
    prefix: `10.${octet}.0.0/24`,
    subnets: { endpoints: `10.${octet}.0.0/27` },
  });
  const registry = add.addRegistry(core, group, name, { anonymousPullEnabled: true });
  add.addEndpoint(core, `pe-${name}`, registry, `${network}/subnets/endpoints`);
  for (const { id } of core.estate.ofType('Microsoft.Authorization/roleAssignments')) {
    if (id.startsWith(`/subscriptions/${subscription}`)) core.estate.delete(id);
  }
  return registry;
}

/** A cluster in a network of its own, and that network. */
export function place(
  core: Core,
  name: string,
  octet: number,
  options: { dnsServers?: readonly string[] } = {},
) {
  const group = add.addGroup(core, apps, `rg-${name}`);
  const network = add.addNetwork(core, group, `vnet-${name}`, {
    prefix: `10.${octet}.0.0/16`,
    subnets: { nodes: `10.${octet}.0.0/24`, endpoints: `10.${octet}.1.0/27` },
    ...options,
  });
  return { group, network, cluster: add.addCluster(core, group, name, [`${network}/subnets/nodes`]) };
}

export function registryIn(core: Core, name: string): Id {
  return add.addRegistry(core, add.addGroup(core, apps, `rg-${name}`), name);
}

/** A registry with an endpoint and a separate zone, still open to the public, that the cluster pulls from. */
export function privateRegistry(core: Core, name: string, octet: number, puller: Id) {
  const registry = registryIn(core, name);
  const network = add.addNetwork(core, groupOf(registry), `vnet-${name}`, {
    prefix: `10.${octet}.0.0/24`,
    subnets: { endpoints: `10.${octet}.0.0/27` },
  });
  const zone = add.addZone(core, groupOf(registry), [network]);
  const endpoint = add.addEndpoint(core, `pe-${name}`, registry, `${network}/subnets/endpoints`, zone);
  add.addPull(core, registry, puller);
  return { registry, network, zone, endpoint };
}

export function groupOf(id: string): string {
  return /^.*?\/resourceGroups\/[^/]+/.exec(id)![0];
}

export const zoneIn = (group: string) =>
  `${group}/providers/Microsoft.Network/privateDnsZones/privatelink.azurecr.io`;

/** The cluster pulls from that registry, by whatever way. */
export const pulls = (cluster: Id, registry: Id) => (azure: Linking, spec: LinkSpec) =>
  azure.way({ ...spec, registryId: registry }, cluster) !== 'none';

export const fallback = (access: PrivateAccess): PrivateAccess => ({ ...access, fallbackToInternet: true });

/** Another zone of the name, in a group where nothing of it is yet. */
export function ownZone(core: Core): (access: PrivateAccess) => PrivateAccess {
  const group = add.addGroup(core, apps, 'rg-own-zone');
  return (access) => ({ ...access, zone: { id: zoneIn(group), onAbsent: 'create' } });
}
