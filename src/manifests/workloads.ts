/**
 * Where images stand in a document: found by shape, in any kind. A list of containers is one in a Deployment, in Argo's Rollout,
 * in Knative's Service and in a manifest within a manifest.
 */
import { isMap, isScalar, isSeq, type YAMLMap } from 'yaml';
import { chartImagesIn } from './chartValues';
import { looksLikeImage, mayBeImage, textOf } from './likeImages';
import type { FoundImage, FoundPlaces, Passed, Places, SecretsHolder } from './places';
import type { TextKind } from './scanned';
import { walkNodes } from './walk';
import type { Work } from './work';
import type { MapPair, NodeReader } from './yamlNodes';

/**
 * Goes over each map once. Nothing is found in what is neither a manifest nor a kustomization, unless the file is said to have
 * a chart's values: these have no shape of their own.
 */
export function placesIn(root: unknown, kind: TextKind, reader: NodeReader, work: Work): Places {
  const isManifest = ['apiVersion', 'kind'].every((key) => reader.text(root, key) !== undefined);
  const isKustomization = isKustomizationIn(root, reader);
  if (kind === 'values' && reader.text(root, 'apiVersion') === undefined) {
    return { ...chartImagesIn(root, reader, work), isKustomization: false, isChartValues: true };
  }
  const walk = new Walk(reader, work);
  if (isManifest || isKustomization) walk.from(root);
  return { ...walk.found(), isKustomization, isChartValues: false };
}

/** What a map is said to be by its surroundings. */
interface Around {
  /** Kind and name of the manifest that it is in. */
  readonly workload: string;
  /** For what has no name itself. */
  readonly name: string;
  /** What the items of a typed list (as the API server answers it) don't say themselves. */
  readonly kind?: string | undefined;
}

/** Lists of containers in the spec of a pod. */
const containerLists = new Set(['initContainers', 'containers', 'ephemeralContainers']);

/** Lists of containers in Argo's and Tekton's kinds, and maps that are one. */
const looseLists = new Set(['sidecars', 'steps']);
const looseMaps = new Set(['container', 'script', 'stepTemplate']);

/** A map with `image` and one of these is a container, wherever it stands. */
const containerFields = [
  ...['args', 'command', 'env', 'envFrom', 'imagePullPolicy', 'lifecycle', 'livenessProbe', 'ports'],
  ...['readinessProbe', 'resources', 'securityContext', 'startupProbe', 'volumeDevices', 'volumeMounts'],
  'workingDir',
];

/** One of them makes an item of a list `images` an entry of Kustomize's (also in Flux's kind of that name). */
const kustomizeFields = ['newName', 'newTag', 'digest'];

/** States, schemas of custom resources, and what kubectl and the server note down: no image that anybody pulls by it. */
const notLookedInto: ReadonlySet<unknown> = new Set([
  'status',
  'openAPIV3Schema',
  'managedFields',
  'kubectl.kubernetes.io/last-applied-configuration',
  '<<',
]);

class Walk {
  /** In the specs of pods and in kustomizations, by whose names they go if they are found in another way, too. */
  private readonly images: FoundImage[] = [];
  private readonly looseImages: FoundImage[] = [];
  private readonly holders: SecretsHolder[] = [];
  private readonly looseHolders: SecretsHolder[] = [];
  private readonly candidates: Passed[] = [];
  /** What is no image itself, but part of one: a volume's map, the name that Kustomize finds it by. */
  private readonly parts = new Set<MapPair>();

  constructor(
    private readonly reader: NodeReader,
    private readonly work: Work,
  ) {}

  from(root: unknown): void {
    const around: Around = { workload: 'Kustomization', name: '1' };
    walkNodes({ node: root, around }, this.reader, this.work, (node, where) =>
      isMap(node) ? this.visit(node, where) : node.items.map((item) => ({ node: item, around: where })),
    );
  }

  found(): FoundPlaces {
    const images = [...this.images, ...this.looseImages];
    const known = new Set([...this.parts, ...images.map(({ pair }) => pair)]);
    return {
      images,
      holders: [...this.holders, ...this.looseHolders],
      passed: this.candidates.filter(({ pair }) => !known.has(pair) && looksLikeImage(pair, this.reader)),
    };
  }

