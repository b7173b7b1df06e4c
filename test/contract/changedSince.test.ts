/**
 * An acknowledgement holds only for what was shown: whatever changes in a plan of any operation between the two looks is a
 * difference. The plans are the real ones, made by the only door to them.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { OperationKind } from '../../src/provisioning/operations/kinds';
import { prepare } from '../../src/provisioning/operations/prepare';
import { operations, type AnyPlan, type SpecOf } from '../../src/provisioning/operations/table';
import { changedSince } from '../../src/provisioning/plan/changedSince';
import { hazard } from '../../src/provisioning/plan/findings';
import type { Plan } from '../../src/provisioning/plan/plan';
import { unlinkParts } from '../../src/provisioning/teardown/unlink/planUnlink';
import { addCluster, addNetwork, addPull, peer } from './support/additions';
import { never } from './support/azure';
import { contoso } from './support/contoso';
import { newRegistry, proposeFor, withOwnZone } from './support/freshRegistries';
import { Linking } from './support/linking';

const registryId = contoso('appsRegistry');
const clusterId = contoso('shopUsCluster');

describe('a plan that was shown and the one made again', () => {
  let azure: Linking;
  beforeEach(async () => {
    azure = await Linking.start();
  });
  afterEach(() => azure.close());

  const plan = async <Kind extends OperationKind>(
    kind: Kind,
    spec: SpecOf<Kind>,
    operationId = randomUUID(),
  ) => {
    const world = { azure: azure.azure, journal: azure.journal };
    return (await prepare({ kind, spec, operationId }, world, never)).plan;
  };

  /** Links the pair, and gives the plan of it. */
  async function linked() {
    const link = await plan(
      'link',
      await azure.propose('appsRegistry', 'shopUsCluster', { mode: 'private' }),
    );
    await azure.applied(link);
    return link;
  }

  /** Everything of the link that may go. */
  async function unlinkEverything(): Promise<SpecOf<'unlink'>> {
    const observed = await azure.observeUnlink('appsRegistry', 'shopUsCluster');
    const ticked = unlinkParts(observed)
      .filter(({ keep, goesWith }) => keep === undefined && goesWith === undefined)
      .map(({ resourceId }) => resourceId);
    return { registryId, clusterId, ticked };
  }

  /** For each kind the plan that a test changes. */
  const samples: Readonly<Record<OperationKind, () => Promise<AnyPlan>>> = {
    link: async () => plan('link', await azure.propose('appsRegistry', 'shopUsCluster', { mode: 'private' })),
    registry: async () => {
      const spec = withOwnZone(await proposeFor(azure.azure, { registry: newRegistry('contosofresh') }));
      return plan('registry', spec);
    },
    publicAccess: async () => {
      await linked();
      const access = { mode: 'off' } as const;
      return plan('publicAccess', { schemaVersion: 1, registryId, access, trustedServices: true });
    },
    unlink: async () => {
      await linked();
      return plan('unlink', await unlinkEverything());
    },
    detach: async () => {
      await linked();
      const { ticked, ...pair } = await unlinkEverything();
      const roles = ticked.filter((id) => /roleAssignments/i.test(id));
      return plan('detach', { ...pair, ticked: roles });
    },
    grantPush: () =>
      plan('grantPush', {
        registryId,
        principalId: randomUUID(),
        principalType: 'Group',
        principalName: 'Build pipeline',
        browse: false,
      }),
    approval: async () => {
      const approval = { mode: 'manual', requestMessage: '' } as const;
      const spec = await azure.propose('appsRegistry', 'shopUsCluster', { mode: 'private', approval });
      await azure.applied(await plan('link', spec));
      const { registry } = await azure.azure.observe({ registryId, clusterIds: [] }, never);
      assert.ok(registry.state === 'known');
      const [{ id: connectionId, endpointId } = assert.fail('nothing waits')] = registry.value.connections;
      return plan('approval', { registryId, connectionId, endpointId, decision: 'approve', message: '' });
    },
    rollBack: async () => {
      const { operationId, purpose } = await linked();
      return plan('rollBack', { operationId, title: operations.link.title(purpose.spec) });
    },
  };

  for (const kind of Object.keys(samples) as OperationKind[]) {
    describe(kind, () => {
      let shown: Plan;
      beforeEach(async () => {
        shown = await samples[kind]();
        assert.deepEqual(shown.blockers, []);
        assert.deepEqual(changedSince(shown, shown), [], 'the same plan is no difference');
      });
      const differs = (changes: Partial<Plan>, what: string) => {
        assert.notDeepEqual(changedSince(shown, { ...shown, ...changes }), [], what);
        assert.notDeepEqual(
          changedSince({ ...shown, ...changes }, shown),
          [],
          `${what}, the other way round`,
        );
      };

      it('differ by each hazard, by all that is shown of it', () => {
        assert.notEqual(shown.hazards.length, 0, 'there is something at stake');
        for (const one of shown.hazards) {
          assert.equal(hazard(one).id, one.id, 'it comes from the one constructor');
          for (const change of [
            { affected: [...one.affected, 'aks-payroll'] },
            { message: `${one.message} And more.` },
            { mitigation: 'Something else.' },
            { about: [...one.about, 'another'] },
          ]) {
            assert.notEqual(hazard({ ...one, ...change }).id, one.id, JSON.stringify(change));
          }
          const others = shown.hazards.filter(({ id }) => id !== one.id);
          const changed = hazard({ ...one, affected: [...one.affected, 'aks-payroll'] });
          differs({ hazards: [...others, changed] }, `another affected party of ${one.code}`);
        }
      });

      it('differ by each step: its request, its guard, its undo and what it waits for', () => {
        const writes = shown.steps.filter(({ action }) => action !== 'reuse');
        assert.notEqual(writes.length, 0);
        for (const step of writes) {
          for (const change of [
            { request: { ...step.request!, body: { ...step.request!.body, location: 'elsewhere' } } },
            { guard: { expected: { ...step.guard?.expected, etag: 'another' } } },
            { undo: { kind: 'impossible', why: 'It can’t.' } },
            { resourceId: `${step.resourceId}2` },
            { dependsOn: writes.map(({ id }) => id).filter((id) => !step.dependsOn.includes(id)) },
          ] as const) {
            const steps = shown.steps.map((other) => (other.id === step.id ? { ...step, ...change } : other));
            differs({ steps }, `${step.id} with ${Object.keys(change).join()}`);
          }
          differs({ steps: shown.steps.filter(({ id }) => id !== step.id) }, `without ${step.id}`);
        }
      });

      it('differ by a blocker', () => {
        const blocker = {
          code: 'locked',
          message: 'It is locked.',
          wayOut: 'Ask.',
          resourceIds: [registryId],
        };
        differs({ blockers: [blocker] }, 'a blocker');
        const [one, other] = [[blocker], [{ ...blocker, resourceIds: [clusterId] }]];
        assert.notDeepEqual(changedSince({ ...shown, blockers: one }, { ...shown, blockers: other }), []);
      });
    });
  }

  it('differ for a roll back when another network is peered with the endpoint’s meanwhile', async () => {
    const { operationId, steps, purpose } = await linked();
    const spec = { operationId, title: operations.link.title(purpose.spec) };
    const { core } = azure.emulator;
    const network = steps.find(({ kind }) => kind === 'network')!.resourceId;
    const group = `/subscriptions/${contoso('apps')}/resourceGroups/rg-registry-apps-weu`;
    peer(core, addNetwork(core, group, 'vnet-known', { prefix: '10.201.0.0/24' }), network);
    const id = randomUUID();
    const shown = await plan('rollBack', spec, id);
    assert.ok(shown.hazards.some(({ code }) => code === 'endpointShared'));
    peer(core, addNetwork(core, group, 'vnet-payments', { prefix: '10.202.0.0/24' }), network);
    assert.match(changedSince(shown, await plan('rollBack', spec, id)).join(), /payments/);
  });

  it('differ for public access when another cluster begins to pull meanwhile', async () => {
    const access = { mode: 'off' } as const;
    await linked();
    const spec = { schemaVersion: 1, registryId, access, trustedServices: true } as const;
    const id = randomUUID();
    const shown = await plan('publicAccess', spec, id);
    const { core } = azure.emulator;
    const group = `/subscriptions/${contoso('apps')}/resourceGroups/rg-registry-apps-weu`;
    const network = addNetwork(core, group, 'vnet-new', {
      prefix: '10.203.0.0/16',
      subnets: { nodes: '10.203.0.0/24' },
    });
    addPull(core, registryId, addCluster(core, group, 'aks-new', [`${network}/subnets/nodes`]));
    assert.match(changedSince(shown, await plan('publicAccess', spec, id)).join(), /aks-new/);
  });
});
