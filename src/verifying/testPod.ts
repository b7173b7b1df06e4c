/** The pod that makes a node pull. */
import type { JsonObject } from '../model/json';
import type { TargetPool } from '../provisioning';
import { isSubdomain, requireLabel } from './names';
import { tolerationsOf } from './pools';
import { managedByLabel, runLabel } from './runId';
import { imageText, requireTestImage, type TestImage } from './testImage';

/** Seconds after which Kubernetes ends the pod by itself, should nobody be there to delete it. */
export const podLifetime = 300;

export interface TestPod {
  readonly pool: TargetPool;
  readonly runId: string;
  readonly namespace: string;
  readonly image: TestImage;
  /** Nodes that have the image already: others are preferred, so that layers are fetched. */
  readonly avoidNodes: readonly string[];
}

export function podName(runId: string, pool: string): string {
  return `acr-verify-${runId}-${pool}`;
}

/**
 * The manifest. What is pulled is never run: the command names a program that no image has, so that the container ends
 * before any code of the image starts, and the pull has been made by then. It fits the restricted profile of the Pod
 * Security Standards (kubernetes.io/docs/concepts/security/pod-security-standards), which has a set of its own for
 * Windows. Throws a FailureError for a name that may not reach a cluster.
 */
export function podManifest({ pool, runId, namespace, image, avoidNodes }: TestPod): JsonObject {
  const name = podName(requireLabel('run id', runId), requireLabel('node pool', pool.name));
  const windows = pool.osType === 'Windows';
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: requireLabel('namespace', namespace),
      labels: { [runLabel]: runId, [managedByLabel.key]: managedByLabel.value },
    },
    spec: {
      restartPolicy: 'Never',
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      activeDeadlineSeconds: podLifetime,
      terminationGracePeriodSeconds: 0,
      os: { name: windows ? 'windows' : 'linux' },
      nodeSelector: { 'kubernetes.azure.com/agentpool': pool.name },
      tolerations: tolerationsOf(pool).map((toleration) => ({ ...toleration })),
      ...preference(avoidNodes),
      securityContext: windows
        ? { runAsNonRoot: true, windowsOptions: { runAsUserName: 'ContainerUser' } }
        : { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          name: 'pull',
          image: imageText(requireTestImage(image)),
          imagePullPolicy: 'Always',
          command: ['/acr-private-link/not-started'],
          resources: {
            requests: { cpu: '10m', memory: '16Mi' },
            limits: { cpu: '50m', memory: '64Mi' },
          },
          ...(windows
            ? {}
            : {
                securityContext: {
                  allowPrivilegeEscalation: false,
                  readOnlyRootFilesystem: true,
                  capabilities: { drop: ['ALL'] },
                },
              }),
        },
      ],
    },
  };
}

/** A wish, no demand: where every free node has the image, a pull that tells less is better than none. */
function preference(avoidNodes: readonly string[]): JsonObject {
  const values = avoidNodes.filter(isSubdomain);
  if (values.length === 0) return {};
  const term = { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'NotIn', values }] };
  const preferred = [{ weight: 100, preference: term }];
  return { affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: preferred } } };
}
