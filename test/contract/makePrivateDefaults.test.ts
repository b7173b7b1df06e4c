/**
 * Make Private with nothing but its defaults, of every registry of the sample estate that somebody pulls from: the oracle is
 * asked after every request and every second of Azure's work whether those who pulled go on pulling.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { pullVerdict } from '../../emulator/src/oracle/index';
import { systemClock } from '../../src/platform/clock';
import { MakePrivateKind } from '../../src/views/makePrivate/makePrivateKind';
import type { MakePrivateTypes } from '../../src/views/makePrivate/makePrivateTypes';
import type { Stage } from '../../src/views/makePrivate/protocol';
import { engine } from '../../src/views/planForm/engine';
import { PlanForm } from '../../src/views/planForm/planForm';
import { sharedScope } from '../../src/views/planForm/protocol/fields';
import { viewOf } from '../../src/views/planForm/view';
import { MemoryStorage } from '../support/fakeWriter';
import { never } from './support/azure';
import * as add from './support/additions';
import { contoso, subscriptionIds } from './support/contoso';
import { Sampling } from './support/sampling';

interface Puller {
  readonly clusterId: string;
  readonly image: string;
}

/** Every cluster with every registry that it can pull from, by the registry's id. */
function pullersIn(sampling: Sampling): ReadonlyMap<string, readonly Puller[]> {
  const { estate } = sampling.emulator;
  const clusters = estate.ofType('Microsoft.ContainerService/managedClusters');
  return new Map(
    estate.ofType('Microsoft.ContainerRegistry/registries').map((registry) => {
      const image = `${registry.name.toLowerCase()}.azurecr.io/shop/web:1.0`;
      const pullers = clusters
        .map(({ id }) => ({ clusterId: id, image }))
        .filter((one) => pullVerdict(estate, one).verdict === 'Pulled');
      return [registry.id, pullers];
    }),
  );
}

describe('make private with its defaults', () => {
  let registries: ReadonlyMap<string, readonly Puller[]>;
  before(async () => {
    const sampling = await Sampling.start();
    registries = pullersIn(sampling);
    await sampling.emulator.close();
  });

  async function run(
    registryId: string,
    pullers: readonly Puller[],
    stages: readonly Stage[],
    prepare: (sampling: Sampling) => void = () => undefined,
  ): Promise<void> {
    const sampling = await Sampling.start();
    prepare(sampling);
    const { azure } = sampling.linking;
    try {
      const before = pullersIn(sampling);
      for (const { clusterId, image } of pullers) sampling.watch(clusterId, image);
      const deps = {
        azure: () => Promise.resolve(azure),
        inventory: () => azure.inventory(subscriptionIds, never),
        preferred: () => ({}),
        hostSuffix: () => 'azurecr.io',
        newId: randomUUID,
        changed: () => undefined,
        written: () => undefined,
        log: () => undefined,
        journal: new MemoryStorage(),
        clock: systemClock,
      };
      const form = new PlanForm<MakePrivateTypes, MakePrivateKind>(
        deps,
        engine,
        new MakePrivateKind(deps, { registryId }),
        {},
      );
      const page = <P extends string>(phase: P) => {
        const { page: current } = viewOf(form, 0, undefined);
        assert.equal(current.phase, phase, JSON.stringify(current).slice(0, 1500));
        return current as Extract<typeof current, { readonly phase: P }>;
      };
      await form.settled();
      for (const stage of stages) {
        form.choose({ type: 'overview' });
        await form.settled();
        form.choose({ type: 'stage', stage });
        await form.settled();
        // Money is the one thing that nobody is asked to spend by default.
        form.handle({ type: 'edit', scope: sharedScope, field: 'upgrade', value: 'true', edit: 1 });
        form.handle({ type: 'preview' });
        await form.settled();
        const { plan } = page('plan');
        assert.deepEqual(plan.blockers, [], stage);
        if (plan.nothingToDo) continue;
        for (const { id } of plan.hazards)
          form.handle({ type: 'acknowledge', hazardId: id, acknowledged: true });
        form.handle({ type: 'apply', operationId: plan.operationId, revision: plan.revision });
        await form.settled();
        assert.equal(page('done').verification.state, 'verified', stage);
        for (const { clusterId } of pullers)
          assert.deepEqual(sampling.failures(clusterId), [], `${stage}: ${clusterId}`);
      }
      const after = pullersIn(sampling);
      for (const [id, all] of before) assert.deepEqual(after.get(id), all, `who pulls from ${id}`);
      form.dispose();
    } finally {
      await sampling.emulator.close();
    }
  }

  it('there are registries that somebody pulls from, public ones among them', () => {
    const used = [...registries].filter(([, pullers]) => pullers.length > 0);
    assert.ok(used.length >= 3, JSON.stringify([...registries]));
  });

  for (const stages of [['together', 'access'], ['endpoint']] as const) {
    it(`costs nobody a pull: ${stages.join(', then ')}`, async () => {
      for (const [registryId, pullers] of registries) {
        if (pullers.length > 0) await run(registryId, pullers, stages);
      }
    }).timeout(600_000);
  }

  for (const name of ['devRegistry', 'appsRegistry'] as const) {
    it(`costs nobody a pull where every cluster pulls from ${name}`, async () => {
      const registryId = contoso(name);
      const everybody = (sampling: Sampling) => {
        const { core, estate } = sampling.emulator;
        const pulling = pullersIn(sampling).get(registryId) ?? [];
        for (const { id } of estate.ofType('Microsoft.ContainerService/managedClusters')) {
          if (pulling.some(({ clusterId }) => clusterId === id)) continue;
          add.addPull(core, registryId, id);
        }
        core.operations.settleAll();
      };
      const sampling = await Sampling.start();
      everybody(sampling);
      const pullers = pullersIn(sampling).get(registryId) ?? [];
      await sampling.emulator.close();
      assert.ok(pullers.length >= 5, 'clusters of many kinds of networks and zones');
      await run(registryId, pullers, ['together'], everybody);
    }).timeout(600_000);
  }
});
