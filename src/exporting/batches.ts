/** For formats that deploy by scope: what is in one group, or in a subscription, is made together. */
import { groupIdOf, idKey, nameOf, subscriptionKeyOf } from '../model/armId';
import { shellArgument } from '../model/shell';
import { type Node, partsOfId, type WrittenStep } from './model';

/** Why such a format can't say a step; undefined if it can. */
export function undeployable({ action, title, request }: WrittenStep): string | undefined {
  if (action === 'delete') {
    return `${title} is deleted, which a deployment can’t do. Export the Azure CLI script instead.`;
  }
  if (request.method === 'PATCH') {
    return `${title} changes some properties of an existing resource, and a deployment only writes whole resources. Export Terraform or the Azure CLI script instead.`;
  }
  return request.query === undefined
    ? undefined
    : `${title} uses a request option that a deployment doesn’t support. Export Terraform or the Azure CLI script instead.`;
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

/** Where a deployment of a subscription is kept: where the first thing of the plan comes that is in a region. */
export function locationOf(steps: readonly WrittenStep[]): string {
  const locations = steps.flatMap(({ request: { body } }) =>
    typeof body['location'] === 'string' ? [body['location'].replaceAll(' ', '').toLowerCase()] : [],
  );
  return locations.find((one) => one !== 'global' && /^[a-z0-9]+$/.test(one)) ?? 'LOCATION';
}

/** The command that deploys a file into the scope of the first batch, for a shell. */
export function deployment(
  file: string,
  { scope }: Batch,
  isOfGroup: boolean,
  steps: readonly WrittenStep[],
): string {
  const words = [
    `az deployment ${isOfGroup ? 'group' : 'sub'} create`,
    option('subscription', subscriptionKeyOf(scope)),
    isOfGroup ? option('resource-group', nameOf(scope)) : option('location', locationOf(steps)),
    option('template-file', file),
  ];
  return words.join(' ');
}

/** A name may have brackets in it, or begin as an option does. */
function option(name: string, value: string): string {
  const argument = shellArgument(value) ?? name.toUpperCase();
  return /^\w/.test(argument) ? `--${name} ${argument}` : `--${name}=${argument}`;
}
