/** A link that stops anywhere, and its roll back: afterwards everything is as it was. */
import assert from 'node:assert/strict';
import { resolveName } from '../../../emulator/src/oracle/index';
import { partsOf } from '../../../emulator/src/oracle/parts';
import { isPrivateAddress } from '../../../src/model/addressRange';
import { nameOf, parentId, sameId } from '../../../src/model/armId';
import type { Failure } from '../../../src/model/failure';
import { asObject } from '../../../src/model/json';
import type { AnyPlan } from '../../../src/provisioning/operations/table';
import type { RollBackPlan } from '../../../src/provisioning/plan/rollBackSpec';
import type { LinkPlan } from '../../../src/provisioning/plan/spec';
import type { AzureWriter } from '../../../src/provisioning/ports';
import { differences, withoutDataEndpoints } from '../../support/estateState';
import { neighbourName, type MadeEstate } from './build';
import type { MadeCluster } from './clusters';
import type { EstateLinking } from './linking';

const stopped: Failure = {
  code: 'test.stopped',
  kind: 'user',
  message: 'The operation is stopped here.',
  nextAction: 'Roll it back.',
};

/**
 * Links the estate, stops after that share of the writes (1: at the end), rolls back, and compares resource by resource.
 * What the plan said to be irreversible may stay. Gives the number of steps that were undone.
 */
export async function checkRollBack(linking: EstateLinking, share: number): Promise<number> {
  const { plan } = await linking.propose();
  return checkRollBackOf(linking, plan, share);
}

/** The same for any plan that was made of the present state. */
export async function checkRollBackOf(
  linking: EstateLinking,
  plan: Exclude<AnyPlan, RollBackPlan>,
  share: number,
): Promise<number> {
  const before = linking.state();
  const writes = plan.steps.filter(({ action }) => action !== 'reuse');
  const limit = Math.round(share * writes.length);
  if (plan.blockers.length > 0 || limit === 0) return 0;
  const outcome = await linking.tryToApply(plan, writesAtMost(linking.azure, limit));
  assert.equal(outcome.kind, limit === writes.length ? 'done' : 'failed', JSON.stringify(outcome));
  let undo = await linking.planRollBack(plan.operationId);
  // Somebody else has come to pull from a closed registry over it: the way out is to open that first.
  const isClosed = undo.blockers.some(({ code }) => code === 'lastEndpointOfClosedRegistry');
  if (isClosed) {
    linking.setPublicAccess('Enabled');
    undo = await linking.planRollBack(plan.operationId);
  }
  assert.deepEqual(
    undo.blockers.map(({ message }) => message),
    [],
    'A roll back is blocked.',
  );
  const undone = await linking.rollBack(undo);
  assert.equal(undone.kind, 'done', JSON.stringify(undone, undefined, 1));
  if (isClosed) linking.setPublicAccess('Disabled');
  const left = differences(withoutDataEndpoints(before), withoutDataEndpoints(linking.state()));
  assert.deepEqual(
    left.filter(
      (difference) => !isDeclared(difference, plan) && !servesOthers(difference, plan, undo, linking),
    ),
    [],
    `Rolling back ${limit} of ${writes.length} steps left something.`,
  );
  return limit;
}

/** Whether the plan said of a difference that it stays: by the id of what can't be undone, or by what undoing leaves. */
function isDeclared(difference: string, { steps }: Pick<LinkPlan, 'steps'>): boolean {
  const id = (/: (\S+?):? /.exec(`${difference} `)?.[1] ?? '').toLowerCase();
  return steps.some(({ undo, resourceId }) => {
    if (undo.kind === 'impossible') return resourceId.toLowerCase() === id;
    return undo.kind === 'delete' && undo.leaves?.toLowerCase().includes(` ${nameOf(id)},`) === true;
  });
}

/**
 * Whether what stays is a way that others have come to use, and the roll back says so: the peering or zone link of a network
 * in which a cluster has a role on the registry without being in the plan, or over which a cluster, as the oracle says, gets
 * to the neighbour's private endpoint.
 */
function servesOthers(
  difference: string,
  { purpose }: AnyPlan,
  { steps }: RollBackPlan,
  { estate }: EstateLinking,
): boolean {
  const kept = steps.find(
    ({ kind, action, resourceId }) =>
      (kind === 'zoneLink' || kind === 'peering') &&
      action === 'reuse' &&
      difference === `too much: ${resourceId.toLowerCase()}`,
  );
  const way = kept && estate.world.core.estate.get(kept.resourceId);
  if (way === undefined) return false;
  const { virtualNetwork, remoteVirtualNetwork } = way.properties;
  const ends = [asObject(virtualNetwork)['id'], asObject(remoteVirtualNetwork)['id'], parentId(way.id)];
  const planned = purpose.kind === 'link' ? estate.targets : [];
  return estate.clusters.some(
    (cluster) =>
      ends.some((end) => typeof end === 'string' && sameId(end, cluster.network.id)) &&
      ((cluster.model.role !== 'none' && !planned.includes(cluster)) || comesToNeighbour(estate, cluster)),
  );
}

function comesToNeighbour({ world }: MadeEstate, { id: clusterId, network }: MadeCluster): boolean {
  const { estate } = world.core;
  const registry = estate
    .ofType('Microsoft.ContainerRegistry/registries')
    .find(({ name }) => name === neighbourName);
  if (registry === undefined) return false;
  const { answers } = resolveName(estate, { networkId: network.id, name: `${neighbourName}.azurecr.io` });
  const isPrivate = answers.length > 0 && answers.every(isPrivateAddress);
  const pools = partsOf(estate, { registryId: registry.id, clusterId });
  return isPrivate && pools.every(({ broken }) => broken === undefined);
}

/** Lets so many writes through and refuses the rest before Azure hears of them. */
function writesAtMost(azure: AzureWriter, limit: number): AzureWriter {
  let count = 0;
  return {
    write: (...parameters) => {
      count += 1;
      return count > limit ? Promise.resolve({ ok: false, failure: stopped }) : azure.write(...parameters);
    },
    resume: (...parameters) => azure.resume(...parameters),
  };
}
