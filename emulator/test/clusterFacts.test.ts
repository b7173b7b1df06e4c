import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import contosoFile from '../scenarios/contoso.json';
import { at } from '../src/arm/json';
import { nodeStart } from '../src/oracle/bootstrap';
import { partsOf } from '../src/oracle/parts';
import { contosoNames as contoso } from '../src/scenario';
import { startEmulator, type Emulator } from '../src/server';
import { ArmClient } from './armClient';
import * as make from './causes/requests';

const cache = { artifactSource: 'Cache', containerRegistryId: contoso.coreRegistry };

describe('what a cluster is set up with', () => {
  let emulator: Emulator;
  let arm: ArmClient;

  beforeEach(async () => {
    emulator = await startEmulator({ scenario: 'contoso' });
    arm = new ArmClient(emulator.url);
  });
  afterEach(() => emulator.close());

  const nodes = (): ReturnType<typeof nodeStart> => {
    emulator.core.operations.settle();
    return nodeStart(emulator.estate, contoso.shopCluster);
  };
  const propertiesIn = async (version: string): Promise<unknown> =>
    (await arm.succeed('GET', `${contoso.shopCluster}?api-version=${version}`)).properties;

  it('AKS-9 the registry that AKS starts nodes from is put as it is read', async () => {
    await arm.change(contoso.shopCluster, { bootstrapProfile: cache });
    assert.deepEqual(at(await propertiesIn('2026-06-01'), 'bootstrapProfile'), cache);
    assert.equal(at(await propertiesIn('2024-09-01'), 'bootstrapProfile'), undefined);
    const { body } = await arm.get(contoso.shopCluster);
    const old = `${contoso.shopCluster}?api-version=2024-09-01`;
    await arm.refused(400, 'InvalidRequestContent', 'PUT', old, body);
  });

  for (const containerRegistryId of [undefined, `${contoso.coreRegistry}x`, contoso.trainingRegistry]) {
    it(`AKS-9 it has to be there, and Premium: not ${containerRegistryId?.split('/').at(-1) ?? 'without one'}`, async () => {
      const { body } = await arm.get(contoso.shopCluster);
      const bootstrapProfile = { ...cache, containerRegistryId };
      const properties = { ...body.properties, bootstrapProfile };
      await arm.refused(400, 'InvalidRequestContent', 'PUT', contoso.shopCluster, { ...body, properties });
    });
  }

  it('AKS-14 nodes start from it as kubelets pull, else from the internet', async () => {
    assert.deepEqual(nodes(), { from: 'internet', starts: true, pools: [] });
    const networkProfile = {
      ...(emulator.estate.get(contoso.shopCluster)?.properties['networkProfile'] as object),
    };
    await arm.change(contoso.shopCluster, { networkProfile: { ...networkProfile, outboundType: 'none' } });
    assert.equal(nodes().starts, false);
    await arm.change(contoso.shopCluster, { bootstrapProfile: cache });
    assert.equal(nodes().starts, true);
    await make.withoutRole(arm);
    assert.equal(nodes().pools[0]?.broken, 'identity');
    await arm.succeed('PATCH', contoso.coreRegistry, { properties: { anonymousPullEnabled: true } });
    assert.equal(nodes().starts, true);
    await arm.succeed('DELETE', make.shopLink);
    assert.deepEqual([nodes().starts, nodes().pools[0]?.broken], [false, 'way']);
    const query = new URLSearchParams({ cluster: contoso.shopCluster });
    const told: unknown = await (
      await fetch(`${emulator.url}/_emulator/bootstrap?${query.toString()}`)
    ).json();
    assert.equal(at(told, 'registryId'), contoso.coreRegistry);
  });

  it('add-ons and the outbound type are changed by PUT, all else of the network stays', async () => {
    const addonProfiles = { aciConnectorLinux: { enabled: true, config: { SubnetName: 'snet-virtual' } } };
    const networkProfile = { outboundType: 'userDefinedRouting', podCidr: '10.0.0.0/8' };
    await arm.change(contoso.shopCluster, { addonProfiles, networkProfile });
    const properties = await propertiesIn('2026-06-01');
    assert.deepEqual(at(properties, 'addonProfiles'), addonProfiles);
    assert.equal(at(properties, 'networkProfile', 'outboundType'), 'userDefinedRouting');
    assert.equal(at(properties, 'networkProfile', 'podCidr'), '10.244.0.0/16');
  });

  describe('AKS-13 a command needs a node without a taint', () => {
    const taint = (...taints: string[][]): void => {
      const cluster = emulator.estate.get(contoso.shopCluster)!;
      const [pool] = cluster.properties['agentPoolProfiles'] as object[];
      const agentPoolProfiles = taints.map((nodeTaints, index) => ({
        ...pool,
        name: `p${index}`,
        nodeTaints,
      }));
      emulator.estate.put({ ...cluster, properties: { ...cluster.properties, agentPoolProfiles } });
    };
    const send = () =>
      arm.send('POST', `${contoso.shopCluster}/runCommand`, { command: 'kubectl get ns -o name' });

    it('and is refused without one', async () => {
      taint(['CriticalAddonsOnly=true:NoSchedule'], ['team=pay:NoExecute']);
      const { status, body } = await send();
      assert.deepEqual([status, body.error?.code], [400, 'KubernetesPerformanceError']);
      assert.match(
        body.error?.message ?? '',
        /container command-[0-9a-f]{32} in aks-command namespace did not start/,
      );
    });
    it('and runs where one pool has none, or one that only prefers', async () => {
      taint(['CriticalAddonsOnly=true:NoSchedule'], ['a=b:PreferNoSchedule']);
      assert.equal((await send()).status, 202);
    });
    it('and fails in Azure’s words at the request or at the poll, where a fault says so', async () => {
      const match = { path: '*/runCommand' };
      const words = {
        code: 'KubernetesOperationError',
        message: 'pods "command-1a2b" not found',
        status: 400,
      } as const;
      const fault = emulator.faults.add({ kind: 'refused', match, ...words });
      assert.deepEqual((await send()).body.error?.code, 'KubernetesOperationError');
      fault.remove();
      emulator.faults.add({ kind: 'operation-failed', match, ...words });
      const { headers } = await send();
      const { pathname } = new URL(headers.get('location') ?? '');
      await arm.refused(400, 'KubernetesOperationError', 'GET', pathname);
    });
  });

  it('comes with a scenario: clusters, states, pulls that fail, conditions', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'scenario-'));
    const file = join(folder, 'field.json');
    const [shop, ...others] = contosoFile.clusters;
    const proxy = { httpsProxy: 'http://10.9.9.9:3128', noProxy: ['.azurecr.io'] };
    writeFileSync(
      file,
      JSON.stringify({
        ...contosoFile,
        clusters: [
          {
            ...shop,
            outboundType: 'none',
            bootstrapRegistry: '{coreRegistry}',
            httpProxyConfig: proxy,
            virtualNodes: 'snet-virtual',
            namespaces: [{ name: 'shop', imagePullSecrets: ['acr-sync'] }],
            pools: shop?.pools.map((pool) => ({ ...pool, taints: ['a=b:NoSchedule'] })),
          },
          ...others,
        ],
        states: [{ id: '{coreEndpoint}', provisioningState: 'Failed' }],
        pullFaults: [{ registry: '{coreRegistry}', at: 'token', answer: 503 }],
        roleAssignments: [
          ...contosoFile.roleAssignments,
          {
            principal: '{ana}',
            role: 'User Access Administrator',
            scope: '{coreRegistry}',
            condition: 'never',
          },
        ],
      }),
    );
    const own = await startEmulator({ scenario: file });
    try {
      const id = shop?.id.replace(/\{(\w+)\}/g, (_, name: keyof typeof contoso) => contoso[name]) ?? '';
      const properties = own.estate.get(id)?.properties;
      assert.deepEqual(
        [
          at(properties, 'networkProfile', 'outboundType'),
          at(properties, 'bootstrapProfile'),
          at(properties, 'httpProxyConfig'),
          at(properties, 'addonProfiles', 'aciConnectorLinux', 'enabled'),
          at(properties, 'agentPoolProfiles', '0', 'nodeTaints'),
          at(own.estate.get(contoso.coreEndpoint), 'properties', 'provisioningState'),
        ],
        ['none', cache, proxy, true, ['a=b:NoSchedule'], 'Failed'],
      );
      const conditions = own.estate
        .ofType('Microsoft.Authorization/roleAssignments')
        .flatMap((item) => at(item, 'properties', 'condition') ?? []);
      assert.deepEqual(conditions, ['never']);
      const [pool] = partsOf(own.estate, { registryId: contoso.coreRegistry, clusterId: id });
      assert.ok(pool);
    } finally {
      await own.close();
      rmSync(folder, { recursive: true });
    }
  });
});
