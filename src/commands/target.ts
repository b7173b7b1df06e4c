/**
 * What a command was called on: a node of the tree or of another extension's, an object that a keybinding gave, or nothing.
 * Only what a command needs is looked at, and nothing of it is believed without a check.
 */
import { parseId } from '../model/armId';
import { type Failure, FailureError } from '../model/failure';
import { idInOtherTree } from './otherTrees';
import type { ImageList, ShownImage } from '../views/explorer/treeNode';

function member(argument: unknown, name: string): unknown {
  return typeof argument === 'object' && argument !== null
    ? (argument as Record<string, unknown>)[name]
    : undefined;
}

export function textOf(argument: unknown, name: string): string | undefined {
  const value = member(argument, name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function numberOf(argument: unknown, name: string): number | undefined {
  const value = member(argument, name);
  return typeof value === 'number' ? value : undefined;
}

/** The resource that the command is about; undefined if none was given. */
export function resourceIdOf(argument: unknown): string | undefined {
  return validId(textOf(argument, 'resourceId')) ?? idInOtherTree(argument);
}

/** The image that the argument says, in its `image` or by itself; none of it is checked. */
export function imageOf(argument: unknown): Partial<ShownImage> {
  const image = member(argument, 'image') ?? argument;
  const named = (name: keyof ShownImage) => {
    const text = textOf(image, name);
    return text === undefined ? {} : { [name]: text };
  };
  return { ...named('loginServer'), ...named('repository'), ...named('tag'), ...named('digest') };
}

/** The failure that a node of the tree says in short. What isn't one by its shape is a defect. */
export function failureOf(argument: unknown): FailureError | Error {
  const failure = member(argument, 'failure');
  const parts = ['code', 'kind', 'message', 'nextAction'].map((name) => textOf(failure, name));
  if (parts.includes(undefined)) return new Error('No failure to show.');
  return new FailureError(failure as Failure);
}

/** Where the failure that the argument has, or is, says to sign in. */
export function signInOf(argument: unknown): NonNullable<Failure['signIn']> {
  const place = member(member(argument, 'failure') ?? argument, 'signIn');
  const [tenantId, account] = [textOf(place, 'tenantId'), textOf(place, 'account')];
  return { ...(tenantId !== undefined && { tenantId }), ...(account !== undefined && { account }) };
}

/** The list of images that a node of the tree is about. */
export function imageListOf(argument: unknown): ImageList | undefined {
  const list = member(argument, 'list');
  const registryId = validId(textOf(list, 'registryId'));
  const registry = member(list, 'registry');
  const loginServer = textOf(registry, 'loginServer');
  if (registryId === undefined || loginServer === undefined) return undefined;
  const repository = textOf(list, 'repository');
  return {
    registryId,
    registry: {
      loginServer,
      roleAssignmentMode: textOf(registry, 'roleAssignmentMode') === 'abac' ? 'abac' : 'legacy',
    },
    ...(repository !== undefined && { repository }),
  };
}

/** Registry and cluster, where the argument says both or one of them. */
export function pairOf(argument: unknown): { readonly registryId?: string; readonly clusterId?: string } {
  const pair = member(argument, 'pair') ?? argument;
  const registryId =
    validId(textOf(pair, 'registryId')) ??
    ofType(resourceIdOf(argument), 'Microsoft.ContainerRegistry/registries');
  const clusterId =
    validId(textOf(pair, 'clusterId')) ??
    ofType(resourceIdOf(argument), 'Microsoft.ContainerService/managedClusters');
  return { ...(registryId !== undefined && { registryId }), ...(clusterId !== undefined && { clusterId }) };
}

function validId(id: string | undefined): string | undefined {
  return id !== undefined && parseId(id) !== undefined ? id : undefined;
}

function ofType(id: string | undefined, type: string): string | undefined {
  return id !== undefined && parseId(id)?.type?.toLowerCase() === type.toLowerCase() ? id : undefined;
}
