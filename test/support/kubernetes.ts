/**
 * Checks manifests against Kubernetes' own schemas (package kubernetes-models, compiled validators). Those accept
 * fields that they don't know, while `kubectl apply` warns or refuses; here they are refused: a validator asks for each
 * field that it knows, so a field that was never asked for is unknown.
 */
import { DaemonSet, Deployment, ReplicaSet, StatefulSet } from 'kubernetes-models/apps/v1';
import { CronJob, Job } from 'kubernetes-models/batch/v1';
import {
  ConfigMap,
  Namespace,
  Pod,
  PodTemplate,
  ReplicationController,
  Service,
  ServiceAccount,
} from 'kubernetes-models/v1';

const kinds = {
  'apps/v1 DaemonSet': DaemonSet,
  'apps/v1 Deployment': Deployment,
  'apps/v1 ReplicaSet': ReplicaSet,
  'apps/v1 StatefulSet': StatefulSet,
  'batch/v1 CronJob': CronJob,
  'batch/v1 Job': Job,
  'v1 ConfigMap': ConfigMap,
  'v1 Namespace': Namespace,
  'v1 Pod': Pod,
  'v1 PodTemplate': PodTemplate,
  'v1 ReplicationController': ReplicationController,
  'v1 Service': Service,
  'v1 ServiceAccount': ServiceAccount,
};

/** What is wrong with a manifest, in words; empty for a valid one. The items of a List are checked one by one. */
export function manifestProblems(manifest: Record<string, unknown>): readonly string[] {
  const kind = `${String(manifest['apiVersion'])} ${String(manifest['kind'])}`;
  if (kind === 'v1 List') return (manifest['items'] as Record<string, unknown>[]).flatMap(manifestProblems);
  const Kind = kinds[kind as keyof typeof kinds] as
    { prototype: { validate(this: unknown): void } } | undefined;
  if (Kind === undefined) return [`${kind} is not a kind that is checked`];
  const unread = new Map<string, Set<string>>();
  try {
    Kind.prototype.validate.call(watched(manifest, '', unread));
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
  return [...unread].flatMap(([path, fields]) => [...fields].map((field) => `${path}/${field} is unknown`));
}

/** A view of the value that notes, for each object in it, which of its fields were never read. */
function watched<T>(value: T, path: string, unread: Map<string, Set<string>>): T {
  if (typeof value !== 'object' || value === null) return value;
  if (!Array.isArray(value) && !unread.has(path)) unread.set(path, new Set(Object.keys(value)));
  return new Proxy(value, {
    get(target, field, receiver) {
      const member: unknown = Reflect.get(target, field, receiver);
      if (typeof field === 'symbol') return member;
      unread.get(path)?.delete(field);
      return watched(member, `${path}/${field}`, unread);
    },
  });
}
