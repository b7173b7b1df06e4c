import * as v from 'valibot';

const text = v.string();
const security = v.strictObject({
  runAsNonRoot: v.optional(v.boolean()),
  runAsUser: v.optional(v.number()),
  allowPrivilegeEscalation: v.optional(v.boolean()),
  readOnlyRootFilesystem: v.optional(v.boolean()),
  capabilities: v.optional(v.strictObject({ drop: v.array(text) })),
  seccompProfile: v.optional(v.strictObject({ type: text })),
  windowsOptions: v.optional(v.strictObject({ runAsUserName: text })),
});
const quantities = v.optional(v.strictObject({ cpu: v.optional(text), memory: v.optional(text) }));

const toleration = v.strictObject({
  key: v.optional(text),
  operator: v.optional(v.picklist(['Equal', 'Exists']), 'Equal'),
  value: v.optional(text, ''),
  effect: v.optional(text),
});

const container = v.strictObject({
  name: text,
  image: text,
  imagePullPolicy: v.optional(v.picklist(['Always', 'IfNotPresent', 'Never'])),
  command: v.optional(v.array(text)),
  resources: v.optional(v.strictObject({ requests: quantities, limits: quantities })),
  securityContext: v.optional(security),
});

const expression = v.strictObject({
  key: text,
  operator: v.picklist(['In', 'NotIn']),
  values: v.array(text),
});

const podOverrides = v.strictObject({
  apiVersion: v.optional(v.literal('v1')),
  kind: v.optional(v.literal('Pod')),
  metadata: v.optional(
    v.strictObject({
      name: v.optional(text),
      namespace: v.optional(text),
      labels: v.optional(v.record(text, text)),
    }),
  ),
  spec: v.strictObject({
    restartPolicy: v.optional(v.picklist(['Always', 'OnFailure', 'Never'])),
    automountServiceAccountToken: v.optional(v.boolean()),
    enableServiceLinks: v.optional(v.boolean()),
    activeDeadlineSeconds: v.optional(v.number()),
    terminationGracePeriodSeconds: v.optional(v.number()),
    os: v.optional(v.strictObject({ name: v.picklist(['linux', 'windows']) })),
    imagePullSecrets: v.optional(v.array(v.strictObject({ name: text }))),
    nodeSelector: v.optional(v.record(text, text), {}),
    tolerations: v.optional(v.array(toleration), []),
    affinity: v.optional(
      v.strictObject({
        nodeAffinity: v.strictObject({
          preferredDuringSchedulingIgnoredDuringExecution: v.array(
            v.strictObject({
              weight: v.number(),
              preference: v.strictObject({ matchExpressions: v.array(expression) }),
            }),
          ),
        }),
      }),
    ),
    securityContext: v.optional(security),
    containers: v.optional(v.pipe(v.array(container), v.length(1))),
  }),
});

export type PodOverrides = v.InferOutput<typeof podOverrides>;
export type Toleration = v.InferOutput<typeof toleration>;

/** What `--overrides` says of a pod; a text instead says what in it is not known here. */
export function readOverrides(given: string): PodOverrides | string {
  try {
    const result = v.safeParse(podOverrides, JSON.parse(given));
    if (result.success) return result.output;
    return `the emulator does not know ${v.getDotPath(result.issues[0]) ?? 'this'} in a pod`;
  } catch {
    return 'Invalid JSON Patch';
  }
}
