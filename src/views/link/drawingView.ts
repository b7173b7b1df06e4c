/** Which parts and wires the drawing of a plan has, and which steps make each of them. */
import { t } from '@vscode/l10n';
import { idKey, nameOf, parseId, sameId } from '../../model/armId';
import { groupBy } from '../../model/groupBy';
import type { ClusterLink, LinkPlan, PrivateAccess, StepKind } from '../../provisioning';
import type { DrawingView, LanesDrawingView, LaneView, PairDrawingView, PartView } from './protocol/drawing';

export interface ClusterNetwork {
  readonly id: string;
  readonly ranges: readonly string[];
}

/** The network of a cluster, where it is known. */
export type NetworkOf = (clusterId: string) => ClusterNetwork | undefined;

/** More lanes than these can't be read; clusters with the same kind of path are then one lane. */
const mostLanes = 10;

/** Undefined where the plan has nothing to draw: what is in the way is all that is known. */
export function drawingOf(plan: LinkPlan, networkOf: NetworkOf): DrawingView | undefined {
  const [first, ...others] = plan.purpose.spec.links;
  if (first === undefined || plan.steps.length === 0) return undefined;
  return others.length === 0
    ? pairDrawing(plan, first, networkOf(first.clusterId))
    : lanesDrawing(plan, networkOf);
}

function pairDrawing(
  plan: LinkPlan,
  link: ClusterLink,
  clusterNetwork: ClusterNetwork | undefined,
): PairDrawingView {
  const { clusterId, access } = link;
  const of = stepsOfKinds(plan);
  const registry = registryPart(plan);
  const cluster = part(t('AKS cluster'), nameOf(clusterId), groupOf(clusterId), []);
  const clusterBox = part(
    t('Cluster’s network'),
    clusterNetwork === undefined ? 'unknown' : nameOf(clusterNetwork.id),
    clusterNetwork?.ranges.join(', ') ?? '',
    [],
  );
  const role = part(t('Pull role'), t('for the kubelet identity'), '', of('roleAssignment'));
  if (access.mode === 'public') {
    return {
      topology: 'public',
      parts: { registry, clusterNetwork: clusterBox, cluster },
      wires: planned(plan, { role }),
    };
  }
  const networkSteps = of('network', 'subnet');
  const zone =
    access.dns === 'central'
      ? {}
      : { zone: part(t('Private DNS zone'), nameOf(access.zone.id), groupOf(access.zone.id), of('zone')) };
  const parts = {
    registry,
    endpoint: part(
      t('Private endpoint'),
      nameOf(access.endpoint.id),
      nameOf(access.subnet.id),
      of('endpoint'),
    ),
    ...zone,
    cluster,
  };
  const wires = {
    access: part(t('Connection to the registry'), '', '', of('endpoint')),
    zoneGroup: part(t('Records in the zone'), access.names.zoneGroup, '', of('zoneGroup')),
    clusterZoneLink: part(t('Virtual network link'), access.names.clusterZoneLink, '', ['zoneLink.cluster']),
    role,
  };
  if (sameId(access.network.id, clusterNetwork?.id)) {
    return {
      topology: 'shared',
      parts: { ...parts, clusterNetwork: { ...clusterBox, steps: networkSteps } },
      wires: planned(plan, wires),
    };
  }
  const peering = part(t('Peering'), t('in both directions'), '', of('peering'));
  const hub = part(t('Route'), t('through a hub (not validated)'), '', []);
  return {
    topology: 'peered',
    parts: {
      ...parts,
      registryNetwork: part(
        t('Registry’s network'),
        nameOf(access.network.id),
        access.network.addressPrefix,
        networkSteps,
      ),
      clusterNetwork: clusterBox,
    },
    wires: {
      ...planned(plan, {
        ...wires,
        registryZoneLink: part(t('Virtual network link'), access.names.registryZoneLink, '', [
          'zoneLink.registry',
        ]),
        ...(access.route === 'routed' ? {} : { peering }),
      }),
      ...(access.route === 'routed' ? { peering: hub } : {}),
    },
  };
}

function lanesDrawing(plan: LinkPlan, networkOf: NetworkOf): LanesDrawingView {
  const { spec } = plan.purpose;
  const shared = sharedAccess(spec.links, networkOf);
  const lanes = spec.links.map((link) => laneOf(plan, link, shared, networkOf(link.clusterId)));
  const registry = registryPart(plan);
  if (shared === undefined) {
    return { topology: 'lanes', parts: { registry }, wires: {}, lanes: summarised(lanes) };
  }
  const at = (...kinds: StepKind[]) => stepsAt(plan, shared, kinds);
  const parts = {
    registry,
    registryNetwork: part(
      t('Endpoint’s network'),
      nameOf(shared.network.id),
      shared.network.addressPrefix,
      at('network', 'subnet'),
    ),
    endpoint: part(
      t('Private endpoint'),
      nameOf(shared.endpoint.id),
      nameOf(shared.subnet.id),
      at('endpoint'),
    ),
    ...(shared.dns === 'central'
      ? {}
      : { zone: part(t('Private DNS zone'), nameOf(shared.zone.id), groupOf(shared.zone.id), at('zone')) }),
  };
  const wires = planned(plan, {
    access: part(t('Connection to the registry'), '', '', at('endpoint')),
    zoneGroup: part(t('Records in the zone'), shared.names.zoneGroup, '', at('zoneGroup')),
    registryZoneLink: part(
      t('Virtual network link'),
      shared.names.registryZoneLink,
      '',
      idsWith(plan, 'zoneLink.registry'),
    ),
  });
  return { topology: 'lanes', parts, wires, lanes: summarised(lanes) };
}

