/** Which rights each step of a plan needs, and where: pure, from the requests that the plan will send. */
import { idKey, parentId, parseId, subscriptionOf, subscriptionScope } from '../../model/armId';
import { asObject, asObjects, type Json } from '../../model/json';
import type { Plan, Step, StepRequest } from '../plan/plan';
import type { ProviderAsked } from '../observed/rights';

export interface Need {
  readonly action: string;
  /** Id of the thing that Azure checks the action on; it may not exist yet. */
  readonly target: string;
  /** The target, or what exists nearest above it: where a role has to be held. */
  readonly scope: string;
  /**
   * `advisory`: for following the operation. Microsoft doesn't say whether a caller who may make a change also needs
   * it, so that lacking it is told and blocks nothing.
   */
  readonly weight: 'required' | 'advisory';
}

export interface StepNeeds {
  readonly step: Step;
  readonly rights: readonly Need[];
  readonly providers: readonly ProviderAsked[];
  /** What a management lock must not cover; `delete` is stopped by both levels, `write` by ReadOnly alone. */
  readonly unlocked: readonly { readonly id: string; readonly verb: 'write' | 'delete' }[];
}

const network = 'Microsoft.Network';
const registry = 'Microsoft.ContainerRegistry';

/** What each step that writes needs; steps that reuse something need nothing. `registryId` is what the plan is about. */
export function needsOf(plan: Pick<Plan, 'steps'>, registryId?: string): StepNeeds[] {
  const created = new Set(
    plan.steps.filter(({ action }) => action === 'create').map(({ resourceId }) => idKey(resourceId)),
  );
  return plan.steps.flatMap((step) => {
    const { request } = step;
    return request === undefined ? [] : [needsOfStep(step, request, created, registryId)];
  });
}

function needsOfStep(
  step: Step,
  request: StepRequest,
  created: ReadonlySet<string>,
  registryId: string | undefined,
): StepNeeds {
  const { type, target } = checkedAt(step.resourceId);
  const verb = request.method === 'DELETE' ? 'delete' : 'write';
  const need = (action: string, id: string, weight: Need['weight'] = 'required'): Need => ({
    action,
    target: id,
    scope: nearestExisting(id, created),
    weight,
  });
  const actions = [`${type}/${verb}`, ...(verb === 'write' && hasRead(type) ? [`${type}/read`] : [])];
  return {
    step,
    rights: [
      ...actions.map((action) => need(action, target)),
      ...linkedRights(type, request).map(({ action, id }) => need(action, id)),
      ...pollingActions(type).map((action) => need(action, target, 'advisory')),
    ],
    providers: providersOf(type, step, request),
    unlocked: [
      { id: step.resourceId, verb },
      // Deleting an endpoint deletes its connection on the registry, which a lock there stops too (seen in the wild).
      ...(verb === 'delete' && registryId !== undefined && same(type, `${network}/privateEndpoints`)
        ? [{ id: registryId, verb } as const]
        : []),
    ],
  };
}

/** Type and id that Azure checks: an assignment of a role is checked on what it is assigned on. */
function checkedAt(resourceId: string): { type: string; target: string } {
  const extension = /^(.*)\/providers\/(Microsoft\.Authorization\/\w+)\/[^/]+$/i.exec(resourceId);
  if (extension?.[1] !== undefined && extension[2] !== undefined) {
    return { type: extension[2], target: extension[1] };
  }
  const type = parseId(resourceId)?.type ?? 'Microsoft.Resources/subscriptions/resourceGroups';
  return { type, target: resourceId };
}

/** After a write the resource is read once more; an assignment comes with the answer. */
function hasRead(type: string): boolean {
  return !type.startsWith('Microsoft.Authorization/');
}

/**
 * Rights on what the body refers to; without them Azure answers LinkedAuthorizationFailed. From Microsoft's pages on
 * permissions of private link and of peering; `join` on zones and on linked networks as known from practice.
 */
