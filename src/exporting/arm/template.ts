/** A plan as a template of Azure Resource Manager. Pure. */
import { groupIdOf, idKey, nameOf, subscriptionKeyOf } from '../../model/armId';
import type { Json, JsonObject } from '../../model/json';
import type { AnyPlan } from '../../provisioning';
import type { Exported } from '../exported';
import { headerOf, wrapped } from '../header';
import { type Node, nodesOf, partsOfId, writesOf, type WrittenStep } from '../model';

const schemas = 'https://schema.management.azure.com/schemas';

/** One file, `template.json`. Refused where something is deleted, or only some members of it are set. */
export function toArmTemplate(plan: AnyPlan): Exported {
  const steps = writesOf(plan);
  const reasons = steps.flatMap((step) => refusalOf(step) ?? []);
  if (reasons.length > 0) return { kind: 'refused', reasons };
  const nodes = nodesOf(steps);
  if (nodes === undefined) return { kind: 'refused', reasons: ['Its steps wait for each other.'] };
  const text = `${JSON.stringify(templateOf(plan, batchesOf(nodes)), undefined, 2)}\n`;
  return { kind: 'exported', files: [{ name: 'template.json', text }] };
}

/** Why a template can't say a step; undefined if it can. */
export function refusalOf({ action, title, request }: WrittenStep): string | undefined {
  if (action === 'delete') {
    return `${title} is deleted, which a template can’t say: export the Azure CLI script.`;
  }
  if (request.method === 'PATCH') {
    return `${title} sets some members of what is there, and a template only writes the whole: export Terraform or the Azure CLI script.`;
  }
  return request.query === undefined
    ? undefined
    : `${title} asks Azure for more than a template can: export Terraform or the Azure CLI script.`;
}

/** Nodes that one deployment makes, because they are in one group or subscription and wait for none of a later one. */
export interface Batch {
  /** Id of the group, or of the subscription for groups themselves. */
  readonly scope: string;
  readonly nodes: readonly Node[];
}

/** As few as the order allows, each after all before it. */
export function batchesOf(nodes: readonly Node[]): Batch[] {
  const batches: Batch[] = [];
  const placed = new Set<string>();
  const isReady = ({ name, after }: Node) => !placed.has(name) && after.every((one) => placed.has(one.name));
  for (let next = nodes.find(isReady); next !== undefined; next = nodes.find(isReady)) {
    const scope = scopeOf(next);
    const own: Node[] = [];
    const isOwn = (node: Node) => isReady(node) && idKey(scopeOf(node)) === idKey(scope);
    for (let node = nodes.find(isOwn); node !== undefined; node = nodes.find(isOwn)) {
      placed.add(node.name);
      own.push(node);
    }
    batches.push({ scope, nodes: own });
  }
  return batches;
}

function scopeOf({ step }: Node): string {
  const { resourceId, kind } = step;
  return kind === 'resourceGroup' ? partsOfId(resourceId).parent : groupIdOf(resourceId);
}

export function isGroup(scope: string): boolean {
  return /\/resourceGroups\//i.test(scope);
}

function templateOf(plan: AnyPlan, batches: readonly Batch[]): JsonObject {
  const [first, ...others] = batches;
  if (first === undefined) return {};
  const isOfGroup = others.length === 0 && isGroup(first.scope);
  const location = locationOf(plan);
  const where = isOfGroup ? `--resource-group ${nameOf(first.scope)}` : `--location ${location}`;
  const how = `az deployment ${isOfGroup ? 'group' : 'sub'} create --subscription ${subscriptionKeyOf(first.scope)} ${where} --template-file template.json`;
  return {
    ...frame(isOfGroup),
    metadata: { comments: [...headerOf(plan), '', `Deploy it with: ${how}`] },
    resources: isOfGroup
      ? resourcesOf(first)
      : batches.map((batch, index) => deploymentOf(batch, index, batches, location)),
  };
}

function frame(ofGroup: boolean): JsonObject {
  return {
    $schema: ofGroup
      ? `${schemas}/2019-04-01/deploymentTemplate.json#`
      : `${schemas}/2018-05-01/subscriptionDeploymentTemplate.json#`,
    contentVersion: '1.0.0.0',
  };
}

/** Where a deployment of a subscription is kept: where the first thing of the plan comes. */
function locationOf(plan: AnyPlan): string {
  const locations = writesOf(plan).flatMap(({ request: { body } }) =>
    typeof body['location'] === 'string' && body['location'] !== 'global' ? [body['location']] : [],
  );
  return locations[0]?.replaceAll(' ', '').toLowerCase() ?? 'LOCATION';
}

function deploymentOf(batch: Batch, index: number, batches: readonly Batch[], location: string): JsonObject {
  const { scope } = batch;
  const names = batches.map((one, place) => `${place + 1}-${nameOf(one.scope)}`.slice(0, 64));
  const place: JsonObject = isGroup(scope) ? { resourceGroup: nameOf(scope) } : { location };
  return {
    type: 'Microsoft.Resources/deployments',
    apiVersion: '2022-09-01',
    name: names[index] ?? '',
    subscriptionId: subscriptionKeyOf(scope),
    ...place,
    ...(index === 0
      ? {}
      : {
          dependsOn: [deploymentId(batches[index - 1]?.scope ?? '', names[index - 1] ?? '')],
        }),
    properties: {
      mode: 'Incremental',
      expressionEvaluationOptions: { scope: 'inner' },
      template: { ...frame(isGroup(scope)), resources: resourcesOf(batch) },
    },
  };
}

function deploymentId(scope: string, name: string): string {
  return `${scope}/providers/Microsoft.Resources/deployments/${name}`;
}

function resourcesOf({ nodes }: Batch): JsonObject[] {
  return nodes.map(({ step, after }) => {
    const { resourceId, request, reason } = step;
    const within = after.flatMap(({ name }) => {
      const other = nodes.find((node) => node.name === name);
      return other === undefined ? [] : [other.step.resourceId];
    });
    const { type, name, scope } = placeOf(resourceId);
    return {
      comments: text(wrapped(reason).join(' ')),
      type,
      apiVersion: request.apiVersion,
      name: text(name),
      ...(scope === undefined ? {} : { scope: text(scope) }),
      ...(within.length === 0 ? {} : { dependsOn: within.map(text) }),
      ...(escaped(request.body) as JsonObject),
    };
  });
}

/** Of a child the names of all that it is in; of what is assigned to something, that as its scope. */
export function placeOf(id: string): {
  readonly type: string;
  readonly name: string;
  readonly scope: string | undefined;
} {
  const { type } = partsOfId(id);
  const path = /^(.*)\/providers\/[^/]+\/(.*)$/i.exec(id);
  if (path === null) return { type, name: nameOf(id), scope: undefined };
  const [, owner = '', rest = ''] = path;
  const name = rest
    .split('/')
    .filter((_, index) => index % 2 === 1)
    .join('/');
  const above = /\/providers\/(.*)$/i.exec(owner)?.[1];
  return { type, name, scope: above };
}

/** Between brackets would be an expression; a second one at the beginning makes it text. */
function text(value: string): string {
  return value.startsWith('[') && value.endsWith(']') ? `[${value}` : value;
}

function escaped(value: Json): Json {
  if (typeof value === 'string') return text(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return (value as readonly Json[]).map(escaped);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [text(name), escaped(member)]));
}
