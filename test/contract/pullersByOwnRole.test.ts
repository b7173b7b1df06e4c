import assert from 'node:assert/strict';
import { pullVerdict } from '../../emulator/src/oracle/index';
import { idKey } from '../../src/model/armId';
import type { LinkPlan, LinkSpec } from '../../src/provisioning/plan/spec';
import { unlinkParts } from '../../src/provisioning/teardown/unlink/planUnlink';
import { addTwin, changeProperties } from './support/additions';
import { never } from './support/azure';
import { contoso } from './support/contoso';
import { Linking } from './support/linking';
import { assign, assignEverywhere, defineRole, newPerson, type Permissions } from './support/people';

const registryId = contoso('appsRegistry');
const clusterId = contoso('paymentsCluster');
const kubelet = contoso('paymentsKubelet');
const twinKubelet = '7d3a1c5e-0000-4000-8000-00000000f00d';
const [pull, content] = ['pull/read', 'repositories/content/read'].map(
  (action) => `Microsoft.ContainerRegistry/registries/${action}`,
) as [string, string];

/** aks-payments-weu pulls from contosoapps by a role of the company's own, in place of AcrPull. */
describe('a neighbour that pulls by a role of the company’s own', () => {
  let azure: Linking;
  beforeEach(async () => {
    azure = await Linking.start();
    for (const { id, properties } of azure.emulator.estate.ofType('Microsoft.Authorization/roleAssignments'))
      if (properties['principalId'] === kubelet) azure.emulator.estate.delete(id);
  });
  afterEach(() => azure.close());

  const give = (permissions: Permissions, scope: string = registryId): void => {
    assign(azure.emulator, kubelet, defineRole(azure.emulator, permissions), scope);
  };
  const verdict = () =>
    pullVerdict(azure.emulator.estate, { clusterId, image: 'contosoapps.azurecr.io/payments/web:7' }).verdict;
  const namesIt = ({ hazards }: LinkPlan) =>
    hazards.some(
      ({ code, affected }) => code === 'registryNameBecomesPrivate' && affected.includes('aks-payments-weu'),
    );
  const planFor = async (edit: (spec: LinkSpec) => LinkSpec = (spec) => spec) => {
    const plan = await azure.plan(
      edit(await azure.propose('appsRegistry', 'shopUsCluster', { mode: 'private' })),
    );
    assert.deepEqual(plan.blockers, []);
    return plan;
  };
  const inHubZone = (spec: LinkSpec): LinkSpec => ({
    ...spec,
    links: spec.links.map((link) =>
      link.access.mode === 'private'
        ? { ...link, access: { ...link.access, zone: { id: contoso('hubZone'), onAbsent: 'refuse' } } }
        : link,
    ),
  });

  const roles: readonly (readonly [string, Permissions, boolean])[] = [
    ['by name', { actions: [pull] }, true],
    ['by a pattern', { actions: ['Microsoft.ContainerRegistry/*/read'] }, true],
    ['with the pull taken away', { actions: ['*'], notActions: ['Microsoft.ContainerRegistry/*'] }, false],
    ['of repositories, which this registry doesn’t honour', { actions: [], dataActions: [content] }, false],
  ];
  for (const [what, permissions, may] of roles) {
    it(`${may ? 'is' : 'isn’t'} named by the hazard: ${what}`, async () => {
      give(permissions);
      assert.equal(verdict() === 'Pulled', may);
      assert.equal(namesIt(await planFor()), may);
      const { neighbours } = await azure.azure.observe({ registryId, clusterIds: [] }, never);
      assert.equal(
        neighbours.state === 'known' && neighbours.value.pullPrincipals?.includes(kubelet.toLowerCase()),
        may,
      );
    });
  }

  it('is named where the role is inherited, and with the zone of the hub', async () => {
    give({ actions: [pull] }, registryId.replace(/\/providers\/.*/, ''));
    assert.ok(namesIt(await planFor()));
    const { hazards } = await planFor(inHubZone);
    assert.ok(hazards.some(({ affected }) => affected.includes('aks-payments-weu')));
  });

  it('is named by what a registry with permissions by repository honours', async () => {
    changeProperties(azure.emulator.core, registryId, { roleAssignmentMode: 'AbacRepositoryPermissions' });
    give({ actions: [pull] });
    assert.equal(namesIt(await planFor()), false);
    give({ actions: [], dataActions: [content] });
    assert.equal(verdict(), 'Pulled');
    assert.ok(namesIt(await planFor()));
  });

  it('is named where everybody may pull', async () => {
    assert.equal(namesIt(await planFor()), false);
    changeProperties(azure.emulator.core, registryId, { anonymousPullEnabled: true });
    assert.equal(verdict(), 'Pulled');
    assert.ok(namesIt(await planFor()));
  });

  it('may be one on a service principal, whose roles nobody can tell', async () => {
    const { core } = azure.emulator;
    changeProperties(core, clusterId, { servicePrincipalProfile: { clientId: twinKubelet } }, [
      'identityProfile',
    ]);
    assert.ok(namesIt(await planFor()), 'a pipeline may pull: it may be the cluster’s');
  });

  it('pulls at every moment while its network goes over to the private address', async () => {
    give({ actions: [pull] });
    const twin = addTwin(azure.emulator.core, clusterId, twinKubelet);
    const plan = await azure.plan(
      await azure.propose('appsRegistry', twin as `/${string}`, { mode: 'private' }),
    );
    const link = plan.steps.find(({ id }) => id.startsWith('zoneLink.cluster'));
    assert.ok(link === undefined || link.action === 'reuse' || link.dependsOn.includes('zoneGroup'));
    const lost: string[] = [];
    const outcome = await azure.apply(plan, () => {
      if (verdict() !== 'Pulled') lost.push('lost');
    });
    assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
    assert.ok(lost.length === 0 || namesIt(plan), `${lost.length} moments without a pull`);
  });

  it('keeps what another cluster in its network is unlinked from', async () => {
    give({ actions: [pull] });
    const twin = addTwin(azure.emulator.core, clusterId, twinKubelet) as `/${string}`;
    assign(azure.emulator, twinKubelet, 'AcrPull', registryId);
    await azure.applied(
      await azure.plan(inHubZone(await azure.propose('appsRegistry', twin, { mode: 'private' }))),
    );
    azure.closePublicAccess('appsRegistry');
    assert.equal(verdict(), 'Pulled');
    const parts = unlinkParts(await azure.observeUnlinkOf({ registryId, clusterId: twin }));
    const ways = parts.filter(({ kind, serves }) => serves === 'pair' && kind !== 'roleAssignment');
    assert.ok(ways.length > 0 && ways.every(({ keep }) => keep?.includes('aks-payments-weu')));
  });

  it('counts as pulling where the role’s definition may not be read', async () => {
    give({ actions: ['Microsoft.Storage/*'] });
    const reader = newPerson(azure.emulator);
    const notActions = ['Microsoft.Authorization/roleDefinitions/read'];
    assignEverywhere(
      azure.emulator,
      reader.objectId,
      defineRole(azure.emulator, { actions: ['*'], notActions }),
    );
    const { roleAssignments } = await reader.azure.observe({ registryId, clusterIds: [clusterId] }, never);
    const fact = roleAssignments[idKey(clusterId)];
    assert.ok(fact?.state === 'known');
    assert.deepEqual(
      fact.value.map(({ permissions }) => permissions),
      [undefined],
    );
  });
});
