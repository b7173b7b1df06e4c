/** Reads what a diagnosis needs: the pair first, and what a link would need where something isn't well. */
import { type Azure, type Observed, proposeSpec, type SpecOf } from '../provisioning';
import type { PoolReach } from '../reachability/reach';
import { diagnose, mayNeedLink } from './diagnose';
import type { Diagnosis } from './finding';

export interface Pair {
  readonly registryId: string;
  readonly clusterId: string;
}

/**
 * Only reads. Rejects with FailureError when nothing can be said (not signed in, no network, aborted); what can't be read
 * is in the diagnosis.
 */
export async function readDiagnosis(
  { registryId, clusterId }: Pair,
  azure: Pick<Azure, 'observe'>,
  signal: AbortSignal,
): Promise<Diagnosis> {
  const asked = { registryId, clusterIds: [clusterId] };
  const observed = await azure.observe(asked, signal);
  const first = { ...diagnose(observed, clusterId), registryId };
  if (!mayNeedLink(first) || first.pools.length === 0) return first;
  const spec = wishFor(observed, first.pools);
  // What a link would make of things that are there was read already; what it would name anew wasn't, and blocks a plan.
  const known = diagnose(observed, clusterId, spec);
  if (known.findings.some(({ repair }) => repair !== undefined)) return known;
  return diagnose(await azure.observe({ ...asked, spec }, signal), clusterId, spec);
}

/** A role alone where nodes come in by the public address and are let in there; else everything that a pull needs. */
function wishFor(observed: Observed, pools: readonly PoolReach[]): SpecOf<'link'> {
  const isPublic = pools.every(
    ({ route, hops }) =>
      route === 'public' && hops.every(({ hop, state }) => hop === 'identity' || state === 'ok'),
  );
  return isPublic ? proposeSpec(observed, { mode: 'public' }) : proposeSpec(observed);
}
