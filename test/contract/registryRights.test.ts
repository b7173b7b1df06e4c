import assert from 'node:assert/strict';
import { systemClock } from '../../src/platform/clock';
import { run } from '../../src/provisioning/operations/run';
import type { RegistryPlan } from '../../src/provisioning/plan/registrySpec';
import { needsOf, type Need } from '../../src/provisioning/preflight/needs';
import { withRights } from '../../src/provisioning/preflight/preflight';
import { groupIdOf } from '../../src/model/armId';
import { MemoryStorage } from '../support/fakeWriter';
import { never } from './support/azure';
import { contoso } from './support/contoso';
import { newRegistry, planFor, proposeFor, withOwnZone } from './support/freshRegistries';
import { Linking } from './support/linking';
import {
  assign,
  assignEverywhere,
  defineRole,
  newPerson,
  runAssignment,
  type Person,
} from './support/people';

describe('rights for a registry by itself', () => {
  let azure: Linking;
  beforeEach(async () => {
    azure = await Linking.start();
  });
  afterEach(() => azure.close());

  const fresh = newRegistry('contosofresh', { replicas: ['northeurope'] });
  const planAs = async ({ azure: own }: Person, registry = fresh): Promise<RegistryPlan> =>
    withRights(await planFor(own, withOwnZone(await proposeFor(own, { registry }))), own, never);
  const applyAs = ({ azure: own }: Person, plan: RegistryPlan) => {
    const ports = { writer: own, reader: own, journal: new MemoryStorage(), clock: systemClock };
    const acknowledged = plan.hazards.map(({ id }) => id);
    return run(plan, ports, never, () => undefined, acknowledged);
  };

  it('a reader is told what lacks, and the commands that give it are enough', async () => {
    const { emulator } = azure;
    const nina = newPerson(emulator);
    assignEverywhere(emulator, nina.objectId, 'Reader');
    const plan = await planAs(nina);
    assert.ok(plan.blockers.length > 0 && plan.blockers.every(({ code }) => code === 'missingPermission'));
    for (const { command } of plan.blockers) runAssignment(emulator, command ?? '');
    const allowed = await planAs(nina);
    assert.deepEqual(allowed.blockers, []);
    const outcome = await applyAs(nina, allowed);
    assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
  });

  it('who owns a group only makes one there, and is told that the name was not checked', async () => {
    const { emulator } = azure;
    const nina = newPerson(emulator);
    const group = groupIdOf(contoso('appsRegistry'));
    assign(emulator, nina.objectId, 'Contributor', group);
    const registry = { ...fresh, id: fresh.id.replace(groupIdOf(fresh.id), group) };
    const plan = await planAs(nina, registry);
    assert.deepEqual(plan.blockers, []);
    assert.ok(plan.requirements.some(({ code }) => code === 'nameNotChecked'));
    const outcome = await applyAs(nina, plan);
    assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
  });

  it('each right that is needed is needed: without it Azure refuses', async () => {
    const full = await planFor(azure.azure, withOwnZone(await proposeFor(azure.azure, { registry: fresh })));
    const required = needsOf(full).flatMap(({ rights }) =>
      rights.filter(({ weight, action }) => weight === 'required' && !action.endsWith('/read')),
    );
    const actions = [...new Map(required.map((need): [string, Need] => [need.action, need])).keys()];
    assert.ok(actions.some((action) => action.endsWith('registries/write')));
    for (const action of actions.filter((name) => /ContainerRegistry|resourceGroups/i.test(name))) {
      const world = await Linking.start();
      try {
        const { emulator } = world;
        const nina = newPerson(emulator);
        const role = defineRole(emulator, { actions: ['*'], notActions: [action] });
        assignEverywhere(emulator, nina.objectId, role);
        const plan = await planAs(nina);
        assert.match(plan.blockers[0]?.message ?? '', new RegExp(action.replaceAll('.', '\\.'), 'i'), action);
        const outcome = await applyAs(nina, { ...plan, blockers: [] });
        assert.equal(outcome.kind, 'failed', action);
      } finally {
        await world.close();
      }
    }
  });

  it('an unregistered provider is told before', async () => {
    const { emulator } = azure;
    const id = `/subscriptions/${contoso('apps')}/providers/Microsoft.ContainerRegistry`;
    azure.send('POST', `${id}/unregister`, '2025-04-01');
    const plan = await planAs({ objectId: '', azure: azure.azure });
    assert.ok(emulator.estate.get(id));
    assert.deepEqual(
      plan.blockers.map(({ code }) => code),
      ['providerNotRegistered'],
    );
  });
});
