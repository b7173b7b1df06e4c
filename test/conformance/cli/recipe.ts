import assert from 'node:assert/strict';
import { at, has, list } from './reading';
import type { World } from './world';

/** Makes the link with the commands that Microsoft's documentation gives, and reads each part back. */
export async function linkByCommands(world: World): Promise<void> {
  const { operator: az, names, checks } = world;
  const inGroup = ['--resource-group', names.group];
  const inZone = [...inGroup, '--zone-name', names.zone];
  const step = async (what: string, make: string[], show: string[], expected: unknown): Promise<void> => {
    await checks.check(what, async () => {
      await az.get(...make);
      has(await az.get(...show), expected);
    });
  };

  await step(
    'group',
    ['group', 'create', '--name', names.group, '--location', 'westeurope'],
    ['group', 'show', '--name', names.group],
    { id: world.groupId, location: 'westeurope', properties: { provisioningState: 'Succeeded' } },
  );
  await checks.check('the name of the registry is free', async () => {
    has(await az.get('acr', 'check-name', '--name', names.registry), { nameAvailable: true });
  });
  await step(
    'registry, Premium',
    ['acr', 'create', ...inGroup, '--name', names.registry, '--sku', 'Premium'],
    ['acr', 'show', '--name', names.registry],
    { id: world.registryId, sku: { name: 'Premium' }, provisioningState: 'Succeeded' },
  );
  await checks.check('its name is taken now', async () => {
    has(await az.get('acr', 'check-name', '--name', names.registry), {
      nameAvailable: false,
      reason: 'AlreadyExists',
    });
  });
  await step(
    'virtual network',
    ['network', 'vnet', 'create', ...inGroup, '--name', names.network, '--address-prefixes', '10.20.0.0/24'],
    ['network', 'vnet', 'show', ...inGroup, '--name', names.network],
    { id: world.networkId, addressSpace: { addressPrefixes: ['10.20.0.0/24'] }, subnets: [] },
  );
  const inNetwork = [...inGroup, '--vnet-name', names.network];
  const policies = await withoutPolicies(world);
  await step(
    'subnet, without network policies for endpoints',
    ['network', 'vnet', 'subnet', 'create', ...inNetwork]
      .concat('--name', 'snet-endpoints', '--address-prefixes', '10.20.0.0/26')
      .concat(policies),
    ['network', 'vnet', 'subnet', 'show', ...inNetwork, '--name', 'snet-endpoints'],
    { addressPrefix: '10.20.0.0/26', privateEndpointNetworkPolicies: 'Disabled' },
  );
  await step(
    'subnet, read and put back',
    ['network', 'vnet', 'subnet', 'update', ...inNetwork, '--name', 'snet-endpoints', ...policies],
    ['network', 'vnet', 'subnet', 'list', ...inNetwork, '--query', '[0]'],
    { name: 'snet-endpoints', addressPrefix: '10.20.0.0/26' },
  );
  await step(
    'private DNS zone',
    ['network', 'private-dns', 'zone', 'create', ...inGroup, '--name', names.zone],
    ['network', 'private-dns', 'zone', 'show', ...inGroup, '--name', names.zone],
    { name: names.zone, location: 'global', numberOfVirtualNetworkLinks: 0 },
  );
  const link = (name: string, network: string) =>
    step(
      `zone link ${name}`,
      ['network', 'private-dns', 'link', 'vnet', 'create', ...inZone, '--name', name]
        .concat('--virtual-network', network)
        .concat('--registration-enabled', 'false'),
      ['network', 'private-dns', 'link', 'vnet', 'show', ...inZone, '--name', name],
      { virtualNetworkLinkState: 'Completed', registrationEnabled: false, virtualNetwork: { id: network } },
    );
  await link('link-registry', world.networkId);
  await step(
    'private endpoint, approved at once',
    ['network', 'private-endpoint', 'create', ...inNetwork, '--subnet', 'snet-endpoints']
      .concat('--name', names.endpoint, '--private-connection-resource-id', world.registryId)
      .concat('--group-id', 'registry', '--connection-name', 'registry'),
    ['network', 'private-endpoint', 'show', ...inGroup, '--name', names.endpoint].concat(
      '--query',
      'privateLinkServiceConnections[0]',
    ),
    { groupIds: ['registry'], privateLinkServiceConnectionState: { status: 'Approved' } },
  );
  await step(
    'zone group, which writes the records',
    ['network', 'private-endpoint', 'dns-zone-group', 'create', ...inGroup]
      .concat('--endpoint-name', names.endpoint, '--name', 'default')
      .concat('--private-dns-zone', names.zone, '--zone-name', 'registry'),
    ['network', 'private-dns', 'record-set', 'a', 'list', ...inZone].concat(
      '--query',
      'sort_by(@, &name)[].aRecords[0].ipv4Address',
    ),
    ['10.20.0.5', '10.20.0.4'],
  );
  const peer = (name: string, group: string, network: string, remote: string, state: string) =>
    step(
      `peering ${name}: ${state}`,
      ['network', 'vnet', 'peering', 'create', '--resource-group', group, '--vnet-name', network]
        .concat('--name', name, '--remote-vnet', remote, '--allow-vnet-access'),
      ['network', 'vnet', 'peering', 'show', '--resource-group', group, '--vnet-name', network, '--name', name],
      { peeringState: state, allowVirtualNetworkAccess: true, remoteVirtualNetwork: { id: remote } },
    ); // prettier-ignore
  await peer('to-registry', names.shopGroup, names.shopNetwork, world.networkId, 'Initiated');
  await peer('to-shop', names.group, names.network, world.shopNetworkId, 'Connected');
  await link('link-shop', world.shopNetworkId);
  await step(
    'role assignment',
    ['role', 'assignment', 'create', '--assignee-object-id', names.kubelet]
      .concat('--assignee-principal-type', 'ServicePrincipal')
      .concat('--role', 'AcrPull', '--scope', world.registryId),
    ['role', 'assignment', 'list', '--scope', world.registryId, '--query', '[0]'],
    { principalId: names.kubelet, roleDefinitionName: 'AcrPull', principalName: 'aks-shop-agentpool' },
  );
  await checks.check('role assignment, given again, stays one', async () => {
    await az.get(
      ...['role', 'assignment', 'create', '--assignee-object-id', names.kubelet],
      ...['--assignee-principal-type', 'ServicePrincipal', '--role', 'AcrPull', '--scope', world.registryId],
    );
    assert.equal(list(await az.get('role', 'assignment', 'list', '--scope', world.registryId)).length, 1);
  });
  await checks.check('an image is imported', async () => {
    const source = 'mcr.microsoft.com/azuredocs/aks-helloworld:v1';
    await az.get('acr', 'import', '--name', names.registry, '--source', source, '--image', 'shop/app:1');
  });
  await step(
    'registry, closed to the public',
    ['acr', 'update', '--name', names.registry, '--public-network-enabled', 'false'],
    ['acr', 'show', '--name', names.registry],
    { publicNetworkAccess: 'Disabled' },
  );
  await checks.check('the connection is listed at the registry, approved', async () => {
    const connections = await az.get(
      'network',
      'private-endpoint-connection',
      'list',
      '--id',
      world.registryId,
    );
    assert.equal(list(connections).length, 1);
    const state = at(connections, 0, 'properties', 'privateLinkServiceConnectionState');
    has(state, { status: 'Approved' });
  });
  await checks.check('the cluster’s nodes pull over the private endpoint', () => {
    assert.match(world.pulls(), /^Successfully pulled image/);
  });
}

/** The option that switches network policies off; newer versions of the CLI call it otherwise. */
async function withoutPolicies({ operator }: World): Promise<string[]> {
  const { value } = await operator.run('network', 'vnet', 'subnet', 'create', '--help');
  return String(value).includes('--private-endpoint-network-policies')
    ? ['--private-endpoint-network-policies', 'Disabled']
    : ['--disable-private-endpoint-network-policies', 'true'];
}
