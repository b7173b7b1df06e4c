import { authenticationFailed } from './errors';

/** Who is asking, as far as the emulator knows: a scenario sets it. */
export interface Directory {
  tenantId: string;
  /** Object id of the principal that a token without a name of its own stands for. */
  defaultCaller: string;
}

export const emptyDirectory = (): Directory => ({
  tenantId: '00000000-0000-0000-0000-000000000000',
  defaultCaller: '00000000-0000-0000-0000-000000000001',
});

/**
 * Object id of the principal behind the `Authorization` header. Any bearer token is accepted; `user:<object id>`
 * names the principal, every other one stands for the scenario's default.
 */
export function callerOf(authorization: string | undefined, directory: Directory): string {
  if (authorization === undefined || authorization.trim() === '') {
    throw authenticationFailed(
      "Authentication failed. The 'Authorization' header is missing.",
      directory.tenantId,
    );
  }
  const token = /^Bearer\s+(\S+)$/i.exec(authorization.trim())?.[1];
  if (token === undefined) {
    throw authenticationFailed(
      "Authentication failed. The 'Authorization' header is provided in an invalid format.",
      directory.tenantId,
    );
  }
  return /^user:(.+)$/.exec(token)?.[1] ?? directory.defaultCaller;
}
