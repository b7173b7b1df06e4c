/** Why the nodes of a cluster can't pull from a registry, and what repairs it. Only reads. */
import * as v from 'valibot';
import type { Diagnosis, Finding } from '../diagnosis/finding';
import { hopsFound } from '../diagnosis/partsOf';
import { readDiagnosis } from '../diagnosis/read';
import type { EstateStore } from '../platform/estateStore';
import type { Azure } from '../provisioning';
import { clusterIn, registryIn } from './found';
import { mostItems, named, tool } from './tool';

const schema = v.strictObject({ registry: named, cluster: named, repository: v.optional(named) });

const stateWords: Readonly<Record<Diagnosis['state'], string>> = {
  ok: 'The nodes can pull.',
  broken: 'The nodes can’t pull.',
  unknown: 'It’s unknown whether the nodes can pull.',
};

export function diagnoseTool(store: Pick<EstateStore, 'get'>, azure: () => Promise<Pick<Azure, 'look'>>) {
  return tool({
    schema,
    progress: ({ registry, cluster }) => `Diagnosing pulls of ${cluster} from ${registry}`,
    async run({ registry, cluster, repository }, signal) {
      const estate = await store.get();
      const pair = {
        registryId: registryIn(estate, registry).id,
        clusterId: clusterIn(estate, cluster).id,
        ...(repository !== undefined && { repository }),
      };
      const diagnosis = await readDiagnosis(pair, await azure(), signal);
      const { state, findings, pools, at } = diagnosis;
      return {
        says: [
          `${stateWords[state]} Nothing was changed.`,
          ...(findings.some(({ repair }) => repair !== undefined)
            ? ['If repair is link, the tool acr-private-link_plan_link opens its plan for the user.']
            : []),
        ],
        data: {
          ...pair,
          lookedAt: at,
          state,
          findings: findings.slice(0, mostItems).map(findingOf),
          findingsLeftOut: Math.max(0, findings.length - mostItems),
          pools: pools.slice(0, mostItems).map((pool) => ({
            name: pool.name,
            route: pool.route,
            hops: hopsFound(pool, findings).map(({ hop, state: hopState, message }) => ({
              hop,
              state: hopState,
              message,
            })),
          })),
        },
      };
    },
  });
}

function findingOf({ rule, severity, confidence, pools, message, evidence, ask, ...rest }: Finding) {
  const { source, repair, instructions } = rest;
  return {
    rule,
    severity,
    confidence,
    pools,
    message,
    evidence,
    ask,
    source,
    repair: repair?.kind,
    instructions,
  };
}
