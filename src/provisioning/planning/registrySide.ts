/** Steps on the registry's side: which clusters may share, and a registry has without any. */
import { t } from '@vscode/l10n';
import { regionName } from '../../model/regionNames';
import { apiVersions } from '../../model/apiVersions';
import { groupIdOf, nameOf, parentId, parseId } from '../../model/armId';
import type { JsonObject } from '../../model/json';
import { beforeFirstEndpoint } from './cutover';
import { ownedTags } from '../plan/ownership';
import type { Step } from '../plan/plan';
import { keys, shared, type Planned } from './planned';
import { asRead, membersAsRead } from '../plan/guarding';
import { settingsOf } from '../plan/settings';
import { stateIn } from '../plan/standing';
import { put, patch, createStep, reuseStep, updateStep } from '../plan/stepBuilder';
import type { ObservedRegistry } from '../observed/observed';
import type { RegistryPath, RegistrySituation } from './situation';
import { endpointToWriteAgain } from './states';
import type { OnAbsent } from '../plan/spec';

/** `agreed`: the user wants the upgrade, should one be needed. */
export function skuSteps(registry: ObservedRegistry, agreed: boolean): Planned[] {
  const common = { id: 'registrySku', kind: 'registrySku', resourceId: registry.id } as const;
  if (registry.sku === 'Premium') {
    const title = t`Registry ${registry.name}: SKU Premium`;
    const reason = t('The registry already has the SKU that private endpoints require.');
    return [shared(keys.sku, reuseStep({ ...common, title, reason }))];
  }
  if (!agreed) return [];
  const premium = patch(apiVersions.registry, { sku: { name: 'Premium' } });
  // A private endpoint switches dedicated data endpoints on, and they stay on; other SKUs don't take them.
  const back = patch(apiVersions.registry, {
    sku: { name: registry.sku },
    properties: { dataEndpointEnabled: false },
  });
  const onlyWhen = t`Downgrading to ${registry.sku} is only possible when the registry has no private endpoint, replica, or network rule.`;
  const step = updateStep(
    { kind: 'restore', request: back, onlyWhen },
    {
      ...common,
      title: t`Registry ${registry.name}: SKU ${registry.sku} → Premium`,
      reason: t('Private endpoints require Premium.'),
      request: premium,
      guard: membersAsRead(
        { sku: { name: registry.sku } },
        registry.createdAt === undefined ? {} : { properties: { creationDate: registry.createdAt } },
      ),
    },
  );
  return [shared(keys.sku, step)];
}

/** The network with its subnet in one write; a subnet of its own only where the network exists. */
export function networkSteps({ spec, operationId, path }: RegistrySituation): Planned[] {
  if (path === undefined) return [];
  const { access, network, networkId, subnet, subnetId, location } = path;
  const subnetName = nameOf(subnetId);
  const subnetProperties = {
    addressPrefix: access.subnet.addressPrefix,
    // Set only on subnets that the plan creates: on others it would change which rules apply to their endpoints.
    privateEndpointNetworkPolicies: 'Disabled',
  };
  if (network === undefined) {
    if (access.network.onAbsent === 'refuse') return [];
    const properties: JsonObject = {
      addressSpace: { addressPrefixes: [access.network.addressPrefix] },
      subnets: [{ name: subnetName, properties: subnetProperties }],
    };
    const step = createStep({
      id: 'network',
      kind: 'network',
      title: t`Virtual network ${nameOf(networkId)} (${access.network.addressPrefix}) with subnet ${subnetName} (${access.subnet.addressPrefix})`,
      resourceId: networkId,
      reason: t('The registry gets its own network, which clusters are peered with.'),
      request: put(apiVersions.network, { location, tags: ownedTags(spec, operationId), properties }),
      dependsOn: [keys.group(groupIdOf(networkId))],
      holds: [networkId],
    });
    return [shared(keys.network(networkId), step)];
  }
  const found = shared(
    keys.network(networkId),
    reuseStep({
      id: 'network',
      kind: 'network',
      title: t`Virtual network ${network.name} (${network.addressPrefixes.join(', ')})`,
      resourceId: network.id,
      reason: path.sameNetwork
        ? t('The cluster’s own network.')
        : t`Already exists in ${regionName(network.location)}.`,
    }),
  );
  const common = { id: 'subnet', kind: 'subnet', resourceId: subnetId } as const;
  // Subnets of one name are told apart by their networks.
  const subnetStep = (step: Step) => ({
    ...shared(keys.subnet(subnetId), step),
    qualifier: network.name,
  });
  if (subnet !== undefined) {
    const title = t`Subnet ${subnet.name} (${subnet.addressPrefixes.join(', ')})`;
    const reason = path.endpoint
      ? t('The endpoint is already in it.')
      : t('Already exists, and allows private endpoints.');
    return [found, subnetStep(reuseStep({ ...common, title, reason }))];
  }
  if (access.subnet.onAbsent === 'refuse') return [found];
  const step = createStep({
    ...common,
    title: t`Subnet ${subnetName} (${access.subnet.addressPrefix}) in ${network.name}`,
    reason: t('A subnet for the private endpoint.'),
    request: put(apiVersions.network, { properties: subnetProperties }),
    holds: [networkId],
  });
  return [found, subnetStep(step)];
}

