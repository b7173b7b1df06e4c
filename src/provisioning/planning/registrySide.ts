/** Steps on the registry's side, shared by all clusters that link to it. */
import { apiVersions } from '../../model/apiVersions';
import { groupIdOf, idKey, nameOf, parentId, sameId } from '../../model/armId';
import type { JsonObject } from '../../model/json';
import { factOf } from './lookup';
import { ownedTags } from './ownership';
import type { Step } from '../plan';
import { put, patch, createStep, reuseStep, updateStep } from './stepBuilder';
import type { PrivatePath, Situation } from './situation';
import type { OnAbsent } from '../spec';

/** Resource groups that don't exist yet, each once. */
export function groupSteps({ spec, observed, operationId }: Situation, path: PrivatePath): Step[] {
  const { network, endpoint, zone } = path.access;
  const wanted = (
    [
      ['network', network],
      ['endpoint', endpoint],
      ['zone', zone],
    ] as const
  )
    .filter(([, { onAbsent }]) => onAbsent === 'create')
    .map(([use, { id }]) => ({ use, id: groupIdOf(id) }));
  return wanted
    .filter(({ id }, index) => wanted.findIndex((other) => sameId(other.id, id)) === index)
    .filter(({ id }) => factOf(observed.resourceGroups, id).state === 'absent')
    .map(({ use, id }) =>
      createStep({
        id: groupStepId(use),
        kind: 'resourceGroup',
        title: `Resource group ${nameOf(id)} (${path.location})`,
        resourceId: id,
        reason: `There is no such group yet for the ${use === 'zone' ? 'private DNS zone' : use}.`,
        request: put(apiVersions.resourceGroup, {
          location: path.location,
          tags: ownedTags(spec, operationId),
        }),
      }),
    );
}

type GroupUse = 'network' | 'endpoint' | 'zone';

function groupStepId(use: GroupUse): string {
  return `resourceGroup.${use}`;
}

/** Ids of steps that may create the group of one of the named things: groups are created once, under the first use. */
function groupDependency({ access }: PrivatePath, use: GroupUse): string[] {
  const uses: readonly GroupUse[] = ['network', 'endpoint', 'zone'];
  return uses
    .filter((other) => idKey(groupIdOf(access[other].id)) === idKey(groupIdOf(access[use].id)))
    .map(groupStepId);
}

export function skuSteps({ registry }: Situation, path: PrivatePath): Step[] {
  const common = { id: 'registrySku', kind: 'registrySku', resourceId: registry.id } as const;
  if (registry.sku === 'Premium') {
    const title = `Registry ${registry.name}: SKU Premium`;
    return [reuseStep({ ...common, title, reason: 'The registry has the SKU that private endpoints need.' })];
  }
  if (!path.access.upgradeToPremium) return [];
  const premium = patch(apiVersions.registry, { sku: { name: 'Premium' } });
  const back = patch(apiVersions.registry, { sku: { name: registry.sku } });
  const onlyWhen = `Azure takes ${registry.sku} back only once the registry has no private endpoint, replica or network rule.`;
  return [
    updateStep(
      { kind: 'restore', request: back, onlyWhen },
      {
        ...common,
        title: `Registry ${registry.name}: SKU ${registry.sku} → Premium`,
        reason: 'Private endpoints need the SKU Premium.',
        request: premium,
      },
    ),
  ];
}

/** The network with its subnet in one write; a subnet of its own only where the network exists. */
export function networkSteps({ spec, operationId }: Situation, path: PrivatePath): Step[] {
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
    return [
      createStep({
        id: 'network',
        kind: 'network',
        title: `Virtual network ${nameOf(networkId)} (${access.network.addressPrefix}) with subnet ${subnetName} (${access.subnet.addressPrefix})`,
        resourceId: networkId,
        reason: 'The registry gets a network of its own, which clusters are peered with.',
        request: put(apiVersions.network, { location, tags: ownedTags(spec, operationId), properties }),
        dependsOn: groupDependency(path, 'network'),
        holds: [networkId],
      }),
    ];
  }
  const found = reuseStep({
    id: 'network',
    kind: 'network',
    title: `Virtual network ${network.name} (${network.addressPrefixes.join(', ')})`,
    resourceId: network.id,
    reason: path.sameNetwork ? "It is the cluster's own network." : `It exists in ${network.location}.`,
  });
  const common = { id: 'subnet', kind: 'subnet', resourceId: subnetId } as const;
  if (subnet !== undefined) {
    const title = `Subnet ${subnet.name} (${subnet.addressPrefixes.join(', ')})`;
    const reason = path.endpoint ? 'The endpoint is in it.' : 'It exists, and private endpoints may join it.';
    return [found, reuseStep({ ...common, title, reason })];
  }
  if (access.subnet.onAbsent === 'refuse') return [found];
  return [
    found,
    createStep({
      ...common,
      title: `Subnet ${subnetName} (${access.subnet.addressPrefix}) in ${network.name}`,
      reason: 'The endpoint gets a subnet for private endpoints.',
      request: put(apiVersions.network, { properties: subnetProperties }),
      holds: [networkId],
    }),
  ];
}

export function zoneSteps({ spec, operationId }: Situation, path: PrivatePath): Step[] {
  const { access, zone, zoneId } = path;
  const common = {
    id: 'zone',
    kind: 'zone',
    title: `Private DNS zone ${nameOf(zoneId)} in ${nameOf(groupIdOf(zoneId))}`,
    resourceId: zoneId,
  } as const;
  if (zone)
    return [reuseStep({ ...common, reason: 'It exists and has the name that private link looks up.' })];
  if (!mayCreate(access.zone)) return [];
  return [
    createStep({
      ...common,
      reason: `In it ${path.zoneName} names resolve to private addresses for the networks linked to it.`,
      request: put(apiVersions.privateDns, { location: 'global', tags: ownedTags(spec, operationId) }),
      dependsOn: groupDependency(path, 'zone'),
    }),
  ];
}

export function endpointSteps({ spec, registry, operationId }: Situation, path: PrivatePath): Step[] {
  const { access, endpoint, networkId, subnetId, location } = path;
  const id = endpoint?.id ?? access.endpoint.id;
  const common = {
    id: 'endpoint',
    kind: 'endpoint',
    title: `Private endpoint ${nameOf(id)} in ${nameOf(parentId(subnetId))}/${nameOf(subnetId)}`,
    resourceId: id,
  } as const;
  if (endpoint) {
    const reason = `It leads to ${registry.name}; the connection is ${endpoint.status}.`;
    return [reuseStep({ ...common, reason })];
  }
  if (!mayCreate(access.endpoint)) return [];
  const connection = {
    name: nameOf(id),
    properties: { privateLinkServiceId: registry.id, groupIds: ['registry'] },
  };
  return [
    createStep({
      ...common,
      reason: `It gives ${registry.loginServer} private addresses in ${nameOf(networkId)}.`,
      request: put(apiVersions.network, {
        location,
        tags: ownedTags(spec, operationId),
        properties: { subnet: { id: subnetId }, privateLinkServiceConnections: [connection] },
      }),
      dependsOn: [...groupDependency(path, 'endpoint'), 'network', 'subnet', 'registrySku'],
      holds: [networkId],
      knownAfterApply: ['private addresses', 'network interface', 'connection'],
    }),
  ];
}

function mayCreate({ onAbsent }: { readonly onAbsent: OnAbsent }): boolean {
  return onAbsent === 'create';
}
