/** The form that links a registry to a cluster, as the two commands that open it need it. */
export interface LinkForm {
  open(pair: { readonly registryId?: string; readonly clusterId?: string }): unknown;
}
