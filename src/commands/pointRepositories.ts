import { t } from '@vscode/l10n';
import { parseReference, repositoriesElsewhere } from '../manifests/reference';
import type { ImageField } from '../manifests/scanned';
import type { RegistryAddress, RegistryImages } from '../provisioning';
import { pickOne } from './pick';
import { shortDigest } from '../views/explorer/imageNodes';
import { pickImage, pickRepository } from './pickImage';
import { pointTitle } from './pointPick';

/**
 * By image, the repository in the new registry where that is a question: Docker Hub's short names. Each name is asked
 * for once; undefined when the user turns away.
 */
export async function askRepositories(
  fields: readonly ImageField[],
  registry: RegistryAddress,
  images: RegistryImages,
  answer: string | undefined,
): Promise<ReadonlyMap<string, string> | undefined> {
  const repositories = new Map<string, string>();
  const answers = new Map<string, string>();
  for (const { image } of fields) {
    const reference = parseReference(image);
    if ('problem' in reference) continue;
    const [asWritten, inLibrary] = repositoriesElsewhere(reference);
    if (asWritten === undefined || inLibrary === undefined) continue;
    const given = { short: asWritten, library: inLibrary }[answer ?? ''];
    const chosen = given ?? answers.get(asWritten) ?? (await ask(asWritten, inLibrary, registry, images));
    if (chosen === undefined) return undefined;
    answers.set(asWritten, chosen);
    repositories.set(image, chosen);
  }
  return repositories;
}

async function ask(
  short: string,
  inLibrary: string,
  registry: RegistryAddress,
  images: RegistryImages,
): Promise<string | undefined> {
  const { loginServer } = registry;
  const items = [
    { label: short, detail: t`${loginServer}/${short}, the usual target of “az acr import”`, value: short },
    { label: inLibrary, detail: t`${loginServer}/${inLibrary}, as Docker Hub names it`, value: inLibrary },
    { label: t('Another repository…'), detail: t('Select it in the registry, or enter its name'), value: '' },
  ];
  const placeholder = t`Where is ${short} of Docker Hub in ${loginServer}?`;
  const chosen = await pickOne(pointTitle, placeholder, items);
  return chosen === '' ? pickRepository(pointTitle, registry, images) : chosen;
}

/**
 * Whether one image keeps its name in the new registry or becomes another one of it; `keep` where nothing is to be asked,
 * undefined when the user turns away.
 */
export async function askImage(
  { image, obstacle, shared, parts }: ImageField,
  registry: RegistryAddress,
  images: RegistryImages,
): Promise<'keep' | { readonly repository: string; readonly tag: string } | undefined> {
  const reference = parseReference(image);
  if ('problem' in reference || (obstacle ?? shared) !== undefined || (parts && !parts.tag)) return 'keep';
  const { repository, tag, digest } = reference;
  const end = (tag === undefined ? '' : `:${tag}`) + (digest === undefined ? '' : `@${shortDigest(digest)}`);
  const items = [
    {
      label: t`Keep ${repository}${end}`,
      detail: t`Only the registry changes, to ${registry.loginServer}`,
      value: true,
    },
    {
      label: t('Choose another image…'),
      detail: t`A repository and tag of ${registry.loginServer}`,
      value: false,
    },
  ];
  const placeholder = t`Which image of ${registry.loginServer}?`;
  const keeps = await pickOne(pointTitle, placeholder, items);
  if (keeps === undefined) return undefined;
  if (keeps) return 'keep';
  return pickImage(pointTitle, registry, images);
}
