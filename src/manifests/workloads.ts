/** Which kinds run pods, and where in them the pod's spec is. */
import type { NodeReader } from './yamlNodes';

export interface Workload {
  /** Kind and name, for messages. */
  readonly title: string;
  /** The node that holds the containers; undefined where only pull secrets are of interest. */
  readonly podSpec: unknown;
  /** The node that holds the list imagePullSecrets. */
  readonly secretsHolder: unknown;
}

interface Kind {
  readonly apiVersion: RegExp;
  readonly podSpec: readonly string[];
}

const core = /^v1$/;
const apps = /^(?:apps|extensions)\/v1(?:beta\d+)?$/;
const batch = /^batch\/v\d+(?:(?:alpha|beta)\d+)?$/;
const template = ['spec', 'template', 'spec'];

/** By API group too: other APIs have kinds of the same names, whose fields may mean something else. */
const kinds: Readonly<Partial<Record<string, Kind>>> = {
  Pod: { apiVersion: core, podSpec: ['spec'] },
  PodTemplate: { apiVersion: core, podSpec: ['template', 'spec'] },
  ReplicationController: { apiVersion: core, podSpec: template },
  Deployment: { apiVersion: apps, podSpec: template },
  StatefulSet: { apiVersion: apps, podSpec: template },
  DaemonSet: { apiVersion: apps, podSpec: template },
  ReplicaSet: { apiVersion: apps, podSpec: template },
  Job: { apiVersion: batch, podSpec: template },
  CronJob: { apiVersion: batch, podSpec: ['spec', 'jobTemplate', ...template] },
};

interface Candidate {
  readonly node: unknown;
  /** What the items of a typed list (as the API server answers it) don't say themselves. */
  readonly inherited: { readonly apiVersion?: string | undefined; readonly kind?: string };
}

/** The workloads that a document holds: itself, or the items of a list. */
export function workloadsIn(root: unknown, reader: NodeReader): readonly Workload[] {
  const workloads: Workload[] = [];
  // Aliases can lead in a circle, and to the same item many times over.
  const seen = new Set<unknown>();
  const next: Candidate[] = [{ node: root, inherited: {} }];
  for (;;) {
    const candidate = next.pop();
    if (candidate === undefined) return workloads;
    const map = reader.mapOf(candidate.node);
    if (map === undefined || seen.has(map)) continue;
    seen.add(map);
    const apiVersion = reader.text(map, 'apiVersion') ?? candidate.inherited.apiVersion ?? '';
    const kind = reader.text(map, 'kind') ?? candidate.inherited.kind ?? '';
    if (kind.endsWith('List')) {
      const inherited = kind === 'List' ? {} : { apiVersion, kind: kind.slice(0, -'List'.length) };
      const items = reader.itemsOf(reader.entry(map, 'items')?.value);
      // What is put down last is taken up first.
      for (const node of items.toReversed()) next.push({ node, inherited });
    } else {
      const workload = workloadOf(map, apiVersion, kind, reader);
      if (workload !== undefined) workloads.push(workload);
    }
  }
}

function workloadOf(
  node: unknown,
  apiVersion: string,
  kind: string,
  reader: NodeReader,
): Workload | undefined {
  const name = reader.text(reader.entry(node, 'metadata')?.value, 'name');
  const title = name === undefined ? kind : `${kind} ${name}`;
  if (kind === 'ServiceAccount' && core.test(apiVersion)) {
    return { title, podSpec: undefined, secretsHolder: node };
  }
  const known = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  if (!known?.apiVersion.test(apiVersion)) return undefined;
  const podSpec = reader.at(node, known.podSpec);
  return { title, podSpec, secretsHolder: podSpec };
}
