import assert from 'node:assert/strict';
import { ArmClient } from '../../emulator/test/armClient';
import { identityCauses } from '../../emulator/test/causes/identityCauses';
import { nameCauses } from '../../emulator/test/causes/nameCauses';
import { pathCauses } from '../../emulator/test/causes/pathCauses';
import { APPS_IMAGE, CORE_IMAGE } from '../../emulator/test/causes/requests';
import type { Family, Pulling } from '../../emulator/test/causes/row';
import type { Emulator } from '../../emulator/src/server';
import type { Azure } from '../../src/provisioning/ports';
import { lookInside } from '../../src/verifying/look';
import type { HopName } from '../../src/verifying/pullHops';
import { refusalOf, runCommandRights } from '../../src/verifying/refusals';
import { imageText, parseTestImage } from '../../src/verifying/testImage';
import { verdictOf } from '../../src/verifying/verification';
import { azureAt, failureFrom, fakeJwt, never } from './support/azure';
import { changeProperties } from './support/additions';
import { contoso } from './support/contoso';
import { assign, newPerson } from './support/people';
import { hurried, testImage, Verifying } from './support/verifying';

/** Where the way of a pull ends, by the family of the event. */
const hopOf: Readonly<Record<Exclude<Family, 'pulled' | 'noNodes'>, HopName>> = {
  identity: 'identity',
  firewall: 'reach',
  timeout: 'reach',
  noSuchHost: 'name',
  certificate: 'reach',
  layers: 'pull',
};

