import { createHash } from 'node:crypto';
import { listAt, objectAt, textAt, textsAt } from '../../arm/json';
import type { ArmResource, Estate } from '../../estate';

export const DENY_ASSIGNMENT = 'Microsoft.Authorization/denyAssignments';
const CLUSTER = 'Microsoft.ContainerService/managedClusters';

/** The id that stands for everybody in a deny assignment (from the documentation of deny assignments). */
export const EVERYBODY = '00000000-0000-0000-0000-000000000000';

export interface DenyAssignment {
  readonly id: string;
  readonly name: string;
  readonly scope: string;
  readonly isForAll: boolean;
  readonly principals: readonly string[];
  readonly excluded: readonly string[];
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly onlyHere: boolean;
}

/** The first deny assignment at or above a scope that is meant. */
export function denialOf(
  estate: Estate,
  scope: string,
  isMeant: (item: DenyAssignment) => boolean,
): DenyAssignment | undefined {
  const lower = scope.toLowerCase();
  return denyAssignmentResources(estate)
    .flatMap(readDenyAssignment)
    .filter((item) => {
      const upper = item.scope.toLowerCase().replace(/\/$/, '');
      return upper === lower || (!item.onlyHere && lower.startsWith(`${upper}/`));
    })
    .find(isMeant);
}

/** Those of the scenario, and one for every node resource group that AKS has locked down. */
export function denyAssignmentResources(estate: Estate): ArmResource[] {
  return [...estate.ofType(DENY_ASSIGNMENT), ...estate.ofType(CLUSTER).flatMap(nodeGroupDenial)];
}

function readDenyAssignment(resource: ArmResource): DenyAssignment[] {
  const { properties } = resource;
  const principals = idsOf(properties, 'principals');
  return listAt(properties, 'permissions').map((block) => ({
    id: resource.id,
    name: textAt(properties, 'denyAssignmentName') ?? resource.name,
    scope: textAt(properties, 'scope') ?? '',
    isForAll: principals.includes(EVERYBODY),
    principals,
    excluded: idsOf(properties, 'excludePrincipals'),
    actions: textsAt(block, 'actions'),
    notActions: textsAt(block, 'notActions'),
    onlyHere: properties['doNotApplyToChildScopes'] === true,
  }));
}

function idsOf(properties: ArmResource['properties'], member: string): string[] {
  return listAt(properties, member).flatMap((item) => textAt(item, 'id') ?? []);
}

/**
 * A cluster with `nodeResourceGroupProfile.restrictionLevel: ReadOnly` lets nobody but AKS itself change what is in its
 * node resource group (A: node resource group lockdown; that a deny assignment does it is from there, its text is C).
 */
function nodeGroupDenial(cluster: ArmResource): ArmResource[] {
  const level = textAt(objectAt(cluster.properties, 'nodeResourceGroupProfile'), 'restrictionLevel');
  const group = textAt(cluster.properties, 'nodeResourceGroup');
  const subscription = /^\/subscriptions\/[^/]+/i.exec(cluster.id)?.[0];
  if (level?.toLowerCase() !== 'readonly' || group === undefined || subscription === undefined) return [];
  const scope = `${subscription}/resourceGroups/${group}`;
  const name = guidOf(scope);
  const aks = textAt(cluster, 'identity', 'principalId');
  return [
    {
      id: `${scope}/providers/Microsoft.Authorization/denyAssignments/${name}`,
      name,
      type: DENY_ASSIGNMENT,
      properties: {
        denyAssignmentName: `AKS node resource group lockdown of ${cluster.name}`,
        description: `Deny assignment of the managed cluster ${cluster.id}.`,
        permissions: [
          {
            actions: ['*/write', '*/delete', '*/action'],
            notActions: [],
            dataActions: [],
            notDataActions: [],
          },
        ],
        scope,
        doNotApplyToChildScopes: false,
        principals: [{ id: EVERYBODY, type: 'SystemDefined', displayName: 'All Principals' }],
        excludePrincipals: aks === undefined ? [] : [{ id: aks, type: 'ServicePrincipal' }],
        isSystemProtected: true,
      },
    },
  ];
}

/** The same group always has the same deny assignment. */
function guidOf(scope: string): string {
  const hex = createHash('sha256').update(scope.toLowerCase()).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
