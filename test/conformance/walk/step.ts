/** Which api-version a step is sent with: `eras` says it for each service. */
export type Service =
  | 'clusters'
  | 'denials'
  | 'dns'
  | 'graph'
  | 'groups'
  | 'locks'
  | 'network'
  | 'policies'
  | 'registries'
  | 'restrictions'
  | 'roleDefinitions'
  | 'roles'
  | 'subscriptions';

/** One request, and how Azure answers it. */
export interface Step {
  readonly method: string;
  /** Path, and query but for the api-version. */
  readonly path: string;
  readonly service: Service;
  readonly body?: unknown;
  readonly status: number;
  /** `error.code` of a refusal. */
  readonly code?: string;
}

/** Steps of one service, sent one after the other. */
export function stepsOf(service: Service) {
  return {
    well: (status: number, method: string, path: string, body?: unknown): Step => ({
      method,
      path,
      service,
      status,
      ...(body === undefined ? {} : { body }),
    }),
    refused: (status: number, code: string, method: string, path: string, body?: unknown): Step => ({
      method,
      path,
      service,
      status,
      code,
      ...(body === undefined ? {} : { body }),
    }),
  };
}

export const SUBSCRIPTION = '/subscriptions/77777777-0000-4000-8000-000000000001';
export const GROUP = `${SUBSCRIPTION}/resourceGroups/rg-walk`;
export const STRANGER = '77777777-0000-4000-8000-00000000000b';
export const KUBELET = '77777777-0000-4000-8000-00000000000c';
export const NETWORK = `${GROUP}/providers/Microsoft.Network/virtualNetworks/vnet-there`;
export const REGISTRY = `${GROUP}/providers/Microsoft.ContainerRegistry/registries/walkthere`;
export const CLUSTER = `${GROUP}/providers/Microsoft.ContainerService/managedClusters/aks-there`;
