/** For formats that deploy by scope: what is in one group, or in a subscription, is made together. */
import { groupIdOf, idKey } from '../model/armId';
import { type Node, partsOfId, type WrittenStep } from './model';

/** Why such a format can't say a step; undefined if it can. */
export function undeployable({ action, title, request }: WrittenStep): string | undefined {
  if (action === 'delete') {
    return `${title} is deleted, which a deployment can’t say: export the Azure CLI script.`;
  }
  if (request.method === 'PATCH') {
    return `${title} sets some members of what is there, and a deployment only writes the whole: export Terraform or the Azure CLI script.`;
  }
  return request.query === undefined
    ? undefined
    : `${title} asks Azure for more than a deployment can: export Terraform or the Azure CLI script.`;
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

/** Where a deployment of a subscription is kept: where the first thing of the plan comes. */
export function locationOf(steps: readonly WrittenStep[]): string {
  const locations = steps.flatMap(({ request: { body } }) =>
    typeof body['location'] === 'string' && body['location'] !== 'global' ? [body['location']] : [],
  );
  return locations[0]?.replaceAll(' ', '').toLowerCase() ?? 'LOCATION';
}
