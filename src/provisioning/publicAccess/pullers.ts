/** Everybody who may pull from a registry or push to it: clusters with the way that they go, and the others. */
import { t } from '@vscode/l10n';
import { sameId, scopeWords } from '../../model/armId';
import { known } from '../observed/lookup';
import { grantOf, type Grant } from './grants';
import type { PrincipalRole, PublicAccessObserved, VisibleCluster } from '../observed/observedPullers';
import { pathOf, type Path } from './paths';

export interface Pullers {
  /** Visible clusters whose identity may pull. */
  readonly clusters: readonly ClusterPuller[];
  readonly others: readonly OtherPrincipal[];
}

export interface ClusterPuller {
  readonly clusterId: string;
  readonly name: string;
  /** Whose role lets it pull, e.g. "kubelet identity f8aa02b6-…". */
  readonly identity: string;
  /** Empty for a cluster on a service principal: which of the roles is its own can't be told. */
  readonly roles: readonly HeldRole[];
  readonly path: Path;
  /** Pods may run on virtual nodes, which don't go that way. */
  readonly hasVirtualNodes?: true;
  /** AKS starts its nodes from the registry. */
  readonly startsNodes?: true;
}

/** A user, group or identity that is none of a visible cluster's. */
export interface OtherPrincipal {
  readonly objectId: string;
  /** `User`, `Group`, `ServicePrincipal`, …; empty where Azure doesn't say. */
  readonly type: string;
  /** What it is, where Resource Manager knows. */
  readonly name: string | undefined;
  readonly roles: readonly HeldRole[];
  readonly may: 'pull' | 'push' | 'pull and push';
}

export interface HeldRole {
  readonly name: string;
  /** e.g. "this registry", "resource group rg-devtest-weu". */
  readonly where: string;
  readonly inherited: boolean;
  /** Its condition decides which repositories; conditions aren't evaluated. */
  readonly conditional: boolean;
}

interface Held {
  readonly role: PrincipalRole;
  readonly grant: Grant;
  readonly shown: HeldRole;
}

/** Undefined where the registry, the role assignments or the list of clusters can't be read: then nobody can say. */
export function pullersOf(observed: PublicAccessObserved): Pullers | undefined {
  const { pullers, link } = observed;
  const registry = known(link.registry);
  const assignments = known(pullers.assignments);
  const clusters = known(pullers.clusters);
  if (registry === undefined || assignments === undefined || clusters === undefined) return undefined;
  const held = assignments.flatMap((role): Held[] => {
    const grant = grantOf(role, registry.roleAssignmentMode);
    return grant === undefined ? [] : [{ role, grant, shown: heldRole(role, grant, registry.id) }];
  });
  const kubelets = new Set(clusters.flatMap(({ kubeletObjectId }) => kubeletObjectId?.toLowerCase() ?? []));
  const others = held.filter(({ role }) => !kubelets.has(role.principalId.toLowerCase()));
  const ids = new Map(others.map(({ role }) => [role.principalId.toLowerCase(), role.principalId]));
  return {
    clusters: clusters.flatMap((cluster) => {
      const puller = clusterPuller(cluster, held, observed) ?? onlyStarting(cluster, observed);
      return puller === undefined ? [] : [{ ...puller, ...besides(cluster, registry.id) }];
    }),
    others: [...ids.values()].map((id) => otherPrincipal(id, others, pullers.names)),
  };
}

function heldRole({ roleName, scope }: PrincipalRole, grant: Grant, registryId: string): HeldRole {
  const inherited = !sameId(scope, registryId);
  const where = inherited ? scopeWords(scope) : t('this registry');
  return { name: roleName, where, inherited, conditional: grant.conditional };
}

/** Undefined for a cluster that may not pull; what could not be read counts as pulling. */
function clusterPuller(
  cluster: VisibleCluster,
  held: readonly Held[],
  { link }: PublicAccessObserved,
): ClusterPuller | undefined {
  const { id: clusterId, name, kubeletObjectId, groupAssignmentIds, unread } = cluster;
  if (unread !== undefined) {
    const path = { verdict: 'unknown' as const, reasons: [unread] };
    return { clusterId, name, identity: t('an identity that couldn’t be read'), roles: [], path };
  }
  if (kubeletObjectId === undefined) return onServicePrincipal(cluster, held);
  const own = held.filter(
    ({ role, grant }) =>
      grant.pull &&
      (sameId(role.principalId, kubeletObjectId) || groupAssignmentIds.some((id) => sameId(id, role.id))),
  );
  if (own.length === 0) return undefined;
  return {
    clusterId,
    name,
    identity: t`kubelet identity ${kubeletObjectId}`,
    roles: own.map(({ shown }) => shown),
    path: pathOf(link, clusterId),
  };
}

/** AKS pulls what a node starts with by itself, with or without a role of the kubelet identity. */
function onlyStarting(
  { id: clusterId, name, bootstrapRegistryId }: VisibleCluster,
  { link }: PublicAccessObserved,
): ClusterPuller | undefined {
  if (!sameId(bootstrapRegistryId, known(link.registry)?.id)) return undefined;
  return {
    clusterId,
    name,
    identity: t('AKS, to bootstrap nodes'),
    roles: [],
    path: pathOf(link, clusterId),
  };
}

function besides(
  { hasVirtualNodes, bootstrapRegistryId }: VisibleCluster,
  registryId: string,
): Pick<ClusterPuller, 'hasVirtualNodes' | 'startsNodes'> {
  return {
    ...(hasVirtualNodes === true ? { hasVirtualNodes } : {}),
    ...(sameId(bootstrapRegistryId, registryId) ? { startsNodes: true } : {}),
  };
}

/**
 * Roles are assigned to an object id, which of a service principal only the directory knows, and which Azure may leave
 * out of a cluster that it is making: any of the roles may be its own, or that of a group that it is in.
 */
function onServicePrincipal(
  { id: clusterId, name, servicePrincipalClientId: clientId }: VisibleCluster,
  held: readonly Held[],
): ClusterPuller | undefined {
  const may = held.some(({ role, grant }) => grant.pull && !/^(User|Device)$/i.test(role.principalType));
  if (!may) return undefined;
  if (clientId === undefined) {
    const reasons = [t('Azure doesn’t return the identity that its nodes pull with.')];
    const identity = t('an unknown identity');
    return { clusterId, name, identity, roles: [], path: { verdict: 'unknown', reasons } };
  }
  const reason = t`It uses the service principal of application ${clientId}. Only the directory shows whether one of the roles is assigned to it.`;
  return {
    clusterId,
    name,
    identity: t`service principal of application ${clientId}`,
    roles: [],
    path: { verdict: 'unknown', reasons: [reason] },
  };
}

function otherPrincipal(
  objectId: string,
  held: readonly Held[],
  names: Readonly<Record<string, string>>,
): OtherPrincipal {
  const own = held.filter(({ role }) => sameId(role.principalId, objectId));
  const pull = own.some(({ grant }) => grant.pull);
  const push = own.some(({ grant }) => grant.push);
  return {
    objectId,
    type: own[0]?.role.principalType ?? '',
    name: names[objectId.toLowerCase()],
    roles: own.map(({ shown }) => shown),
    may: pull && push ? 'pull and push' : push ? 'push' : 'pull',
  };
}
