/** What the user has said of a link so far. */
import type { NamePatterns } from '../../model/names';
import type { Approval, PrivateAccess } from '../plan/spec';

export interface LinkWishes {
  readonly mode?: 'public' | 'private';
  /**
   * Where the endpoint is: in a network of the registry's side, or in the cluster's own, which is the way when ranges
   * overlap. Left out: the cluster's own only where nothing else works.
   */
  readonly placement?: 'registryNetwork' | 'clusterNetwork';
  readonly route?: PrivateAccess['route'];
  readonly dns?: PrivateAccess['dns'];
  readonly approval?: Approval;
  readonly servicePrincipalObjectId?: string;
}

/** What is left to propose of one cluster's link, once it is settled whether it is private. */
export interface Wishes extends LinkWishes {
  readonly mode: 'public' | 'private';
  readonly names?: Partial<NamePatterns>;
}
