/** What somebody else may do to a thing that an operation of ours writes, as they would with the Azure CLI. */
import type { Core } from '../../../emulator/src/core';
import type { ArmResource } from '../../../emulator/src/estate';
import { apiVersions } from '../../../src/model/apiVersions';
import { parentId } from '../../../src/model/armId';
import { asObject, type JsonObject } from '../../../src/model/json';
import type { Step, StepKind } from '../../../src/provisioning/plan/plan';
import { operationTag } from '../../../src/provisioning/plan/ownership';
import { addTwin, peer } from '../../contract/support/additions';
import { contoso } from '../../contract/support/contoso';

export const actNames = ['create', 'change', 'delete', 'recreate', 'addEntry', 'startUsing'] as const;
export type ActName = (typeof actNames)[number];

/** What was done: what has to be there as long as nobody who may takes it away. */
export interface Done {
  /** Looks whether it is still there as they left it; what is wrong in words, else undefined. */
  readonly lost: (core: Core) => string | undefined;
}

/** Undefined where the act makes no sense for the thing as it is, or Azure refuses it. */
export function act(name: ActName, core: Core, step: Step): Done | undefined {
  const there = core.estate.get(step.resourceId);
  switch (name) {
    case 'create':
      return there === undefined ? put(core, step, theirBody(step)) : undefined;
    case 'change':
      return there && change(core, step, there);
    case 'delete':
      return there && remove(core, step) ? { lost: () => undefined } : undefined;
    case 'recreate': {
      if (there === undefined || !mayGo(step.kind)) return undefined;
      // Azure gives a group no identity: one made again with our mark, and empty, is as ours was (SECURITY.md).
      if (step.kind === 'resourceGroup') return undefined;
      const body = likeBefore(there);
      return remove(core, step) ? put(core, step, body) : undefined;
    }
    case 'addEntry':
      return there && addEntry(core, step, there);
    case 'startUsing':
      return startUsing(core, step);
  }
}

const versions: Readonly<Record<StepKind, string>> = {
  resourceGroup: apiVersions.resourceGroup,
  registry: apiVersions.registry,
  replica: apiVersions.registry,
  registrySku: apiVersions.registry,
  publicAccess: apiVersions.registry,
  network: apiVersions.network,
  subnet: apiVersions.network,
  peering: apiVersions.network,
  endpoint: apiVersions.network,
  zoneGroup: apiVersions.network,
  zone: apiVersions.privateDns,
  zoneLink: apiVersions.privateDns,
  roleAssignment: apiVersions.authorization,
  connection: apiVersions.registry,
};

const theirs = { owner: 'another-team' };

function send(core: Core, method: string, id: string, apiVersion: string, body?: unknown): boolean {
  const { status } = core.send(method, id, apiVersion, body);
  core.operations.settle();
  return status < 300;
}

function put(core: Core, step: Step, body: JsonObject): Done | undefined {
  if (!send(core, 'PUT', step.resourceId, versions[step.kind], body)) return undefined;
  const before = core.estate.get(step.resourceId);
  return before && { lost: (now) => unlike(before, now.estate.get(step.resourceId)) };
}

function remove(core: Core, { kind, resourceId }: Step): boolean {
  return (
    mayGo(kind) &&
    send(core, 'DELETE', resourceId, versions[kind]) &&
    core.estate.get(resourceId) === undefined
  );
}

/** Of steps that change something that is used, nobody deletes the thing itself. */
function mayGo(kind: StepKind): boolean {
  return kind !== 'registrySku' && kind !== 'publicAccess';
}

/** The same kind of thing, made for something else: with their tag or their words, and another setting where there is one. */
function theirBody({ kind, request }: Step): JsonObject {
  const body = request?.body ?? {};
  const properties = asObject(body['properties']);
  switch (kind) {
    case 'network':
      return {
        ...body,
        tags: theirs,
        properties: {
          addressSpace: { addressPrefixes: ['10.251.0.0/24'] },
          subnets: [{ name: 'theirs', properties: { addressPrefix: '10.251.0.0/25' } }],
        },
      };
    case 'peering':
      return { properties: { ...properties, allowForwardedTraffic: true } };
    case 'roleAssignment':
      return { properties: { ...properties, description: 'another team needs it' } };
    case 'zoneGroup':
      return body;
    default:
      return { ...body, tags: theirs };
  }
}

