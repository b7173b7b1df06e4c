import assert from 'node:assert/strict';
import { startEmulator, type Emulator } from '../../emulator/src/server';
import { changeProperties } from './support/additions';
import { azureAt, failureFrom, never } from './support/azure';
import { contoso } from './support/contoso';
import { startInFrontOf } from './support/scripted';

const notStarted =
  'Failed to run command due to cluster perf issue, container command-0f3c in aks-command namespace did not start within 30s on your cluster, retry may helps.';

describe('a command that AKS could not run', () => {
  let emulator: Emulator;
  before(async () => {
    emulator = await startEmulator({ scenario: 'contoso', latencyScale: 0.05 });
  });
  after(() => emulator.close());

  /** What comes of a command when AKS answers so, at the request or when its result is asked for. */
  async function answered(where: 'request' | 'poll', status: number, body: object) {
    const stub = await startInFrontOf(emulator.url, ({ method, path }) =>
      (
        where === 'request'
          ? method === 'POST' && /runCommand/i.test(path)
          : method === 'GET' && /commandResults|operations?\//i.test(path)
      )
        ? { status, body }
        : undefined,
    );
    try {
      const azure = azureAt(stub.url);
      const target = await azure.readCommandTarget(contoso('shopCluster'), never);
      return await failureFrom(azure.runInCluster(target, 'echo a', never));
    } finally {
      await stub.close();
    }
  }

  const refusals: readonly (readonly ['request' | 'poll', number, string, string])[] = [
    ['request', 400, 'KubernetesPerformanceError', notStarted],
    ['request', 400, 'KubernetesOperationError', notStarted],
    [
      'request',
      409,
      'KubernetesOperationError',
      'Failed to run command in managed cluster due to kubernetes failure.',
    ],
    ['request', 400, 'OperationError', 'The pod did not start.'],
    ['request', 400, 'BadRequest', notStarted],
    ['poll', 400, 'KubernetesPerformanceError', notStarted],
    ['poll', 409, 'KubernetesPerformanceError', notStarted],
    ['poll', 404, 'NotFound', 'There is no such result.'],
  ];
  for (const [where, status, code, message] of refusals) {
    it(`${status} ${code} at the ${where}: says so, with words about its pod`, async () => {
      const error = { error: { code, message } };
      const failure = await answered(where, status, error);
      assert.equal(failure.code, 'verify.commandNotRun', `${failure.code}: ${failure.message}`);
      assert.match(failure.nextAction, /aks-command/);
      assert.doesNotMatch(failure.nextAction, /Change the settings|other change/);
    });
  }

  it('is told by the result itself, too', async () => {
    const properties = { provisioningState: 'Failed', reason: 'The pod was evicted.' };
    const failure = await answered('poll', 200, { id: 'x', properties });
    assert.equal(failure.code, 'verify.commandNotRun');
    assert.match(failure.message, /evicted/);
  });

  it('names the taints where every pool has one', async () => {
    const { properties } = emulator.estate.get(contoso('shopCluster')) ?? assert.fail('a cluster');
    const [system] = properties['agentPoolProfiles'] as object[];
    changeProperties(emulator.core, contoso('shopCluster'), {
      agentPoolProfiles: [
        { ...system, name: 'system', nodeTaints: ['CriticalAddonsOnly=true:NoSchedule'] },
        { ...system, name: 'user', mode: 'User', nodeTaints: ['team=pay:NoSchedule'] },
      ],
    });
    const failure = await answered('poll', 404, { error: { code: 'NotFound', message: '' } });
    assert.match(
      failure.nextAction,
      /system \(CriticalAddonsOnly=true:NoSchedule\), user \(team=pay:NoSchedule\)/,
    );
  });

  it('leaves other refusals as Azure says them', async () => {
    const busy = await answered('request', 409, {
      error: { code: 'OperationNotAllowed', message: 'Another operation is in progress.' },
    });
    assert.equal(busy.code, 'azure.OperationNotAllowed');
    const gone = await answered('request', 404, {
      error: { code: 'ResourceNotFound', message: 'No cluster.' },
    });
    assert.equal(gone.code, 'azure.ResourceNotFound');
  });
});
