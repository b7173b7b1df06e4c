import assert from 'node:assert/strict';
import { at, listAt } from '../src/arm/json';
import type { JsonObject } from '../src/estate';
import { parseLine } from '../src/providers/containerService/shell';
import { contosoNames as contoso } from '../src/scenario';
import { startEmulator, type Emulator } from '../src/server';
import { ArmClient } from './armClient';
import { CORE_IMAGE, withoutRole } from './causes/requests';

const EVENTS = 'kubectl get events -n default --field-selector involvedObject.name=pull-test -o json';

describe('commands inside of a cluster', () => {
  let emulator: Emulator;
  let arm: ArmClient;

  beforeEach(async () => {
    emulator = await startEmulator({ scenario: 'contoso' });
    arm = new ArmClient(emulator.url);
  });
  afterEach(() => emulator.close());

  const run = async (
    command: string,
    cluster = contoso.shopCluster,
  ): Promise<{ exitCode: number; logs: string }> => {
    const { status, headers } = await arm.send('POST', `${cluster}/runCommand`, { command });
    assert.equal(status, 202);
    const { pathname } = new URL(headers.get('location') ?? '');
    assert.match(pathname, /\/commandResults\/[0-9a-f]{32}$/);
    const { properties } = await arm.succeed('GET', pathname);
    assert.equal(properties?.['provisioningState'], 'Succeeded');
    return properties as unknown as { exitCode: number; logs: string };
  };
  const start = (image = CORE_IMAGE, more = ''): Promise<unknown> =>
    run(`kubectl run pull-test --image=${image} --restart=Never --namespace default ${more}`);
  const reasons = async (): Promise<string[]> => {
    const { items } = JSON.parse((await run(EVENTS)).logs) as {
      items: { reason: string; message: string }[];
    };
    return items.map(({ reason, message }) => `${reason}: ${message}`);
  };

  it('AKS-6 start a pod, tell its events, and delete it', async () => {
    await start();
    assert.match(
      (await reasons()).join('\n'),
      /^Scheduled: .*\nPulling: .*\nPulled: Successfully pulled image/,
    );
    const pod = JSON.parse((await run('kubectl get pod pull-test -o json')).logs) as unknown;
    assert.equal(at(pod, 'status', 'phase'), 'Running');
    const deleted = await run('kubectl delete pod pull-test --ignore-not-found --wait=false');
    assert.equal(deleted.logs, 'pod "pull-test" deleted\n');
    assert.equal((await run('kubectl delete pod pull-test --ignore-not-found')).exitCode, 0);
    assert.equal((await run('kubectl delete pod pull-test')).exitCode, 1);
  });

  it('show the event of a pull that fails, and of a pool that there is not', async () => {
    await withoutRole(arm);
    await start();
    assert.match(
      (await reasons()).join('\n'),
      /Failed: Failed to pull image .*401 Unauthorized[\s\S]*BackOff: Back-off pulling image/,
    );
    const pod = JSON.parse((await run('kubectl get po pull-test -o json')).logs) as unknown;
    assert.equal(at(pod, 'status', 'containerStatuses', '0', 'state', 'waiting', 'reason'), 'ErrImagePull');
    await run('kubectl delete pod pull-test');
    const overrides = '{"spec":{"nodeSelector":{"kubernetes.azure.com/agentpool":"none"}}}';
    await start(CORE_IMAGE, `--overrides='${overrides}'`);
    assert.match((await reasons()).join('\n'), /^FailedScheduling: /);
  });

  it('AKS-10 take a whole manifest, and place it by selector, taints and preference', async () => {
    const pool = { name: 'spot', count: 2, scaleSetPriority: 'Spot', nodeTaints: ['sku=gpu:NoSchedule'] };
    const cluster = emulator.estate.get(contoso.shopCluster)!;
    const pools = cluster.properties['agentPoolProfiles'] as JsonObject[];
    const properties = { ...cluster.properties, agentPoolProfiles: [...pools, { ...pools[0]!, ...pool }] };
    emulator.estate.put({ ...cluster, properties });
    const overrides = (tolerations: object[], avoid: string[] = []) =>
      JSON.stringify({
        apiVersion: 'v1',
        metadata: { labels: { 'acr-private-link/verify-run': 'abc' } },
        spec: {
          nodeSelector: { 'kubernetes.azure.com/agentpool': 'spot' },
          tolerations,
          activeDeadlineSeconds: 60,
          affinity: {
            nodeAffinity: {
              preferredDuringSchedulingIgnoredDuringExecution: [
                {
                  weight: 1,
                  preference: {
                    matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'NotIn', values: avoid }],
                  },
                },
              ],
            },
          },
          containers: [{ name: 'pull', image: CORE_IMAGE, command: ['/not/there'] }],
        },
      });
    const spot = { key: 'kubernetes.azure.com/scalesetpriority', operator: 'Exists' };
    await start(CORE_IMAGE, `--overrides='${overrides([spot])}'`);
    assert.match((await reasons()).join('\n'), /^FailedScheduling: .*untolerated taint/);
    await run('kubectl delete pods -l acr-private-link/verify-run=abc');
    const gpu = { key: 'sku', operator: 'Equal', value: 'gpu', effect: 'NoSchedule' };
    const first = 'aks-spot-12345678-vmss000000';
    await start(CORE_IMAGE, `--overrides='${overrides([spot, gpu], [first])}'`);
    assert.match(
      (await reasons()).join('\n'),
      /to aks-spot-12345678-vmss000001\n.*\nPulled: .*\nCreated: .*\nFailed: Error: .*no such file/,
    );
    const nodes = JSON.parse((await run('kubectl get nodes -l agentpool=spot -o json')).logs) as object;
    assert.deepEqual(
      listAt(nodes, 'items').map((node) => JSON.stringify(at(node, 'status', 'images')).includes(CORE_IMAGE)),
      [false, true],
    );
    const [pod] = listAt(
      JSON.parse((await run('kubectl get pods -A -l acr-private-link/verify-run -o json')).logs),
      'items',
    );
    assert.equal(at(pod, 'status', 'containerStatuses', '0', 'state', 'terminated', 'reason'), 'StartError');
    const unknown = await run(
      `kubectl run other --image=a --restart=Never --overrides='{"spec":{"hostNetwork":true}}'`,
    );
    assert.match(unknown.logs, /does not know spec.hostNetwork/);
  });

  it('know namespaces, and delete by label only what has it', async () => {
    assert.match((await run('kubectl get namespaces -o name')).logs, /^namespace\/default$/m);
    assert.equal((await run('kubectl get namespace nowhere --ignore-not-found -o name')).logs, '');
    const refused = await run('kubectl run a --image=a --restart=Never --namespace nowhere');
    assert.match(refused.logs, /namespaces "nowhere" not found/);
    await start(CORE_IMAGE, '--labels=mine=yes');
    assert.equal((await run('kubectl delete pods -l mine=no')).logs, '');
    assert.equal((await run('kubectl delete pods')).exitCode, 1);
    assert.equal((await run('kubectl delete pods -l mine')).logs, 'pod "pull-test" deleted\n');
    assert.equal((await run('echo --- a ---')).logs, '--- a ---\n');
  });

  it('AKS-11 need a token of the user where the cluster has Entra ID', async () => {
    const cluster = emulator.estate.get(contoso.shopCluster)!;
    emulator.estate.put({ ...cluster, properties: { ...cluster.properties, aadProfile: { managed: true } } });
    const body = { command: 'kubectl get ns -o name' };
    await arm.refused(400, 'BadRequest', 'POST', `${contoso.shopCluster}/runCommand`, body);
    const answer = await arm.send('POST', `${contoso.shopCluster}/runCommand`, {
      ...body,
      clusterToken: 'token',
    });
    assert.equal(answer.status, 202);
  });

  it('look names up as the nodes do', async () => {
    const found = await run('nslookup contosocore.azurecr.io');
    assert.match(
      found.logs,
      /canonical name = contosocore\.privatelink\.azurecr\.io\.[\s\S]*Address: 10\.50\.0\.5/,
    );
    const missing = await run('nslookup contosogone.azurecr.io');
    assert.deepEqual([missing.exitCode, missing.logs.includes('NXDOMAIN')], [1, true]);
    assert.match((await run('getent hosts contosocore.azurecr.io')).logs, /^10\.50\.0\.5 /);
    assert.equal((await run('getent hosts contosogone.azurecr.io')).exitCode, 2);
  });

  it('are refused by a cluster that is stopped or has them disabled', async () => {
    const body = { command: 'kubectl get pod x' };
    await arm.refused(409, 'OperationNotAllowed', 'POST', `${contoso.batchCluster}/runCommand`, body);
    await arm.change(contoso.shopCluster, { apiServerAccessProfile: { disableRunCommand: true } });
    await arm.refused(400, 'RunCommandDisabled', 'POST', `${contoso.shopCluster}/runCommand`, body);
    await arm.succeed('POST', `${contoso.batchCluster}/start`);
    await arm.succeed('POST', `${contoso.batchCluster}/runCommand`, body);
  });

  it('are understood word by word, and no shell stands behind them', async () => {
    assert.deepEqual(parseLine(`a 'b c' "d"e --f='{"g":1}' && h; i || j`), [
      { joint: ';', words: ['a', 'b c', 'de', '--f={"g":1}'] },
      { joint: '&&', words: ['h'] },
      { joint: ';', words: ['i'] },
      { joint: '||', words: ['j'] },
    ]);
    for (const line of [
      'a | b',
      'a > b',
      'a $b',
      'a `b`',
      'a $(b)',
      '"$a"',
      'a &',
      'a\nb | c',
      "'a",
      'a && && b',
      '',
      '#a',
    ]) {
      assert.equal(typeof parseLine(line), 'string', line);
    }
    assert.equal((await run('rm -rf /')).exitCode, 127);
    assert.equal((await run('kubectl get secrets')).exitCode, 1);
    assert.equal((await run('kubectl get pod x --kubeconfig=y')).exitCode, 1);
    assert.equal((await run('kubectl run Bad --image=a --restart=Never')).exitCode, 1);
  });
});
