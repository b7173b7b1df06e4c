import * as v from 'valibot';
import { ArmError } from '../../arm/errors';
import { listAt, textAt, textsAt } from '../../arm/json';
import type { Estate, JsonObject } from '../../estate';
import type { PullSecret } from '../../oracle/judge';
import { CLUSTER } from './facts';

const TYPE = `${CLUSTER}/emulatedNamespaces`;

/** The namespaces that AKS makes in every cluster, and the one of its run-command. */
const OF_AKS = ['aks-command', 'default', 'kube-node-lease', 'kube-public', 'kube-system'];

/** A namespace of one's own, or what somebody put into one of AKS's. */
export const namespaceSchema = v.strictObject({
  name: v.pipe(v.string(), v.regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/)),
  /** Of its default service account: every pod that names none of its own gets them (from Kubernetes). */
  imagePullSecrets: v.optional(v.array(v.string()), []),
  secrets: v.optional(
    v.array(v.strictObject({ name: v.string(), host: v.string(), valid: v.optional(v.boolean(), true) })),
    [],
  ),
});

/** Throws where there is no such cluster. */
export function putNamespace(
  estate: Estate,
  clusterId: string,
  { name, ...properties }: v.InferOutput<typeof namespaceSchema>,
): void {
  const cluster = estate.get(clusterId);
  if (cluster === undefined) throw new ArmError(404, 'NotFound', `There is no cluster ${clusterId}.`);
  const id = `${cluster.id}/emulatedNamespaces/${name}`;
  estate.put({ id, name, type: TYPE, properties });
}

export function namespacesOf(estate: Estate, clusterId: string): string[] {
  const own = estate.below(clusterId, TYPE).map(({ name }) => name);
  return [...new Set([...OF_AKS, ...own])].sort();
}

/** Names of the pull secrets that a pod gets from its service account. */
export function secretsOfServiceAccount(estate: Estate, clusterId: string, namespace: string): string[] {
  return textsAt(estate.get(`${clusterId}/emulatedNamespaces/${namespace}`)?.properties, 'imagePullSecrets');
}

/** The pull secrets of a namespace that have these names; Kubernetes passes over those that there are not. */
export function pullSecrets(
  estate: Estate,
  clusterId: string,
  namespace: string,
  names: readonly string[],
): PullSecret[] {
  const properties = estate.get(`${clusterId}/emulatedNamespaces/${namespace}`)?.properties;
  return listAt(properties, 'secrets').flatMap((secret) => {
    const name = textAt(secret, 'name') ?? '';
    if (!names.includes(name)) return [];
    return { name, host: textAt(secret, 'host') ?? '', valid: (secret as JsonObject)['valid'] !== false };
  });
}