export function zoneSteps({ spec, operationId, path }: RegistrySituation): Planned[] {
  if (path === undefined || path.access.dns === 'central') return [];
  const { access, zone, zoneId } = path;
  const group = parseId(zoneId)?.resourceGroup ?? '';
  const common = {
    id: 'zone',
    kind: 'zone',
    title: t`Private DNS zone ${nameOf(zoneId)} in ${group}`,
    resourceId: zoneId,
  } as const;
  // Zones of one name are told apart by their groups.
  const planned = (step: Step) => [{ ...shared(keys.zone(zoneId), step), qualifier: group }];
  if (zone) {
    return planned(reuseStep({ ...common, reason: t('Already exists.') }));
  }
  if (!mayCreate(access.zone)) return [];
  return planned(
    createStep({
      ...common,
      reason: t`Resolves ${path.zoneName} names to private addresses for the networks linked to it.`,
      request: put(apiVersions.privateDns, { location: 'global', tags: ownedTags(spec, operationId) }),
      dependsOn: [keys.group(groupIdOf(zoneId))],
    }),
  );
}

export function endpointSteps(
  { spec, registry, operationId, path }: RegistrySituation,
  all: readonly RegistrySituation[],
): Planned[] {
  if (path === undefined) return [];
  const { access, endpoint, endpointId, networkId, subnetId, location } = path;
  const common = {
    id: 'endpoint',
    kind: 'endpoint',
    title: t`Private endpoint ${nameOf(endpointId)} in ${nameOf(parentId(subnetId))}/${nameOf(subnetId)}`,
    resourceId: endpointId,
  } as const;
  const failed = endpointToWriteAgain(path);
  if (endpoint && failed === undefined) {
    const reason = t`Already connected to ${registry.name} (${endpoint.status}).`;
    return [shared(keys.endpoint(endpointId), reuseStep({ ...common, reason }))];
  }
  const needs = {
    dependsOn: [
      keys.group(groupIdOf(endpointId)),
      keys.network(networkId),
      keys.subnet(subnetId),
      keys.sku,
      keys.registry,
      // Each replica has an address of its own at the endpoint: made first, they come with it in one go.
      ...registry.replicaLocations.map(keys.replica),
      ...beforeFirstEndpoint(
        endpointId,
        all.map((other) => other.path),
      ),
    ],
    holds: [networkId],
    knownAfterApply: [t('private addresses'), t('network interface'), t('connection')],
  };
  if (failed !== undefined) {
    const step = updateStep(
      { kind: 'nothing' },
      {
        ...common,
        ...needs,
        reason: t`It’s in the state ${stateIn(failed)}. Writing it again unchanged makes Azure retry.`,
        request: put(apiVersions.network, settingsOf('endpoint', failed)),
        guard: asRead('endpoint', failed),
      },
    );
    return [shared(keys.endpoint(endpointId), step)];
  }
  if (!mayCreate(access.endpoint)) return [];
  const step = createStep({
    ...common,
    ...needs,
    reason: t`Gives ${registry.loginServer} private addresses in ${nameOf(networkId)}.`,
    request: put(apiVersions.network, {
      location,
      tags: ownedTags(spec, operationId),
      properties: { subnet: { id: subnetId }, ...connectionsOf(path, registry.id) },
    }),
  });
  return [shared(keys.endpoint(endpointId), step)];
}

/** A connection in the manual list waits for the registry's owner, one in the other list asks for approval at once. */
function connectionsOf({ access, endpointId }: RegistryPath, registryId: string): JsonObject {
  const { approval } = access.endpoint;
  const name = nameOf(endpointId);
  const properties = { privateLinkServiceId: registryId, groupIds: ['registry'] };
  return approval.mode === 'automatic'
    ? { privateLinkServiceConnections: [{ name, properties }] }
    : {
        manualPrivateLinkServiceConnections: [
          { name, properties: { ...properties, requestMessage: approval.requestMessage } },
        ],
      };
}

function mayCreate({ onAbsent }: { readonly onAbsent: OnAbsent }): boolean {
  return onAbsent === 'create';
}
