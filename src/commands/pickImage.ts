/** The questions for an image of a registry: from the registry's own list, or as typed. */
import { repositoryProblem, tagProblem } from '../manifests/image';
import { inputBox } from '../platform/ask';
import type { RegistryAddress, RegistryImages } from '../provisioning';
import { ageOf } from '../views/explorer/age';
import { shortDigest } from '../views/explorer/imageNodes';
import { facts } from '../views/explorer/treeNode';
import { pickListed } from './pickListed';

/** Lets the user choose a repository of the registry, or type one. */
export function pickRepository(
  title: string,
  registry: RegistryAddress,
  images: RegistryImages,
): Promise<string | undefined> {
  return pickListed({
    title: `${title} (repository)`,
    placeholder: `Choose a repository in ${registry.loginServer}, or type one`,
    load: (from, signal) => images.repositories(registry, from, signal),
    choiceOf: (name) => ({ name }),
    problemOf: repositoryProblem,
  });
}

/** Lets the user choose a tag of the repository, the newest first, or type one. */
export function pickTag(
  title: string,
  registry: RegistryAddress,
  repository: string,
  images: RegistryImages,
): Promise<string | undefined> {
  return pickListed({
    title: `${title} (tag)`,
    placeholder: `Choose a tag of ${registry.loginServer}/${repository}, or type one`,
    load: (from, signal) => images.tags(registry, repository, from, signal),
    choiceOf: ({ name, digest, updated }) => ({
      name,
      description: facts(updated !== undefined && ageOf(updated, Date.now()), shortDigest(digest)),
    }),
    problemOf: tagProblem,
  });
}

/** Asks for a repository without looking at the registry. */
export function typeRepository(
  title: string,
  loginServer: string,
  value: string,
): Thenable<string | undefined> {
  return inputBox({
    title: `${title} (repository)`,
    prompt: `Repository in ${loginServer}, e.g. shop/web`,
    value,
    problemOf: repositoryProblem,
  });
}

/** Asks for a tag without looking at the registry. */
export function typeTag(title: string, image: string): Thenable<string | undefined> {
  return inputBox({
    title: `${title} (tag)`,
    prompt: `Tag of ${image}`,
    value: 'v1',
    problemOf: tagProblem,
  });
}
