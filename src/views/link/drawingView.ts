/** Which parts and wires the drawing of a plan has, and which steps make each of them. */
import { nameOf, parseId, sameId } from '../../model/armId';
import type { Plan, StepKind } from '../../provisioning/plan';
import type { DrawingView, PartView } from './protocol';

export interface ClusterNetwork {
  readonly id: string;
  readonly ranges: readonly string[];
}

export function drawingOf(plan: Plan, clusterNetwork: ClusterNetwork | undefined): DrawingView {
  const { spec } = plan;
  const [{ clusterId, access } = { clusterId: '', access: { mode: 'public' as const } }] = spec.links;
  const of = (...kinds: StepKind[]): string[] =>
    plan.steps.filter(({ kind }) => kinds.includes(kind)).map(({ id }) => id);
  const registry = part('Registry', nameOf(spec.registryId), groupOf(spec.registryId), of('registrySku'));
  const cluster = part('AKS cluster', nameOf(clusterId), groupOf(clusterId), []);
  const clusterBox = part(
    'Cluster’s network',
    clusterNetwork === undefined ? 'not known' : nameOf(clusterNetwork.id),
    clusterNetwork?.ranges.join(', ') ?? '',
    [],
  );
  const role = part('Pull role', 'for the kubelet identity', '', of('roleAssignment'));
  if (access.mode === 'public') {
    return {
      topology: 'public',
      parts: { registry, clusterNetwork: clusterBox, cluster },
      wires: planned(plan, { role }),
    };
  }
  const networkSteps = of('network', 'subnet');
  const parts = {
    registry,
    endpoint: part('Private endpoint', nameOf(access.endpoint.id), nameOf(access.subnet.id), of('endpoint')),
    zone: part('Private DNS zone', nameOf(access.zone.id), groupOf(access.zone.id), of('zone')),
    cluster,
  };
  const wires = {
    access: part('Connection to the registry', '', '', of('endpoint')),
    zoneGroup: part('Records in the zone', access.names.zoneGroup, '', of('zoneGroup')),
    clusterZoneLink: part('Zone link', access.names.clusterZoneLink, '', ['zoneLink.cluster']),
    role,
  };
  if (sameId(access.network.id, clusterNetwork?.id)) {
    return {
      topology: 'shared',
      parts: { ...parts, clusterNetwork: { ...clusterBox, steps: networkSteps } },
      wires: planned(plan, wires),
    };
  }
  return {
    topology: 'peered',
    parts: {
      ...parts,
      registryNetwork: part(
        'Registry’s network',
        nameOf(access.network.id),
        access.network.addressPrefix,
        networkSteps,
      ),
      clusterNetwork: clusterBox,
    },
    wires: planned(plan, {
      ...wires,
      registryZoneLink: part('Zone link', access.names.registryZoneLink, '', ['zoneLink.registry']),
      peering: part('Peering', 'in both directions', '', of('peering')),
    }),
  };
}

/** A wire that no step makes or keeps doesn't come about: a blocked plan may lack some. */
function planned(plan: Plan, wires: DrawingView['wires']): DrawingView['wires'] {
  const ids = new Set(plan.steps.map(({ id }) => id));
  return Object.fromEntries(Object.entries(wires).filter(([, { steps }]) => steps.some((id) => ids.has(id))));
}

function part(kind: string, name: string, detail: string, steps: readonly string[]): PartView {
  return { kind, name, detail, steps };
}

function groupOf(id: string): string {
  return parseId(id)?.resourceGroup ?? '';
}