function linkedRights(type: string, { method, body }: StepRequest): { action: string; id: string }[] {
  if (method !== 'PUT') return [];
  const properties = asObject(body['properties']);
  const on = (action: string, id: Json | undefined) => (typeof id === 'string' ? [{ action, id }] : []);
  switch (type.toLowerCase()) {
    case 'microsoft.network/privateendpoints':
      return [
        ...on(`${network}/virtualNetworks/subnets/join/action`, asObject(properties['subnet'])['id']),
        // A connection in the manual list waits for the registry's owner instead.
        ...asObjects(properties['privateLinkServiceConnections']).flatMap((connection) =>
          on(
            `${registry}/registries/privateEndpointConnectionsApproval/action`,
            asObject(connection['properties'])['privateLinkServiceId'],
          ),
        ),
      ];
    case 'microsoft.network/privateendpoints/privatednszonegroups':
      return asObjects(properties['privateDnsZoneConfigs']).flatMap((config) =>
        on(`${network}/privateDnsZones/join/action`, asObject(config['properties'])['privateDnsZoneId']),
      );
    case 'microsoft.network/privatednszones/virtualnetworklinks':
      return on(`${network}/virtualNetworks/join/action`, asObject(properties['virtualNetwork'])['id']);
    case 'microsoft.network/virtualnetworks/virtualnetworkpeerings':
      return on(`${network}/virtualNetworks/peer/action`, asObject(properties['remoteVirtualNetwork'])['id']);
    default:
      return [];
  }
}

/**
 * Rights to follow a long-running operation. Asked at the changed resource: the operation's own address lies below the
 * subscription, but holders of a role on a resource group follow their operations without any right there.
 */
function pollingActions(type: string): string[] {
  if (/^Microsoft\.Network\/privateDnsZones(\/|$)/i.test(type)) {
    return [`${network}/privateDnsOperationStatuses/read`];
  }
  if (
    /^Microsoft\.ContainerRegistry\/registries(\/(replications|privateEndpointConnections))?$/i.test(type)
  ) {
    return [`${type}/operationStatuses/read`];
  }
  return /^Microsoft\.Network\//i.test(type) ? [`${network}/locations/operations/read`] : [];
}

function providersOf(type: string, { resourceId }: Step, { method, body }: StepRequest): ProviderAsked[] {
  const namespace = type.split('/')[0] ?? '';
  if (method === 'DELETE') return [];
  const subscriptionId = subscriptionOf(resourceId);
  // A registry that is there proves its provider; a new one may be the subscription's first.
  if (same(type, `${registry}/registries`) && method === 'PUT')
    return [{ subscriptionId, namespace: registry }];
  if (!same(namespace, network)) return [];
  const endpoint = same(type, `${network}/privateEndpoints`);
  const targets = endpoint
    ? asObjects(asObject(body['properties'])['privateLinkServiceConnections'])
        .concat(asObjects(asObject(body['properties'])['manualPrivateLinkServiceConnections']))
        .flatMap((connection) => asObject(connection['properties'])['privateLinkServiceId'] ?? [])
    : [];
  // A registry proves its own subscription; the endpoint's has to know the provider as well (private link's pages).
  const elsewhere = targets.some(
    (id) => typeof id === 'string' && subscriptionOf(id).toLowerCase() !== subscriptionId.toLowerCase(),
  );
  return [
    { subscriptionId, namespace: network },
    ...(elsewhere ? [{ subscriptionId, namespace: registry }] : []),
  ];
}

/** What this plan creates, and what lies below it, isn't there yet: a role can be held above it only. */
function nearestExisting(id: string, created: ReadonlySet<string>): string {
  const chain = ancestors(id);
  const first = chain.findLastIndex((ancestor) => created.has(idKey(ancestor)));
  return chain[first + 1] ?? subscriptionScope(subscriptionOf(id));
}

/** The resource, its parents, its group and its subscription, from the inside out. */
function ancestors(id: string): string[] {
  const names = parseId(id)?.names.length ?? 0;
  const resources = Array.from({ length: names }).reduce<string[]>(
    (chain) => [...chain, parentId(chain.at(-1) ?? id)],
    [id],
  );
  // Above the outermost resource comes its provider's path, which is no scope: the group takes its place.
  const group = /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+/i.exec(id)?.[0];
  const own = names === 0 ? [id] : resources.slice(0, names);
  const above = [...(group === undefined ? [] : [group]), subscriptionScope(subscriptionOf(id))];
  return [...own, ...above.filter((scope) => !own.some((one) => same(one, scope)))];
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
