/** Where images and pull secrets stand in a document: what is found by shape, before it is known how it is written. */
import type { YAMLMap } from 'yaml';
import type { MapPair } from './yamlNodes';

/** How the name of an image in a chart's values is put together. */
export interface ChartParts {
  /** What the name and its other parts stand in; undefined where all of it is under one key. */
  readonly map?: YAMLMap;
  /** Where tag and digest are: in the name, beside it in the map, or where only the chart knows. */
  readonly end: 'inName' | 'beside' | 'elsewhere';
  /** The registry, which isn't part of the name then. */
  readonly registry?: MapPair;
  /** Why it isn't certain what the image is made of, in a sentence. */
  readonly obstacle?: string;
}

/** A pair whose value is an image. */
export interface FoundImage {
  /** Kind and name, e.g. `Deployment web`. */
  readonly workload: string;
  /** What has the image: the name of a container, of a volume, of Kustomize's entry, or the key that leads to it. */
  readonly container: string;
  readonly pair: MapPair;
  /** Kustomize's entry that the pair is in. */
  readonly entry?: YAMLMap;
  /** Of a chart's values. */
  readonly chart?: ChartParts;
}

/** What has a list imagePullSecrets, or may have one by a merge key. */
export interface SecretsHolder {
  readonly workload: string;
  readonly node: YAMLMap;
}

/** What looks like an image, at a place where it isn't known to be one. */
export interface Passed {
  readonly workload: string;
  readonly pair: MapPair;
  /** An image is meant, but nobody has said which. */
  readonly isEmpty?: boolean;
}

export interface FoundPlaces {
  readonly images: readonly FoundImage[];
  readonly holders: readonly SecretsHolder[];
  readonly passed: readonly Passed[];
}

export interface Places extends FoundPlaces {
  readonly isKustomization: boolean;
  readonly isChartValues: boolean;
}
