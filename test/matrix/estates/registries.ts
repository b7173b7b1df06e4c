/**
 * Registries by themselves in random estates: a new one, or private addresses for the one that is there, each in a
 * network of its own or in that of a cluster. What is proposed can be had, resolves in its network, takes nobody's pull
 * whom no hazard named, has nothing left to do, and can be rolled back from anywhere.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { resolveName } from '../../../emulator/src/oracle/index';
import { startEmulator } from '../../../emulator/src/server';
import type { RegistryPlan, RegistrySpec } from '../../../src/provisioning/plan/registrySpec';
import { withRights } from '../../../src/provisioning/preflight/preflight';
import { planRegistry } from '../../../src/provisioning/registry/planRegistry';
import { proposeRegistry, type RegistryWishes } from '../../../src/provisioning/registry/proposeRegistry';
import { azureAt, never } from '../../contract/support/azure';
import { buildEstate, type MadeEstate } from './build';
import { checkOthers, pulls } from './expectations';
import { EstateLinking } from './linking';
import { anyEstate, type EstateModel } from './model';
import { checkRollBackOf } from './undo';
import { owner, subscriptions } from './world';

const hostSuffix = 'azurecr.io';

export interface RegistryModel {
  readonly estate: EstateModel;
  readonly isNew: boolean;
  readonly subscription: number;
  readonly replicas: number;
  readonly closed: boolean;
  readonly place: 'own' | 'firstCluster';
}

const anyRegistry: fc.Arbitrary<RegistryModel> = fc.record({
  estate: anyEstate.map((estate): EstateModel => ({ ...estate, spoiler: 'none' })),
  isNew: fc.boolean(),
  subscription: fc.integer({ min: 0, max: 2 }),
  replicas: fc.integer({ min: 0, max: 2 }),
  closed: fc.boolean(),
  place: fc.constantFrom('own', 'firstCluster'),
});

export interface RegistryCounts {
  readonly made: number;
  readonly writes: number;
  readonly undone: number;
  readonly refused: number;
}

/** Throws with the smallest estate that it finds failing, and with the seed that leads there. */
export async function checkRegistries(numRuns: number, seed: number): Promise<RegistryCounts> {
  const counts = { made: 0, writes: 0, undone: 0, refused: 0 };
  const property = fc.asyncProperty(anyRegistry, async (model) => {
    const { writes, undone, refused } = await checkRegistry(model);
    counts.made += refused ? 0 : 1;
    counts.refused += refused ? 1 : 0;
    counts.writes += writes;
    counts.undone += undone;
  });
  await fc.assert(property, { numRuns, seed });
  return counts;
}

export async function checkRegistry(model: RegistryModel) {
  const emulator = await startEmulator({});
  try {
    const estate = buildEstate(emulator.core, model.estate);
    const tokenSource = () => Promise.resolve({ token: `user:${owner}`, expiresOn: Date.now() + 3_600_000 });
    const linking = new EstateLinking(estate, azureAt(emulator.url, { tokenSource }));
    const wishes = wishesOf(model, estate);
    const propose = async () => {
      const asked = {
        hostSuffix,
        ...(wishes.networkId === undefined ? {} : { networkId: wishes.networkId }),
      };
      const registryId = wishes.registry.id;
      const observed = await linking.azure.observe({ registryId, clusterIds: [], registry: asked }, never);
      return proposeRegistry(observed, wishes);
    };
    const planOf = async (spec: RegistrySpec): Promise<RegistryPlan> => {
      const asked = { registryId: spec.registry.id, clusterIds: [], registry: { hostSuffix, spec } };
      const plan = planRegistry(spec, await linking.azure.observe(asked, never), randomUUID());
      return withRights(plan, linking.azure, never);
    };
    const before = pulls(estate);
    const first = await planOf(await propose());
    if (first.blockers.length > 0) {
      checkReason(model, estate, first);
      return { writes: 0, undone: 0, refused: true };
    }
    const undone = await checkRollBackOf(linking, first, model.estate.interruptedAfter);
    const spec = await propose();
    const plan = await planOf(spec);
    assert.deepEqual(plan.blockers, []);
    const outcome = await linking.tryToApply(plan);
    assert.equal(outcome.kind, 'done', JSON.stringify(outcome, undefined, 1));
    // What the roll back left to others, and said so, was named by the first plan.
    checkOthers(estate, { hazards: [...first.hazards, ...plan.hazards] }, before);
    checkNames(emulator.estate, spec);
    const again = await planOf(spec);
    const left = again.steps.filter(({ action }) => action !== 'reuse').map(({ title }) => title);
    assert.deepEqual([again.blockers, left], [[], []], 'A second plan writes again.');
    const writes = plan.steps.filter(({ action }) => action !== 'reuse').length;
    return { writes, undone, refused: false };
  } finally {
    await emulator.close();
  }
}

function wishesOf(model: RegistryModel, estate: MadeEstate): RegistryWishes {
  const { isNew, subscription, replicas, closed, place } = model;
  const group = `/subscriptions/${subscriptions[subscription] ?? ''}/resourceGroups/rg-fresh`;
  const host = estate.clusters[0]?.network.id;
  return {
    registry: isNew
      ? {
          kind: 'new',
          id: `${group}/providers/Microsoft.ContainerRegistry/registries/acrfresh`,
          hostSuffix,
          location: 'westeurope',
          replicas: ['northeurope', 'uksouth'].slice(0, replicas),
          publicNetworkAccess: closed ? 'Disabled' : 'Enabled',
        }
      : { kind: 'existing', id: estate.registryId },
    ...(place === 'own' || host === undefined ? {} : { networkId: host }),
  };
}

/** A new registry in a network of its own can always be had; else another endpoint's records may be in the way. */
function checkReason({ isNew, place }: RegistryModel, estate: MadeEstate, { blockers }: RegistryPlan): void {
  const codes = blockers.map(({ code }) => code);
  const words = JSON.stringify(blockers, undefined, 1);
  const mayBeRefused = !isNew && estate.endpoint !== undefined && place === 'firstCluster';
  assert.ok(mayBeRefused && codes.every((code) => code === 'secondEndpointInZone'), words);
}

/** The registry and all its data endpoints have one private address each in the endpoint's network. */
function checkNames(estate: Parameters<typeof resolveName>[0], { registry, side }: RegistrySpec): void {
  const { properties } = estate.get(registry.id)!;
  const { loginServer } = properties as { loginServer?: string };
  const networkId = side?.network.id ?? '';
  const { answers } = resolveName(estate, { networkId, name: loginServer ?? '' });
  const ranges = (estate.get(networkId)!.properties['addressSpace'] as { addressPrefixes: string[] })
    .addressPrefixes;
  assert.equal(
    answers.length,
    1,
    `${loginServer} resolves to ${answers.join(', ')} in ${ranges.join(', ')}.`,
  );
  assert.match(answers[0] ?? '', /^(10|172|192)\./);
}
