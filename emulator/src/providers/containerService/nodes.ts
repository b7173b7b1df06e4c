import { at, listAt, same, textAt, textsAt } from '../../arm/json';
import type { ArmResource, Estate, JsonObject } from '../../estate';
import { CLUSTER } from './facts';
import type { Toleration } from './podSpec';
import type { Shell } from './program';

const TYPE = `${CLUSTER}/emulatedNodes`;

export interface Node {
  readonly name: string;
  readonly pool: string;
  readonly windows: boolean;
  readonly taints: readonly string[];
}

/** What every node of AKS has from the beginning. */
const OWN_IMAGES = [
  'mcr.microsoft.com/oss/kubernetes/pause:3.6',
  'mcr.microsoft.com/oss/kubernetes/kube-proxy:v1.34.2',
];

/** The nodes of the pools that run, numbered as AKS numbers them in a scale set. */
export function nodesOf(cluster: ArmResource): Node[] {
  if (same(textAt(cluster.properties, 'powerState', 'code'), 'Stopped')) return [];
  return listAt(cluster.properties, 'agentPoolProfiles').flatMap((pool) => {
    const name = textAt(pool, 'name') ?? '';
    if (same(textAt(pool, 'powerState', 'code'), 'Stopped')) return [];
    const windows = same(textAt(pool, 'osType'), 'Windows');
    const spot = same(textAt(pool, 'scaleSetPriority'), 'Spot');
    const taints = [
      ...textsAt(pool, 'nodeTaints'),
      ...(spot ? ['kubernetes.azure.com/scalesetpriority=spot:NoSchedule'] : []),
    ];
    return Array.from({ length: Number(at(pool, 'count') ?? 0) }, (_, index) => ({
      name: windows ? `aks${name}00000${index}` : `aks-${name}-12345678-vmss00000${index}`,
      pool: name,
      windows,
      taints,
    }));
  });
}

/** Whether a pod with these tolerations may go there; the effect PreferNoSchedule keeps nobody away. */
export function tolerates(taints: readonly string[], tolerations: readonly Toleration[]): boolean {
  return taints.every((taint) => {
    const [, key = '', value = '', effect = ''] = /^([^=:]+)(?:=([^:]*))?:(\w+)$/.exec(taint) ?? [];
    if (effect === 'PreferNoSchedule') return true;
    return tolerations.some(
      (one) =>
        (one.key === undefined ? one.operator === 'Exists' : one.key === key) &&
        (one.operator === 'Exists' || one.value === value) &&
        (one.effect === undefined || one.effect === effect),
    );
  });
}

function imagesOn({ estate, cluster }: Shell, node: string): string[] {
  return [...OWN_IMAGES, ...textsAt(estate.get(nodeId(cluster, node))?.properties, 'images')];
}

/** Nodes keep what they have pulled. */
export function keepImage(
  { estate, cluster }: Pick<Shell, 'estate' | 'cluster'>,
  node: string,
  image: string,
): void {
  const kept = textsAt(estate.get(nodeId(cluster, node))?.properties, 'images');
  if (kept.includes(image)) return;
  putNode(estate, cluster, node, [...kept, image]);
}

function putNode(estate: Estate, cluster: ArmResource, name: string, images: string[]): void {
  estate.put({ id: nodeId(cluster, name), name, type: TYPE, properties: { images } });
}

function nodeId(cluster: ArmResource, node: string): string {
  return `${cluster.id}/emulatedNodes/${node}`;
}

export function nodeObject(shell: Shell, node: Node): JsonObject {
  const os = node.windows ? 'windows' : 'linux';
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: node.name,
      labels: {
        agentpool: node.pool,
        'kubernetes.azure.com/agentpool': node.pool,
        'kubernetes.io/hostname': node.name,
        'kubernetes.io/os': os,
      },
    },
    spec: {
      taints: node.taints.map((taint) => {
        const [, key = '', value, effect = ''] = /^([^=:]+)(?:=([^:]*))?:(\w+)$/.exec(taint) ?? [];
        return value === undefined ? { key, effect } : { key, value, effect };
      }),
    },
    status: {
      images: imagesOn(shell, node.name).map((image) => ({ names: [image], sizeBytes: 52738914 })),
      nodeInfo: { operatingSystem: os, architecture: 'amd64' },
    },
  };
}
