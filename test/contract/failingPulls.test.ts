/** Pods that fail to pull are found in the emulator's clusters, by image and by the cause that the oracle knows. */
import assert from 'node:assert/strict';
import { ArmClient } from '../../emulator/test/armClient';
import { findFailingPulls } from '../../src/diagnosis/failingPulls';
import { never } from './support/azure';
import { causes, privatePair } from './support/causes';
import { changeProperties } from './support/additions';
import { contoso } from './support/contoso';
import { Verifying } from './support/verifying';

const noRole = 'the kubelet’s identity has no pull role';
const image = 'contosocore.azurecr.io/shop/api:1.4.2';

describe('failing pulls of a cluster', () => {
  let verifying: Verifying;
  beforeEach(async () => {
    verifying = await Verifying.start();
  });
  afterEach(() => verifying.close());

  const { clusterId } = privatePair;
  const run = async (command: string) => {
    const target = await verifying.azure.readCommandTarget(clusterId, never);
    return verifying.azure.runInCluster(target, command, never);
  };
  const start = (name: string, of: string, namespace = 'default') =>
    run(`kubectl run ${name} --image=${of} --restart=Never --namespace=${namespace}`);
  const breakBy = async (title: string) => {
    const cause = causes.find((one) => one.title === title);
    assert.ok(cause !== undefined, title);
    await cause.setUp(new ArmClient(verifying.emulator.url));
    verifying.emulator.core.operations.settle();
  };
  const find = async () =>
    findFailingPulls(await verifying.azure.readCommandTarget(clusterId, never), verifying.azure, never);

  it('are none where all pods have their image', async () => {
    await start('well', image);
    assert.deepEqual(await find(), { pulls: [], isCut: false, eventsUnread: undefined });
  });

  for (const [title, cause] of [
    [noRole, 'identity'],
    ['the record of the login server is missing', 'nameMissing'],
    ['a security group of the nodes denies https', 'unreachable'],
  ] as const) {
    it(`are found over namespaces: ${title}`, async () => {
      await breakBy(title);
      await start('one', image);
      await start('two', image, 'kube-system');
      const { pulls, isCut } = await find();
      assert.equal(isCut, false);
      assert.deepEqual(
        pulls.map(({ image: of, host, failure, pods }) => [
          of,
          host,
          failure.cause,
          pods.map(({ namespace, name }) => `${namespace}/${name}`).sort(),
        ]),
        [[image, 'contosocore.azurecr.io', cause, ['default/one', 'kube-system/two']]],
      );
      assert.match(pulls[0]?.pods[0]?.node ?? '', /^aks-/);
    });
  }

  it('are found also where the API server is private', async () => {
    changeProperties(verifying.emulator.core, contoso('shopCluster'), {
      apiServerAccessProfile: { enablePrivateCluster: true },
    });
    await breakBy(noRole);
    await start('one', image);
    const { pulls } = await find();
    assert.deepEqual(
      pulls.map(({ failure }) => failure.cause),
      ['identity'],
    );
  });
});