/** Made again by them as it was, tags and mark included: as a template that was exported makes it. */
function likeBefore({ location, tags, properties, sku }: ArmResource): JsonObject {
  const computed = [
    'provisioningState',
    'resourceGuid',
    'peeringState',
    'peeringSyncLevel',
    'virtualNetworkLinkState',
  ];
  const kept = Object.entries(asObject(properties as JsonObject)).filter(
    ([name]) => !computed.includes(name),
  );
  return JSON.parse(
    JSON.stringify({ location, tags, sku, properties: Object.fromEntries(kept) }),
  ) as JsonObject;
}

function change(core: Core, { kind, resourceId }: Step, there: ArmResource): Done | undefined {
  const properties = there.properties as JsonObject;
  const changed = ((): readonly [method: string, body: JsonObject, at: readonly string[]] | undefined => {
    switch (kind) {
      case 'peering':
        return [
          'PUT',
          { properties: { ...withoutComputed(properties), allowForwardedTraffic: true } },
          ['allowForwardedTraffic'],
        ];
      case 'zoneLink':
        return [
          'PATCH',
          {
            properties: {
              resolutionPolicy:
                properties['resolutionPolicy'] === 'NxDomainRedirect' ? 'Default' : 'NxDomainRedirect',
            },
          },
          ['resolutionPolicy'],
        ];
      case 'publicAccess':
        return ['PATCH', { properties: { networkRuleBypassOptions: 'None' } }, ['networkRuleBypassOptions']];
      default:
        return undefined;
    }
  })();
  if (changed === undefined) return undefined;
  const [method, body, [member = '']] = changed;
  if (!send(core, method, resourceId, versions[kind], body)) return undefined;
  const value = JSON.stringify((core.estate.get(resourceId)?.properties as JsonObject | undefined)?.[member]);
  return {
    lost: (now) => {
      const is = now.estate.get(resourceId);
      if (is === undefined) return `${resourceId} is gone, whose ${member} they had changed`;
      const found = JSON.stringify((is.properties as JsonObject)[member]);
      return found === value ? undefined : `${member} of ${resourceId} is ${found} instead of ${value}`;
    },
  };
}

function withoutComputed(properties: JsonObject): JsonObject {
  const computed = /^(provisioningState|resourceGuid|peeringState|peeringSyncLevel|.*AddressSpace)$/;
  return Object.fromEntries(Object.entries(properties).filter(([name]) => !computed.test(name)));
}

/** One more entry of a list that several write to, or one more thing in a container. */
function addEntry(core: Core, { kind, resourceId }: Step, there: ArmResource): Done | undefined {
  const child = (id: string, apiVersion: string, body: JsonObject): Done | undefined =>
    send(core, 'PUT', id, apiVersion, body)
      ? { lost: (now) => (now.estate.get(id) === undefined ? `${id} is gone` : undefined) }
      : undefined;
  switch (kind) {
    case 'network':
      return child(`${resourceId}/virtualNetworkPeerings/theirs`, apiVersions.network, {
        properties: {
          remoteVirtualNetwork: { id: contoso('batchNetwork') },
          allowVirtualNetworkAccess: true,
        },
      });
    case 'zone':
      return child(`${resourceId}/A/theirs`, apiVersions.privateDns, {
        properties: { ttl: 300, aRecords: [{ ipv4Address: '10.9.9.9' }] },
      });
    case 'resourceGroup':
      return child(
        `${resourceId}/providers/Microsoft.Network/virtualNetworks/vnet-theirs`,
        apiVersions.network,
        { location: 'westeurope', properties: { addressSpace: { addressPrefixes: ['10.252.0.0/24'] } } },
      );
    case 'zoneGroup':
      return addZoneConfig(core, resourceId, there);
    case 'publicAccess':
      return addRule(core, resourceId, there);
    default:
      return undefined;
  }
}

