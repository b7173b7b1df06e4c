import { contosoNames as contoso } from '../../src/scenario';
import type { ArmClient } from '../armClient';
import * as make from './requests';
import type { RefusalCause } from './row';

const payments = { cluster: contoso.paymentsCluster, image: make.APPS_IMAGE };

/** The error of an operation that a write started. */
async function outcome(arm: ArmClient, method: string, path: string, body: unknown): Promise<string> {
  const { headers } = await arm.send(method, path, body);
  const { pathname } = new URL(
    headers.get('azure-asyncoperation') ?? headers.get('location') ?? 'http://none/',
  );
  return (await arm.get(pathname)).body.error?.code ?? 'no error';
}

async function answer(arm: ArmClient, method: string, path: string, body?: unknown): Promise<string> {
  return (await arm.send(method, path, body)).body.error?.code ?? 'no error';
}

const close = (arm: ArmClient): Promise<unknown> =>
  arm.succeed('PATCH', contoso.appsRegistry, { properties: { publicNetworkAccess: 'Disabled' } });

/** Causes that show where a part of the link can't be made; the pull then tells what it lacks, if anything. */
export const refusals: readonly RefusalCause[] = [
  {
    row: 2,
    cause: 'a link to a second zone of the name is refused',
    refused: (arm) =>
      outcome(arm, 'PUT', `${contoso.hubZone}/virtualNetworkLinks/shop`, make.linkBody(contoso.shopNetwork)),
    code: 'BadRequest',
    family: 'pulled',
  },
  {
    row: 11,
    cause: 'a network overlaps one that the other is already peered with',
    refused: async (arm) => {
      const third = `${make.groupOf(contoso.hubNetwork)}/providers/Microsoft.Network/virtualNetworks/vnet-third`;
      await arm.succeed('PUT', third, make.networkBody('10.20.0.0/24', { nodes: '10.20.0.0/25' }));
      const peering = `${contoso.coreNetwork}/virtualNetworkPeerings/third`;
      return answer(arm, 'PUT', peering, make.peeringBody(third));
    },
    code: 'VnetAddressSpaceOverlapsWithAlreadyPeeredVnet',
    family: 'pulled',
  },
  {
    row: 14,
    cause: 'the registry is not Premium, so that its public access stays on',
    refused: (arm) =>
      answer(arm, 'PATCH', contoso.trainingRegistry, { properties: { publicNetworkAccess: 'Disabled' } }),
    code: 'DisablingPublicNetworkAccessNotSupported',
    family: 'pulled',
  },
  {
    row: 20,
    cause: 'the role exists already under another name: no harm',
    refused: (arm) =>
      answer(arm, 'PUT', make.roleAt(contoso.coreRegistry), make.roleBody(contoso.shopKubelet)),
    code: 'RoleAssignmentExists',
    family: 'pulled',
  },
  {
    row: 26,
    cause: 'the subnet is full, so that there is no endpoint of the closed registry',
    refused: async (arm) => {
      const subnet = `${contoso.coreNetwork}/subnets/small`;
      await arm.succeed('PUT', subnet, { properties: { addressPrefix: '10.50.0.64/29' } });
      const first = make.endpointBody(subnet, contoso.coreRegistry);
      await arm.succeed('PUT', `${contoso.coreEndpoint}-small`, first);
      await close(arm);
      const second = make.endpointBody(subnet, contoso.appsRegistry);
      return answer(arm, 'PUT', `${contoso.coreEndpoint}-apps`, second);
    },
    code: 'SubnetIsFull',
    family: 'firewall',
    pull: payments,
  },
  {
    row: 29,
    cause: 'a lock on the registry keeps the role from being taken away',
    refused: async (arm) => {
      const lock = `${contoso.coreRegistry}/providers/Microsoft.Authorization/locks/keep`;
      await arm.succeed('PUT', lock, { properties: { level: 'CanNotDelete' } });
      const [role = ''] = await make.rolesOf(arm, contoso.shopKubelet, contoso.coreRegistry);
      return answer(arm, 'DELETE', role);
    },
    code: 'ScopeLocked',
    family: 'pulled',
  },
  {
    row: 30,
    rules: 'AKS-5',
    cause: 'the node resource group is locked down, so that the managed network takes no peering',
    refused: async (arm) => {
      await arm.change(contoso.devtestCluster, {
        nodeResourceGroupProfile: { restrictionLevel: 'ReadOnly' },
      });
      const peering = `${contoso.devtestNetwork}/virtualNetworkPeerings/core`;
      return answer(arm, 'PUT', peering, make.peeringBody(contoso.coreNetwork));
    },
    code: 'DenyAssignmentAuthorizationFailed',
    family: 'firewall',
    pull: { cluster: contoso.devtestCluster },
  },
  {
    row: 32,
    cause: 'who may only read can’t assign the role',
    refused: async (arm) => {
      await make.withoutRole(arm);
      const body = make.roleBody(contoso.shopKubelet);
      return answer(arm.as(contoso.ana), 'PUT', make.roleAt(contoso.coreRegistry), body);
    },
    code: 'AuthorizationFailed',
    family: 'identity',
  },
  {
    row: 33,
    cause: 'the endpoint’s subscription has not registered the provider of the closed registry',
    refused: async (arm) => {
      await close(arm);
      const subscription = /^\/subscriptions\/[^/]+/.exec(contoso.coreNetwork)?.[0] ?? '';
      await arm.succeed('POST', `${subscription}/providers/Microsoft.ContainerRegistry/unregister`);
      const body = make.endpointBody(make.ENDPOINTS, contoso.appsRegistry);
      return answer(arm, 'PUT', `${contoso.coreEndpoint}-apps`, body);
    },
    code: 'MissingSubscriptionRegistration',
    family: 'firewall',
    pull: payments,
  },
  {
    row: 34,
    cause: 'the endpoint of the closed registry is to be in another region than its network',
    refused: async (arm) => {
      await close(arm);
      const body = make.endpointBody(make.ENDPOINTS, contoso.appsRegistry) as Record<string, unknown>;
      return answer(arm, 'PUT', `${contoso.coreEndpoint}-apps`, { ...body, location: 'northeurope' });
    },
    code: 'InvalidResourceReference',
    family: 'firewall',
    pull: payments,
  },
  {
    row: 36,
    cause: 'a registry with rules for service endpoints takes no private endpoint',
    refused: async (arm) => {
      const rule = { action: 'Allow', id: make.NODES };
      const networkRuleSet = { defaultAction: 'Deny', virtualNetworkRules: [rule] };
      const preview = `${contoso.appsRegistry}?api-version=2025-06-01-preview`;
      await arm.succeed('PATCH', preview, { properties: { networkRuleSet } });
      const body = make.endpointBody(make.ENDPOINTS, contoso.appsRegistry);
      return outcome(arm, 'PUT', `${contoso.coreEndpoint}-apps`, body);
    },
    code: 'PrivateEndpointNotSupportedWithVirtualNetworkRules',
    family: 'firewall',
    pull: payments,
  },
  {
    row: 37,
    cause: 'a zone can’t be deleted while it has links',
    refused: (arm) => answer(arm, 'DELETE', contoso.coreZone),
    code: 'CannotDeleteResource',
    family: 'pulled',
  },
];
