import type { GenericSchema } from 'valibot';
import type { ArmAnswer } from '../../arm/answer';
import { networkChildNotFound, networkError } from '../../arm/errors';
import { listAt, objectAt, same, textAt, without } from '../../arm/json';
import type { ArmRequest, ResourceType } from '../../arm/provider';
import { locationOf, tagsOf, update } from '../../arm/tracked';
import type { ArmResource, Estate, JsonObject } from '../../estate';
import { requireRegistered } from '../providerRegistrations';
import * as common from './common';
import { tagsBody } from './schemas';

/** A resource that holds a list of rules and is attached to subnets: a network security group or a route table. */
export interface RuleHolder {
  /** e.g. `Microsoft.Network/networkSecurityGroups`. */
  readonly type: string;
  /** The list in its properties, which is also the segment of the rules' own paths. */
  readonly list: 'securityRules' | 'routes';
  /** How a subnet refers to it. */
  readonly subnetMember: 'networkSecurityGroup' | 'routeTable';
  /** As error texts and operations call it. */
  readonly title: string;
  readonly operation: string;
  readonly inUseCode: string;
  readonly schemas: { readonly put: GenericSchema; readonly rule: GenericSchema };
  /** Members of the properties that a client may set, besides the rules. */
  readonly ownProperties: (body: JsonObject) => JsonObject;
  /** What the service adds to the properties that it shows. */
  readonly shownProperties: (holder: ArmResource) => JsonObject;
  /** A rule's properties with Azure's defaults. */
  readonly ruleProperties: (sent: JsonObject) => JsonObject;
  /** Refuses rules that can't stand beside each other. */
  readonly check: (holderId: string, rules: readonly JsonObject[]) => void;
}

/** The types of a holder and of its rules. Rules live in the holder; a path of their own reads and writes them too. */
export function ruleHolderTypes(kind: RuleHolder): [ResourceType, ResourceType] {
  const render = (estate: Estate, holder: ArmResource): JsonObject => rendered(kind, estate, holder);
  const remove = (estate: Estate, holder: ArmResource): void => {
    // With a whole group the subnets that were attached may go later: they lose the reference.
    for (const subnet of attachedSubnets(kind, estate, holder.id)) {
      estate.put({ ...subnet, properties: without(subnet.properties, kind.subnetMember) });
    }
    estate.delete(holder.id);
  };
  return [
    {
      type: kind.type,
      apiVersions: common.networkApiVersions,
      get: (request) => ({ status: 200, body: render(request.estate, common.found(request)) }),
      put: (request) => putHolder(kind, request),
      patch: common.tagsPatch(render),
      delete: (request) => deleteHolder(kind, request),
      list: common.lister(kind.type, render),
      remove,
      schemas: { put: kind.schemas.put, patch: tagsBody },
    },
    {
      type: `${kind.type}/${kind.list}`,
      apiVersions: common.networkApiVersions,
      get: (request) => {
        const rule = rulesOf(kind, holderOf(request)).find((item) => isNamed(item, request.id.name));
        if (rule === undefined) throw networkChildNotFound(request.id.path);
        return { status: 200, body: rule };
      },
      put: (request) => putRule(kind, request),
      delete: (request) => deleteRule(kind, request),
      list: (request) => ({
        status: 200,
        body: { value: rulesOf(kind, request.estate.get(request.id.path)) },
      }),
      schemas: { put: kind.schemas.rule },
    },
  ];
}

function putHolder(kind: RuleHolder, request: ArmRequest): ArmAnswer {
  const { estate, operations, id, body } = request;
  const existing = estate.get(id.path);
  requireRegistered(estate, id.subscriptionId, 'Microsoft.Network');
  common.checkName(id.name, 1, 80);
  common.checkIfMatch(request, existing);
  operations.refuseIfHeld(id.path);
  const location = locationOf(request, existing);
  const rules = (listAt(body, 'properties', kind.list) as JsonObject[]).map((rule) =>
    ruleFrom(kind, id.path, textAt(rule, 'name') ?? '', rule),
  );
  kind.check(id.path, rules);
  const holder: ArmResource = {
    name: id.name,
    id: id.path,
    etag: common.newEtag(),
    type: kind.type,
    location,
    ...tagsOf(request),
    properties: {
      ...kind.ownProperties(objectAt(body, 'properties')),
      [kind.list]: rules,
      resourceGuid: existing?.properties['resourceGuid'] ?? crypto.randomUUID(),
      provisioningState: 'Updating',
    },
  };
  return store(kind, request, holder, existing === undefined ? 'create' : 'update', holder.id);
}

