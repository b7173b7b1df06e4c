/** The parts of an image's name. Each check answers undefined, or why the text can't be used. */
import { t } from '@vscode/l10n';
import { FailureError } from '../model/failure';
import { isRepository, isTag, longestRepository } from '../model/imageNames';
import { otherHostOf } from './hosts';

const host = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$/;

/**
 * A name in the `privatelink` zone resolves to the same address but isn't in the registry's certificate, and no
 * kubelet has credentials for it. A data endpoint has layers only, and a regional endpoint is for those who sign in there by
 * themselves. Images are always named by the login server.
 */
export function loginServerProblem(loginServer: string): string | undefined {
  if (/(^|\.)privatelink\./i.test(loginServer)) {
    return t`“${loginServer}” is the name of the private endpoint’s DNS record. Use the registry’s login server, without “privatelink”.`;
  }
  const other = otherHostOf(loginServer);
  if (other !== undefined) {
    return other.kind === 'data'
      ? t`“${loginServer}” is a data endpoint. Use the registry’s login server, ${other.loginServer}.`
      : t`“${loginServer}” is a regional endpoint. Use the registry’s login server, ${other.loginServer}.`;
  }
  if (!host.test(loginServer)) return t`“${loginServer}” isn’t a login server such as contoso.azurecr.io.`;
  return undefined;
}

export function repositoryProblem(repository: string): string | undefined {
  if (repository === '') return t('Enter a repository name, for example shop/web.');
  if (repository.length > longestRepository)
    return t`Repository names can have up to ${longestRepository} characters.`;
  if (isRepository(repository)) return undefined;
  if (repository !== repository.toLowerCase()) return t('Repository names must be lowercase.');
  if (repository.includes(':')) return t('Enter the repository without a tag. You choose the tag next.');
  return t(
    'Repository names use lowercase letters and digits, with single separators (. _ - /) between them.',
  );
}

export function tagProblem(tag: string): string | undefined {
  if (tag === '') return t('Enter a tag, for example v1.');
  if (isTag(tag)) return undefined;
  if (tag.length > 128) return t('Tags can have up to 128 characters.');
  return t('Tags use letters, digits, “.”, “_”, and “-”, and begin with a letter, a digit, or “_”.');
}

export interface ImageParts {
  readonly loginServer: string;
  readonly repository: string;
  readonly tag: string;
}

/** Throws a FailureError for a part that can't be used; the parts reach a cluster, so nothing is repaired silently. */
export function requireImage({ loginServer, repository, tag }: ImageParts): void {
  const problem = loginServerProblem(loginServer) ?? repositoryProblem(repository) ?? tagProblem(tag);
  if (problem === undefined) return;
  throw new FailureError({
    code: 'manifests.invalidImage',
    kind: 'user',
    message: t`This isn’t a valid image name. ${problem}`,
    nextAction: t('Correct the login server, the repository, or the tag.'),
  });
}