  /** Looks at a map, and answers where to go on. */
  private visit(map: YAMLMap, { workload: outer, name: outerName, kind: inherited }: Around) {
    // Its own keys only: what is merged in is found where it is written, and chains of merge keys can be long.
    const own = this.reader.ownEntries(map);
    const ownText = (key: string) => textOf(this.reader.resolved(own.get(key)?.value));
    const kind = (own.has('apiVersion') ? ownText('kind') : undefined) ?? inherited;
    const workload = kind === undefined ? outer : this.titleOf(own, kind);
    const name = ownText('name') ?? outerName;
    const itemKind = kind?.endsWith('List') === true && kind !== 'List' ? kind.slice(0, -4) : undefined;
    const children: { node: unknown; around: Around }[] = [];
    let hasContainers = false;
    for (const [key, pair] of own) {
      if (typeof key !== 'string' || notLookedInto.has(key)) continue;
      if (containerLists.has(key)) hasContainers = this.visitContainers(workload, pair) || hasContainers;
      else if (key === 'volumes') this.visitVolumes(workload, pair);
      else if (key === 'images') this.visitEntries(workload, pair);
      else if (looseLists.has(key)) {
        for (const item of this.reader.itemsOf(pair.value)) this.addLoose(workload, item, key);
      } else if (looseMaps.has(key)) this.addLoose(workload, pair.value, name);
      const value = this.reader.resolved(pair.value);
      if (isMap(value) || isSeq(value)) {
        const kindOfItems = key === 'items' ? itemKind : undefined;
        const nameBelow = key === 'metadata' ? name : key;
        children.push({ node: value, around: { workload, name: nameBelow, kind: kindOfItems } });
      }
      if (mayBeImage(key, pair.value)) this.candidates.push({ workload, pair });
    }
    if (own.has('image') && containerFields.some((field) => own.has(field))) {
      this.addLoose(workload, map, name);
    }
    if (hasContainers) this.holders.push({ workload, node: map });
    else if (own.has('imagePullSecrets')) this.looseHolders.push({ workload, node: map });
    return children;
  }

  private titleOf(own: ReadonlyMap<unknown, MapPair>, kind: string): string {
    const name = this.reader.text(own.get('metadata')?.value, 'name');
    return name === undefined ? kind : `${kind} ${name}`;
  }

  /** A list, or a map by names; whether it is one of containers. */
  private visitContainers(workload: string, { value }: MapPair): boolean {
    const map = this.reader.mapOf(value);
    if (map !== undefined) {
      for (const [name, pair] of this.reader.ownEntries(map)) {
        this.work.spend('visits', 1);
        this.addLoose(workload, pair.value, String(name));
      }
      return false;
    }
    const containers = this.reader.itemsOf(value);
    for (const [index, container] of containers.entries()) {
      this.add(workload, this.reader.entry(container, 'image'), container, index);
    }
    return containers.length > 0;
  }

  private visitVolumes(workload: string, { value }: MapPair): void {
    for (const [index, volume] of this.reader.itemsOf(value).entries()) {
      const image = this.reader.entry(volume, 'image');
      if (image === undefined) continue;
      this.parts.add(image);
      this.add(workload, this.reader.entry(image.value, 'reference'), volume, index);
    }
  }

  private visitEntries(workload: string, { value }: MapPair): void {
    for (const [index, item] of this.reader.itemsOf(value).entries()) {
      if (!isEntry(item, this.reader)) continue;
      const name = this.reader.entry(item, 'name');
      if (name !== undefined) this.parts.add(name);
      this.add(workload, this.reader.entry(item, 'newName') ?? name, item, index, this.reader.mapOf(item));
    }
  }

  private add(
    workload: string,
    pair: MapPair | undefined,
    named: unknown,
    index: number,
    entry?: YAMLMap,
  ): void {
    if (pair === undefined || !isScalar(this.reader.resolved(pair.value))) return;
    this.work.spend('visits', 1);
    const container = this.reader.text(named, 'name') ?? `${index + 1}`;
    this.images.push({ workload, container, pair, ...(entry !== undefined && { entry }) });
  }

  private addLoose(workload: string, container: unknown, otherwise: string): void {
    const pair = this.reader.entry(container, 'image');
    if (pair === undefined || textOf(this.reader.resolved(pair.value)) === undefined) return;
    const name = this.reader.text(container, 'name') ?? otherwise;
    this.looseImages.push({ workload, container: name, pair });
  }
}

/** By its API, or, as Kustomize allows a file without one, by a list of entries. */
function isKustomizationIn(root: unknown, reader: NodeReader): boolean {
  const apiVersion = reader.text(root, 'apiVersion');
  if (apiVersion !== undefined) return apiVersion.startsWith('kustomize.config.k8s.io/');
  const items = reader.itemsOf(reader.entry(root, 'images')?.value);
  return reader.text(root, 'kind') === undefined && items.some((item) => isEntry(item, reader));
}

function isEntry(item: unknown, reader: NodeReader): boolean {
  return kustomizeFields.some((field) => reader.entry(item, field) !== undefined);
}
