import assert from 'node:assert/strict';
import { resolveName } from '../../emulator/src/oracle/index';
import type { Plan } from '../../src/provisioning/plan';
import type { Preferred } from '../../src/provisioning/propose';
import { contoso } from './support/contoso';
import { Linking, written } from './support/linking';

interface Case {
  readonly title: string;
  readonly registry: Parameters<typeof contoso>[0];
  readonly cluster: Parameters<typeof contoso>[0];
  readonly preferred?: Preferred;
  /** Public access is off from the start, so that the private path is the only one. */
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
    title: 'registry with permissions by repository',
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
];

for (const { title, registry, cluster, preferred, closed, before, writes } of cases) {
  describe(`link: ${title}`, () => {
    let azure: Linking;
    beforeEach(async () => {
      azure = await Linking.start();
      if (closed) azure.closePublicAccess(registry);
    });
    afterEach(() => azure.close());

    it('makes the nodes pull, with the bodies of the plan, and has nothing left to do afterwards', async () => {
      const spec = await azure.propose(registry, cluster, preferred);
      const plan = await azure.plan(spec);
      assert.deepEqual(plan.blockers, []);
      assert.deepEqual(written(plan), writes);

      const verdict = azure.pull(spec);
      assert.equal(verdict.verdict, 'Failed');
      assert.match(verdict.eventText, before);

      azure.emulator.log.clear();
      const outcome = await azure.apply(plan);
      assert.deepEqual(outcome.kind === 'done' ? [] : outcome, []);
      assert.equal(azure.pull(spec).verdict, 'Pulled', azure.pull(spec).eventText);
      assert.deepEqual(sorted(azure.writes()), sorted(requestsOf(plan)));

      const again = await azure.plan(await azure.propose(registry, cluster, preferred));
      assert.deepEqual(written(again), []);
      azure.emulator.log.clear();
      assert.equal((await azure.apply(again)).kind, 'done');
      assert.deepEqual(azure.writes(), []);
    });

    for (const step of writes) {
      it(`needs ${step}`, async () => {
        const spec = await azure.propose(registry, cluster, preferred);
        const plan = await azure.plan(spec);
        const dropped = plan.steps.find(({ action, id }) => `${action} ${id}` === step)!;
        await azure.apply(without(plan, dropped.id));
        if (dropped.id === 'zoneLink.registry') {
          // Not the nodes need this one but what runs in the registry's own network.
          assert.ok(spec.access.mode === 'private');
          const loginServer = `${contoso(registry).split('/').at(-1)!}.azurecr.io`;
          const networkId = spec.access.network.id;
          assert.deepEqual(privateAnswers(azure, networkId, loginServer), []);
          await azure.apply(await azure.plan(spec));
          assert.equal(privateAnswers(azure, networkId, loginServer).length, 1);
        } else {
          assert.equal(azure.pull(spec).verdict, 'Failed');
        }
      });
    }
  });
}

/** The plan as if it had forgotten a step; what depended on it is tried all the same. */
function without(plan: Plan, dropped: string): Plan {
  const steps = plan.steps
    .filter(({ id }) => id !== dropped)
    .map((step) => ({ ...step, dependsOn: step.dependsOn.filter((id) => id !== dropped) }));
  return { ...plan, steps };
}

function requestsOf({ steps }: Plan) {
  return steps.flatMap(({ resourceId, request }) =>
    request === undefined ? [] : [{ method: request.method, path: resourceId, body: request.body }],
  );
}

function sorted<T extends { path: string }>(requests: T[]): T[] {
  return requests.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function privateAnswers(azure: Linking, networkId: string, name: string): string[] {
  return resolveName(azure.emulator.estate, { networkId, name }).answers.filter((address) => address.startsWith('10.'));
}
