/** Azure's providers write null where something isn't set: whichever member it is, nothing breaks over it. */
import assert from 'node:assert/strict';
import { startEmulator, type Emulator } from '../../emulator/src/server';
import { isFailureError } from '../../src/model/failure';
import { planLink } from '../../src/provisioning/planning/planLink';
import { proposeSpec } from '../../src/provisioning/proposing/propose';
import { azureAt, never } from './support/azure';
import { contoso } from './support/contoso';
import { startScripted, type ScriptedServer } from './support/scripted';

type Json = Record<string, unknown>;

/** What is read of each, and the members that are set to null, together and each by itself. */
const things: readonly (readonly [string, RegExp, readonly string[]])[] = [
  [
    'registry',
    /\/registries\/contosocore\?/i,
    ['location', 'properties.networkRuleSet', 'properties.privateEndpointConnections.0.properties'],
  ],
  [
    'cluster',
    /\/managedClusters\/aks-shop-weu\?/i,
    [
      'properties.agentPoolProfiles',
      'properties.networkProfile',
      'properties.identityProfile.kubeletidentity',
    ],
  ],
  [
    'private endpoint',
    /\/privateEndpoints\/pe-contosocore\?/i,
    [
      'properties.privateLinkServiceConnections',
      'properties.customDnsConfigs',
      'properties.networkInterfaces',
      'properties.subnet',
    ],
  ],
  [
    'network',
    /\/virtualNetworks\/vnet-shop-weu\?/i,
    ['properties.dhcpOptions', 'properties.subnets', 'properties.virtualNetworkPeerings.0.properties'],
  ],
  ['zone link', /\/virtualNetworkLinks\?/i, ['value.0.properties.virtualNetwork', 'value.0.properties']],
  ['role', /\/roleDefinitions\//i, ['properties.permissions.0.dataActions', 'properties.permissions']],
];

function setNull(value: Json, path: string): void {
  const names = path.split('.');
  const holder = names
    .slice(0, -1)
    .reduce<Json | null>((at, name) => (at?.[name] ?? null) as Json | null, value);
  if (holder !== null) holder[names.at(-1)!] = null;
}

describe('null in the place of a member', () => {
  let emulator: Emulator;
  let server: ScriptedServer;
  let change: ((path: string, body: Json) => void) | undefined;
  before(async () => {
    emulator = await startEmulator({ scenario: 'contoso' });
    server = await startScripted(async ({ method, path, headers, body }) => {
      const response = await fetch(`${emulator.url}${path}`, {
        method,
        headers: { authorization: headers.authorization ?? '', 'content-type': 'application/json' },
        ...(body === '' ? {} : { body }),
      });
      const json = JSON.parse((await response.text()).replaceAll(emulator.url, server.url)) as Json;
      if (response.status === 200) change?.(path, json);
      return { status: response.status, body: json };
    });
  });
  after(async () => {
    await server.close();
    await emulator.close();
  });

  for (const [what, where, members] of things) {
    it(`of a ${what} is something that isn’t known, or isn’t needed`, async () => {
      const asked = { registryId: contoso('coreRegistry'), clusterIds: [contoso('shopCluster')] };
      for (const some of [...members.map((member) => [member]), members]) {
        let changed = 0;
        change = (path, body) => {
          if (!where.test(path)) return;
          for (const member of some) setNull(body, member);
          changed += 1;
        };
        try {
          const observed = await azureAt(server.url).observe(asked, never);
          planLink(proposeSpec(observed), observed, 'op');
        } catch (error) {
          assert.ok(
            isFailureError(error) && error.failure.code !== 'defect',
            `${some.join()}: ${String(error)}`,
          );
        }
        assert.ok(changed > 0);
      }
    });
  }

  it('of a registry’s SKU is a blocker, because it may have to become Premium', async () => {
    change = (path, body) => {
      if (path.includes('/registries/contosocore?')) body['sku'] = null;
    };
    const azure = azureAt(server.url);
    const asked = { registryId: contoso('coreRegistry'), clusterIds: [contoso('shopUsCluster')] };
    const spec = proposeSpec(await azure.observe(asked, never), { mode: 'private' });
    const { blockers } = planLink(spec, await azure.observe({ ...asked, spec }, never), 'op');
    assert.ok(blockers.some(({ message }) => message.includes('SKU of registry contosocore')));
  });
});
