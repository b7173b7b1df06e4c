/** Who may pull from the registry or push to it, as the browser side sees it. */

export interface PullersView {
  readonly clusters: readonly ClusterView[];
  /** Users, groups, pipelines and other identities. */
  readonly others: readonly PrincipalView[];
  /** Why nobody can say who pulls; undefined where it was read. */
  readonly unread: { readonly message: string; readonly wayOut: string } | undefined;
}

export interface ClusterView {
  readonly clusterId: string;
  readonly name: string;
  readonly identity: string;
  /** e.g. "AcrPull on resource group rg-devtest-weu (inherited)". */
  readonly roles: readonly string[];
  readonly verdict: 'private' | 'publicOnly' | 'broken' | 'unknown';
  readonly reasons: readonly string[];
}

export interface PrincipalView {
  readonly words: string;
  readonly roles: readonly string[];
}
