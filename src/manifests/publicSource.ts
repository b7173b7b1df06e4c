/** Images that Azure can import: where from, by the name that a user types. */
import { t } from '@vscode/l10n';
import { isRegistryHost, knownSuffixes } from '../model/clouds';
import { imageIn, parseReference, type NoReference } from './reference';

export interface PublicSource {
  /** Host, e.g. `mcr.microsoft.com`; `docker.io` for Docker Hub. */
  readonly registry: string;
  /** `repository:tag` or `repository@digest`. */
  readonly image: string;
  readonly repository: string;
  /** Undefined where the image is named by its digest. */
  readonly tag: string | undefined;
}

/** Small and public, and does what a test needs: it starts without configuration and stays up, as a web server. */
export const sampleImage: PublicSource & { readonly tag: string; readonly port: string } = {
  registry: 'mcr.microsoft.com',
  image: 'azuredocs/aci-helloworld:latest',
  repository: 'azuredocs/aci-helloworld',
  tag: 'latest',
  port: '80',
};

/** Takes what is typed, e.g. `nginx:1.27` or `quay.io/team/app@sha256:…`; an Azure registry, whose host ends in a suffix, is no public one. */
export function publicSource(
  text: string,
  suffixes: readonly string[] = knownSuffixes,
): PublicSource | NoReference {
  const parsed = parseReference(text.trim());
  if ('problem' in parsed) return parsed;
  const { registry, tag, digest } = parsed;
  if (registry !== undefined && isRegistryHost(registry, suffixes)) {
    return {
      problem: t`${registry} is an Azure container registry. Choose “From another Azure container registry…” instead.`,
    };
  }
  const onDockerHub = registry === undefined || /^(?:(?:index|registry-1)\.)?docker\.io$/i.test(registry);
  const repository =
    onDockerHub && !parsed.repository.includes('/') ? `library/${parsed.repository}` : parsed.repository;
  const name = digest === undefined ? `:${tag ?? 'latest'}` : `@${digest}`;
  return {
    registry: onDockerHub ? 'docker.io' : registry.toLowerCase(),
    image: `${repository}${name}`,
    repository,
    tag: digest === undefined ? (tag ?? 'latest') : undefined,
  };
}

/** The sample's repository in the registry that it comes to, unless the user says otherwise. */
const sampleTarget = 'samples/aci-helloworld';

/** Port that the images of a repository listen on; known of the sample alone, by the name that it is proposed. */
export function portOf(repository: string): string | undefined {
  return repository === sampleTarget ? sampleImage.port : undefined;
}

/** What an image is called in the registry that it comes to, unless the user says otherwise: `repository:tag`. */
export function proposedTarget({ registry, repository, tag }: PublicSource): string {
  if (registry === sampleImage.registry && repository === sampleImage.repository) {
    return `${sampleTarget}:v1`;
  }
  return `${repository.replace(/^library\//, '')}:${tag === undefined || tag === 'latest' ? 'v1' : tag}`;
}

/** `shop/web:v1`, taken apart; or why a registry takes no image of that name. */
export function importTarget(
  text: string,
  loginServer?: string,
): { readonly repository: string; readonly tag: string } | NoReference {
  const parsed = imageIn(text, loginServer);
  if ('problem' in parsed) return parsed;
  const { repository, tag, digest } = parsed;
  if (digest !== undefined) return { problem: t('Enter a tag. The digest is determined by the image.') };
  return tag === undefined ? { problem: t('Add a tag, for example shop/web:v1.') } : { repository, tag };
}
