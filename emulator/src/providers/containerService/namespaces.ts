/** The namespaces that AKS makes in every cluster, and the one of its run-command. */
export const namespaces = ['aks-command', 'default', 'kube-node-lease', 'kube-public', 'kube-system'];

export function isNamespace(name: string): boolean {
  return namespaces.includes(name);
}
