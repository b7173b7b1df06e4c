/** An exported ARM template as Resource Manager reads it. */
import type { WrittenStep } from '../../src/exporting/model';
import type { Json } from '../../src/model/json';

/** A resource that a template or a module makes. */
export interface Said {
  /** Counts the deployments. */
  readonly deployment: number;
  readonly id: string;
  readonly apiVersion: string;
  readonly dependsOn: readonly string[];
  readonly body: Json;
}

interface ArmResource {
  readonly type: string;
  readonly name: string;
  readonly apiVersion: string;
  readonly scope?: string;
  readonly dependsOn?: readonly string[];
  readonly subscriptionId?: string;
  readonly resourceGroup?: string;
  readonly properties?: Json;
}

interface ArmTemplate {
  readonly $schema: string;
  readonly resources: readonly ArmResource[];
}

export interface ReadTemplate {
  /** Of all deployments in it. */
  readonly resources: readonly Said[];
  /** Names of deployments that don't wait for the one before. */
  readonly unchained: readonly string[];
}

/** What a template makes, in the subscription or the group of the first write. */
export function readTemplate(text: string, steps: readonly WrittenStep[]): ReadTemplate {
  const template = JSON.parse(text) as ArmTemplate;
  const group = steps[0]?.resourceId.split('/').slice(0, 5).join('/') ?? '';
  const resources = template.$schema.endsWith('/deploymentTemplate.json#')
    ? template.resources.map((resource) => ({ deployment: 0, ...readResource(resource, group) }))
    : template.resources.flatMap(({ properties, subscriptionId, resourceGroup }, deployment) => {
        const scope = `/subscriptions/${subscriptionId ?? ''}`;
        const inGroup = resourceGroup === undefined ? scope : `${scope}/resourceGroups/${resourceGroup}`;
        const inner = (properties as unknown as { readonly template: ArmTemplate }).template;
        return inner.resources.map((resource) => ({ deployment, ...readResource(resource, inGroup) }));
      });
  const unchained = template.resources.flatMap(({ type, name, dependsOn = [] }, index) => {
    if (index === 0 || type !== 'Microsoft.Resources/deployments') return [];
    const before = template.resources[index - 1]?.name ?? '';
    return dependsOn.some((id) => id.endsWith(`/deployments/${before}`)) ? [] : [name];
  });
  return { resources, unchained };
}

function readResource(resource: ArmResource, place: string) {
  const { type, name, apiVersion, scope, dependsOn = [] } = resource;
  const outer = ['type', 'name', 'apiVersion', 'scope', 'dependsOn', 'comments'];
  const body = Object.fromEntries(Object.entries(resource).filter(([member]) => !outer.includes(member)));
  const [namespace = '', ...kinds] = type.split('/');
  const names = plainText(name).split('/');
  const path = [namespace, ...kinds.flatMap((kind, index) => [kind, names[index] ?? ''])].join('/');
  const owner = scope === undefined ? place : `${place}/providers/${scope}`;
  const id =
    type === 'Microsoft.Resources/resourceGroups'
      ? `${place}/resourceGroups/${names[0] ?? ''}`
      : `${owner}/providers/${path}`;
  return { id, apiVersion, dependsOn, body: plainJson(body) };
}

/** As Resource Manager reads it: one bracket fewer where there are two, and no expression where there is one. */
function plainText(value: string): string {
  if (!value.startsWith('[') || !value.endsWith(']')) return value;
  return value.startsWith('[[') ? value.slice(1) : `an expression: ${value}`;
}

function plainJson(value: Json): Json {
  if (typeof value === 'string') return plainText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return (value as readonly Json[]).map(plainJson);
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [plainText(name), plainJson(member)]),
  );
}