describe('verifying from inside of a cluster', () => {
  let verifying: Verifying;
  let emulator: Emulator;
  let azure: Azure;

  beforeEach(async () => {
    verifying = await Verifying.start();
    ({ emulator, azure } = verifying);
  });
  afterEach(() => verifying.close());

  const run: Verifying['run'] = (...args) => verifying.run(...args);

  const refusal = async (clusterId: string, as: Azure = azure) => {
    const [target, rights] = await Promise.all([
      as.readCommandTarget(clusterId, never),
      as.readRights(runCommandRights(clusterId), never),
    ]);
    return refusalOf(target, rights);
  };

  it('says Pulled for each pool of a pair, and leaves nothing behind', async () => {
    const phases = new Set<string>();
    const done = await run(APPS_IMAGE, contoso('paymentsCluster'), {
      tell: ({ phase }) => phases.add(phase),
    });
    assert.equal(verdictOf(done), 'pulled', JSON.stringify(done.pools, undefined, 1));
    assert.deepEqual(
      done.pools.map(({ pool, verdict, cached, seconds }) => [pool, verdict, cached, seconds]),
      ['system', 'web', 'jobs'].map((pool) => [pool, 'pulled', 'no', 1.284]),
    );
    for (const pool of done.pools) {
      assert.ok(pool.hops.every(({ state }) => state === 'passed'));
      assert.match(pool.hops.at(-1)?.evidence ?? '', /^Successfully pulled image/);
      assert.match(pool.nodeName ?? '', new RegExp(`^aks-${pool.pool}-`));
    }
    assert.deepEqual([...phases], ['preparing', 'creating', 'watching', 'cleaning', 'done']);
    assert.equal(done.cleanup.state, 'clean');
    assert.deepEqual(verifying.podsLeft(), []);
  });

  it('says Pulled over a private endpoint that public access was shut for', async () => {
    changeProperties(emulator.core, contoso('coreRegistry'), { publicNetworkAccess: 'Disabled' });
    const done = await run(CORE_IMAGE, contoso('shopCluster'));
    assert.equal(verdictOf(done), 'pulled');
    assert.deepEqual([done.name.state, done.name.private], ['found', true]);
  });

  it('knows what nodes have pulled before, prefers others, and says where there are none', async () => {
    const seen: unknown[] = [];
    for (let time = 0; time < 4; time += 1) {
      const [pool] = (await run(CORE_IMAGE, contoso('shopCluster'))).pools;
      seen.push([pool?.verdict, pool?.cached, pool?.nodeName?.at(-1)]);
    }
    assert.deepEqual(seen, [
      ['pulled', 'no', '0'],
      ['pulled', 'no', '1'],
      ['pulled', 'no', '2'],
      ['pulled', 'yes', '0'],
    ]);
  });

  describe('finds the hop where the way ends', () => {
    const causes = [...nameCauses, ...pathCauses, ...identityCauses];
    for (const { row, cause, setUp, family, pull = {} } of causes) {
      it(`cause ${row}: ${cause} → ${family}`, async () => {
        const { cluster = contoso('shopCluster'), image: name = CORE_IMAGE }: Pulling = pull;
        await setUp(new ArmClient(emulator.url));
        emulator.core.operations.settle();
        if (family === 'noNodes') {
          assert.match((await refusal(cluster))?.code ?? '', /^verify\.(stopped|noNodes)$/);
          return;
        }
        // An image by a privatelink name is refused before it gets to a cluster.
        if (name.includes('.privatelink.')) {
          assert.ok('problem' in parseTestImage(name, name.slice(0, name.indexOf('/'))));
          return;
        }
        const done = await run(name, cluster);
        if (family === 'pulled') {
          assert.equal(verdictOf(done), 'pulled', JSON.stringify(done, undefined, 1));
          return;
        }
        assert.equal(verdictOf(done), 'failed');
        const failed = done.pools.filter(({ verdict }) => verdict === 'failed');
        assert.ok(failed.length > 0);
        for (const { hops, failure } of failed) {
          assert.equal(hops.find(({ state }) => state === 'failed')?.name, hopOf[family], failure?.message);
          assert.notEqual(failure?.cause, 'unknown');
          assert.ok((failure?.nextAction ?? '').length > 0);
        }
        assert.deepEqual(verifying.podsLeft(), []);
      });
    }
  });

  it('judges by a last look once nobody waits any longer, and cleans up', async () => {
    const before = hurried.now() - Date.now();
    const done = await run(APPS_IMAGE, contoso('shopUsCluster'), { enough: AbortSignal.abort() });
    assert.equal(verdictOf(done), 'failed', JSON.stringify(done.pools));
    // Otherwise it would wait for kubelet's next tries for minutes.
    assert.equal(hurried.now() - Date.now() - before < 1000, true);
    assert.deepEqual([done.cancelled, done.cleanup.state, verifying.podsLeft()], [false, 'clean', []]);
  });

  it('needs a token of the user where the cluster has Entra ID, and sends it nowhere else', async () => {
    const scopes: string[] = [];
    const as = azureAt(emulator.url, {
      tokenSource: ([scope = '']) => {
        scopes.push(scope);
        return Promise.resolve({ token: fakeJwt, expiresOn: Date.now() + 3_600_000 });
      },
    });
    await run(CORE_IMAGE, contoso('shopCluster'), { as });
    assert.ok(!scopes.some((scope) => scope.startsWith('6dae42f8')));
    changeProperties(emulator.core, contoso('shopCluster'), { aadProfile: { managed: true } });
    const done = await run(CORE_IMAGE, contoso('shopCluster'), { as });
    assert.equal(verdictOf(done), 'pulled');
    assert.ok(scopes.includes('6dae42f8-4368-4678-94ff-3960e28e3630/.default'));
    assert.ok(!JSON.stringify(done).includes(fakeJwt));
    const without = azureAt(emulator.url, {
      tokenSource: ([scope = '']) =>
        scope.startsWith('6dae')
          ? Promise.reject(new Error(`no consent for ${fakeJwt}`))
          : Promise.resolve({ token: fakeJwt, expiresOn: Date.now() + 3_600_000 }),
    });
    const failed = await run(CORE_IMAGE, contoso('shopCluster'), { as: without });
    assert.equal(failed.failure?.code, 'verify.noClusterToken');
    assert.ok(!JSON.stringify(failed).includes(fakeJwt));
    assert.equal(failed.cleanup.state, 'none');
  });

  it('asks Windows, spot, tainted and private pools alike, and leaves empty ones alone', async () => {
    const cluster = emulator.estate.get(contoso('shopCluster'))!;
    const [system] = cluster.properties['agentPoolProfiles'] as object[];
    changeProperties(emulator.core, cluster.id, {
      apiServerAccessProfile: { enablePrivateCluster: true },
      addonProfiles: { aciConnectorLinux: { enabled: true } },
      agentPoolProfiles: [
        { ...system, nodeTaints: ['CriticalAddonsOnly=true:NoSchedule'] },
        { ...system, name: 'win', osType: 'Windows', nodeTaints: ['os=windows:NoSchedule'] },
        { ...system, name: 'spot', scaleSetPriority: 'Spot', nodeTaints: [] },
        { ...system, name: 'gpu', nodeTaints: ['sku=gpu:NoExecute', 'extra:NoSchedule'] },
        // The pod in which AKS runs commands tolerates no taint.
        { ...system, name: 'plain' },
        { ...system, name: 'empty', count: 0 },
        { ...system, name: 'off', powerState: { code: 'Stopped' } },
      ],
    });
    const target = await azure.readCommandTarget(cluster.id, never);
    assert.deepEqual([target.isPrivate, target.hasVirtualNodes], [true, true]);
    const done = await run(CORE_IMAGE, cluster.id);
    assert.deepEqual(
      done.pools.map(({ pool, verdict }) => [pool, verdict]),
      ['system', 'win', 'spot', 'gpu', 'plain'].map((pool) => [pool, 'pulled']),
    );
  });

  it('refuses before anything is sent: stopped, switched off, busy, without rights', async () => {
    const code = async (cluster: string, as?: Azure) => (await refusal(cluster, as))?.code;
    assert.equal(await code(contoso('shopCluster')), undefined);
    assert.equal(await code(contoso('batchCluster')), 'verify.stopped');
    assert.match((await refusal(contoso('batchCluster')))?.nextAction ?? '', /az aks start -g /);
    changeProperties(emulator.core, contoso('shopUsCluster'), {
      apiServerAccessProfile: { disableRunCommand: true },
    });
    assert.equal(await code(contoso('shopUsCluster')), 'verify.runCommandDisabled');
    changeProperties(emulator.core, contoso('devtestCluster'), { provisioningState: 'Starting' });
    assert.equal(await code(contoso('devtestCluster')), 'verify.busy');

    const nina = newPerson(emulator);
    assign(emulator, nina.objectId, 'Reader', contoso('shopCluster'));
    const refused = await refusal(contoso('shopCluster'), nina.azure);
    assert.equal(refused?.code, 'verify.noRights');
    assert.match(refused.message, /runcommand\/action on cluster/);
    assert.doesNotMatch(refused.message, /commandResults/);
    const [command = ''] = /az role assignment create.*$/.exec(refused.nextAction) ?? [];
    assert.match(command, /Azure Kubernetes Service Cluster Admin Role/);
    // Azure says the same to whoever asks all the same.
    const sent = await run(CORE_IMAGE, contoso('shopCluster'), { as: nina.azure });
    assert.equal(sent.failure?.kind, 'auth');
    assert.equal(sent.cleanup.state, 'none');
  });

  it('says what is wrong with a namespace, and creates none', async () => {
    const done = await run(CORE_IMAGE, contoso('shopCluster'), { namespace: 'nowhere' });
    assert.equal(done.failure?.code, 'verify.noNamespace');
    assert.equal(done.cleanup.state, 'none');
    const { namespaces } = await lookInside(
      await azure.readCommandTarget(contoso('shopCluster'), never),
      { commands: azure, clock: hurried },
      never,
    );
    assert.ok(namespaces.includes('default') && !namespaces.includes('nowhere'));
  });

  it('follows Azure’s word where a command can’t be sent', async () => {
    changeProperties(emulator.core, contoso('shopCluster'), {
      apiServerAccessProfile: { disableRunCommand: true },
    });
    const target = await azure.readCommandTarget(contoso('shopCluster'), never);
    const failure = await failureFrom(azure.runInCluster(target, 'echo a', never));
    assert.equal(failure.azure?.code, 'RunCommandDisabled');
  });

  it('names an image by its digest, without the tag', () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    assert.equal(
      imageText(testImage(`contosocore.azurecr.io/shop/api:1@${digest}`)),
      `contosocore.azurecr.io/shop/api@${digest}`,
    );
  });
});
