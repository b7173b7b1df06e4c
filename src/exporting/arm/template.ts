/** A plan as a template of Azure Resource Manager. Pure. */
import { nameOf, subscriptionKeyOf } from '../../model/armId';
import type { Json, JsonObject } from '../../model/json';
import { type Batch, batchesOf, deployment, isGroup, locationOf, undeployable } from '../batches';
import { type Exported, inCircle } from '../exported';
import { wrapped } from '../header';
import { nodesOf, partsOfId, type Source } from '../model';

const schemas = 'https://schema.management.azure.com/schemas';

/** One file, `template.json`. Refused where something is deleted, or only some members of it are set. */
export function toArmTemplate(source: Source): Exported {
  const { steps } = source;
  const reasons = steps.flatMap((step) => undeployable(step) ?? []);
  if (reasons.length > 0) return { kind: 'refused', reasons };
  const nodes = nodesOf(steps);
  if (nodes === undefined) return inCircle;
  const text = `${JSON.stringify(templateOf(source, batchesOf(nodes)), undefined, 2)}\n`;
  return { kind: 'exported', files: [{ name: 'template.json', text }] };
}

function templateOf({ steps, header }: Source, batches: readonly Batch[]): JsonObject {
  const [first, ...others] = batches;
  if (first === undefined) return {};
  const isOfGroup = others.length === 0 && isGroup(first.scope);
  const location = locationOf(steps);
  const how = deployment('template.json', first, isOfGroup, steps);
  return {
    ...frame(isOfGroup),
    metadata: { comments: [...header, '', `Deploy it with: ${how}`].map(text) },
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
function placeOf(id: string): {
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
