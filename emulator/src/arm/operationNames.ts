import type { ResourceType } from './provider';

const VERBS = ['get', 'head', 'put', 'patch', 'delete'] as const;

/**
 * Every operation that resource types answer for: method and type, e.g. `PUT Microsoft.Network/virtualNetworks`;
 * collections are read by `LIST`, actions have their name behind the type.
 */
export function operationNames(types: readonly ResourceType[]): string[] {
  return types.flatMap((type) => [
    ...VERBS.filter((verb) => type[verb] !== undefined).map((verb) => operationName(verb, type.type)),
    ...(type.list === undefined ? [] : [operationName('list', type.type)]),
    ...Object.keys(type.actions ?? {}).map((action) => operationName('post', `${type.type}/${action}`)),
  ]);
}

export function operationName(verb: string, type: string): string {
  return `${verb.toUpperCase()} ${type}`;
}
