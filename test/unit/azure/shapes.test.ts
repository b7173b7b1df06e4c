import assert from 'node:assert/strict';
import { clusterOf, type ClusterShape } from '../../../src/azure/resources/clusterShapes';
import { registryOf, type RegistryShape } from '../../../src/azure/resources/shapes';

const inGroup = '/subscriptions/s/resourceGroups/rg/providers';

describe('a cluster as Azure tells it', () => {
  const cluster = (shape: ClusterShape) =>
    clusterOf(`${inGroup}/Microsoft.ContainerService/managedClusters/aks`, shape, undefined);

  it('has the nodes of a pool of virtual machines, which Azure counts by their sizes', () => {
    const sizes = [{ count: 2 }, { count: 1 }, {}];
    const [pool] = cluster({ agentPoolProfiles: [{ count: null, virtualMachineNodesStatus: sizes }] }).pools;
    assert.equal(pool?.count, 3);
  });

  it('asks no proxy unless one is set and switched on', () => {
    const proxy = 'http://proxy.contoso.com:3128';
    for (const httpProxyConfig of [
      undefined,
      null,
      {},
      { noProxy: ['a'] },
      { httpsProxy: proxy, enabled: false },
    ]) {
      assert.equal(cluster({ httpProxyConfig }).httpProxy, 'none');
    }
  });

  it('asks the proxy for https, else the only one, and has no password of it', () => {
    const [http, https] = ['http://plain.contoso.com:80', 'http://ana:p@ss/w0rd@proxy.contoso.com:3128/'];
    const both = cluster({
      httpProxyConfig: { httpProxy: http, httpsProxy: https, noProxy: ['.azurecr.io'] },
    });
    assert.deepEqual(both.httpProxy, { url: 'http://proxy.contoso.com:3128/', exceptions: ['.azurecr.io'] });
    const one = cluster({ httpProxyConfig: { httpProxy: http, httpsProxy: '', enabled: true } });
    assert.deepEqual(one.httpProxy, { url: http, exceptions: [] });
  });

  it('has virtual nodes where the add-on is enabled, however it is spelled', () => {
    const withAddon = (name: string, enabled: boolean | null) =>
      cluster({ addonProfiles: { [name]: { enabled }, azurepolicy: { enabled: true } } }).hasVirtualNodes;
    assert.deepEqual(
      [withAddon('aciConnectorLinux', true), withAddon('ACIConnectorLinux', true)],
      [true, true],
    );
    assert.deepEqual(
      [withAddon('aciConnectorLinux', false), withAddon('aciConnectorLinux', null)],
      [false, false],
    );
    assert.equal(cluster({}).hasVirtualNodes, false);
  });

  it('boots from a registry of its own only where its artifacts are cached there', () => {
    const containerRegistryId = `${inGroup}/Microsoft.ContainerRegistry/registries/contoso`;
    const bootsFrom = (artifactSource?: string) =>
      cluster({ bootstrapProfile: { artifactSource, containerRegistryId } }).bootstrapRegistryId;
    assert.equal(bootsFrom('Cache'), containerRegistryId);
    assert.deepEqual(
      [bootsFrom('Direct'), bootsFrom(), cluster({}).bootstrapRegistryId],
      [undefined, undefined, undefined],
    );
  });
});

describe('a registry as Azure tells it', () => {
  const registry = (shape: RegistryShape) =>
    registryOf(`${inGroup}/Microsoft.ContainerRegistry/registries/contoso`, shape, []);

  it('says who is let in, and by which tokens', () => {
    const told = registry({
      anonymousPullEnabled: true,
      policies: { azureADAuthenticationAsArmPolicy: { status: 'disabled' } },
      networkRuleSet: { ipRules: [{ value: '203.0.113.0/24' }, { iPAddressOrRange: '198.51.100.7' }] },
    });
    assert.deepEqual(
      [told.anonymousPull, told.armTokens, told.addressRules],
      [true, 'disabled', ['203.0.113.0/24', '198.51.100.7']],
    );
    assert.equal(
      registry({ policies: { azureADAuthenticationAsArmPolicy: { status: 'Enabled' } } }).armTokens,
      'enabled',
    );
  });

  it('leaves open what Azure leaves out', () => {
    const { anonymousPull, armTokens } = registry({});
    assert.deepEqual([anonymousPull, armTokens], [undefined, undefined]);
  });
});
