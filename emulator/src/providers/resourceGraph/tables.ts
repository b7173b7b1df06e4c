import { type ArmResource, derived, type Estate, type Json, type JsonObject } from '../../estate';
import { mayRead } from '../authorization/access';
import { NETWORK, PEERING, ROUTE_TABLE, SECURITY_GROUP, SUBNET } from '../network/common';
import { securityGroupView } from '../network/networkSecurityGroups';
import { renderPeering } from '../network/peeringState';
import { REGISTRY } from '../network/registryMembers';
import { renderSubnet } from '../network/subnetRules';
import { routeTableView } from '../network/routeTables';
import { registryView } from '../containerRegistry/facts';
import { isTracked } from '../resources';
import { isAssignmentAsked, type QueryScope } from './queryScope';
import type { COLUMNS, Tables } from './run';

type View = (estate: Estate, resource: ArmResource) => { properties: unknown };

function propertiesOf(view: (estate: Estate, resource: ArmResource) => JsonObject): View {
  return (estate, resource) => ({ properties: view(estate, resource)['properties'] });
}

/** How resources look whose parts are resources of their own in the estate. */
const views: Readonly<Record<string, View>> = {
  [REGISTRY.toLowerCase()]: registryView,
  [SECURITY_GROUP.toLowerCase()]: propertiesOf(securityGroupView),
  [ROUTE_TABLE.toLowerCase()]: propertiesOf(routeTableView),
  [NETWORK.toLowerCase()]: (estate, network) => ({
    properties: {
      ...network.properties,
      subnets: estate.below(network.id, SUBNET).map((subnet) => renderSubnet(estate, subnet)),
      virtualNetworkPeerings: estate
        .below(network.id, PEERING)
        .map((peering) => renderPeering(estate, peering)),
    },
  }),
};

/** Which resources a table of Resource Graph holds. In Azure subnets and peerings are in none, only in their network. */
const tables: Readonly<Record<string, (resource: ArmResource) => boolean>> = {
  resources: isTracked,
  resourcecontainers: ({ type }) => /^Microsoft\.Resources\/(subscriptions|resourceGroups)$/i.test(type),
  networkresources: () => false,
  dnsresources: ({ type }) => /^Microsoft\.Network\/privateDnsZones\/(?!virtualNetworkLinks)/i.test(type),
  authorizationresources: ({ type }) =>
    /^Microsoft\.Authorization\/role(Assignments|Definitions)$/i.test(type),
};

/** Whether there is a table of that name, in lower case. */
export function isTable(name: string): boolean {
  return Object.hasOwn(tables, name);
}

interface Entry {
  readonly resource: ArmResource;
  readonly row: ReturnType<typeof rowOf>;
  /** Among all of its table. */
  readonly place: number;
}

/** What tables hold, by subscription; one that is asked for again is as it was, until the estate changes. */
const contents = derived((estate) => {
  const known = new Map<string, ReadonlyMap<string, readonly Entry[]>>();
  return (name: string, holds: (resource: ArmResource) => boolean) => {
    const found = known.get(name);
    if (found !== undefined) return found;
    const bySubscription = new Map<string, Entry[]>();
    for (const [place, resource] of estate.all().filter(holds).entries()) {
      const key = subscriptionOf(resource.id).toLowerCase();
      const entries = bySubscription.get(key) ?? [];
      entries.push({ resource, row: rowOf(estate, resource), place });
      bySubscription.set(key, entries);
    }
    known.set(name, bySubscription);
    return bySubscription;
  };
});

/** The tables as the caller sees them: what they may not read is not there. */
export function tablesOf(estate: Estate, caller: string, scope: QueryScope): Tables {
  return (name) => {
    const holds = Object.hasOwn(tables, name) ? tables[name] : undefined;
    if (holds === undefined) return undefined;
    const held = contents(estate)(name, holds);
    // What is in no subscription may be above those that are asked about.
    return ['', ...[...scope.subscriptions].map(subscriptionOf)]
      .flatMap((subscription) => held.get(subscription) ?? [])
      .filter(({ resource }) => isEverywhere(resource) || isVisible(estate, caller, scope, resource))
      .sort((a, b) => a.place - b.place)
      .map(({ row }) => row);
  };
}

/** Built-in roles belong to no subscription, and are no secret. */
function isEverywhere({ id }: ArmResource): boolean {
  return id.startsWith('/providers/Microsoft.Authorization/roleDefinitions/');
}

function isVisible(estate: Estate, caller: string, scope: QueryScope, resource: ArmResource): boolean {
  const { id, type } = resource;
  const { subscriptions } = scope;
  if (/^Microsoft\.Authorization\/roleAssignments$/i.test(type)) {
    if (!isAssignmentAsked(scope, resource)) return false;
    // Who may read a subscription's assignments sees those that come down to it, too.
    const places = subscriptionOf(id) === '' ? [...subscriptions] : [id];
    return places.some((place) => mayRead(estate, caller, type, place));
  }
  const subscription = `/subscriptions/${subscriptionOf(id)}`.toLowerCase();
  return subscriptions.has(subscription) && mayRead(estate, caller, type, id);
}

function rowOf(estate: Estate, resource: ArmResource): Record<(typeof COLUMNS)[number], Json> {
  const subscriptionId = subscriptionOf(resource.id);
  const tenantId = estate.get(`/subscriptions/${subscriptionId}`)?.properties['tenantId'] ?? '';
  let properties: Json | undefined;
  return {
    id: resource.id,
    name: resource.name,
    type: graphType(resource.type),
    tenantId,
    kind: asJson(resource['kind'] ?? ''),
    location: resource.location ?? '',
    resourceGroup: /\/resourceGroups\/([^/]+)/i.exec(resource.id)?.[1]?.toLowerCase() ?? '',
    subscriptionId,
    managedBy: asJson(resource['managedBy'] ?? ''),
    sku: asJson(resource['sku']),
    plan: null,
    // Only for rows that a query looks at: what a network shows is put together from thousands of things.
    get properties() {
      const view = views[resource.type.toLowerCase()];
      return (properties ??= asJson((view?.(estate, resource) ?? resource).properties));
    },
    tags: asJson(resource.tags),
    identity: asJson(resource['identity']),
    zones: null,
    extendedLocation: null,
    apiVersion: null,
  };
}

/** Types are in lower case there, and groups are below subscriptions. */
function graphType(type: string): string {
  return type
    .toLowerCase()
    .replace(/^microsoft\.resources\/resourcegroups$/, 'microsoft.resources/subscriptions/resourcegroups');
}

function subscriptionOf(id: string): string {
  return /^\/subscriptions\/([^/]+)/i.exec(id)?.[1] ?? '';
}

function asJson(value: unknown): Json {
  return value === undefined ? null : (JSON.parse(JSON.stringify(value)) as Json);
}
