import assert from 'node:assert/strict';
import type { World } from './world';

/** Takes the link back in reverse: whoever still needs a part would keep it from going. */
export async function tearDown(world: World): Promise<void> {
  const { operator: az, names, checks } = world;
  const inGroup = ['--resource-group', names.group];
  const inZone = [...inGroup, '--zone-name', names.zone];
  const gone = async (what: string, remove: string[], show: string[]): Promise<void> => {
    await checks.check(`gone: ${what}`, async () => {
      await az.get(...remove);
      assert.match(await az.refusal(...show), /NotFound|not found|could not be found/i);
    });
  };
  const peering = (name: string, group: string, network: string): [string[], string[]] => {
    const which = ['--resource-group', group, '--vnet-name', network, '--name', name];
    return [
      ['network', 'vnet', 'peering', 'delete', ...which],
      ['network', 'vnet', 'peering', 'show', ...which],
    ];
  };
  const link = (name: string): [string[], string[]] => [
    ['network', 'private-dns', 'link', 'vnet', 'delete', ...inZone, '--name', name, '--yes'],
    ['network', 'private-dns', 'link', 'vnet', 'show', ...inZone, '--name', name],
  ];
  const endpoint = [...inGroup, '--name', names.endpoint];
  const zoneGroup = [...inGroup, '--endpoint-name', names.endpoint, '--name', 'default'];
  const zone = [...inGroup, '--name', names.zone];
  const network = [...inGroup, '--name', names.network];

  await checks.check('gone: role assignment', async () => {
    const which = ['--assignee', names.kubelet, '--role', 'AcrPull', '--scope', world.registryId];
    await az.get('role', 'assignment', 'delete', ...which);
    assert.deepEqual(await az.get('role', 'assignment', 'list', '--scope', world.registryId), []);
  });
  await checks.check('the cluster’s nodes do not pull any more', () => {
    assert.match(world.pulls(), /^Failed to pull image/);
  });
  await gone('zone link of the cluster', ...link('link-shop'));
  await gone('peering of the cluster', ...peering('to-registry', names.shopGroup, names.shopNetwork));
  await checks.check('the other peering says so', async () => {
    const [, show] = peering('to-shop', names.group, names.network);
    assert.equal(await az.get(...show, '--query', 'peeringState'), 'Disconnected');
  });
  await gone('peering of the registry', ...peering('to-shop', names.group, names.network));
  await gone(
    'zone group',
    ['network', 'private-endpoint', 'dns-zone-group', 'delete', ...zoneGroup],
    ['network', 'private-endpoint', 'dns-zone-group', 'show', ...zoneGroup],
  );
  await checks.check('its records went with it', async () => {
    assert.deepEqual(await az.get('network', 'private-dns', 'record-set', 'a', 'list', ...inZone), []);
  });
  await gone(
    'private endpoint',
    ['network', 'private-endpoint', 'delete', ...endpoint],
    ['network', 'private-endpoint', 'show', ...endpoint],
  );
  await checks.check('its connection went with it', async () => {
    const which = ['--id', world.registryId];
    assert.deepEqual(await az.get('network', 'private-endpoint-connection', 'list', ...which), []);
  });
  await gone('zone link of the registry', ...link('link-registry'));
  await gone(
    'private DNS zone',
    ['network', 'private-dns', 'zone', 'delete', ...zone, '--yes'],
    ['network', 'private-dns', 'zone', 'show', ...zone],
  );
  await gone(
    'virtual network',
    ['network', 'vnet', 'delete', ...network],
    ['network', 'vnet', 'show', ...network],
  );
  await checks.check('gone: the group, and the registry with it', async () => {
    await az.get('group', 'delete', '--name', names.group, '--yes');
    assert.equal(await az.get('group', 'exists', '--name', names.group), false);
    assert.deepEqual(await az.get('acr', 'list'), []);
  });
}
