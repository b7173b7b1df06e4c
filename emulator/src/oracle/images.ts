import { listAt, textAt } from '../arm/json';
import type { ArmResource, Estate } from '../estate';
import type { ImageName } from './events';

/**
 * Why a registry doesn't have an image; undefined where it does. Only of repositories that a scenario or an import
 * filled is known what is in them: every other one holds whatever is asked for.
 */
export function missingImage(
  estate: Estate,
  registry: ArmResource,
  { repository, tag }: ImageName,
): string | undefined {
  const known = estate.get(`${registry.id}/emulatedRepositories/${repository.replaceAll('/', '~')}`);
  if (known === undefined) return undefined;
  const [list, member] = tag.startsWith('sha256:') ? ['manifests', 'digest'] : ['tags', 'name'];
  const isThere = listAt(known.properties, list).some((item) => textAt(item, member) === tag);
  return isThere ? undefined : `${repository} has no ${tag}`;
}
