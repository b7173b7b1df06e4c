import { t } from '@vscode/l10n';
import type { EstateStore } from '../platform/estateStore';
import type { RegistryImages } from '../provisioning';
import { pickImage } from './pickImage';
import { registryOf } from './registryOf';

const title = t('Choose image');

/**
 * Lets the user choose among what the registry holds, or type it where it can't be listed from here: `repository:tag`,
 * undefined when the user turns away. Rejects with a FailureError for a registry that isn't visible.
 */
export async function chooseImage(
  registryId: string,
  store: EstateStore,
  images: RegistryImages,
): Promise<string | undefined> {
  const registry = await registryOf(registryId, store);
  const image = await pickImage(title, registry, images);
  return image && `${image.repository}:${image.tag}`;
}
