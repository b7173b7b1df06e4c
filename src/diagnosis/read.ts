/** Reads what diagnoses need: the pairs first, and what a link would need where something isn't well. */
import { distinctIds, idKey, sameId, type Pair } from '../model/armId';
import { atMost } from '../model/atMost';
import { groupBy } from '../model/groupBy';
import { type Azure, type Look, proposeSpec, type SpecOf } from '../provisioning';
import { diagnose, mayNeedLink } from './diagnose';
import type { Diagnosis } from './finding';

/** Registries that are read at once; what each asks for is bounded with everything else that is asked of Azure. */
const registriesAtOnce = 4;

/**
 * Diagnoses each pair, in the order of their registries. All share what they read. `found` is told of those of one registry
 * after the other. Only reads. Rejects with FailureError when nothing can be said (not signed in, no network, aborted); what
 * can't be read is in the diagnoses.
 */
export async function readDiagnoses(
  pairs: readonly Pair[],
  azure: Pick<Azure, 'look'>,
  signal: AbortSignal,
  found: (diagnoses: readonly Diagnosis[]) => void = () => undefined,
): Promise<readonly Diagnosis[]> {
  const look = await azure.look(distinctIds(pairs.map(({ registryId }) => registryId)), signal);
  const byRegistry = [...groupBy(pairs, ({ registryId }) => idKey(registryId)).values()];
  const read = await atMost(registriesAtOnce, byRegistry, async (own) => {
    const [{ registryId } = { registryId: '' }] = own;
    const diagnoses = await diagnosesOf(
      registryId,
      own.map(({ clusterId }) => clusterId),
      look,
    );
    found(diagnoses);
    return diagnoses;
  });
  return read.flat();
}

/** One pair; as `readDiagnoses`. */
export async function readDiagnosis(
  pair: Pair,
  azure: Pick<Azure, 'look'>,
  signal: AbortSignal,
): Promise<Diagnosis> {
  const [diagnosis] = await readDiagnoses([pair], azure, signal);
  if (diagnosis === undefined) throw new Error('A pair has a diagnosis.');
  return diagnosis;
}

async function diagnosesOf(
  registryId: string,
  clusterIds: readonly string[],
  look: Look,
): Promise<readonly Diagnosis[]> {
  const observed = await look.observe({ registryId, clusterIds, proposes: false });
  const first = clusterIds.map((id) => ({ ...diagnose(observed, id), registryId }));
  const unwell = first.filter((diagnosis) => mayNeedLink(diagnosis) && diagnosis.pools.length > 0);
  if (unwell.length === 0) return first;
  const repaired = await withLinks(registryId, unwell, look);
  return first.map((diagnosis) => diagnosisOf(repaired, diagnosis.clusterId) ?? diagnosis);
}

function diagnosisOf(all: readonly Diagnosis[], clusterId: string): Diagnosis | undefined {
  return all.find((one) => sameId(one.clusterId, clusterId));
}

/** The same with the link that would take a cause away, where one would; proposed for all, so that they go together. */
async function withLinks(
  registryId: string,
  unwell: readonly Diagnosis[],
  look: Look,
): Promise<readonly Diagnosis[]> {
  const clusterIds = unwell.map(({ clusterId }) => clusterId);
  const whole = await look.observe({ registryId, clusterIds });
  const wishes = unwell.map(({ clusterId, pools }) => [clusterId, wishFor(pools)] as const);
  const all = proposeSpec(whole, { clusters: Object.fromEntries(wishes) });
  const specOf = (id: string): SpecOf<'link'> => ({
    ...all,
    links: all.links.filter(({ clusterId }) => sameId(clusterId, id)),
  });
  // What a link would make of things that are there was read already; what it would name anew wasn't, and blocks a plan.
  const known = clusterIds.map((id) => diagnose(whole, id, specOf(id)));
  const open = known.filter(({ findings }) => findings.every(({ repair }) => repair?.kind !== 'link'));
  if (open.length === 0) return known;
  const ids = open.map(({ clusterId }) => clusterId);
  const links = all.links.filter(({ clusterId }) => ids.some((id) => sameId(id, clusterId)));
  const named = await look.observe({ registryId, clusterIds: ids, spec: { ...all, links } });
  return known.map((one) =>
    ids.includes(one.clusterId) ? diagnose(named, one.clusterId, specOf(one.clusterId)) : one,
  );
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
