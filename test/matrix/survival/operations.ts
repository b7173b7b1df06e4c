/** The operations that matrices disturb: a link, its roll back and its unlinking; a new registry and its roll back. */
import { randomUUID } from 'node:crypto';
import type { RegistryPlan, RollBackPlan, UnlinkPlan } from '../../../src/provisioning/anyPlan';
import { readJournal } from '../../../src/provisioning/journal/journal';
import type { Plan } from '../../../src/provisioning/plan';
import { planLink } from '../../../src/provisioning/planning/planLink';
import { proposeSpec } from '../../../src/provisioning/proposing/propose';
import { observeRollBack } from '../../../src/provisioning/undoing/observeRollBack';
import { planRollBack } from '../../../src/provisioning/undoing/planRollBack';
import { observeUnlink } from '../../../src/provisioning/unlinking/observeUnlink';
import { planUnlink, unlinkParts } from '../../../src/provisioning/unlinking/planUnlink';
import { contoso } from '../../contract/support/contoso';
import { newRegistry, planFor, proposeFor, withOwnZone } from '../../contract/support/freshRegistries';
import type { Job } from '../process/job';
import { never, World } from './world';

export interface Disturbed {
  readonly name: 'link' | 'roll back' | 'unlink' | 'registry' | 'roll back of a registry';
  readonly operationId: string;
  /** What was made before, if anything. */
  readonly made: Plan | RegistryPlan | undefined;
  readonly work: Job['work'];
  /** What whoever uses the registry gets, in a word or two. */
  readonly seen: (world: World) => string;
}

/** Everything is new: network, zone, endpoint, zone group, both peerings, both links, role. */
const pair = { registryId: contoso('appsRegistry'), clusterId: contoso('shopUsCluster') };

/** Makes the plans, each from the state that it will be applied to. */
export async function operations(): Promise<Disturbed[]> {
  const link = await linkPlan();
  const rollBack = await from(link, rollBackPlan);
  const unlink = await from(link, unlinkPlan);
  const seen = (world: World) => world.pull(pair.registryId, pair.clusterId);
  const registry = await registryPlan();
  const registryRollBack = await from(registry, rollBackPlan);
  const networkId = registry.purpose.spec.side?.network.id ?? '';
  const resolved = (world: World) => world.addresses(networkId, 'contosofresh.azurecr.io');
  return [
    {
      name: 'link',
      operationId: link.operationId,
      made: undefined,
      work: { kind: 'apply', plan: link },
      seen,
    },
    {
      name: 'roll back',
      operationId: rollBack.operationId,
      made: link,
      work: { kind: 'rollBack', plan: rollBack },
      seen,
    },
    {
      name: 'unlink',
      operationId: unlink.operationId,
      made: link,
      work: { kind: 'apply', plan: unlink },
      seen,
    },
    {
      name: 'registry',
      operationId: registry.operationId,
      made: undefined,
      work: { kind: 'apply', plan: registry },
      seen: resolved,
    },
    {
      name: 'roll back of a registry',
      operationId: registryRollBack.operationId,
      made: registry,
      work: { kind: 'rollBack', plan: registryRollBack },
      seen: resolved,
    },
  ];
}

async function linkPlan(): Promise<Plan> {
  const world = await World.start();
  try {
    const asked = { registryId: pair.registryId, clusterIds: [pair.clusterId] };
    const spec = proposeSpec(await world.azure.observe(asked, never), { mode: 'private' });
    return planLink(spec, await world.azure.observe({ ...asked, spec }, never), randomUUID());
  } finally {
    await world.close();
  }
}

/** From an empty group: registry, replica, network, zone, endpoint, zone group, link. */
async function registryPlan(): Promise<RegistryPlan> {
  const world = await World.start();
  try {
    const registry = newRegistry('contosofresh', { replicas: ['northeurope'] });
    const plan = await planFor(world.azure, withOwnZone(await proposeFor(world.azure, { registry })));
    if (plan.blockers.length > 0) throw new Error(plan.blockers.map(({ message }) => message).join(' '));
    return plan;
  } finally {
    await world.close();
  }
}

async function rollBackPlan(
  world: World,
  { operationId }: { readonly operationId: string },
): Promise<RollBackPlan> {
  const read = await readJournal(world.journal, operationId);
  if (!read?.ok) throw new Error('The operation has no journal.');
  return planRollBack(read.journal, await observeRollBack(read.journal, world.azure, never), randomUUID());
}

/** Everything is ticked, shared parts too. */
async function unlinkPlan(world: World): Promise<UnlinkPlan> {
  const observed = await observeUnlink(pair, world.azure, world.journal, never);
  const ticked = unlinkParts(observed).map(({ resourceId }) => resourceId);
  return planUnlink({ ...pair, ticked }, observed, randomUUID());
}

async function from<T extends RollBackPlan | UnlinkPlan>(
  made: Plan | RegistryPlan,
  make: (world: World, made: Plan | RegistryPlan) => Promise<T>,
): Promise<T> {
  const world = await World.start(made);
  try {
    const plan = await make(world, made);
    if (plan.blockers.length > 0) throw new Error(plan.blockers.map(({ message }) => message).join(' '));
    return plan;
  } finally {
    await world.close();
  }
}
