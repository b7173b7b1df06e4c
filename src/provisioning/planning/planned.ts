/** Steps before they have their final ids: those of several clusters are laid together, each write once. */
import { idKey, nameOf, parseId, sameId } from '../../model/armId';
import { regionKey } from '../../model/regions';
import { groupBy } from '../../model/groupBy';
import { memoizedOf } from '../../model/memoized';
import type { Step } from '../plan/plan';
import type { LinkSpec } from '../plan/spec';

export interface Planned extends Step {
  /** What is written, whoever plans it: two steps of one key are one. While planning, `dependsOn` holds keys. */
  readonly key: string;
  /** What tells steps of one id apart: the cluster's name, or that of the thing where clusters may share it. */
  readonly qualifier: string;
  /** Of each cluster its own. */
  readonly perCluster: boolean;
}

function key(...parts: readonly string[]): string {
  return parts.map(idKey).join('|');
}

/** Keys by what is written. A network has one link to a zone and one peering with another, whatever their names. */
export const keys = {
  group: (groupId: string) => key('group', groupId),
  registry: 'registry',
  replica: (location: string) => key('replica', regionKey(location)),
  sku: 'sku',
  network: (id: string) => key('network', id),
  subnet: (id: string) => key('subnet', id),
  zone: (id: string) => key('zone', id),
  endpoint: (id: string) => key('endpoint', id),
  zoneGroup: (endpointId: string) => key('zoneGroup', endpointId),
  peering: (from: string, to: string) => key('peering', from, to),
  zoneLink: (zoneId: string, networkId: string) => key('zoneLink', zoneId, networkId),
  role: (principalId: string) => key('role', principalId),
} as const;

/** A step that clusters may share. */
export function shared(stepKey: string, step: Step): Planned {
  return { ...step, key: stepKey, qualifier: nameOf(step.resourceId), perCluster: false };
}

/** A step that each cluster needs one of; `ofClusters` fills the cluster in. */
export function perCluster(stepKey: string, step: Step): Planned {
  return { ...step, key: stepKey, qualifier: '', perCluster: true };
}

/** The steps as those of one cluster. */
export function ofCluster(spec: LinkSpec, clusterId: string, steps: readonly Planned[]): Planned[] {
  const name = clusterName(spec, clusterId);
  return steps.map((step) => ({
    ...step,
    clusterIds: [clusterId],
    ...(step.perCluster ? { qualifier: name } : {}),
  }));
}

function clusterName(spec: LinkSpec, clusterId: string): string {
  const namesakes = clustersByName(spec).get(idKey(nameOf(clusterId))) ?? [];
  const group = parseId(clusterId)?.resourceGroup ?? '';
  return namesakes.length > 1 ? `${group}/${nameOf(clusterId)}` : nameOf(clusterId);
}

const clustersByName = memoizedOf(({ links }: LinkSpec) =>
  groupBy(links, ({ clusterId }) => idKey(nameOf(clusterId))),
);

/** Each write once, in the order given; `clusterIds` of the same write are joined. */
export function merged(steps: readonly Planned[]): Planned[] {
  return [...groupBy(steps, (step) => step.key).values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const clusterIds = new Map(same.flatMap((step) => step.clusterIds.map((id) => [idKey(id), id] as const)));
    return [{ ...first, clusterIds: [...clusterIds.values()] }];
  });
}

/**
 * Steps with their final ids: those that the spec has `several` of are named after their cluster, or after themselves.
 * A dependency on something that needs no write is none.
 */
export function finished(
  steps: readonly Planned[],
  several: (step: Planned) => boolean = () => false,
): Step[] {
  const ids = new Map<string, string>();
  const taken = new Set<string>();
  for (const step of steps) {
    const wanted = several(step) ? `${step.id}:${step.qualifier}` : step.id;
    let id = wanted;
    for (let number = 2; taken.has(id); number += 1) id = `${wanted}-${number}`;
    taken.add(id);
    ids.set(step.key, id);
  }
  const written = new Set(steps.filter(({ action }) => action !== 'reuse').map((step) => step.key));
  return steps.map((planned) => ({
    ...plain(planned),
    id: ids.get(planned.key) ?? planned.id,
    dependsOn: planned.dependsOn
      .filter((other) => written.has(other))
      .flatMap((other) => ids.get(other) ?? []),
  }));
}

/** The step without what only planning needs, and with all the rest, whatever it is. */
function plain(planned: Planned): Step {
  const step: Step & { key?: unknown; qualifier?: unknown; perCluster?: unknown } = { ...planned };
  delete step.key;
  delete step.qualifier;
  delete step.perCluster;
  return step;
}

/**
 * Whether the spec has several things of a step's kind, or several clusters for what each has of its own: it alone
 * decides, so that ids stay when the state changes.
 */
export function severalOf({ links }: LinkSpec): (step: Planned) => boolean {
  const accesses = links.flatMap(({ access }) => (access.mode === 'private' ? [access] : []));
  const distinct = (ids: readonly string[]) => new Set(ids.map(idKey)).size;
  const networks = distinct(accesses.map(({ network }) => network.id));
  const endpoints = distinct(accesses.map(({ endpoint }) => endpoint.id));
  const zones = distinct(accesses.flatMap(({ dns, zone }) => (dns === 'zone' ? [zone.id] : [])));
  const counts: Partial<Record<Step['kind'], number>> = {
    resourceGroup: Math.max(networks, endpoints, zones),
    network: networks,
    subnet: networks,
    zoneLink: networks,
    endpoint: endpoints,
    zoneGroup: endpoints,
    zone: zones,
  };
  return (step) => (step.perCluster ? links.length : (counts[step.kind] ?? 1)) > 1;
}

/** The steps that a cluster needs. */
export function stepsFor(clusterId: string, steps: readonly Planned[]): Planned[] {
  return steps.filter(({ clusterIds }) => clusterIds.some((id) => sameId(id, clusterId)));
}

/** The step of a key that is written, if there is one. */
export function writeOf(steps: readonly Planned[], stepKey: string): Planned | undefined {
  return steps.find((step) => step.key === stepKey && step.action !== 'reuse');
}
