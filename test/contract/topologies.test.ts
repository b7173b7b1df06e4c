/**
 * Every topology of the recipe, end to end: through the real SDK, judged by the emulator's oracle. The registry's public
 * access is closed, so that the private path is the only one.
 */
import assert from 'node:assert/strict';
import { clouds } from '../../emulator/src/arm/clouds';
import type { LinkPlan, LinkSpec } from '../../src/provisioning/plan/spec';
import type { Preferred } from '../../src/provisioning/proposing/propose';
import * as add from './support/additions';
import { Linking, requestsOf, sorted, without, written } from './support/linking';
import { apps, cluster, firstAccess, id, registry, topologies, type Built } from './support/topologies';

for (const {
  title,
  build,
  writes,
  requirements = [],
  drop = (all: readonly string[]) => all,
} of topologies) {
  describe(`topology: ${title}`, () => {
    let azure: Linking;
    let built: Built;
    beforeEach(async () => {
      azure = await Linking.start();
      built = build(azure.emulator.core);
      azure.closePublicAccess(built.registry);
    });
    afterEach(() => azure.close());

    const propose = async (): Promise<LinkSpec> => {
      const { registry: registryId, clusters, preferred, edit } = built;
      const spec = await azure.propose(registryId, clusters, { mode: 'private', ...preferred });
      const links = spec.links.map((link, index) =>
        link.access.mode === 'private' && edit ? { ...link, access: edit(link.access, index) } : link,
      );
      return { ...spec, links };
    };
    const finish = (spec: LinkSpec) => built.afterwards?.(azure.emulator.core, spec);
    const ways = (spec: LinkSpec) => built.clusters.map((one) => azure.way(spec, one));

    it('makes every pool pull, with the bodies of the plan, and has nothing left to do afterwards', async () => {
      const spec = await propose();
      const plan = await azure.plan(spec);
      assert.deepEqual(plan.blockers, []);
      assert.deepEqual(written(plan).toSorted(), writes.toSorted());
      assert.deepEqual(
        plan.requirements.map(({ code }) => code),
        requirements,
      );
      assert.deepEqual(
        ways(spec),
        built.clusters.map(() => 'none'),
      );

      azure.emulator.log.clear();
      const outcome = await azure.apply(plan);
      assert.deepEqual(outcome.kind === 'done' ? [] : outcome, []);
      assert.deepEqual(sorted(azure.writes()), sorted(requestsOf(plan)));
      // What somebody else still has to do is not done yet: the requirement was true.
      if (built.afterwards) assert.ok(ways(spec).includes('none'));
      finish(spec);
      for (const one of built.clusters) {
        assert.equal(azure.way(spec, one), 'private', azure.pull(spec, one).eventText);
      }

      for (const again of [await azure.plan(spec), await azure.plan(await propose())]) {
        assert.deepEqual(again.blockers, []);
        assert.deepEqual(written(again), []);
      }
    });

    it('needs each of its steps', async () => {
      const all = written(await azure.plan(await propose()));
      for (const step of drop(all)) {
        // What else is in the registry's network needs this one, not the nodes.
        if (step.includes('zoneLink.registry')) continue;
        await azure.close();
        azure = await Linking.start();
        built = build(azure.emulator.core);
        azure.closePublicAccess(built.registry);
        const spec = await propose();
        const plan = await azure.plan(spec);
        const dropped = plan.steps.find(({ action, id: stepId }) => `${action} ${stepId}` === step)!;
        await azure.apply(without(plan, dropped.id));
        try {
          finish(spec);
        } catch {
          // Without the step there may be nothing to approve or to write records for.
        }
        assert.ok(ways(spec).includes('none'), `${step} is not needed`);
      }
    });
  });
}

