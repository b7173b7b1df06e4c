/** Reads what diagnoses need, and offers the link that would repair what isn't well. */
import pLimit from 'p-limit';
import { distinctIds, idKey, sameId, type Pair } from '../model/armId';
import { groupBy } from '../model/groupBy';
import { type Azure, factOf, type Look, type Observed, proposeSpec } from '../provisioning';
import { type Asked, diagnose, mayNeedLink } from './diagnose';
import type { Diagnosis } from './finding';

/** A pair, with the repository that is pulled where one is asked about. */
export type AskedPair = Pair & Pick<Asked, 'repository'>;

/** Registries that are read at once; what each asks for is bounded with everything else that is asked of Azure. */
const registriesAtOnce = 4;

/**
 * Diagnoses each pair, in the order of their registries. All share what they read. `found` is told of those of one registry
 * after the other. Only reads. Rejects with FailureError when nothing can be said (not signed in, no network, aborted); what
 * can't be read is in the diagnoses.
 */
export async function readDiagnoses(
  pairs: readonly AskedPair[],
  azure: Pick<Azure, 'look'>,
  signal: AbortSignal,
  found: (diagnoses: readonly Diagnosis[]) => void = () => undefined,
): Promise<readonly Diagnosis[]> {
  const look = await azure.look(distinctIds(pairs.map(({ registryId }) => registryId)), signal);
  const byRegistry = [...groupBy(pairs, ({ registryId }) => idKey(registryId)).values()];
  const read = await pLimit(registriesAtOnce).map(byRegistry, async (own) => {
    const [{ registryId } = { registryId: '' }] = own;
    const diagnoses = await diagnosesOf(registryId, own, look);
    found(diagnoses);
    return diagnoses;
  });
  return read.flat();
}

/** One pair; as `readDiagnoses`. */
export async function readDiagnosis(
  pair: AskedPair,
  azure: Pick<Azure, 'look'>,
  signal: AbortSignal,
): Promise<Diagnosis> {
  const [diagnosis] = await readDiagnoses([pair], azure, signal);
  if (diagnosis === undefined) throw new Error('A pair has a diagnosis.');
  return diagnosis;
}

async function diagnosesOf(
  registryId: string,
  asked: readonly AskedPair[],
  look: Look,
): Promise<readonly Diagnosis[]> {
  const clusterIds = asked.map(({ clusterId }) => clusterId);
  const observed = await look.observe({ registryId, clusterIds, forPlan: false });
  const first = asked.map((one) => ({ ...diagnose(observed, one.clusterId, one), registryId }));
  const unwell = first.filter((diagnosis) => mayNeedLink(diagnosis) && diagnosis.pools.length > 0);
  if (unwell.length === 0) return first;
  const repaired = withLinks(observed, unwell, asked);
  return first.map((diagnosis) => diagnosisOf(repaired, diagnosis.clusterId) ?? diagnosis);
}

function diagnosisOf(all: readonly Diagnosis[], clusterId: string): Diagnosis | undefined {
  return all.find((one) => sameId(one.clusterId, clusterId));
}

/** The same with the link that would take a cause away, where one would; proposed for all, so that they go together. */
function withLinks(
  observed: Observed,
  unwell: readonly Diagnosis[],
  asked: readonly AskedPair[],
): readonly Diagnosis[] {
  const wishes = unwell.map(({ clusterId, pools }) => [clusterId, wishFor(pools)] as const);
  const clusters = unwell.map(({ clusterId }) => [idKey(clusterId), factOf(observed.clusters, clusterId)]);
  const seen = { ...observed, clusters: Object.fromEntries(clusters) as Observed['clusters'] };
  const all = proposeSpec(seen, { clusters: Object.fromEntries(wishes) });
  return unwell.map(({ clusterId }) => {
    const links = all.links.filter((link) => sameId(link.clusterId, clusterId));
    const one = asked.find((pair) => sameId(pair.clusterId, clusterId));
    return diagnose(observed, clusterId, { ...one, wish: { ...all, links } });
  });
}

/** A role alone where nodes come in by the public address and are let in there; else everything that a pull needs. */
function wishFor(pools: Diagnosis['pools']): { readonly mode?: 'public' } {
  const isPublic = pools.every(
    ({ route, hops }) =>
      route === 'public' && hops.every(({ hop, state }) => hop === 'identity' || state === 'ok'),
  );
  const isWell = pools.every(({ state }) => state === 'ok');
  return isPublic && !isWell ? { mode: 'public' } : {};
}
