import { textAt } from '../arm/json';
import type { ArmResource } from '../estate';

/** A set of the directory: what is in it, and which properties it has of those that the emulator knows. */
export interface ObjectSet {
  readonly name: 'users' | 'groups' | 'servicePrincipals';
  /** The `principalType` of its members, as the estate keeps it. */
  readonly principalType: 'User' | 'Group' | 'ServicePrincipal';
  /** Microsoft Graph's name of one of them. */
  readonly entity: string;
  readonly properties: readonly string[];
  /** Properties that `startswith` takes here. */
  readonly searchable: readonly string[];
}

export const users: ObjectSet = {
  name: 'users',
  principalType: 'User',
  entity: 'user',
  properties: ['id', 'displayName', 'userPrincipalName'],
  searchable: ['displayName', 'userPrincipalName'],
};

const groups: ObjectSet = {
  name: 'groups',
  principalType: 'Group',
  entity: 'group',
  properties: ['id', 'displayName'],
  searchable: ['displayName'],
};

const servicePrincipals: ObjectSet = {
  name: 'servicePrincipals',
  principalType: 'ServicePrincipal',
  entity: 'servicePrincipal',
  properties: ['id', 'displayName', 'appId'],
  searchable: ['displayName'],
};

export const objectSets: readonly ObjectSet[] = [users, groups, servicePrincipals];

/** The set that a principal of the estate is in. */
export function setOf({ properties }: ArmResource): ObjectSet {
  return objectSets.find((set) => set.principalType === properties['principalType']) ?? users;
}

/** A principal as Microsoft Graph shows it. The scenario's one name of a user is both of the user's names here. */
export function shown(principal: ArmResource): Record<string, string> {
  const { name: id, properties } = principal;
  const displayName = textAt(properties, 'displayName') ?? id;
  const appId = textAt(properties, 'applicationId');
  return {
    id,
    displayName,
    ...(setOf(principal) === users ? { userPrincipalName: displayName } : {}),
    ...(appId === undefined ? {} : { appId }),
  };
}