function addZoneConfig(core: Core, groupId: string, there: ArmResource): Done | undefined {
  const endpoint = core.estate.get(parentId(groupId));
  if (endpoint === undefined) return undefined;
  const zoneId = `/subscriptions/${contoso('data')}/resourceGroups/rg-ml-weu/providers/Microsoft.Network/privateDnsZones/privatelink.azurecr.io`;
  if (
    core.estate.get(zoneId) === undefined &&
    !send(core, 'PUT', zoneId, apiVersions.privateDns, { location: 'global' })
  )
    return undefined;
  const configs = ((there.properties as JsonObject)['privateDnsZoneConfigs'] ?? []) as JsonObject[];
  const theirConfig = { name: 'theirs', properties: { privateDnsZoneId: zoneId } };
  const all = [
    ...configs.map(({ name, properties }) => ({
      name,
      properties: { privateDnsZoneId: asObject(properties)['privateDnsZoneId'] },
    })),
    theirConfig,
  ];
  if (
    !send(core, 'PUT', groupId, apiVersions.network, {
      properties: { privateDnsZoneConfigs: all },
    })
  )
    return undefined;
  return {
    lost: (now) => {
      const group = now.estate.get(groupId);
      return JSON.stringify(group?.properties ?? {}).includes('rg-ml-weu')
        ? undefined
        : `their zone is no longer in ${groupId}`;
    },
  };
}

function addRule(core: Core, registryId: string, there: ArmResource): Done | undefined {
  const rules = asObject((there.properties as JsonObject)['networkRuleSet']);
  const ipRules = (rules['ipRules'] ?? []) as JsonObject[];
  const value = '198.51.100.77';
  const body = {
    properties: { networkRuleSet: { ...rules, ipRules: [...ipRules, { action: 'Allow', value }] } },
  };
  if (!send(core, 'PATCH', registryId, apiVersions.registry, body)) return undefined;
  return {
    lost: (now) =>
      JSON.stringify(now.estate.get(registryId)?.properties['networkRuleSet'] ?? {}).includes(value)
        ? undefined
        : `their address rule of ${registryId} is gone`,
  };
}

const twinKubelet = '99999999-9999-4999-8999-999999999999';

/** Another cluster in the pair's network begins to pull from the registry, closed by now; or another network is peered with the endpoint's. */
function startUsing(core: Core, { kind, resourceId }: Step): Done | undefined {
  if (kind === 'network' && core.estate.get(resourceId) !== undefined) {
    peer(core, resourceId, contoso('batchNetwork'));
    return { lost: () => undefined };
  }
  if (kind !== 'zoneLink' && kind !== 'peering' && kind !== 'endpoint' && kind !== 'publicAccess')
    return undefined;
  const cluster = contoso(kind === 'publicAccess' ? 'shopCluster' : 'shopUsCluster');
  const registry = contoso(kind === 'publicAccess' ? 'coreRegistry' : 'appsRegistry');
  addTwin(core, cluster, twinKubelet);
  const id = `${registry}/providers/Microsoft.Authorization/roleAssignments/88888888-8888-4888-8888-888888888888`;
  // Over the public address nobody would miss what is taken away.
  const closed = { properties: { publicNetworkAccess: 'Disabled' } };
  if (kind !== 'publicAccess' && !send(core, 'PATCH', registry, apiVersions.registry, closed))
    return undefined;
  const role = `/subscriptions/${contoso('apps')}/providers/Microsoft.Authorization/roleDefinitions/7f951dda-4ed3-4680-a7ca-43fe172d538d`;
  const properties = { roleDefinitionId: role, principalId: twinKubelet, principalType: 'ServicePrincipal' };
  if (!send(core, 'PUT', id, apiVersions.authorization, { properties })) return undefined;
  return { lost: (now) => (now.estate.get(id) === undefined ? `${id} is gone` : undefined) };
}

/** What of a thing is no longer as they left it; tags that policies add don't count, our mark does. */
function unlike(before: ArmResource, now: ArmResource | undefined): string | undefined {
  if (now === undefined) return `${before.id} is gone`;
  if (before.tags?.[operationTag] !== now.tags?.[operationTag])
    return `${before.id} is marked as somebody else’s`;
  const [was, is] = [before, now].map((one) => stable(one));
  return was === is ? undefined : `${before.id} is ${is} instead of ${was}`;
}

function stable({ properties, tags }: ArmResource): string {
  const volatile =
    /^(etag|provisioningState|peeringState|peeringSyncLevel|virtualNetworkLinkState|numberOf.*|privateEndpointConnections|recordSets|customDnsConfigs|virtualNetworkPeerings|subnets|networkInterfaces|remote.*|local.*|updatedOn|updatedBy)$/;
  return JSON.stringify({ properties, tags }, (name, value: unknown) =>
    volatile.test(name) ? undefined : value,
  );
}
