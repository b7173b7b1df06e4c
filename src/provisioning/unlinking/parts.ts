/** What can be deleted of a link, part by part: whose it is, who needs it, and whether it is ticked to begin with. */
import { apiVersions } from '../../model/apiVersions';
import { idKey, nameOf, sameId } from '../../model/armId';
import { asObject, type JsonObject } from '../../model/json';
import { operationTag, operationOf, ownedDescription } from '../planning/ownership';
import { factAt, type Present } from '../teardown/present';
import type { Candidate } from '../teardown/teardown';
import { groupsOf, type ExistingLink, type Way } from './link';
import type { Need, Others } from './others';

export interface Part extends Candidate {
  /** `pair`: only this pair's, unless somebody else is found. `shared`: serves every cluster of the registry. */
  readonly serves: 'pair' | 'shared';
  /** By its mark, by a journal of this computer, or by nothing: then it is somebody's until the user says so. */
  readonly ownership: 'marked' | 'recorded' | 'unmarked';
  /** Why it can't go, in a sentence. */
  readonly keep: Need;
  /** What speaks against it without ruling it out. */
  readonly caution: Need;
  /** The part whose deletion takes this one along. */
  readonly goesWith?: string;
}

export interface PartsInput {
  readonly link: ExistingLink;
  readonly others: Others;
  readonly present: Present;
  /** Keys of ids that journals of this computer say were made by the extension. */
  readonly recorded: ReadonlySet<string>;
}

/** Ticked before the user has said anything: only the pair's own, provably made by the extension, needed by nobody. */
export function tickedByDefault({ serves, ownership, keep, caution }: Part): boolean {
  return serves === 'pair' && ownership !== 'unmarked' && keep === undefined && caution === undefined;
}

/** All parts; a part that several ways share is there once. */
export function partsOf(input: PartsInput): Part[] {
  const { link } = input;
  const all = [
    ...roleParts(input),
    ...link.ways.flatMap((way) => [...peeringParts(input, way), ...zoneLinkParts(input, way)]),
    ...link.ways.flatMap((way) => sharedParts(input, way)),
  ];
  return [...new Map(all.map((part) => [idKey(part.resourceId), part])).values()];
}

function roleParts(input: PartsInput): Part[] {
  const { roles, cluster } = input.link;
  return roles.map(({ id, principalId, roleName, condition }) =>
    part(input, {
      kind: 'roleAssignment',
      resourceId: id,
      apiVersion: apiVersions.authorization,
      title: `Role ${roleName} for the kubelet identity of ${cluster.name}`,
      identifying: { properties: { principalId } },
      serves: 'pair',
      keep: input.others.ofIdentity(),
      caution: condition === undefined ? undefined : 'It has a condition that somebody wrote.',
    }),
  );
}

function peeringParts(input: PartsInput, way: Way): Part[] {
  const keep = input.others.ofClusterNetwork() ?? gatewayOf(way);
  const foreign = foreignConnections(input, way);
  const caution =
    foreign.length === 0
      ? undefined
      : `Other things are in ${nameOf(way.networkId)}, which may be reached over it: ${foreign.join(', ')}.`;
  return way.peerings.map(({ peering, from, to }) =>
    part(input, {
      kind: 'peering',
      resourceId: peering.id,
      apiVersion: apiVersions.network,
      title: `Peering ${peering.name}: ${nameOf(from)} → ${nameOf(to)}`,
      identifying: { properties: { remoteVirtualNetwork: { id: peering.remoteNetworkId } } },
      holds: [from, to],
      serves: 'pair',
      keep,
      caution,
      // A peering takes no tags: it is the extension's if one of the networks was made for it.
      markedBy: way.networkId,
    }),
  );
}

/** A peering over which gateways are used is part of somebody's network, whatever else it is for. */
function gatewayOf({ peerings }: Way): Need {
  const uses = peerings.some(({ peering }) => {
    const { allowGatewayTransit, useRemoteGateways } = asObject(peering.raw['properties']);
    return allowGatewayTransit === true || useRemoteGateways === true;
  });
  return uses ? 'It is kept: traffic to a gateway goes over it.' : undefined;
}

/** What is connected in the endpoint's network besides this registry's endpoints. */
function foreignConnections({ link, present }: PartsInput, { networkId }: Way): string[] {
  const contents = factAt(present.contents, networkId);
  if (contents.state !== 'known') return ['what is in it can’t be read'];
  const own = link.ways
    .flatMap(({ endpoint }) => [endpoint.id, ...interfacesOf(endpoint.id, present)])
    .map(idKey);
  const connected = contents.value.filter((id) => !/\/(subnets|virtualNetworkPeerings)\/[^/]+$/i.test(id));
  return connected
    .filter((id) => !own.some((key) => idKey(id) === key || idKey(id).startsWith(`${key}/`)))
    .map((id) => nameOf(id.replace(/\/ipConfigurations\/.*$/i, '')));
}

function interfacesOf(endpointId: string, present: Present): string[] {
  const fact = factAt(present.resources, endpointId);
  const items = fact.state === 'known' ? asObject(fact.value['properties'])['networkInterfaces'] : [];
  return (Array.isArray(items) ? items : []).flatMap((item) => {
    const { id } = asObject(item as JsonObject);
    return typeof id === 'string' ? [id] : [];
  });
}

function zoneLinkParts(input: PartsInput, way: Way): Part[] {
  const { others } = input;
  return way.zones.flatMap(({ zone, clusterLink }) => {
    if (clusterLink === undefined) return [];
    const foreign = others.foreignRecords(zone);
    const caution =
      foreign.length === 0
        ? undefined
        : `The zone has other records too, which the network then resolves publicly: ${foreign.join(', ')}.`;
    const keep = others.ofClusterNetwork() ?? others.ofZoneLink(zone);
    return [linkPart(input, clusterLink, zone.name, 'pair', keep, caution)];
  });
}

