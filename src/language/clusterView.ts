/** Of which registries a cluster can pull, as the images of a manifest ask it. */
import { nameOf, sameId } from '../model/armId';
import type { ClusterView } from '../manifests/imageProblems';
import type { Estate } from '../platform/estateStore';
import { canPull } from './registrySources';

/** Undefined where the estate doesn't hold the cluster: then nothing is claimed. */
export function clusterViewIn(estate: Pick<Estate, 'inventory'>, clusterId: string): ClusterView | undefined {
  const { inventory } = estate;
  if (!inventory.clusters.some(({ id }) => sameId(id, clusterId))) return undefined;
  return {
    clusterName: nameOf(clusterId),
    registries: inventory.registries.map(({ id, name, loginServer }) => ({
      name,
      loginServer,
      canPull: remembered((repository) => canPull(estate, id, clusterId, repository)),
    })),
  };
}

/** A text is looked at again with each of its changes, and has mostly the same repositories. */
function remembered<Answer>(answer: (question: string) => Answer): (question: string) => Answer {
  const known = new Map<string, Answer>();
  return (question) => {
    if (!known.has(question)) known.set(question, answer(question));
    return known.get(question) as Answer;
  };
}
