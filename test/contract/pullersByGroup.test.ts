import assert from 'node:assert/strict';
import { idKey } from '../../src/model/armId';
import { pullersByGroup } from '../../src/azure/observe/groupPullers';
import { addTwin } from './support/additions';
import { azureAt, never } from './support/azure';
import { contoso } from './support/contoso';
import { Linking } from './support/linking';
import { assign, joinGroup } from './support/people';
import { refusal, startInFrontOf } from './support/scripted';

const registryId = contoso('appsRegistry');
const clusterId = contoso('shopUsCluster');
const group = contoso('platformEngineers');
const twinKubelet = '99999999-9999-4999-8999-999999999999';

/** Resource Graph knows of a group’s roles, and not who is in the group. */
describe('a neighbour that pulls by a role of its group', () => {
  let azure: Linking;
  beforeEach(async () => {
    azure = await Linking.start();
    addTwin(azure.emulator.core, clusterId, twinKubelet);
  });
  afterEach(() => azure.close());

  const neighbours = async (of = clusterId) => {
    const observed = await azure.azure.observe({ registryId, clusterIds: [of] }, never);
    assert.equal(observed.neighbours.state, 'known');
    return observed.neighbours.value;
  };
  /** How many times Azure was asked whose member somebody is, in one observation. */
  const asked = async (of = clusterId) => {
    azure.emulator.log.clear();
    await neighbours(of);
    return azure.emulator.log
      .text()
      .split('\n')
      .filter((line) => decodeURIComponent(line).includes(`assignedTo('${twinKubelet}')`)).length;
  };
  /** What the link of the cluster's network to the zone waits for. */
  const zoneLinkWaitsFor = async () => {
    const plan = await azure.plan(await azure.propose('appsRegistry', 'shopUsCluster', { mode: 'private' }));
    return plan.steps.find(({ id }) => id === 'zoneLink.cluster')?.dependsOn ?? [];
  };

  it('goes over to the private address only when records and way are ready', async () => {
    assign(azure.emulator, group, 'AcrPull', registryId);
    assert.ok(!(await zoneLinkWaitsFor()).includes('zoneGroup'));
    joinGroup(azure.emulator, group, twinKubelet);
    const before = await zoneLinkWaitsFor();
    assert.ok(before.includes('zoneGroup'), before.join());
    assert.ok(before.includes('peering.clusterToRegistry'), before.join());
  });

  it('is among those who pull from this registry, and from another private one', async () => {
    joinGroup(azure.emulator, group, twinKubelet);
    assert.ok(!(await neighbours()).pullPrincipals?.includes(twinKubelet));
    assign(azure.emulator, group, 'AcrPull', registryId);
    assign(azure.emulator, group, 'AcrPull', contoso('dataRegistry'));
    const { pullPrincipals = [], privateRegistries } = await neighbours();
    assert.ok(pullPrincipals.includes(twinKubelet));
    const pullers = (name: string) =>
      privateRegistries.find(({ loginServer }) => loginServer === `${name}.azurecr.io`)?.pullPrincipals;
    assert.ok(pullers('contosodata')?.includes(twinKubelet));
  });

  it('is named where its network comes to the private name by a zone of its own', async () => {
    const other = '88888888-9999-4999-8999-999999999999';
    addTwin(azure.emulator.core, contoso('paymentsCluster'), other, 'aks-far');
    joinGroup(azure.emulator, group, other);
    assign(azure.emulator, group, 'AcrPull', registryId);
    const { hazards } = await azure.plan(
      await azure.propose('appsRegistry', 'shopCluster', { mode: 'private' }),
    );
    const named = hazards.find(({ code }) => code === 'registryNameBecomesPrivate')?.affected ?? [];
    assert.ok(named.includes('aks-far'), named.join());
  });

  it('counts as pulling where Azure doesn’t say who is in the group', async () => {
    const registries = [{ id: registryId, assignments: [{ id: `${registryId}/a`, principalId: group }] }];
    const refused = () => Promise.resolve({ state: 'unreadable', reason: 'x' } as const);
    const pullers = await pullersByGroup(registries, [twinKubelet], refused);
    assert.deepEqual([...pullers], [[idKey(registryId), [twinKubelet]]]);
  });

  it('is asked about at registries where the roles of their subscription may not be read', async () => {
    joinGroup(azure.emulator, group, twinKubelet);
    assign(azure.emulator, group, 'AcrPull', registryId);
    assign(azure.emulator, group, 'AcrPull', contoso('dataRegistry'));
    let refused = 0;
    const server = await startInFrontOf(azure.emulator.url, ({ path }) => {
      const isOfSubscription = /^\/subscriptions\/[^/]+\/providers\/[^/]+\/roleAssignments/i.test(path);
      if (!isOfSubscription) return undefined;
      refused += 1;
      return refusal('Microsoft.Authorization/roleAssignments/read', path);
    });
    const asked = { registryId, clusterIds: [clusterId] };
    const seen = await azureAt(server.url).observe(asked, never);
    await server.close();
    const whole = await azure.azure.observe(asked, never);
    assert.ok(refused > 0);
    assert.deepEqual({ ...seen, at: '' }, { ...whole, at: '' });
  });

  it('is asked about all at once, and once for clusters that share an identity', async () => {
    addTwin(azure.emulator.core, clusterId, twinKubelet, 'aks-triplet');
    joinGroup(azure.emulator, group, twinKubelet);
    assign(azure.emulator, group, 'AcrPull', registryId);
    azure.emulator.log.clear();
    const pullers = await azure.azure.readPullers(registryId, never);
    assert.equal(pullers.clusters.state, 'known');
    const members = pullers.clusters.value.filter(({ groupAssignmentIds }) => groupAssignmentIds.length > 0);
    const names = members.map(({ name }) => name);
    assert.ok(
      ['aks-twin', 'aks-triplet'].every((name) => names.includes(name)),
      names.join(),
    );
    const kubelets = new Set(pullers.clusters.value.flatMap(({ kubeletObjectId }) => kubeletObjectId ?? []));
    const lines = azure.emulator.log.text().split('\n');
    const questions = lines.filter((line) => decodeURIComponent(line).includes('assignedTo('));
    assert.equal(questions.length, kubelets.size);
  });

  it('is asked about also where the group is one of another directory', async () => {
    const { estate } = azure.emulator;
    joinGroup(azure.emulator, group, twinKubelet);
    assign(azure.emulator, group, 'AcrPull', registryId);
    for (const assignment of estate.ofType('Microsoft.Authorization/roleAssignments')) {
      if (assignment.properties['principalType'] === 'Group')
        estate.put({
          ...assignment,
          properties: { ...assignment.properties, principalType: 'ForeignGroup' },
        });
    }
    const { clusters } = await azure.azure.readPullers(registryId, never);
    assert.equal(clusters.state, 'known');
    assert.ok(clusters.value.find(({ name }) => name === 'aks-twin')!.groupAssignmentIds.length > 0);
  });

  it('is asked about only in the networks that count, once for a group, wherever it has roles', async () => {
    for (const { id } of azure.emulator.estate.ofType('Microsoft.Authorization/roleAssignments')) {
      if (azure.emulator.estate.get(id)?.properties['principalId'] === group)
        azure.emulator.estate.delete(id);
    }
    assert.equal(await asked(), 0);
    // Above this registry, and above another private one.
    assign(azure.emulator, group, 'Contributor', `/subscriptions/${contoso('apps')}`);
    assign(azure.emulator, group, 'Contributor', `/subscriptions/${contoso('data')}`);
    assert.equal(await asked(), 1);
    assert.equal(await asked(contoso('paymentsCluster')), 0);
  });
});