function linkPart(
  input: PartsInput,
  { id, networkId }: { readonly id: string; readonly networkId: string },
  zoneName: string,
  serves: Part['serves'],
  keep: Need,
  caution: Need,
): Part {
  return part(input, {
    kind: 'zoneLink',
    resourceId: id,
    apiVersion: apiVersions.privateDns,
    title: `Link of ${nameOf(networkId)} to ${zoneName}`,
    identifying: { properties: { virtualNetwork: { id: networkId } } },
    serves,
    keep,
    caution,
  });
}

function sharedParts(input: PartsInput, way: Way): Part[] {
  const { others } = input;
  const { endpoint, networkId, network, sameNetwork, zones } = way;
  const peers = others.otherPeers(way);
  const shared = { serves: 'shared', caution: undefined } as const;
  const keep = others.ofEndpoint(way);
  const endpointPart = part(input, {
    ...shared,
    kind: 'endpoint',
    resourceId: endpoint.id,
    apiVersion: apiVersions.network,
    title: `Private endpoint ${endpoint.name} in ${nameOf(networkId)}`,
    identifying: { properties: { subnet: { id: endpoint.subnetId } } },
    holds: [networkId],
    keep,
    caution: peers.length === 0 ? undefined : `Other networks reach it: ${peers.join(', ')}.`,
  });
  const group = endpoint.zoneGroup.state === 'known' ? endpoint.zoneGroup.value : undefined;
  const links = zones.flatMap(({ zone, registryLink }) =>
    registryLink === undefined ? [] : [linkPart(input, registryLink, zone.name, 'shared', keep, undefined)],
  );
  const zoneParts = zones.map(({ zone }) =>
    part(input, {
      ...shared,
      kind: 'zone',
      resourceId: zone.id,
      apiVersion: apiVersions.privateDns,
      title: `Private DNS zone ${zone.name}`,
      identifying: {},
      keep: undefined,
    }),
  );
  const networkParts =
    sameNetwork || network === undefined
      ? []
      : [
          part(input, {
            ...shared,
            kind: 'network',
            resourceId: network.id,
            apiVersion: apiVersions.network,
            title: `Virtual network ${network.name} (${network.addressPrefixes.join(', ')})`,
            identifying: { properties: { addressSpace: { addressPrefixes: [...network.addressPrefixes] } } },
            holds: [network.id],
            madeWith: network.subnets.map(({ id }) => id),
            keep: undefined,
          }),
        ];
  const withGroup: Part[] =
    group === undefined
      ? []
      : [
          {
            ...endpointPart,
            stepId: `delete.zoneGroup:${group.name}`,
            kind: 'zoneGroup',
            resourceId: group.id,
            title: `DNS zone group ${group.name} of ${endpoint.name}`,
            expected: {},
            holds: [],
            goesWith: endpoint.id,
          },
        ];
  const made = [...networkParts, endpointPart, ...zoneParts].map(({ resourceId }) => resourceId);
  return [...withGroup, endpointPart, ...links, ...zoneParts, ...networkParts, ...groupParts(input, made)];
}

/** Only groups that the extension made: others are somebody's, whatever is left in them. */
function groupParts(input: PartsInput, ids: readonly string[]): Part[] {
  return groupsOf(ids)
    .map((id) =>
      part(input, {
        kind: 'resourceGroup',
        resourceId: id,
        apiVersion: apiVersions.resourceGroup,
        title: `Resource group ${nameOf(id)}`,
        identifying: {},
        serves: 'shared',
        keep: undefined,
        caution: undefined,
      }),
    )
    .filter(({ ownership }) => ownership !== 'unmarked');
}

type Draft = Omit<Part, 'stepId' | 'reason' | 'ownership' | 'expected' | 'holds'> & {
  /** What tells it from another one under the same id, if it bears no mark. */
  readonly identifying: JsonObject;
  readonly holds?: readonly string[];
  /** Id of the thing whose mark counts for this one, too. */
  readonly markedBy?: string;
};

function part({ present, recorded }: PartsInput, draft: Draft): Part {
  const { identifying, markedBy, ...rest } = draft;
  const mark = markOf(present, rest.resourceId);
  const marked = mark !== undefined || (markedBy !== undefined && markOf(present, markedBy) !== undefined);
  const isRecorded = recorded.has(idKey(rest.resourceId));
  const ownership = marked ? 'marked' : isRecorded ? 'recorded' : 'unmarked';
  const reasons = {
    marked: 'This extension made it.',
    recorded: 'This extension made it, as a journal on this computer says.',
    unmarked: 'It bears no mark of this extension, and you ticked it.',
  };
  return {
    ...rest,
    stepId: `delete.${rest.kind}:${nameOf(rest.resourceId)}`,
    holds: rest.holds ?? [],
    ownership,
    reason: reasons[ownership],
    expected: { ...identifying, ...mark },
  };
}

/** The mark as it stands on the thing. */
function markOf(present: Present, id: string): JsonObject | undefined {
  const fact = factAt(present.resources, id);
  if (fact.state !== 'known') return undefined;
  const tag = asObject(fact.value['tags'])[operationTag];
  if (typeof tag === 'string') return { tags: { [operationTag]: tag } };
  const { description } = asObject(fact.value['properties']);
  const operation = typeof description === 'string' ? operationOf({ description }) : undefined;
  return operation === undefined ? undefined : { properties: { description: ownedDescription(operation) } };
}

/** Whether two ids are of the same part. */
export function isPart(id: string): (part: Part) => boolean {
  return ({ resourceId }) => sameId(resourceId, id);
}
