import assert from 'node:assert/strict';
import { isFailureError } from '../../../src/model/failure';
import type { TargetPool } from '../../../src/provisioning/observed/commandTarget';
import {
  cleanByHand,
  cleanCommand,
  createCommand,
  lookCommand,
  prepareCommand,
  watchCommand,
} from '../../../src/verifying/commandLines';
import { podManifest, type TestPod } from '../../../src/verifying/testPod';
import { manifestProblems } from '../../support/kubernetes';

const hostile = [
  "a'b",
  'a"b',
  '$(id)',
  '`id`',
  'a\nb',
  'a\r\nrm -rf /',
  '--all',
  '-A',
  'a;b',
  'a&&b',
  'a|b',
  'a b',
  '../a',
  'a\u0000b',
  'a\u2028b',
  '',
  'UPPER',
  'é',
  'a'.repeat(300),
];

const pool: TargetPool = {
  name: 'system',
  mode: 'System',
  osType: 'Linux',
  count: 2,
  running: true,
  spot: false,
  taints: [],
};
const image = { loginServer: 'contoso.azurecr.io', repository: 'shop/web', tag: 'v1' };
const pod: TestPod = { pool, runId: '0123456789', namespace: 'default', image, avoidNodes: [] };

describe('what is run in a cluster', () => {
  it('is one line of quoted words', () => {
    const lines = [
      lookCommand(),
      prepareCommand('default', 'contoso.azurecr.io', [pool]),
      createCommand([pod]),
      watchCommand(pod, ['system']),
      cleanCommand(pod),
    ];
    for (const line of lines) {
      assert.doesNotMatch(line, /[\n\r`$\\<>&#]/);
      // What stands outside of quotes are words, separators and nothing that a shell would expand.
      assert.match(line.replace(/'[^']*'/g, 'q'), /^[\w./:=@,| ;-]+$/);
      for (const command of line.replace(/'[^']*'/g, 'q').split(/ \|\| |; /)) {
        assert.match(command, /^(kubectl|echo|nslookup|getent) /);
      }
    }
    assert.match(
      cleanCommand(pod),
      /^echo '--- delete ---'; kubectl delete pods --namespace=default --selector=acr-private-link\/verify-run=0123456789 /,
    );
  });

  it('refuses hostile names in every place', () => {
    const places: Readonly<Record<string, (text: string) => unknown>> = {
      'namespace of the look': (text) => prepareCommand(text, 'contoso.azurecr.io', []),
      'login server': (text) => prepareCommand('default', text, []),
      'pool of the look': (text) =>
        prepareCommand('default', 'contoso.azurecr.io', [{ ...pool, name: text }]),
      'namespace of the pod': (text) => createCommand([{ ...pod, namespace: text }]),
      'pool of the pod': (text) => createCommand([{ ...pod, pool: { ...pool, name: text } }]),
      'run id of the pod': (text) => createCommand([{ ...pod, runId: text }]),
      registry: (text) => createCommand([{ ...pod, image: { ...image, loginServer: text } }]),
      repository: (text) => createCommand([{ ...pod, image: { ...image, repository: text } }]),
      tag: (text) => createCommand([{ ...pod, image: { ...image, tag: text } }]),
      digest: (text) => createCommand([{ ...pod, image: { ...image, digest: text } }]),
      'namespace of the watch': (text) => watchCommand({ ...pod, namespace: text }, ['system']),
      'run id of the watch': (text) => watchCommand({ ...pod, runId: text }, ['system']),
      'pool of the watch': (text) => watchCommand(pod, [text]),
      'namespace of the deletion': (text) => cleanCommand({ ...pod, namespace: text }),
      'run id of the deletion': (text) => cleanCommand({ ...pod, runId: text }),
    };
    for (const [place, use] of Object.entries(places)) {
      for (const text of hostile) {
        // Some are good names elsewhere: tags may be in capitals.
        if (place === 'tag' && text === 'UPPER') continue;
        assert.throws(() => use(text), isFailureError, `${place}: ${JSON.stringify(text)}`);
      }
    }
  });

  it('leaves names of nodes and taints out that aren’t any', () => {
    const taints = [...hostile, ...hostile.map((text) => `${text}=x:NoSchedule`), 'a=$(id):NoSchedule'];
    const line = createCommand([{ ...pod, avoidNodes: [...hostile, 'aks-1'], pool: { ...pool, taints } }]);
    assert.match(line, /"values":\["aks-1"\]/);
    for (const bad of ['$(', '`', '\n', "'b", 'rm -rf']) assert.ok(!line.includes(bad), bad);
  });

  it('never means pods of other runs', () => {
    for (const runId of ['', '*', 'x,y', '0123456789,a']) {
      assert.throws(() => cleanCommand({ runId, namespace: 'default' }), isFailureError);
    }
  });

  it('can be cleaned by hand, with the cluster’s names quoted', () => {
    const id =
      "/subscriptions/s/resourceGroups/rg (it's)/providers/Microsoft.ContainerService/managedClusters/aks";
    const command = cleanByHand(id, pod) ?? '';
    assert.match(command, /--resource-group "rg \(it's\)" /);
    assert.match(command, /--command "kubectl delete pods .*"$/);
    assert.equal(cleanByHand('/subscriptions/s', pod), undefined);
  });
});

describe('the pod that makes a node pull', () => {
  it('is valid Kubernetes, restricted, pinned to its pool, and ends by itself', () => {
    const manifest = podManifest(pod);
    assert.deepEqual(manifestProblems(manifest), []);
    const spec = manifest['spec'] as Record<string, unknown>;
    assert.equal(spec['restartPolicy'], 'Never');
    assert.equal(spec['automountServiceAccountToken'], false);
    assert.equal(spec['activeDeadlineSeconds'], 300);
    assert.deepEqual(spec['nodeSelector'], { 'kubernetes.azure.com/agentpool': 'system' });
    const [container] = spec['containers'] as Record<string, unknown>[];
    assert.equal(container?.['imagePullPolicy'], 'Always');
    assert.equal(container['image'], 'contoso.azurecr.io/shop/web:v1');
    assert.deepEqual(container['command'], ['/acr-private-link/not-started']);
  });

  it('has what Windows takes, and nothing that only Linux has', () => {
    const manifest = podManifest({ ...pod, pool: { ...pool, name: 'win', osType: 'Windows' } });
    assert.deepEqual(manifestProblems(manifest), []);
    const text = JSON.stringify(manifest);
    assert.match(text, /"os":\{"name":"windows"\}/);
    assert.doesNotMatch(text, /runAsUser"|seccompProfile|capabilities|allowPrivilegeEscalation/);
    assert.match(text, /"runAsNonRoot":true/);
  });

  it('tolerates the pool’s own taints, and no others', () => {
    const tolerations = (given: Partial<TargetPool>) =>
      (podManifest({ ...pod, pool: { ...pool, ...given } })['spec'] as Record<string, unknown>)[
        'tolerations'
      ];
    assert.deepEqual(tolerations({ mode: 'User' }), []);
    assert.deepEqual(tolerations({ taints: ['CriticalAddonsOnly=true:NoSchedule'] }), [
      { key: 'CriticalAddonsOnly', operator: 'Equal', value: 'true', effect: 'NoSchedule' },
    ]);
    assert.deepEqual(tolerations({ mode: 'User', spot: true, taints: ['a.b/c:NoExecute'] }), [
      { key: 'a.b/c', operator: 'Exists', effect: 'NoExecute' },
      { key: 'kubernetes.azure.com/scalesetpriority', operator: 'Exists' },
    ]);
  });
});
