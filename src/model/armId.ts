/** Azure resource ids: Azure compares them without regard to case, so does everything here. */
import { t } from '@vscode/l10n';

export interface ParsedId {
  readonly subscriptionId: string;
  readonly resourceGroup: string | undefined;
  /** Full type, e.g. `Microsoft.Network/virtualNetworks/subnets`; undefined for a subscription or resource group. */
  readonly type: string | undefined;
  /** Names along the type path, outermost first. */
  readonly names: readonly string[];
  /** Last name: of the resource, else of the group, else of the subscription. */
  readonly name: string;
}

const ID =
  /^\/subscriptions\/([^/]+)(?:\/resourceGroups\/([^/]+))?(?:\/providers\/([^/]+)((?:\/[^/]+\/[^/]+)+))?\/?$/i;

/** Takes an id of a subscription, a resource group or a resource; undefined if it is none of these. */
export function parseId(id: string): ParsedId | undefined {
  const match = ID.exec(id);
  if (!match) return undefined;
  const [, subscriptionId, resourceGroup, namespace, path] = match;
  if (subscriptionId === undefined) return undefined;
  const segments = path === undefined ? [] : path.slice(1).split('/');
  const types = segments.filter((_, index) => index % 2 === 0);
  const names = segments.filter((_, index) => index % 2 === 1);
  return {
    subscriptionId,
    resourceGroup,
    type: namespace === undefined ? undefined : [namespace, ...types].join('/'),
    names,
    name: names.at(-1) ?? resourceGroup ?? subscriptionId,
  };
}

/** The signs for kelvin, ångström and ohm, and İ: lower case makes other letters of them, with which Azure doesn't compare them. */
const ownLetters = /([\u0130\u2126\u212a\u212b])/u;

/** The form under which an id is compared and used as a key: Azure's names are the same in upper and lower case. */
export function idKey(id: string): string {
  return withoutSlash(lowerCase(id));
}

function withoutSlash(id: string): string {
  return id.endsWith('/') ? id.slice(0, -1) : id;
}

function lowerCase(id: string): string {
  if (!ownLetters.test(id)) return id.toLowerCase();
  const parts = id.split(ownLetters);
  return parts.map((part) => (ownLetters.test(part) ? part : part.toLowerCase())).join('');
}

export function sameId(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && (a === b || idKey(a) === idKey(b));
}

/** A registry and a cluster, by their ids. */
export interface Pair {
  readonly registryId: string;
  readonly clusterId: string;
}

export function samePair(a: Pair, b: Pair): boolean {
  return sameId(a.registryId, b.registryId) && sameId(a.clusterId, b.clusterId);
}

/** Each id once, in the order in which they come first. */
export function distinctIds(ids: readonly string[]): string[] {
  return [...new Map(ids.map((id) => [idKey(id), id])).values()];
}

/** Whether an id is the other one or lies below it; below `/` is everything. */
export function isAtOrBelow(id: string, upper: string): boolean {
  return `${idKey(id)}/`.startsWith(`${idKey(upper)}/`);
}

export function subscriptionScope(subscriptionId: string): string {
  return `/subscriptions/${subscriptionId}`;
}

export function resourceGroupId(subscriptionId: string, resourceGroup: string): string {
  return `${subscriptionScope(subscriptionId)}/resourceGroups/${resourceGroup}`;
}

/**
 * `resourceId(sub, 'rg', 'Microsoft.Network/virtualNetworks/subnets', 'vnet', 'snet')`.
 * Throws a RangeError if type path and names differ in length.
 */
export function resourceId(
  subscriptionId: string,
  resourceGroup: string,
  type: string,
  ...names: string[]
): string {
  return `${resourceGroupId(subscriptionId, resourceGroup)}/${providerPath(type, names)}`;
}

/** Id of a child, or of an extension resource such as a role assignment, below any scope. */
export function childId(parentId: string, childType: string, name: string): string {
  return `${parentId}/${childType}/${name}`;
}

export function extensionId(scope: string, type: string, name: string): string {
  return `${scope}/${providerPath(type, [name])}`;
}

function providerPath(type: string, names: readonly string[]): string {
  const [namespace, ...types] = type.split('/');
  if (namespace === undefined || types.length !== names.length) {
    throw new RangeError(`${type} needs ${types.length} names, got ${names.length}`);
  }
  return ['providers', namespace, ...types.flatMap((segment, index) => [segment, names[index] ?? ''])].join(
    '/',
  );
}

/** The subscription of anything that has one, in lower case; empty for what is in none, or isn't an ARM id. */
export function subscriptionKeyOf(id: string): string {
  return (/^\/subscriptions\/([^/]+)/i.exec(id)?.[1] ?? '').toLowerCase();
}

/** The subscription of any id; throws a RangeError for something that isn't an ARM id. */
export function subscriptionOf(id: string): string {
  const match = /^\/subscriptions\/([^/]+)/i.exec(id);
  if (match?.[1] === undefined) throw new RangeError(`Not an Azure resource ID: ${id}`);
  return match[1];
}

/** Id of the resource group that a resource lives in; throws a RangeError if it lives in none. */
export function groupIdOf(id: string): string {
  const match = /^(\/subscriptions\/[^/]+\/resourceGroups\/[^/]+)/i.exec(id);
  if (match?.[1] === undefined) throw new RangeError(`Not in a resource group: ${id}`);
  return match[1];
}

/** `…/virtualNetworks/v/subnets/s` → `…/virtualNetworks/v`. */
export function parentId(id: string): string {
  const path = withoutSlash(id);
  const end = path.lastIndexOf('/', path.lastIndexOf('/') - 1);
  return end < 0 ? id : path.slice(0, end);
}

/** Last segment, for showing. */
export function nameOf(id: string): string {
  const path = withoutSlash(id);
  return path.slice(path.lastIndexOf('/') + 1);
}

/** A scope for reading, with its kind where the name alone says too little: "resource group rg-devtest-weu". */
export function scopeWords(scope: string): string {
  if (scope === '/') return t('the root of the tenant');
  if (/\/managementGroups\/[^/]+\/?$/i.test(scope)) return t`management group ${nameOf(scope)}`;
  const parsed = parseId(scope);
  if (parsed === undefined || parsed.type !== undefined) return nameOf(scope);
  return parsed.resourceGroup === undefined
    ? t`subscription ${parsed.name}`
    : t`resource group ${parsed.name}`;
}
