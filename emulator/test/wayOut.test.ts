import assert from 'node:assert/strict';
import { pullVerdict } from '../src/oracle/index';
import { contosoNames as contoso } from '../src/scenario';
import { startEmulator, type Emulator } from '../src/server';
import { ArmClient } from './armClient';
import * as make from './causes/requests';

const WORKLOAD = `${contoso.paymentsNetwork}/subnets/snet-workload`;

describe('the way out, and other hosts of a registry', () => {
  let emulator: Emulator;
  let arm: ArmClient;

  beforeEach(async () => {
    emulator = await startEmulator({ scenario: 'contoso' });
    arm = new ArmClient(emulator.url);
  });
  afterEach(() => emulator.close());

  const event = (image = make.APPS_IMAGE): string => {
    emulator.core.operations.settle();
    return pullVerdict(emulator.estate, { clusterId: contoso.paymentsCluster, image }).eventText;
  };
  const changeCluster = (networkProfile: object): void => {
    const cluster = emulator.estate.get(contoso.paymentsCluster)!;
    const properties = { ...cluster.properties, networkProfile: networkProfile as never };
    emulator.estate.put({ ...cluster, properties });
  };

  describe('DOM-18 service endpoint policies for storage', () => {
    const policies = [
      { id: `${make.groupOf(WORKLOAD)}/providers/Microsoft.Network/serviceEndpointPolicies/p` },
    ];
    const storage = [{ service: 'Microsoft.Storage' }];
    const withoutEndpoint = /^Successfully pulled/;
    for (const [what, subnet, text] of [
      [
        'keep layers away, which come from storage of Microsoft’s',
        { serviceEndpoints: storage, serviceEndpointPolicies: policies },
        /failed to copy: .*blob\.core\.windows\.net\/: 403 This request is not authorized/,
      ],
      [
        'count for nothing without the service endpoint',
        { serviceEndpointPolicies: policies },
        withoutEndpoint,
      ],
      ['are not meant by the service endpoint alone', { serviceEndpoints: storage }, withoutEndpoint],
    ] as const) {
      it(what, async () => {
        await arm.change(WORKLOAD, subnet);
        assert.match(event(), text);
      });
    }
    it('don’t matter where the registry has dedicated data endpoints', async () => {
      await arm.change(WORKLOAD, { serviceEndpoints: storage, serviceEndpointPolicies: policies });
      await arm.succeed('PATCH', contoso.appsRegistry, { properties: { dataEndpointEnabled: true } });
      assert.match(event(), /^Successfully pulled/);
    });
  });

  it('AKS-12 nodes come from the addresses of the load balancer, or of the NAT gateway that AKS made', async () => {
    const cluster = emulator.estate.get(contoso.paymentsCluster)!;
    const networkProfile = cluster.properties['networkProfile'] as Record<string, Record<string, unknown>>;
    const { loadBalancerProfile, ...others } = networkProfile;
    const ips = loadBalancerProfile?.['effectiveOutboundIPs'];
    const rules = { defaultAction: 'Deny', ipRules: [{ value: '203.0.113.16/29' }] };
    await arm.succeed('PATCH', contoso.appsRegistry, { properties: { networkRuleSet: rules } });
    assert.match(event(), /^Successfully pulled/);
    changeCluster(others);
    assert.match(event(), /403 Forbidden/);
    const natGatewayProfile = { effectiveOutboundIPs: ips };
    changeCluster({ ...others, outboundType: 'managedNATGateway', natGatewayProfile });
    assert.match(event(), /^Successfully pulled/);
  });

  for (const outboundType of ['none', 'block']) {
    it(`AKS-12 with the outbound type ${outboundType} there is no way out`, () => {
      changeCluster({ outboundType });
      assert.match(event(), /i\/o timeout/);
    });
  }

  it('NET-17 with the outbound type none a NAT gateway of the subnet is a way out', () => {
    changeCluster({ outboundType: 'none' });
    change(WORKLOAD, { natGateway: { id: '/natGateway' } });
    assert.match(event(), /i\/o timeout/);
    change(`${contoso.paymentsNetwork}/subnets/snet-system`, { natGateway: { id: '/natGateway' } });
    assert.match(event(), /^Successfully pulled/);
  });

  const change = (id: string, properties: object): void => {
    const resource = emulator.estate.get(id)!;
    emulator.estate.put({ ...resource, properties: { ...resource.properties, ...properties } });
  };

  describe('NET-16 routes for service tags', () => {
    const routed = (...routes: readonly (readonly [string, string])[]): void => {
      const id = `${make.groupOf(WORKLOAD)}/providers/Microsoft.Network/routeTables/rt`;
      emulator.estate.put({
        id,
        name: 'rt',
        type: 'Microsoft.Network/routeTables',
        properties: {
          routes: routes.map(([addressPrefix, nextHopType]) => ({
            name: addressPrefix,
            properties: { addressPrefix, nextHopType },
          })),
        },
      });
      change(WORKLOAD, { routeTable: { id } });
    };

    it('NET-19 count for nothing where a service endpoint leads to registries', () => {
      change(contoso.appsRegistry, { dataEndpointEnabled: true });
      routed(['0.0.0.0/0', 'None']);
      assert.match(event(), /i\/o timeout/);
      change(WORKLOAD, { serviceEndpoints: [{ service: 'Microsoft.ContainerRegistry' }] });
      assert.match(event(), /^Successfully pulled/);
    });
    it('keep nodes from the registry', () => {
      routed(['AzureContainerRegistry.westeurope', 'None']);
      assert.match(event(), /i\/o timeout/);
    });
    it('lead there where nothing else does, for layers only with those of their storage', () => {
      routed(['AzureContainerRegistry', 'Internet'], ['0.0.0.0/0', 'None']);
      assert.match(event(), /blob\.core\.windows\.net.*i\/o timeout/);
      routed(['AzureContainerRegistry', 'Internet'], ['Storage', 'Internet'], ['0.0.0.0/0', 'None']);
      assert.match(event(), /^Successfully pulled/);
    });
  });

  describe('what a registry that lets in the cluster’s address alone says to nodes', () => {
    beforeEach(async () => {
      const rules = { defaultAction: 'Deny', ipRules: [{ value: '203.0.113.16/29' }] };
      await arm.succeed('PATCH', contoso.appsRegistry, { properties: { networkRuleSet: rules } });
      assert.match(event(), /^Successfully pulled/);
    });
    it('NET-17 that have public addresses of their own', () => {
      const pools = emulator.estate.get(contoso.paymentsCluster)!.properties['agentPoolProfiles'] as object[];
      const agentPoolProfiles = pools.map((pool) => ({ ...pool, enableNodePublicIP: true }));
      change(contoso.paymentsCluster, { agentPoolProfiles });
      assert.match(event(), /403 Forbidden: client with IP '203\.0\.113\.251'/);
    });
    it('NET-17 that go out by a NAT gateway', () => {
      change(WORKLOAD, { natGateway: { id: '/natGateway' } });
      assert.match(event(), /403 Forbidden: client with IP '203\.0\.113\.252'/);
    });
    it('NET-18 that come over a service endpoint', async () => {
      await arm.change(WORKLOAD, { serviceEndpoints: [{ service: 'Microsoft.ContainerRegistry' }] });
      assert.match(event(), /403 Forbidden/);
    });
  });

  describe('AKS-17 a proxy', () => {
    // The registry lets the cluster in, and not the proxy.
    beforeEach(async () => {
      const rules = { defaultAction: 'Deny', ipRules: [{ value: '203.0.113.16/29' }] };
      await arm.succeed('PATCH', contoso.appsRegistry, { properties: { networkRuleSet: rules } });
    });
    for (const [what, config, isAsked] of [
      ['for http alone is asked', {}, true],
      ['that isn’t enabled is not', { enabled: false }, false],
      ['with exceptions in one text is not', { noProxy: ['localhost, .azurecr.io'] }, false],
      ['with the port in its exception is not', { noProxy: ['azurecr.io:443'] }, false],
      ['with another port in its exception is', { noProxy: ['azurecr.io:8443'] }, true],
    ] as const) {
      it(what, () => {
        change(contoso.paymentsCluster, {
          httpProxyConfig: { httpProxy: 'http://10.9.9.9:3128', ...config },
        });
        assert.match(event(), isAsked ? /403 Forbidden/ : /^Successfully pulled/);
      });
    }
  });

  describe('DOM-19 regional endpoints', () => {
    const regional = 'contosoapps.northeurope.geo.azurecr.io';
    beforeEach(async () => {
      await arm.succeed('PUT', `${contoso.appsRegistry}/replications/northeurope`, {
        location: 'northeurope',
      });
    });

    it('are no hosts while they are switched off', () => {
      assert.match(
        event(`${regional}/payments/web:7`),
        /lookup contosoapps\.northeurope\.geo.* no such host/,
      );
    });

    it('are hosts for which kubelets have no credentials', async () => {
      const preview = `${contoso.appsRegistry}?api-version=2025-06-01-preview`;
      await arm.succeed('PATCH', preview, { properties: { regionalEndpoints: 'Enabled' } });
      assert.match(event(`${regional}/payments/web:7`), /401 Unauthorized/);
      await arm.succeed('PATCH', contoso.appsRegistry, { properties: { anonymousPullEnabled: true } });
      assert.match(event(`${regional}/payments/web:7`), /^Successfully pulled/);
    });
  });
});
