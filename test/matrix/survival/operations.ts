/** The operations that matrices disturb: a link, its roll back and its unlinking. */
import { randomUUID } from 'node:crypto';
import type { RollBackPlan, UnlinkPlan } from '../../../src/provisioning/anyPlan';
import { readJournal } from '../../../src/provisioning/journal/journal';
import type { Plan } from '../../../src/provisioning/plan';
import { planLink } from '../../../src/provisioning/planning/planLink';
import { proposeSpec } from '../../../src/provisioning/proposing/propose';
import { observeRollBack } from '../../../src/provisioning/undoing/observeRollBack';
import { planRollBack } from '../../../src/provisioning/undoing/planRollBack';
import { observeUnlink } from '../../../src/provisioning/unlinking/observeUnlink';
import { planUnlink, unlinkParts } from '../../../src/provisioning/unlinking/planUnlink';
import { contoso } from '../../contract/support/contoso';
import type { Job } from '../process/job';
import { never, World } from './world';

export interface Disturbed {
  readonly name: 'link' | 'roll back' | 'unlink';
  readonly operationId: string;
  /** What was linked before, if anything. */
  readonly linked: Plan | undefined;
  readonly work: Job['work'];
  readonly pair: { readonly registryId: string; readonly clusterId: string };
}

/** Everything is new: network, zone, endpoint, zone group, both peerings, both links, role. */
const pair = { registryId: contoso('appsRegistry'), clusterId: contoso('shopUsCluster') };

/** Makes the plans, each from the state that it will be applied to. */
export async function operations(): Promise<Disturbed[]> {
  const link = await linkPlan();
  const rollBack = await fromLinked(link, rollBackPlan);
  const unlink = await fromLinked(link, unlinkPlan);
  return [
    {
      name: 'link',
      operationId: link.operationId,
      linked: undefined,
      work: { kind: 'apply', plan: link },
      pair,
    },
    {
      name: 'roll back',
      operationId: rollBack.operationId,
      linked: link,
      work: { kind: 'rollBack', plan: rollBack },
      pair,
    },
    {
      name: 'unlink',
      operationId: unlink.operationId,
      linked: link,
      work: { kind: 'apply', plan: unlink },
      pair,
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

async function rollBackPlan(world: World, link: Plan): Promise<RollBackPlan> {
  const read = await readJournal(world.journal, link.operationId);
  if (!read?.ok) throw new Error('The link has no journal.');
  return planRollBack(read.journal, await observeRollBack(read.journal, world.azure, never), randomUUID());
}

/** Everything is ticked, shared parts too. */
async function unlinkPlan(world: World): Promise<UnlinkPlan> {
  const observed = await observeUnlink(pair, world.azure, world.journal, never);
  const ticked = unlinkParts(observed).map(({ resourceId }) => resourceId);
  return planUnlink({ ...pair, ticked }, observed, randomUUID());
}

async function fromLinked<T extends RollBackPlan | UnlinkPlan>(
  link: Plan,
  make: (world: World, link: Plan) => Promise<T>,
): Promise<T> {
  const world = await World.start(link);
  try {
    const plan = await make(world, link);
    if (plan.blockers.length > 0) throw new Error(plan.blockers.map(({ message }) => message).join(' '));
    return plan;
  } finally {
    await world.close();
  }
}