function laneOf(
  plan: LinkPlan,
  { clusterId, access }: ClusterLink,
  shared: PrivateAccess | undefined,
  network: ClusterNetwork | undefined,
): LaneView {
  const mine = plan.steps.filter(({ clusterIds }) => clusterIds.some((id) => sameId(id, clusterId)));
  const of = (label: string, ...kinds: StepKind[]) => ({
    label,
    steps: mine.filter(({ kind }) => kinds.includes(kind)).map(({ id }) => id),
  });
  const where = network === undefined ? '' : t`in ${nameOf(network.id)}`;
  const common = { title: nameOf(clusterId), detail: where };
  const made = (items: LaneView['items']) => items.filter(({ steps }) => steps.length > 0);
  if (access.mode === 'public') {
    return { ...common, path: 'public', items: made([of(t('pull role'), 'roleAssignment')]) };
  }
  if (shared !== undefined && sameId(access.endpoint.id, shared.endpoint.id)) {
    const link = mine.filter(({ id }) => id.startsWith('zoneLink.cluster')).map(({ id }) => id);
    return {
      ...common,
      detail: access.route === 'routed' ? t`${where}, through a hub` : where,
      path: 'shared',
      items: made([
        of(t('peering'), 'peering'),
        { label: t('VNet link'), steps: link },
        of(t('pull role'), 'roleAssignment'),
      ]),
    };
  }
  return {
    ...common,
    path: 'own',
    items: made([
      of(t('endpoint'), 'endpoint', 'subnet', 'network', 'zoneGroup'),
      of(t('zone'), 'zone', 'zoneLink'),
      of(t('pull role'), 'roleAssignment'),
    ]),
  };
}

/** Shared ones first: they are beside what they share. */
function summarised(lanes: readonly LaneView[]): readonly LaneView[] {
  const order = ['shared', 'own', 'public'] as const;
  const sorted = order.flatMap((path) => lanes.filter((lane) => lane.path === path));
  if (sorted.length <= mostLanes) return sorted;
  return [...groupBy(sorted, ({ path }) => path)].map(([path, same]) => ({
    title: same.length === 1 ? (same[0]?.title ?? '') : t`${same.length} clusters`,
    detail: {
      shared: t('over the shared endpoint'),
      own: t('each over a separate endpoint'),
      public: t('publicly'),
    }[path],
    path,
    items: [
      ...groupBy(
        same.flatMap(({ items }) => items),
        ({ label }) => label,
      ),
    ].map(([label, items]) => ({
      label,
      steps: [...new Set(items.flatMap(({ steps }) => steps))],
    })),
  }));
}

/** The access of the endpoint that is in none of its cluster's networks, or that several clusters use. */
function sharedAccess(links: readonly ClusterLink[], networkOf: NetworkOf): PrivateAccess | undefined {
  const all = links.flatMap(({ clusterId, access }) =>
    access.mode === 'private' ? [{ access, own: sameId(access.network.id, networkOf(clusterId)?.id) }] : [],
  );
  const groups = [...groupBy(all, ({ access }) => idKey(access.endpoint.id)).values()];
  const used = groups
    .filter((group) => group.some(({ own }) => !own))
    .toSorted((one, other) => other.length - one.length);
  return used[0]?.[0]?.access;
}

function stepsAt(plan: LinkPlan, access: PrivateAccess, kinds: readonly StepKind[]): string[] {
  const ids = [access.network.id, access.subnet.id, access.endpoint.id, access.zone.id].map(idKey);
  return plan.steps
    .filter(
      ({ kind, resourceId }) =>
        kinds.includes(kind) &&
        (ids.includes(idKey(resourceId)) || idKey(resourceId).startsWith(`${idKey(access.endpoint.id)}/`)),
    )
    .map(({ id }) => id);
}

function stepsOfKinds({ steps }: LinkPlan): (...kinds: StepKind[]) => string[] {
  return (...kinds) => steps.filter(({ kind }) => kinds.includes(kind)).map(({ id }) => id);
}

function idsWith({ steps }: LinkPlan, start: string): string[] {
  return steps.filter(({ id }) => id.startsWith(start)).map(({ id }) => id);
}

function registryPart(plan: LinkPlan): PartView {
  const { registryId } = plan.purpose.spec;
  return part(t('Registry'), nameOf(registryId), groupOf(registryId), stepsOfKinds(plan)('registrySku'));
}

/** A wire that no step makes or keeps doesn't come about: a blocked plan may lack some. */
function planned(plan: LinkPlan, wires: PairDrawingView['wires']): PairDrawingView['wires'] {
  const ids = new Set(plan.steps.map(({ id }) => id));
  return Object.fromEntries(Object.entries(wires).filter(([, { steps }]) => steps.some((id) => ids.has(id))));
}

function part(kind: string, name: string, detail: string, steps: readonly string[]): PartView {
  return { kind, name, detail, steps };
}

function groupOf(id: string): string {
  return parseId(id)?.resourceGroup ?? '';
}
