/**
 * Exported scripts, run by the Azure CLI: what they make is what Apply makes, resource by resource, and the second time they
 * change nothing. Each begins where Apply of the one before has ended.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { applySnapshot, takeSnapshot } from '../../../emulator/src/snapshot';
import { clouds } from '../../../src/model/clouds';
import { exportPlan } from '../../../src/exporting/exportPlan';
import { systemClock } from '../../../src/platform/clock';
import { prepare } from '../../../src/provisioning/operations/prepare';
import { run } from '../../../src/provisioning/operations/run';
import type { AnyPlan, SpecOf } from '../../../src/provisioning/operations/table';
import type { OperationKind } from '../../../src/provisioning/operations/kinds';
import type { Azure } from '../../../src/provisioning/ports';
import { proposeSpec } from '../../../src/provisioning/proposing/propose';
import { proposeRegistry } from '../../../src/provisioning/registry/proposeRegistry';
import { observeUnlink } from '../../../src/provisioning/teardown/unlink/observeUnlink';
import { unlinkParts } from '../../../src/provisioning/teardown/unlink/planUnlink';
import { azureAt, never } from '../../contract/support/azure';
import { differences, stateOf, withoutMarks } from '../../support/estateState';
import { MemoryStorage } from '../../support/fakeWriter';
import type { World } from './world';

interface Ground {
  readonly azure: Azure;
  readonly journal: MemoryStorage;
  readonly registryId: string;
  readonly clusterId: string;
}

/** In their order: what each does, and the wish for it. */
const operations: readonly (readonly [name: string, prepared: (ground: Ground) => Promise<AnyPlan>])[] = [
  ['a new private registry', async (ground) => planOf('registry', await registrySpec(ground), ground)],
  ['a link', async (ground) => planOf('link', await linkSpec(ground), ground)],
  ['public access from some addresses', (ground) => planOf('publicAccess', accessSpec(ground), ground)],
  ['an unlink', async (ground) => planOf('unlink', await unlinkSpec(ground), ground)],
];

export async function exportedScripts(world: World): Promise<void> {
  const { emulator, checks, names } = world;
  const registryId = world.registryId.replace(/[^/]+$/, 'exportedregistry');
  const ground = {
    azure: azureAt(emulator.url),
    journal: new MemoryStorage(),
    registryId: registryId.replace(`/${names.group}/`, '/rg-exported/'),
    clusterId: world.clusterId,
  };
  for (const [name, prepared] of operations) {
    await checks.check(
      `the exported script of ${name} makes what Apply makes, and is done then`,
      async () => {
        const plan = await prepared(ground);
        const script = scriptOf(plan);
        const before = takeSnapshot(emulator.core);
        await apply(plan, ground);
        const [applied, after] = [state(world), takeSnapshot(emulator.core)];
        try {
          applySnapshot(emulator.core, structuredClone(before));
          await world.operator.script(script, '--yes');
          const made = state(world);
          assert.deepEqual(differences(applied, made), []);
          emulator.log.clear();
          await world.operator.script(script, '--yes');
          assert.deepEqual(differences(made, state(world)), []);
          assert.deepEqual(writes(world), [], 'The second time it writes.');
        } finally {
          applySnapshot(emulator.core, after);
        }
      },
    );
  }
}

function scriptOf(plan: AnyPlan): string {
  assert.deepEqual(
    plan.blockers.map(({ message }) => message),
    [],
  );
  const done = exportPlan(plan, 'azureCli', clouds.public);
  assert.ok(done.kind === 'exported', JSON.stringify(done));
  return done.files.map(({ text }) => text).join('\n');
}

async function apply(plan: AnyPlan, { azure, journal }: Ground): Promise<void> {
  const ports = { writer: azure, reader: azure, journal, clock: systemClock };
  const acknowledged = plan.hazards.map(({ id }) => id);
  const outcome = await run(plan, ports, never, () => undefined, acknowledged);
  assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
}

function state({ emulator }: World): ReadonlyMap<string, string> {
  emulator.core.operations.settleAll();
  return withoutMarks(stateOf(emulator.estate));
}

function writes({ emulator }: World): string[] {
  return emulator.log
    .exchanges()
    .filter(({ request }) => ['PUT', 'PATCH', 'DELETE'].includes(request.method))
    .map(({ request: { method, url } }) => `${method} ${url}`);
}

async function planOf<Kind extends OperationKind>(
  kind: Kind,
  spec: SpecOf<Kind>,
  world: Ground,
): Promise<AnyPlan> {
  const { plan } = await prepare({ kind, spec, operationId: randomUUID() }, world, never);
  return plan as AnyPlan;
}

async function registrySpec({ azure, registryId }: Ground): Promise<SpecOf<'registry'>> {
  const wish = { kind: 'new', id: registryId, hostSuffix: 'azurecr.io', location: 'westeurope' } as const;
  const registry = { hostSuffix: wish.hostSuffix };
  const observed = await azure.observe({ registryId, clusterIds: [], registry }, never);
  return proposeRegistry(observed, { registry: wish, tags: { team: "it's ours" } });
}

async function linkSpec({ azure, registryId, clusterId }: Ground): Promise<SpecOf<'link'>> {
  const observed = await azure.observe({ registryId, clusterIds: [clusterId] }, never);
  return proposeSpec(observed, { mode: 'private' });
}

function accessSpec({ registryId }: Ground): SpecOf<'publicAccess'> {
  const access = { mode: 'ranges', ranges: ['198.51.100.0/24', '203.0.113.7'] } as const;
  return { schemaVersion: 1, registryId, access, trustedServices: true };
}

/** Everything is ticked that nothing else lives in. */
async function unlinkSpec(ground: Ground): Promise<SpecOf<'unlink'>> {
  const { azure, journal, registryId, clusterId } = ground;
  const pair = { registryId, clusterId };
  const parts = unlinkParts(await observeUnlink(pair, azure, journal, never));
  const all = parts.filter(({ keep }) => keep === undefined).map(({ resourceId }) => resourceId);
  const { blockers } = await planOf('unlink', { ...pair, ticked: all }, ground);
  const used = blockers.flatMap(({ resourceIds }) => resourceIds);
  return { ...pair, ticked: all.filter((id) => !used.includes(id)) };
}