function putRule(kind: RuleHolder, request: ArmRequest): ArmAnswer {
  const holder = holderOf(request);
  common.checkName(request.id.name, 1, 80);
  request.operations.refuseIfHeld(request.id.path, holder.id);
  const others = rulesOf(kind, holder).filter((item) => !isNamed(item, request.id.name));
  const isNew = others.length === rulesOf(kind, holder).length;
  const rules = [...others, ruleFrom(kind, holder.id, request.id.name, request.body)];
  kind.check(holder.id, rules);
  const changed = { ...holder, properties: { ...holder.properties, [kind.list]: rules } };
  const answer = store(kind, request, changed, isNew ? 'create' : 'update', request.id.path);
  const body = rulesOf(kind, request.estate.get(holder.id)).find((item) => isNamed(item, request.id.name));
  return { ...answer, body };
}

function store(
  kind: RuleHolder,
  request: ArmRequest,
  holder: ArmResource,
  verb: 'create' | 'update',
  target: string,
): ArmAnswer {
  const { estate, operations } = request;
  estate.put({
    ...holder,
    etag: common.newEtag(),
    properties: { ...holder.properties, provisioningState: 'Updating' },
  });
  const headers = operations.start(request, {
    habit: 'network',
    latency: 'ruleHolder',
    target,
    verb,
    name: `Put${kind.operation}Operation`,
    ...(holder.location === undefined ? {} : { location: holder.location }),
    holds: [holder.id],
    effect: () => {
      update(request, holder.id, { provisioningState: 'Succeeded' }, { etag: common.newEtag() });
    },
  });
  const body = rendered(kind, estate, estate.get(holder.id) ?? holder);
  return { status: verb === 'create' ? 201 : 200, body, headers };
}

function deleteHolder(kind: RuleHolder, request: ArmRequest): ArmAnswer {
  const { estate, operations, id } = request;
  const holder = estate.get(id.path);
  if (holder === undefined) return { status: 204 };
  common.checkIfMatch(request, holder);
  operations.refuseIfHeld(id.path);
  const users = attachedSubnets(kind, estate, holder.id).map((subnet) => subnet.id);
  if (users.length > 0) {
    throw networkError(
      400,
      kind.inUseCode,
      `${kind.title} ${holder.id} cannot be deleted because it is in use by the following resources: ${users.join(', ')}. In order to delete the ${kind.title}, remove the association with the resource(s). To learn how to do this, see aka.ms/deletensg.`,
    );
  }
  return remove(kind, request, holder, holder.id, () => void estate.delete(holder.id));
}

function deleteRule(kind: RuleHolder, request: ArmRequest): ArmAnswer {
  const holder = holderOf(request);
  const left = rulesOf(kind, holder).filter((item) => !isNamed(item, request.id.name));
  if (left.length === rulesOf(kind, holder).length) return { status: 204 };
  request.operations.refuseIfHeld(request.id.path, holder.id);
  return remove(kind, request, holder, request.id.path, () => {
    update(request, holder.id, { [kind.list]: left }, { etag: common.newEtag() });
  });
}

function remove(
  kind: RuleHolder,
  request: ArmRequest,
  holder: ArmResource,
  target: string,
  effect: () => void,
): ArmAnswer {
  const headers = request.operations.start(request, {
    habit: 'network',
    latency: 'ruleHolder',
    target,
    verb: 'delete',
    name: `Delete${kind.operation}Operation`,
    ...(holder.location === undefined ? {} : { location: holder.location }),
    holds: [holder.id],
    effect,
  });
  return { status: 202, headers };
}

function ruleFrom(kind: RuleHolder, holderId: string, name: string, sent: JsonObject): JsonObject {
  common.checkName(name, 1, 80);
  return {
    name,
    id: `${holderId}/${kind.list}/${name}`,
    etag: common.newEtag(),
    type: `${kind.type}/${kind.list}`,
    properties: { ...kind.ruleProperties(objectAt(sent, 'properties')), provisioningState: 'Succeeded' },
  };
}

/** A holder as a GET and Resource Graph show it. */
export function rendered(kind: RuleHolder, estate: Estate, holder: ArmResource): JsonObject {
  const subnets = attachedSubnets(kind, estate, holder.id).map(({ id }) => ({ id }));
  return {
    ...(holder as JsonObject),
    properties: {
      ...holder.properties,
      ...kind.shownProperties(holder),
      ...(subnets.length === 0 ? {} : { subnets }),
    },
  };
}

function attachedSubnets(kind: RuleHolder, estate: Estate, holderId: string): ArmResource[] {
  return estate
    .ofType(common.SUBNET)
    .filter((subnet) => same(textAt(subnet.properties, kind.subnetMember, 'id'), holderId));
}

function rulesOf(kind: RuleHolder, holder: ArmResource | undefined): JsonObject[] {
  return listAt(holder?.properties, kind.list) as JsonObject[];
}

function holderOf(request: ArmRequest): ArmResource {
  const holder = request.estate.get(request.id.parent?.path ?? '');
  if (holder === undefined) throw common.missing(request.id);
  return holder;
}

function isNamed(rule: JsonObject, name: string): boolean {
  return same(textAt(rule, 'name'), name);
}
