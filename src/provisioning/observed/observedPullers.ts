/** What is read to say who pulls from a registry. */
import type { JsonObject } from '../../model/json';
import type { Fact, Observed, ObservedRoleAssignment } from './observed';

export interface PublicAccessObserved {
  /** The registry as Resource Manager answers it. */
  readonly settings: Fact<JsonObject>;
  readonly pullers: ObservedPullers;
  /** The registry with the clusters that may pull from it: what decides which way they go. */
  readonly link: Observed;
}

export interface ObservedPullers {
  /** All role assignments at the registry and above it, of whatever role and principal. */
  readonly assignments: Fact<readonly PrincipalRole[]>;
  /** All clusters that can be seen, in every subscription. */
  readonly clusters: Fact<readonly VisibleCluster[]>;
  /** Managed identities that can be seen, by object id in lower case: what they are, in a few words. */
  readonly names: Readonly<Record<string, string>>;
}

export interface PrincipalRole extends ObservedRoleAssignment {
  /** `User`, `Group`, `ServicePrincipal`, …; empty where Azure doesn't say. */
  readonly principalType: string;
}

export interface VisibleCluster {
  readonly id: string;
  readonly name: string;
  readonly kubeletObjectId: string | undefined;
  /** Ids of the assignments at the registry or above that the kubelet identity has as a member of groups. */
  readonly groupAssignmentIds: readonly string[];
  /** Application id, of a cluster that runs on a service principal; not what roles are assigned to. */
  readonly servicePrincipalClientId: string | undefined;
  /** Pods may run on virtual nodes, too. */
  readonly hasVirtualNodes?: boolean;
  /** The registry that AKS itself starts its nodes from, as of an `ObservedCluster`. */
  readonly bootstrapRegistryId?: string;
  /** Why it could not be made out; then nothing else is known of it. */
  readonly unread?: string;
}
