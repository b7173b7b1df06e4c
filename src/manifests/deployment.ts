import { requireImage, type ImageParts } from './image';
import { nameFromRepository } from './names';
import type { Piece, Stop } from './snippet';

export interface DeploymentOptions extends ImageParts {
  readonly service: boolean;
  /** That the image listens on; 8080 unless told. */
  readonly port?: string;
}

/**
 * deployment.yaml: a Deployment that pulls from the registry, with a Service on request. It has no imagePullSecrets,
 * because the cluster's kubelet identity may pull. What would keep some images from running (probes, limits, a
 * security context) is there as comments. Ends with a line break; throws a FailureError for an impossible image.
 */
export function deploymentPieces(options: DeploymentOptions): readonly Piece[] {
  requireImage(options);
  const { loginServer, repository } = options;
  const name: Stop = { stop: 1, text: nameFromRepository(repository) };
  const tag: Stop = { stop: 2, text: options.tag };
  const replicas: Stop = { stop: 3, text: '1' };
  const port: Stop = { stop: 4, text: options.port ?? '8080' };
  return [
    ...lines`apiVersion: apps/v1
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
    spec:
      containers:
        - name: ${name}
          image: ${`${loginServer}/${repository}:`}${tag}
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
`,
    ...(options.service ? servicePieces(name, port) : []),
  ];
}

function servicePieces(name: Stop, port: Stop): readonly Piece[] {
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

function lines(texts: TemplateStringsArray, ...values: readonly Piece[]): readonly Piece[] {
  return texts.flatMap((text, index) => {
    const value = values[index];
    return value === undefined ? [text] : [text, value];
  });
}
