/** The questions for an image of a registry: from the registry's own list, or as typed. */
import { t } from '@vscode/l10n';
import { repositoryProblem, tagProblem } from '../manifests/image';
import { imageIn, type ImageReference } from '../manifests/reference';
import { inputBox } from '../platform/ask';
import type { RegistryAddress, RegistryImages } from '../provisioning';
import { ageOf } from '../views/explorer/age';
import { shortDigest } from '../views/explorer/imageNodes';
import { facts } from '../views/explorer/treeNode';
import { pickListed } from './pickListed';

export interface PickedImage {
  readonly repository: string;
  readonly tag: string;
}

/**
 * Lets the user choose repository and tag of the registry, or type them: one after the other, or as one reference with or
 * without the login server in front. What is `known` isn't asked for. Without `images` the registry isn't asked either.
 * Undefined when the user turns away.
 */
export async function pickImage(
  title: string,
  registry: RegistryAddress,
  images: RegistryImages | undefined,
  known: Partial<PickedImage> = {},
): Promise<PickedImage | undefined> {
  const { loginServer } = registry;
  const image = known.repository === undefined ? await askRepository(title, registry, images) : known;
  if (image?.repository === undefined) return undefined;
  const { repository } = image;
  const tag =
    known.tag ??
    image.tag ??
    (images === undefined
      ? await typeTag(title, `${loginServer}/${repository}`)
      : await pickTag(title, registry, repository, images));
  return tag === undefined ? undefined : { repository, tag };
}

/** A repository of the registry, with the tag that was typed with it. */
async function askRepository(
  title: string,
  registry: RegistryAddress,
  images: RegistryImages | undefined,
): Promise<Pick<ImageReference, 'repository' | 'tag'> | undefined> {
  const typed =
    images === undefined
      ? await typeRepository(title, registry.loginServer)
      : await chooseRepository(title, registry, images, true);
  const image = imageIn(typed ?? '', registry.loginServer);
  return 'problem' in image ? undefined : image;
}

/** Lets the user choose a repository of the registry, or type one, where the tag is known already. */
export async function pickRepository(
  title: string,
  registry: RegistryAddress,
  images: RegistryImages,
): Promise<string | undefined> {
  const typed = await chooseRepository(title, registry, images, false);
  const image = imageIn(typed ?? '', registry.loginServer);
  return 'problem' in image ? undefined : image.repository;
}

function chooseRepository(
  title: string,
  registry: RegistryAddress,
  images: RegistryImages,
  withTag: boolean,
): Promise<string | undefined> {
  const { loginServer } = registry;
  return pickListed({
    title: t`${title} (repository)`,
    placeholder: t`Choose a repository in ${loginServer}, or type one`,
    load: (from, signal) => images.repositories(registry, from, signal),
    choiceOf: (name) => ({ name }),
    problemOf: repositoryProblem,
    typedProblemOf: (text) => typedProblem(text, loginServer, withTag),
  });
}

/** Why what was typed for a repository can't be used; undefined if it can. */
function typedProblem(text: string, loginServer: string, withTag: boolean): string | undefined {
  if (text.trim() === '') return repositoryProblem('');
  const image = imageIn(text, loginServer);
  if ('problem' in image) return image.problem;
  if (image.digest !== undefined) return t('Enter a tag without a digest.');
  return image.tag === undefined || withTag ? undefined : t('Leave out the tag. It doesn’t change.');
}

/** Lets the user choose a tag of the repository, the newest first, or type one. */
function pickTag(
  title: string,
  registry: RegistryAddress,
  repository: string,
  images: RegistryImages,
): Promise<string | undefined> {
  return pickListed({
    title: t`${title} (tag)`,
    placeholder: t`Choose a tag of ${registry.loginServer}/${repository}, or type one`,
    load: (from, signal) => images.tags(registry, repository, from, signal),
    choiceOf: ({ name, digest, updated }) => ({
      name,
      description: facts(updated !== undefined && ageOf(updated, Date.now()), shortDigest(digest)),
    }),
    problemOf: tagProblem,
  });
}

/** Asks for a repository without looking at the registry. */
function typeRepository(title: string, loginServer: string): Thenable<string | undefined> {
  return inputBox({
    title: t`${title} (repository)`,
    prompt: t`Repository in ${loginServer}, for example shop/web or shop/web:v1`,
    value: 'app',
    problemOf: (text) => typedProblem(text, loginServer, true),
  });
}

/** Asks for a tag without looking at the registry. */
function typeTag(title: string, image: string): Thenable<string | undefined> {
  return inputBox({
    title: t`${title} (tag)`,
    prompt: t`Tag of ${image}`,
    value: 'v1',
    problemOf: tagProblem,
  });
}
