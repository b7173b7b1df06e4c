import assert from 'node:assert/strict';
import { wordToType } from '../../src/provisioning/plan/findings';
import { apiVersions } from '../../src/model/apiVersions';
import { idKey, nameOf } from '../../src/model/armId';
import { sealedJournals } from '../../src/provisioning/journal/sealedJournals';
import type { LinkPlan } from '../../src/provisioning/plan/spec';
import type { JournalStorage } from '../../src/provisioning/ports';
import { observeUnlink } from '../../src/provisioning/teardown/unlink/observeUnlink';
import { differences, withoutDataEndpoints } from '../support/estateState';
import { MemoryStorage } from '../support/fakeWriter';
import { testKeys } from '../support/journals';
import { addTwin } from './support/additions';
import { never } from './support/azure';
import { contoso } from './support/contoso';
import { Linking } from './support/linking';
import { assign, joinGroup } from './support/people';

type Name = Parameters<typeof contoso>[0];

const [registry, cluster] = ['appsRegistry', 'shopUsCluster'] as const;

const twinKubelet = '99999999-9999-4999-8999-999999999999';

describe('unlink', () => {
  let azure: Linking;
  beforeEach(async () => {
    azure = await Linking.start();
  });
  afterEach(() => azure.close());

  async function linked(to: Name = cluster, from: Name = registry): Promise<LinkPlan> {
    const plan = await azure.plan(await azure.propose(from, to, { mode: 'private' }));
    const outcome = await azure.apply(plan);
    assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
    return plan;
  }

  /** What is deleted, in words that don't depend on names. */
  const deleted = ({ steps }: Pick<LinkPlan, 'steps'>) =>
    steps
      .filter(({ action }) => action === 'delete')
      .map(({ kind }) => kind)
      .sort();

  const idOf = (plan: LinkPlan, id: string) => plan.steps.find((step) => step.id === id)!.resourceId;

  it('deletes the pair’s own parts and leaves what is shared', async () => {
    const link = await linked();
    const plan = await azure.planUnlink(registry, cluster);
    assert.deepEqual(plan.blockers, []);
    assert.deepEqual(deleted(plan), ['peering', 'peering', 'roleAssignment', 'zoneLink']);
    assert.equal(wordToType(plan), undefined);
    const outcome = await azure.apply(plan);
    assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
    for (const id of ['network', 'zone', 'endpoint', 'zoneGroup', 'zoneLink.registry']) {
      assert.ok(azure.emulator.estate.get(idOf(link, id)), id);
    }
  });

  it('restores the state before the link when everything is ticked, and wants to be sure', async () => {
    const before = withoutDataEndpoints(azure.state());
    await linked();
    const plan = await azure.planUnlink(registry, cluster, () => true);
    assert.deepEqual(plan.blockers, []);
    assert.equal(wordToType(plan), 'contosoapps');
    assert.deepEqual(
      plan.hazards.map(({ code }) => code),
      ['stopsPulling', 'deletesLastEndpoint', 'deletesZone'],
    );
    const outcome = await azure.apply(plan);
    assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
    assert.deepEqual(differences(before, withoutDataEndpoints(azure.state())), []);
  });

  it('of a closed registry names the cluster that keeps its role and loses its pull, as the oracle sees it', async () => {
    const {
      purpose: { spec },
    } = await linked();
    azure.closePublicAccess(registry);
    const plan = await azure.planUnlink(registry, cluster, ({ kind }) => kind !== 'roleAssignment');
    assert.deepEqual(plan.blockers, []);
    const [hazard] = plan.hazards.filter(({ code }) => code === 'deletesLastEndpoint');
    assert.deepEqual(hazard?.affected, ['aks-shop-eus2', 'contosoapps']);
    assert.match(hazard.message, /public network access is disabled\. No client can pull/);
    assert.equal(wordToType(plan), 'contosoapps');
    assert.equal(azure.way(spec), 'private');
    assert.equal((await azure.apply(plan)).kind, 'done');
    assert.equal(azure.way(spec), 'none');
  });

  it('what is linked again afterwards works as before', async () => {
    await linked();
    await azure.apply(await azure.planUnlink(registry, cluster));
    const spec = await azure.propose(registry, cluster, { mode: 'private' });
    assert.equal((await azure.apply(await azure.plan(spec))).kind, 'done');
    assert.equal(azure.pull(spec).verdict, 'Pulled');
  });

  describe('never deletes', () => {
    const keeps = async (from: Name, to: Name, kind: string, why: RegExp) => {
      const plan = await azure.planUnlink(from, to, () => true);
      const steps = plan.steps.filter((step) => step.kind === kind);
      const blocked = plan.blockers.flatMap(({ resourceIds }) => resourceIds);
      const about = [...steps.map(({ reason }) => reason), ...plan.blockers.map(({ message }) => message)];
      assert.match(about.join('\n'), why);
      assert.ok(steps.every(({ action, resourceId }) => action === 'reuse' || blocked.includes(resourceId)));
      // What is offered as ticked leaves it out, and can be applied.
      const offered = await azure.planUnlink(from, to);
      assert.deepEqual(offered.blockers, []);
      assert.ok(!deleted(offered).includes(kind as never), `${kind} is not ticked`);
    };

    it('an inherited role assignment', async () => {
      await linked();
      const { properties } = azure.emulator.estate.get(contoso(cluster))!;
      const identity = properties['identityProfile'] as { kubeletidentity: { objectId: string } };
      const group = contoso(registry).replace(/\/providers\/.*/, '');
      const subscription = group.replace(/\/resourceGroups\/.*/, '');
      const id = `${group}/providers/Microsoft.Authorization/roleAssignments/0f0e0d0c-0b0a-4908-8706-050403020100`;
      azure.send('PUT', id, apiVersions.authorization, {
        properties: {
          roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/7f951dda-4ed3-4680-a7ca-43fe172d538d`,
          principalId: identity.kubeletidentity.objectId,
          principalType: 'ServicePrincipal',
        },
      });
      const plan = await azure.planUnlink(registry, cluster, () => true);
      const step = plan.steps.find(({ resourceId }) => nameOf(resourceId) === nameOf(id))!;
      assert.equal(step.action, 'reuse');
      assert.match(step.reason, /inherited from rg-registry-apps-weu/);
      assert.equal((await azure.apply(plan)).kind, 'done');
      assert.ok(azure.emulator.estate.get(id));
    });

    it('a zone with another registry’s records, and a container with a foreign child', async () => {
      const link = await linked();
      azure.send('PUT', `${idOf(link, 'zone')}/A/other`, apiVersions.privateDns, {
        properties: { ttl: 10, aRecords: [{ ipv4Address: '10.9.9.9' }] },
      });
      await azure
        .planUnlink(registry, cluster, () => true)
        .then(({ blockers }) => {
          assert.match(blockers[0]?.message ?? '', /contains other resources \(A other\)/);
        });
    });

    it('what only a journal without a genuine seal says was made here', async () => {
      const link = await linked();
      const pair = { registryId: contoso(registry), clusterId: contoso(cluster) };
      const recordedIn = async (journal: JournalStorage) =>
        (await observeUnlink(pair, azure.azure, journal, never)).records.made;
      const peering = idKey(idOf(link, 'peering.registryToCluster'));
      assert.ok((await recordedIn(azure.journal)).has(peering));
      // The same texts, where journals have to be sealed: as if somebody had written them.
      assert.deepEqual([...(await recordedIn(sealedJournals(azure.journal, testKeys)))], []);
      const stored = (await azure.journal.read(link.operationId))?.text ?? '';
      const genuine = sealedJournals(new MemoryStorage(), testKeys);
      await genuine.replace(link.operationId, 0, stored);
      assert.ok((await recordedIn(genuine)).has(peering));
    });

    it('what no journal of this computer names, unless it is ticked', async () => {
      const link = await linked();
      const zoneLink = idOf(link, 'zoneLink.cluster');
      azure.send('PATCH', zoneLink, apiVersions.privateDns, { tags: {} });
      // Another computer: no journal says who made it.
      for (const { operationId } of await azure.journal.list()) await azure.journal.remove(operationId);
      assert.deepEqual(deleted(await azure.planUnlink(registry, cluster)), []);
      const ticked = await azure.planUnlink(registry, cluster, ({ serves }) => serves === 'pair');
      assert.deepEqual(deleted(ticked), ['peering', 'peering', 'roleAssignment', 'zoneLink']);
      assert.deepEqual(ticked.hazards.map(({ code }) => code).sort(), [
        'foreignMark',
        'stopsPulling',
        'unmarked',
        'unmarked',
        'unmarked',
      ]);
      const { message = '' } = ticked.hazards.find(({ code }) => code === 'foreignMark') ?? {};
      assert.match(message, new RegExp(`has the tag of operation ${link.operationId}, which has no`));
    });

    it('what is locked', async () => {
      const link = await linked();
      azure.send(
        'PUT',
        `${idOf(link, 'zone')}/providers/Microsoft.Authorization/locks/dns-team`,
        '2020-05-01',
        {
          properties: { level: 'CanNotDelete' },
        },
      );
      const plan = await azure.planUnlink(registry, cluster);
      assert.match(
        plan.blockers[0]?.message ?? '',
        /The lock dns-team \(CanNotDelete\) on privatelink\.azurecr\.io/,
      );
      assert.equal((await azure.apply(plan)).kind, 'refused');
    });

    it('a peering or a zone link that another pair in the same network needs', async () => {
      await linked();
      addTwin(azure.emulator.core, contoso(cluster), twinKubelet);
      assign(azure.emulator, twinKubelet, 'AcrPull', contoso(registry));
      await keeps(registry, cluster, 'peering', /the cluster aks-twin in the same network pulls/);
      await keeps(registry, cluster, 'zoneLink', /the cluster aks-twin in the same network pulls/);
      await keeps(registry, cluster, 'endpoint', /the cluster aks-twin pulls over it/);
    });

    it('what another pair needs that may pull by a role of a group', async () => {
      await linked();
      const group = contoso('platformEngineers');
      addTwin(azure.emulator.core, contoso(cluster), twinKubelet);
      joinGroup(azure.emulator, group, twinKubelet);
      assign(azure.emulator, group, 'AcrPull', contoso(registry));
      await keeps(registry, cluster, 'zoneLink', /the cluster aks-twin in the same network pulls/);
    });
  });
});
