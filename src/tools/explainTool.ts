/** What a text says of pulls that failed. Needs no Azure; what the tree has of registry and cluster is added. */
import * as v from 'valibot';
import { type ExplainedPull, explainPulls } from '../diagnosis/explain';
import { linksIn } from '../provisioning';
import type { Estate, EstateStore } from '../platform/estateStore';
import { leftOut, listed } from './answer';
import { inputError } from './errors';
import { gapsOf } from './found';
import { mostItems, tool } from './tool';

const schema = v.strictObject({ text: v.pipe(v.string(), v.minLength(1), v.maxLength(262_144)) });

export function explainTool(store: Pick<EstateStore, 'get'>) {
  return tool({
    schema,
    progress: () => 'Explaining a pull error',
    async run({ text }) {
      const pulls = explainPulls(text);
      if (pulls.length === 0)
        throw inputError(
          'text: it doesn’t describe a failed pull. Pass the pod’s events (kubectl describe pod), or the log line that names the image.',
        );
      // The text alone says a lot: that nobody is signed in is no reason to say less.
      const estate = await store.get().catch(() => undefined);
      const found = listed(
        pulls.map((pull) => ({ ...explained(pull), ...(estate && related(pull, estate)) })),
        '',
        mostItems,
      );
      const gaps = gapsOf(estate);
      return {
        says: [
          leftOut(found),
          ...gaps.says,
          'For a given registry and cluster, the tool acr-private-link_diagnose_pair finds the cause in Azure.',
        ],
        data: { ...gaps.data, pulls: found.items },
      };
    },
  });
}

function explained({ image, host, node, pool, address, hop, failure, text }: ExplainedPull) {
  const { cause, message, nextAction } = failure;
  return {
    image,
    registryHost: host,
    node,
    pool,
    address,
    cause,
    endedAt: hop,
    message,
    nextAction,
    line: text,
  };
}

/** The registry that the text names, and who pulls from it. */
function related({ host }: ExplainedPull, { inventory }: Estate) {
  const registry = inventory.registries.find(({ loginServer }) => loginServer.toLowerCase() === host);
  if (registry === undefined) return { registry: undefined };
  const clusterIds = linksIn(inventory)
    .ofRegistry(registry.id)
    .map(({ clusterId }) => clusterId);
  return { registry: registry.id, linkedClusters: clusterIds.slice(0, mostItems) };
}