describe('topology: what can’t be', () => {
  let azure: Linking;
  beforeEach(async () => {
    azure = await Linking.start();
  });
  afterEach(() => azure.close());
  const codes = ({ blockers }: LinkPlan) => blockers.map(({ code }) => code);

  it('a node resource group that denies writes is refused before anything is written', async () => {
    const { core } = azure.emulator;
    const group = add.addGroup(core, apps, 'rg-locked');
    const locked = add.addCluster(core, group, 'aks-locked');
    add.changeProperties(core, locked, { nodeResourceGroupProfile: { restrictionLevel: 'ReadOnly' } });
    const plan = await azure.plan(await azure.propose(registry(core), locked));
    assert.deepEqual(codes(plan), ['nodeResourceGroupReadOnly']);
    assert.match(plan.blockers[0]!.message, /Virtual network link: aks-vnet-aks-locked/);
    assert.match(plan.blockers[0]!.wayOut, /nrg-lockdown-restriction-level Unrestricted/);
    // It is true: without the block, Azure refuses.
    const outcome = await azure.apply({ ...plan, blockers: [] });
    assert.equal(outcome.kind, 'failed');
  });

  it('a subnet without room for an address of every replica', async () => {
    const { core } = azure.emulator;
    const replicated = registry(core);
    for (const region of ['northeurope', 'eastus2']) add.addReplica(core, replicated, region);
    const spec = await azure.propose(replicated, cluster(core, 'aks-a', '10.70.0.0/16'));
    const access = firstAccess(spec);
    const addressPrefix = access.subnet.addressPrefix.replace('/27', '/29');
    const small = { ...access, subnet: { ...access.subnet, addressPrefix } };
    const plan = await azure.plan({ ...spec, links: [{ ...spec.links[0]!, access: small }] });
    assert.deepEqual(codes(plan), ['subnetFull']);
    assert.match(plan.blockers[0]!.message, /needs 4 addresses/);
    assert.equal((await azure.apply({ ...plan, blockers: [] })).kind, 'failed');
  });

  it('a service principal of which the object id is not known', async () => {
    const { core } = azure.emulator;
    const old = cluster(core, 'aks-old', '10.70.0.0/16');
    const clientId = '5f0f7b2e-24c1-4d3b-8a3c-8f9f3a7f2d11';
    add.changeProperties(core, old, { servicePrincipalProfile: { clientId } }, ['identityProfile']);
    const target = registry(core);
    const [asked, wrong] = await Promise.all(
      [{}, { clusters: { [old]: { servicePrincipalObjectId: 'sp-aks-old' } } }].map(async (preferred) =>
        azure.plan(await azure.propose(target, old, preferred)),
      ),
    );
    assert.deepEqual([codes(asked!), codes(wrong!)], [['noManagedIdentity'], ['noManagedIdentity']]);
    assert.match(asked!.blockers[0]!.wayOut, new RegExp(`az ad sp show --id ${clientId} --query id`));
    assert.match(wrong!.blockers[0]!.message, /“sp-aks-old” isn’t an object ID/);
  });

  it('two overlapping networks peered with one', async () => {
    const clusters = [id('devtestCluster'), id('trainingCluster')];
    const preferred: Preferred = { placement: 'registryNetwork' };
    const plan = await azure.plan(await azure.propose('appsRegistry', clusters, preferred));
    assert.deepEqual(codes(plan), ['rangesOverlap']);
    assert.match(plan.blockers[0]!.message, /aks-devtest-weu.*aks-training-weu/);
    assert.equal((await azure.apply({ ...plan, blockers: [] })).kind, 'failed');
  });

  it('an endpoint that waits for approval, for somebody who didn’t ask for it', async () => {
    const { core } = azure.emulator;
    const [target, one] = [registry(core), cluster(core, 'aks-a', '10.70.0.0/16')];
    const manual: Preferred = { approval: { mode: 'manual', requestMessage: '' } };
    await azure.apply(await azure.plan(await azure.propose(target, one, manual)));
    const plan = await azure.plan(await azure.propose(target, one, { approval: { mode: 'automatic' } }));
    assert.deepEqual(codes(plan), ['endpointNotApproved']);
    assert.match(
      plan.blockers[0]!.wayOut,
      /az acr private-endpoint-connection approve --name fabrikam\.[0-9a-f]{32} --registry-name fabrikam --resource-group rg-fabrikam --subscription /,
    );
  });
});

describe('topology: a sovereign cloud', () => {
  it('has zones of its own name', async () => {
    const azure = await Linking.start({ cloud: clouds.usGovernment });
    try {
      azure.closePublicAccess('appsRegistry');
      const spec = await azure.propose('appsRegistry', 'shopUsCluster', { mode: 'private' });
      assert.match(firstAccess(spec).zone.id, /\/privatelink\.azurecr\.us$/);
      assert.equal((await azure.apply(await azure.plan(spec))).kind, 'done');
      assert.equal(azure.way(spec), 'private', azure.pull(spec).eventText);
    } finally {
      await azure.close();
    }
  });
});
