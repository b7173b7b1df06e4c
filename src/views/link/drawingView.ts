/** Which parts and wires the drawing of a plan has, and which steps make each of them. */
import { childId, idKey, nameOf, parentId, parseId, sameId } from '../../model/armId';
import type { Plan, StepKind } from '../../provisioning/plan';
import type { PrivateAccess } from '../../provisioning/spec';
import type { DrawingView, PartView } from './protocol';

/** The network that the cluster's peering and zone link start from is told by the plan's own steps. */
export function drawingOf(plan: Plan): DrawingView {
  const { spec } = plan;
  const registry = part('Registry', nameOf(spec.registryId), groupOf(spec.registryId), ids(plan, 'registrySku'));
  const cluster = part('AKS cluster', nameOf(spec.clusterId), groupOf(spec.clusterId), []);
  const role = part('Pull role', 'for the kubelet identity', '', ids(plan, 'roleAssignment'));
  if (spec.access.mode === 'public') {
    return { topology: 'public', parts: { registry, cluster }, wires: { role } };
  }
  const { access } = spec;
  const peerings = plan.steps.filter(({ kind }) => kind === 'peering');
  const fromCluster = peerings.find(({ resourceId }) => !sameId(parentId(resourceId), access.network.id));
  const clusterNetworkId = fromCluster === undefined ? undefined : parentId(fromCluster.resourceId);
  const shared = peerings.length === 0 && ids(plan, 'zoneLink').length < 2;
  const endpoint = part('Private endpoint', nameOf(access.endpoint.id), `in ${nameOf(access.subnet.id)}`, ids(plan, 'endpoint'));
  const zone = part('Private DNS zone', nameOf(access.zone.id), groupOf(access.zone.id), ids(plan, 'zone'));
  const network = part('Registry’s network', nameOf(access.network.id), access.network.addressPrefix, [
    ...ids(plan, 'network'),
    ...ids(plan, 'subnet'),
  ]);
  const wires = {
    access: part('Connection to the registry', '', '', ids(plan, 'endpoint')),
    zoneGroup: part('Records in the zone', access.names.zoneGroup, '', ids(plan, 'zoneGroup')),
    clusterZoneLink: part('Zone link', access.names.clusterZoneLink, '', zoneLink(plan, access, 'clusterZoneLink')),
    role,
  };
  if (shared) {
    const own = { ...network, kind: 'Cluster’s network' };
    return { topology: 'shared', parts: { registry, clusterNetwork: own, endpoint, zone, cluster }, wires };
  }
  return {
    topology: 'peered',
    parts: {
      registry,
      registryNetwork: network,
      endpoint,
      zone,
      clusterNetwork: part('Cluster’s network', clusterNetworkId === undefined ? '' : nameOf(clusterNetworkId), '', []),
      cluster,
    },
    wires: {
      ...wires,
      registryZoneLink: part('Zone link', access.names.registryZoneLink, '', zoneLink(plan, access, 'registryZoneLink')),
      peering: part('Peering', 'both directions', '', peerings.map(({ id }) => id)),
    },
  };
}

function ids(plan: Plan, kind: StepKind): string[] {
  return plan.steps.filter((step) => step.kind === kind).map(({ id }) => id);
}

function zoneLink(plan: Plan, access: PrivateAccess, which: 'registryZoneLink' | 'clusterZoneLink'): string[] {
  const key = idKey(childId(access.zone.id, 'virtualNetworkLinks', access.names[which]));
  return plan.steps.filter(({ resourceId }) => idKey(resourceId) === key).map(({ id }) => id);
}

function part(kind: string, name: string, detail: string, steps: readonly string[]): PartView {
  return { kind, name, detail, steps };
}

function groupOf(id: string): string {
  return parseId(id)?.resourceGroup ?? '';
}
