import assert from 'node:assert/strict';
import * as add from './support/additions';
import { contoso } from './support/contoso';
import { Linking } from './support/linking';
import { assign, assignEverywhere, defineRole, joinGroup, newPerson } from './support/people';
import { pathsTo, planAccess, readPullers } from './support/publicAccess';

const registryId = contoso('coreRegistry');

describe('who pulls from a registry, and by which way', () => {
  let linking: Linking;
  beforeEach(async () => {
    linking = await Linking.start();
  });
  afterEach(() => linking.close());

  it('in ABAC mode: AcrPull lets nobody pull, the repository reader does', async () => {
    const id = contoso('modelsRegistry');
    assert.deepEqual(await pathsTo(linking.azure, id), { 'aks-batch-neu': 'publicOnly' });
    add.addReader(
      linking.emulator.core,
      id,
      contoso('shopUsCluster'),
      "@Request[Microsoft.ContainerRegistry/registries/repositories:name] StringEquals 'shop/web'",
    );
    const { clusters } = await readPullers(linking.azure, id);
    const conditional = clusters.find(({ name }) => name === 'aks-shop-eus2');
    assert.deepEqual(
      conditional?.roles.map((role) => role.conditional),
      [true],
    );
  });

  it('finds roles that are inherited, of a custom kind, or come by a group', async () => {
    const { azure, emulator } = linking;
    assert.deepEqual((await readPullers(azure, contoso('devRegistry'))).clusters[0]?.roles, [
      { name: 'AcrPull', where: 'resource group rg-devtest-weu', inherited: true, conditional: false },
    ]);
    const custom = defineRole(emulator, { actions: ['Microsoft.ContainerRegistry/registries/*/read'] });
    assign(emulator, contoso('analyticsKubelet'), custom, registryId);
    joinGroup(emulator, contoso('platformEngineers'), contoso('batchKubelet'));
    const names = Object.keys(await pathsTo(azure, registryId)).toSorted();
    assert.deepEqual(names, ['aks-analytics-weu', 'aks-batch-neu', 'aks-shop-weu']);
  });

  it('is named as the directory names it, and by the object id where the directory doesn’t answer', async () => {
    const { azure, emulator } = linking;
    const { objectId } = newPerson(emulator, 'nina.berg@contoso.com');
    assign(emulator, objectId, 'AcrPull', registryId);
    const nina = async () =>
      (await readPullers(azure, registryId)).others.find((other) => other.objectId === objectId);
    assert.equal((await nina())?.name, 'nina.berg@contoso.com');
    emulator.faults.add({ kind: 'expired-token', match: { path: '*/directoryObjects/getByIds' } });
    assert.deepEqual([(await nina())?.name, (await nina())?.may], [undefined, 'pull']);
  });

  it('calls a path unknown, and never private, where a part of it can’t be read', async () => {
    assert.deepEqual(await pathsTo(linking.azure, registryId), { 'aks-shop-weu': 'private' });
    const { objectId, azure } = newPerson(linking.emulator);
    const notActions = ['Microsoft.Network/privateDnsZones/*'];
    assignEverywhere(
      linking.emulator,
      objectId,
      defineRole(linking.emulator, { actions: ['*'], notActions }),
    );
    assert.deepEqual(await pathsTo(azure, registryId), { 'aks-shop-weu': 'unknown' });
    linking.send('PATCH', registryId, '2025-11-01', { properties: { publicNetworkAccess: 'Enabled' } });
    const { hazards } = await planAccess(azure, registryId, { mode: 'off' });
    assert.ok(hazards.some(({ code }) => code === 'clusterPathUnknown'));
  });
});
