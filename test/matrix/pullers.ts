/** Who pulls from what in an estate, by the oracle. */
import type { Estate } from '../../emulator/src/estate';
import { pullVerdict } from '../../emulator/src/oracle/index';

export interface Puller {
  readonly clusterId: string;
  readonly image: string;
}

/** Clusters with the registries that they can pull from right now. */
export function pullers(estate: Estate): Puller[] {
  const clusters = estate.ofType('Microsoft.ContainerService/managedClusters');
  const registries = estate.ofType('Microsoft.ContainerRegistry/registries');
  return clusters
    .flatMap(({ id: clusterId }) =>
      registries.map(({ properties }) => ({
        clusterId,
        image: `${properties['loginServer'] as string}/shop/web:1.0`,
      })),
    )
    .filter((puller) => pulls(estate, puller));
}

export function pulls(estate: Estate, puller: Puller): boolean {
  return pullVerdict(estate, puller).verdict === 'Pulled';
}
