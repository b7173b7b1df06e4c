import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { AzureCli } from './azureCli';
import type { World } from './world';

/** What Azure refuses, and how the CLI shows it: the code and the sentence of Resource Manager. */
export async function refusals(world: World): Promise<void> {
  const { operator, auditor, names, checks } = world;
  const inGroup = ['--resource-group', names.group];
  const refused = async (what: string, az: AzureCli, args: string[], text: RegExp): Promise<void> => {
    await checks.check(`refused: ${what}`, async () => {
      assert.match(await az.refusal(...args), text);
    });
  };

  await refused(
    'a group, without rights',
    auditor,
    ['group', 'create', '--name', 'rg-other', '--location', 'westeurope'],
    /\(AuthorizationFailed\) The client '[^']+' with object id '[^']+' does not have authorization to perform action 'Microsoft\.Resources\/subscriptions\/resourceGroups\/write'/,
  );
  await refused(
    'deleting the endpoint, without rights',
    auditor,
    ['network', 'private-endpoint', 'delete', ...inGroup, '--name', names.endpoint],
    /\(AuthorizationFailed\).*Microsoft\.Network\/privateEndpoints\/delete/,
  );
  await refused(
    'a role assignment, without rights',
    auditor,
    ['role', 'assignment', 'create', '--assignee-object-id', names.kubelet, '--role', 'AcrPush']
      .concat('--assignee-principal-type', 'ServicePrincipal', '--scope', world.registryId),
    /\(AuthorizationFailed\).*Microsoft\.Authorization\/roleAssignments\/write/,
  ); // prettier-ignore
  await refused(
    'a network that is not there',
    operator,
    ['network', 'vnet', 'show', ...inGroup, '--name', 'vnet-nowhere'],
    /\(ResourceNotFound\) The Resource 'Microsoft\.Network\/virtualNetworks\/vnet-nowhere' under resource group 'rg-registry' was not found\./,
  );
  await refused(
    'a group that is not there',
    operator,
    ['group', 'show', '--name', 'rg-nowhere'],
    /\(ResourceGroupNotFound\) Resource group 'rg-nowhere' could not be found\./,
  );
  await refused(
    'a subnet that an endpoint is in',
    operator,
    [
      'network',
      'vnet',
      'subnet',
      'delete',
      ...inGroup,
      '--vnet-name',
      names.network,
      '--name',
      'snet-endpoints',
    ],
    /\(InUseSubnetCannotBeDeleted\)/,
  );
  await refused(
    'a zone that networks are linked to',
    operator,
    ['network', 'private-dns', 'zone', 'delete', ...inGroup, '--name', names.zone, '--yes'],
    /CannotDeleteResource/,
  );
  await refused(
    'a subnet that overlaps',
    operator,
    ['network', 'vnet', 'subnet', 'create', ...inGroup, '--vnet-name', names.network]
      .concat('--name', 'snet-other', '--address-prefixes', '10.20.0.32/27'),
    /\(NetcfgSubnetRangesOverlap\)/,
  ); // prettier-ignore
  await refused(
    'a role assignment of the same three under another name',
    operator,
    ['rest', '--method', 'put', '--url']
      .concat(`${world.address}${world.registryId}/providers/Microsoft.Authorization/roleAssignments/${randomUUID()}?api-version=2022-04-01`)
      .concat('--body', JSON.stringify({ properties: { principalId: names.kubelet, roleDefinitionId: `/subscriptions/${names.subscription}/providers/Microsoft.Authorization/roleDefinitions/7f951dda-4ed3-4680-a7ca-43fe172d538d` } })),
    /RoleAssignmentExists.*The role assignment already exists\./,
  ); // prettier-ignore
  await refused(
    'an import of an image that its source does not have',
    operator,
    ['acr', 'import', '--name', names.registry, '--source', 'mcr.microsoft.com/a/b:1', '--image', 'b:1'],
    /\(InvalidParameters\) Operation import failed\..*MANIFEST_UNKNOWN/,
  );
  await refused(
    'a question to Resource Graph that has a mistake, which it names',
    operator,
    ['rest', '--method', 'post', '--url']
      .concat(`${world.address}/providers/Microsoft.ResourceGraph/resources?api-version=2022-10-01`)
      .concat('--body', JSON.stringify({ query: 'resources | nonsense' })),
    /InvalidQuery.*nonsense/s,
  ); // prettier-ignore
}
