import assert from 'node:assert/strict';
import { resolveName } from '../../emulator/src/oracle/index';
import type { Preferred } from '../../src/provisioning/proposing/propose';
import type { LinkSpec, PrivateAccess } from '../../src/provisioning/plan/spec';
import { contoso } from './support/contoso';
import { Linking, requestsOf, sorted, without, written } from './support/linking';

interface Case {
  readonly title: string;
  readonly registry: Parameters<typeof contoso>[0];
  readonly cluster: Parameters<typeof contoso>[0];
  readonly preferred?: Preferred;
  /** What the user changes in the proposal. */
  readonly edit?: (access: PrivateAccess) => PrivateAccess;
  /** Public network access is disabled from the start, so that the private path is the only one. */
  readonly closed?: true;
  /** What the nodes get before. */
  readonly before: RegExp;
  /** Everything that is written, in the plan's order. */
  readonly writes: readonly string[];
}

const separateNetworks = [
  'create network',
  'create zone',
  'create endpoint',
  'create zoneGroup',
  'create peering.registryToCluster',
  'create peering.clusterToRegistry',
  'create zoneLink.registry',
  'create zoneLink.cluster',
  'create roleAssignment',
];

const NOT_ALLOWED = /403 Forbidden.*is not allowed access/;

const cases: readonly Case[] = [
  {
    title: 'separate networks, everything new',
    registry: 'appsRegistry',
    cluster: 'shopUsCluster',
    preferred: { mode: 'private' },
    closed: true,
    before: NOT_ALLOWED,
    writes: separateNetworks,
  },
  {
    title: 'an endpoint that is there already',
    registry: 'dataRegistry',
    cluster: 'shopUsCluster',
    before: NOT_ALLOWED,
    writes: separateNetworks.slice(4).filter((step) => step !== 'create zoneLink.registry'),
  },
  {
    title: 'public mode, role only',
    registry: 'trainingRegistry',
    cluster: 'trainingCluster',
    preferred: { mode: 'public' },
    before: /401 Unauthorized/,
    writes: ['create roleAssignment'],
  },
  {
    title: 'registry with ABAC repository permissions',
    registry: 'modelsRegistry',
    cluster: 'shopUsCluster',
    preferred: { mode: 'public' },
    before: /401 Unauthorized/,
    writes: ['create roleAssignment'],
  },
  {
    title: 'a network that AKS manages',
    registry: 'coreRegistry',
    cluster: 'devtestCluster',
    before: NOT_ALLOWED,
    writes: separateNetworks.slice(4).filter((step) => step !== 'create zoneLink.registry'),
  },
  {
    title: 'the zone of a hub that the cluster is linked to',
    registry: 'modelsRegistry',
    cluster: 'paymentsCluster',
    preferred: { mode: 'private' },
    closed: true,
    before: NOT_ALLOWED,
    writes: separateNetworks.filter((step) => step !== 'create zone' && step !== 'create zoneLink.cluster'),
  },
  {
    title: 'an endpoint whose records go to another zone than the one that the cluster is linked to',
    registry: 'dataRegistry',
    cluster: 'paymentsCluster',
    before: /no such host/,
    writes: [
      'update zoneGroup',
      'create peering.registryToCluster',
      'create peering.clusterToRegistry',
      'create roleAssignment',
    ],
  },
  {
    title: 'a Standard registry, upgraded, with a resource group of its own for what is new',
    registry: 'devRegistry',
    cluster: 'shopUsCluster',
    preferred: { mode: 'private' },
    edit: upgradedInGroup('rg-devtest-link-weu'),
    before: /401 Unauthorized/,
    writes: ['create resourceGroup.network', 'update registrySku', ...separateNetworks],
  },
];

/** Upgrades the registry, and puts everything new into a group that doesn't exist yet. */
function upgradedInGroup(group: string): (access: PrivateAccess) => PrivateAccess {
  const moved = <T extends { id: string }>(thing: T): T => ({
    ...thing,
    id: thing.id.replace(/(?<=\/resourceGroups\/)[^/]+/, group),
  });
  return ({ network, subnet, endpoint, zone, ...access }) => ({
    ...access,
    upgradeToPremium: true,
    network: moved(network),
    subnet: moved(subnet),
    endpoint: moved(endpoint),
    zone: moved(zone),
  });
}

for (const testCase of cases) {
  const { title, registry, cluster, preferred, closed, before, writes } = testCase;
  const propose = async (azure: Linking): Promise<LinkSpec> => {
    const spec = await azure.propose(registry, cluster, preferred);
    const links = spec.links.map((link) =>
      link.access.mode === 'private'
        ? { ...link, access: testCase.edit?.(link.access) ?? link.access }
        : link,
    );
    return { ...spec, links };
  };

  describe(`link: ${title}`, () => {
    let azure: Linking;
    beforeEach(async () => {
      azure = await Linking.start();
      if (closed) azure.closePublicAccess(registry);
    });
    afterEach(() => azure.close());

    it('makes the nodes pull, with the bodies of the plan, and has nothing left to do afterwards', async () => {
      const spec = await propose(azure);
      const plan = await azure.plan(spec);
      assert.deepEqual(plan.blockers, []);
      assert.deepEqual(written(plan), writes);

      const verdict = azure.pull(spec);
      assert.equal(verdict.verdict, 'Failed');
      assert.match(verdict.eventText, before);

      azure.emulator.log.clear();
      const outcome = await azure.apply(plan);
      assert.deepEqual(outcome.kind === 'done' ? [] : outcome, []);
      assert.equal(azure.way(spec), accessOf(spec).mode, azure.pull(spec).eventText);
      assert.deepEqual(sorted(azure.writes()), sorted(requestsOf(plan)));

      const again = await azure.plan(await propose(azure));
      assert.deepEqual(written(again), []);
      azure.emulator.log.clear();
      assert.equal((await azure.apply(again)).kind, 'done');
      assert.deepEqual(azure.writes(), []);
    });

    for (const step of writes) {
      it(`needs ${step}`, async () => {
        const spec = await propose(azure);
        const plan = await azure.plan(spec);
        const dropped = plan.steps.find(({ action, id }) => `${action} ${id}` === step)!;
        await azure.apply(without(plan, dropped.id));
        if (dropped.id === 'zoneLink.registry') {
          // Not the nodes need this one but what runs in the registry's own network.
          const access = accessOf(spec);
          assert.ok(access.mode === 'private');
          const loginServer = `${contoso(registry).split('/').at(-1)!}.azurecr.io`;
          const networkId = access.network.id;
          assert.deepEqual(privateAnswers(azure, networkId, loginServer), []);
          await azure.apply(await azure.plan(spec));
          assert.equal(privateAnswers(azure, networkId, loginServer).length, 1);
        } else {
          assert.notEqual(azure.way(spec), accessOf(spec).mode);
        }
      });
    }
  });
}

function accessOf({ links }: LinkSpec) {
  return links[0]!.access;
}

function privateAnswers(azure: Linking, networkId: string, name: string): string[] {
  return resolveName(azure.emulator.estate, { networkId, name }).answers.filter((address) =>
    address.startsWith('10.'),
  );
}
