/** What a grant on a registry depends on. */
import type { PrincipalType } from '../plan/grantPushSpec';
import type { Fact, ObservedRegistry, ObservedRoleAssignment } from './observed';

export interface ObservedGrant {
  readonly registry: Fact<ObservedRegistry>;
  /** Those that apply to the principal at the registry, inherited ones and those of its groups included. */
  readonly assignments: Fact<readonly ObservedRoleAssignment[]>;
}

export interface ManagedIdentity {
  readonly id: string;
  readonly name: string;
  readonly location: string;
  /** Object id in the directory: what roles are assigned to. */
  readonly principalId: string;
}

/** Somebody, or some application, in the directory. */
export interface DirectoryPrincipal {
  readonly objectId: string;
  readonly name: string;
  /** What a user signs in with, e.g. `mira@contoso.com`. */
  readonly signInName?: string;
}

/** Whom the access token is for. */
export interface SignedIn {
  readonly objectId: string;
  readonly type: PrincipalType;
  /** What they sign in with, where the token tells. */
  readonly signInName?: string;
}
