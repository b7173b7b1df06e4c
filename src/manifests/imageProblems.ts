/** What is wrong, or unwise, about a container's image. */
import { t } from '@vscode/l10n';
import { otherHostOf, type OtherHost } from './hosts';
import { hasPlaceholder, parseReference } from './reference';
import type { ImageField } from './scanned';

/** What is known of the registries, for one cluster that the manifests are meant for. */
export interface ClusterView {
  readonly clusterName: string;
  readonly registries: readonly {
    readonly loginServer: string;
    readonly name: string;
    /** Undefined where it could not be found out. Asked only of those that a manifest names. */
    readonly canPull: (repository: string) => boolean | undefined;
  }[];
}

export type ImageProblem = { readonly message: string } & (
  | { readonly code: 'invalidImage'; readonly severity: 'error' }
  | {
      readonly code: (typeof otherHostCodes)[OtherHost['kind']];
      readonly severity: 'error' | 'warning';
      /** What to write in its place. */
      readonly loginServer: string;
    }
  | { readonly code: 'notLinked'; readonly severity: 'warning'; readonly loginServer: string }
  | { readonly code: 'mutableTag'; readonly severity: 'information' }
);

export interface ImageContext {
  readonly parts?: ImageField['parts'];
  /** How host names of registries end; by default in the clouds that are known by name. */
  readonly suffixes?: readonly string[];
}

/** By what else a registry is named by than its login server. */
export const otherHostCodes = {
  privateLink: 'privateLinkName',
  data: 'dataEndpoint',
  regional: 'regionalEndpoint',
} as const;

/**
 * At most one of each code; none for what a placeholder leaves open. Of an image in parts the tag may be that of other files.
 */
export function imageProblems(
  image: string,
  view: ClusterView | undefined,
  { parts, suffixes }: ImageContext = {},
): readonly ImageProblem[] {
  if (hasPlaceholder(image)) return [];
  const reference = parseReference(image);
  if ('problem' in reference) {
    const message = t`This isn’t a valid image name. ${reference.problem}`;
    return [{ code: 'invalidImage', severity: 'error', message }];
  }
  const { registry, repository, tag, digest } = reference;
  return [
    ...registryProblems(registry?.toLowerCase(), repository, view, suffixes),
    ...(parts?.end === '' ? [] : tagProblems(tag, digest)),
  ];
}

function registryProblems(
  registry: string | undefined,
  repository: string,
  view: ClusterView | undefined,
  suffixes: readonly string[] | undefined,
): readonly ImageProblem[] {
  if (registry === undefined) return [];
  const other = otherHostOf(registry, suffixes);
  if (other !== undefined) return [otherHostProblem(registry, other)];
  const known = view && byLoginServer(view).get(registry);
  if (view === undefined || known?.canPull(repository) !== false) return [];
  const message = t`${view.clusterName} isn’t linked to ${known.name}, so it can’t pull this image.`;
  return [{ code: 'notLinked', severity: 'warning', message, loginServer: known.loginServer }];
}

function otherHostProblem(registry: string, { kind, loginServer }: OtherHost): ImageProblem {
  const code = otherHostCodes[kind];
  switch (kind) {
    case 'privateLink': {
      const message = t`“${registry}” is the name of the private endpoint’s DNS record. The registry’s certificate doesn’t include it, so the kubelet fails with an x509 error. Use ${loginServer}, which resolves to the same address.`;
      return { code, severity: 'error', message, loginServer };
    }
    case 'data': {
      const message = t`“${registry}” is a data endpoint, which only serves image layers. Images can’t be pulled by this name. Use ${loginServer}.`;
      return { code, severity: 'error', message, loginServer };
    }
    case 'regional': {
      const message = t`“${registry}” is a regional endpoint. AKS nodes may have no credentials for it and fail with 401. Use ${loginServer}.`;
      return { code, severity: 'warning', message, loginServer };
    }
  }
}

const indexes = new WeakMap<ClusterView, ReadonlyMap<string, ClusterView['registries'][number]>>();

/** Made once for a view: a manifest can have thousands of images, and an estate as many registries. */
function byLoginServer(view: ClusterView): ReadonlyMap<string, ClusterView['registries'][number]> {
  const known = indexes.get(view);
  if (known !== undefined) return known;
  const index = new Map(view.registries.map((each) => [each.loginServer.toLowerCase(), each]));
  indexes.set(view, index);
  return index;
}

function tagProblems(tag: string | undefined, digest: string | undefined): readonly ImageProblem[] {
  // With a digest, the tag decides nothing.
  if (digest !== undefined || (tag !== undefined && tag !== 'latest')) return [];
  const what = tag === undefined ? t('No tag means “latest”') : t('The tag “latest” can change');
  const message = t`${what}, so nodes may run different images under one name. Use a version tag or a digest.`;
  return [{ code: 'mutableTag', severity: 'information', message }];
}
