/** Nodes made to pull, after the user has agreed: the only tool that does something in a cluster. */
import * as v from 'valibot';
import { nameOf, parseId } from '../model/armId';
import type { EstateStore } from '../platform/estateStore';
import { clusterIn, registryIn } from './found';
import { named, tool } from './tool';

const schema = v.strictObject({ registry: named, cluster: named, image: named });

interface Verified {
  readonly verdict: string;
  /** Plain text, with what nodes and cluster said. */
  readonly report: string;
}

/** Runs it on the page of the pair, where the user sees it. Rejects with FailureError where it can't be run. */
export type Verifier = (
  of: { readonly registryId: string; readonly clusterId: string; readonly image: string },
  signal: AbortSignal,
) => Promise<Verified>;

export function verifyTool(store: Pick<EstateStore, 'get'>, verify: Verifier) {
  const pairOf = async ({ registry, cluster }: { readonly registry: string; readonly cluster: string }) => {
    const estate = await store.get();
    return { registryId: registryIn(estate, registry).id, clusterId: clusterIn(estate, cluster).id };
  };
  return tool({
    schema,
    progress: ({ registry, cluster }) => `Verifying from inside ${cluster} that nodes pull from ${registry}`,
    async confirm(input) {
      const { registryId, clusterId } = await pairOf(input);
      const group = parseId(clusterId)?.resourceGroup ?? '';
      return {
        title: `Verify from inside ${nameOf(clusterId)}?`,
        message: `Creates one pod per node pool in the namespace default of ${nameOf(clusterId)} (resource group ${group}), has the nodes pull ${input.image} from ${nameOf(registryId)}, and deletes the pods afterwards. Runs commands in the cluster through AKS run command, with your permissions.`,
      };
    },
    async run(input, signal) {
      const { verdict, report } = await verify({ ...(await pairOf(input)), image: input.image }, signal);
      return {
        says: ['The run has ended. Its page is open in VS Code.'],
        data: { verdict, report: report.split('\n').slice(0, 200) },
      };
    },
  });
}
