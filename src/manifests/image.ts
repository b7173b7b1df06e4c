/** The parts of an image's name. Each check answers undefined, or why the text can't be used. */
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
    return `“${loginServer}” is the name of the private endpoint’s DNS record. Use the registry’s login server, without “privatelink”.`;
  }
  const other = otherHostOf(loginServer);
  if (other !== undefined) {
    return `“${loginServer}” is a ${other.kind} endpoint. Use the registry’s login server, ${other.loginServer}.`;
  }
  if (!host.test(loginServer)) return `“${loginServer}” isn’t a login server such as contoso.azurecr.io.`;
  return undefined;
}

export function repositoryProblem(repository: string): string | undefined {
  if (repository === '') return 'Enter a repository name, for example shop/web.';
  if (repository.length > longestRepository)
    return `Repository names can have up to ${longestRepository} characters.`;
  if (isRepository(repository)) return undefined;
  if (repository !== repository.toLowerCase()) return 'Repository names must be lowercase.';
  if (repository.includes(':')) return 'Enter the repository without a tag. You choose the tag next.';
  return 'Repository names use lowercase letters and digits, with single separators (. _ - /) between them.';
}

export function tagProblem(tag: string): string | undefined {
  if (tag === '') return 'Enter a tag, for example v1.';
  if (isTag(tag)) return undefined;
  if (tag.length > 128) return 'Tags can have up to 128 characters.';
  return 'Tags use letters, digits, “.”, “_”, and “-”, and begin with a letter, a digit, or “_”.';
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
    message: `This isn’t a valid image name. ${problem}`,
    nextAction: 'Correct the login server, the repository, or the tag.',
  });
}
