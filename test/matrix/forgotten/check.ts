import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ArmResource } from '../../../emulator/src/estate';
import { nameOf, sameId } from '../../../src/model/armId';
import { FailureError } from '../../../src/model/failure';
import type { AnyPlan } from '../../../src/provisioning/operations/table';
import { combinations } from '../agreement/check';
import { pullers, pulls, type Puller } from '../pullers';
import { World } from '../survival/world';
import { wishes, type Wish } from './wishes';

export interface Forgotten {
  readonly plans: number;
  readonly applied: number;
  /** Blocked, or nothing could be proposed. */
  readonly refused: number;
  /** Clusters that lost a pull and were named. */
  readonly named: number;
  /** Who lost a pull without being named, or was named and didn't, in a line each. */
  readonly wrong: readonly string[];
}

/** Hazards that say of a cluster that it will not pull any more, without a "may". */
const sure = ['stopsPulling', 'privateAddressWithoutPath', 'pullBlocked'];

/** `every`: of the pairs of takings only each so many-th is tried; single ones all are. */
export async function checkForgotten(every = 1, asked: readonly Wish[] = wishes): Promise<Forgotten> {
  const world = await World.empty();
  try {
    const before = world.emulator.estate.all().map((resource) => structuredClone(resource));
    const counts = { plans: 0, applied: 0, refused: 0, named: 0 };
    const wrong: string[] = [];
    for (const taken of combinations(every)) {
      const titles = taken.map(({ title }) => title).join(' and ') || 'nothing is taken';
      for (const wish of asked) {
        await restore(world, before);
        for (const { take } of taken) take(world.emulator.estate);
        counts.plans += 1;
        const plan = await planned(wish, world);
        if (plan === undefined || plan.blockers.length > 0) {
          counts.refused += 1;
          continue;
        }
        const end = await whoLost(world, plan);
        counts.applied += 1;
        counts.named += end.named;
        wrong.push(...end.wrong.map((line) => `${titles}; ${wish.title}: ${line}`));
      }
    }
    return { ...counts, wrong };
  } finally {
    await world.close();
  }
}

async function restore({ emulator, folder }: World, before: readonly ArmResource[]): Promise<void> {
  emulator.core.operations.settle();
  // Of thousands of plans, what was asked takes gigabytes, and each reads the journals of all before it.
  emulator.log.clear();
  for (const name of await readdir(folder)) await rm(join(folder, name));
  emulator.estate.clear();
  for (const resource of before) emulator.estate.put(structuredClone(resource));
}

async function planned(wish: Wish, { azure, journal }: World): Promise<AnyPlan | undefined> {
  try {
    return await wish.plan({ azure, journal });
  } catch (error) {
    if (error instanceof FailureError && error.failure.kind !== 'defect') return undefined;
    throw error;
  }
}

async function whoLost(world: World, plan: AnyPlan): Promise<{ named: number; wrong: string[] }> {
  const { estate } = world.emulator;
  const pulled = pullers(estate);
  await world.make(plan);
  world.emulator.core.operations.settle();
  const lost = pulled.filter((puller) => !pulls(estate, puller));
  const forgotten = lost.filter((puller) => !isNamed(plan, puller));
  const spared = plan.hazards
    .filter(({ code }) => sure.includes(code))
    .flatMap(({ code, affected, message }) =>
      affected
        .filter((name) => isCluster(world, name) && !canNoLongerPull(estate, plan, name, lost))
        .map((name) => `${name} was named (${code}: ${message}) and still pulls`),
    );
  return {
    named: lost.length - forgotten.length,
    wrong: [
      ...forgotten.map(
        ({ clusterId, image }) => `${nameOf(clusterId)} no longer pulls ${image}, and nothing said so`,
      ),
      ...spared,
    ],
  };
}

/** By a hazard, alone or with the registry that it loses, or because taking its pull away is what was asked for. */
export function isNamed({ hazards, purpose }: AnyPlan, { clusterId, image }: Puller): boolean {
  if (purpose.kind === 'unlink' || purpose.kind === 'detach') {
    if (sameId(purpose.spec.clusterId, clusterId)) return true;
  }
  const cluster = nameOf(clusterId);
  const [loginServer = ''] = image.split('/');
  return hazards.some(
    ({ affected }) => affected.includes(cluster) || affected.includes(`${cluster} → ${loginServer}`),
  );
}

function isCluster({ emulator }: World, name: string): boolean {
  return emulator.estate
    .ofType('Microsoft.ContainerService/managedClusters')
    .some((cluster) => cluster.name === name);
}

/** Lost it now, or didn't pull from the plan's registry before either. */
function canNoLongerPull(
  estate: World['emulator']['estate'],
  { purpose }: AnyPlan,
  name: string,
  lost: readonly Puller[],
): boolean {
  if (lost.some(({ clusterId }) => nameOf(clusterId) === name)) return true;
  const spec: object = purpose.spec;
  const registryId = 'registryId' in spec ? spec.registryId : undefined;
  return !pullers(estate).some(
    ({ clusterId, image }) =>
      nameOf(clusterId) === name &&
      (typeof registryId !== 'string' || image.startsWith(`${nameOf(registryId).toLowerCase()}.`)),
  );
}
