import { requireImage, type ImageParts } from './image';
import { nameFromRepository } from './names';
import type { Piece, Stop } from './snippet';

export interface DeploymentOptions extends ImageParts {
  readonly service: boolean;
  /** With what Deployment Safeguards ask for, which AKS Automatic enforces. */
  readonly safeguards?: boolean;
  /** That the image listens on; 8080 unless told. */
  readonly port?: string;
}

/** Places that the user may fill in; what stands in several of them is typed once. */
interface Stops {
  readonly name: Stop;
  readonly tag: Stop;
  readonly replicas: Stop;
  readonly port: Stop;
}

/**
 * deployment.yaml: a Deployment that pulls from the registry, with a Service on request. It has no imagePullSecrets,
 * because the cluster's kubelet identity may pull. What would keep some images from running (probes, limits, a
 * security context) is there as comments, or in force where safeguards are asked for. Ends with a line break; throws a
 * FailureError for an impossible image.
 */
export function deploymentPieces(options: DeploymentOptions): readonly Piece[] {
  requireImage(options);
  const stops: Stops = {
    name: { stop: 1, text: nameFromRepository(options.repository) },
    tag: { stop: 2, text: options.tag },
    // One pod alone is refused by Deployment Safeguards: it is gone while its node is upgraded.
    replicas: { stop: 3, text: options.safeguards === true ? '2' : '1' },
    port: { stop: 4, text: options.port ?? '8080' },
  };
  return [
    ...(options.safeguards === true ? safeguarded(options, stops) : plain(options, stops)),
    ...(options.service ? servicePieces(stops) : []),
  ];
}

function plain(image: ImageParts, { name, tag, replicas, port }: Stops): readonly Piece[] {
  return lines`${head(name, replicas)}
      containers:
        - name: ${name}
          image: ${repositoryOf(image)}:${tag}
          ports:
            - containerPort: ${port}
          # Suggestions: uncomment what the image can do.
          # resources:
          #   requests: { cpu: 100m, memory: 128Mi }
          #   limits: { cpu: 500m, memory: 256Mi }
          # readinessProbe:
          #   httpGet: { path: /, port: ${port} }
          # livenessProbe:
          #   httpGet: { path: /, port: ${port} }
          #   initialDelaySeconds: 30
          # securityContext:
          #   allowPrivilegeEscalation: false
          #   runAsNonRoot: true
`;
}

/** Probes knock at the port, which every image that listens answers. */
function safeguarded(image: ImageParts, { name, tag, replicas, port }: Stops): readonly Piece[] {
  const latest =
    image.tag === 'latest' ? '          # Deployment Safeguards refuse "latest": name a version.\n' : '';
  return lines`${head(name, replicas)}
      automountServiceAccountToken: false
      # The image has to name a user that isn't root.
      securityContext:
        runAsNonRoot: true
        seccompProfile: { type: RuntimeDefault }
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels:
              app: ${name}
      containers:
        - name: ${name}
${latest}          image: ${repositoryOf(image)}:${tag}
          ports:
            - containerPort: ${port}
          resources:
            requests: { cpu: 100m, memory: 128Mi }
            limits: { cpu: 500m, memory: 256Mi }
          readinessProbe:
            tcpSocket: { port: ${port} }
          livenessProbe:
            tcpSocket: { port: ${port} }
            initialDelaySeconds: 30
          securityContext:
            allowPrivilegeEscalation: false
            capabilities: { drop: [ALL] }
`;
}

function head(name: Stop, replicas: Stop): readonly Piece[] {
  return lines`apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  labels:
    app: ${name}
spec:
  replicas: ${replicas}
  selector:
    matchLabels:
      app: ${name}
  template:
    metadata:
      labels:
        app: ${name}
    spec:`;
}

function repositoryOf({ loginServer, repository }: ImageParts): string {
  return `${loginServer}/${repository}`;
}

function servicePieces({ name, port }: Stops): readonly Piece[] {
  const servicePort: Stop = { stop: 5, text: '80' };
  return lines`---
apiVersion: v1
kind: Service
metadata:
  name: ${name}
spec:
  selector:
    app: ${name}
  ports:
    - port: ${servicePort}
      targetPort: ${port}
`;
}

function lines(
  texts: TemplateStringsArray,
  ...values: readonly (Piece | readonly Piece[])[]
): readonly Piece[] {
  return texts.flatMap((text, index) => [text, ...[values[index] ?? []].flat()]);
}
