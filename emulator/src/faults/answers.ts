import type { ArmAnswer } from '../arm/answer';
import type { Directory } from '../arm/caller';
import { claimsChallenge, expiredToken } from '../arm/caller';
import { ArmError, networkError, operationNotFound, scopeLocked } from '../arm/errors';
import { disallowedByPolicy } from '../providers/policy/policies';
import { WRITES, type Fault } from './fault';

interface Asked {
  readonly path: string;
  readonly method: string;
  readonly directory: Directory;
  readonly now: number;
}

/** The error that a fault answers with in place of Resource Manager; `undefined` for faults that let it answer. */
export function errorOf(fault: Fault, { path, method, directory, now }: Asked): ArmError | undefined {
  switch (fault.kind) {
    case 'throttled':
      return new ArmError(
        429,
        'TooManyRequests',
        'The request is being throttled as the limit has been reached for the operation type.',
        { headers: retryAfter(fault.retryAfter) },
      );
    case 'server-error':
      return new ArmError(fault.status, serverErrors[fault.status].code, serverErrors[fault.status].message, {
        headers: fault.retryAfter === undefined ? {} : retryAfter(fault.retryAfter),
      });
    case 'another-operation':
      return networkError(
        409,
        'AnotherOperationInProgress',
        `Another operation on this or dependent resource is in progress. To retrieve status of the operation use uri: ${path}.`,
      );
    case 'referenced-not-provisioned':
      return networkError(
        409,
        'ReferencedResourceNotProvisioned',
        `Cannot proceed with operation because resource ${path} used by resource ${path} is not in Succeeded state. Resource is in Updating state and the last operation that updated/is updating the resource is PutSubnetOperation.`,
      );
    case 'retryable-error':
      return new ArmError(
        429,
        'RetryableErrorDueToAnotherOperation',
        `An operation is updating resource ${path}. The call can be retried later.`,
        { details: [], headers: retryAfter(fault.retryAfter) },
      );
    case 'expired-token':
      return expiredToken(directory.tenantId, new Date(now - 1000), new Date(now));
    case 'claims-challenge':
      return claimsChallenge(fault.context, WRITES.includes(method) ? path : undefined);
    case 'expired-operation':
      return operationNotFound();
    case 'refused':
      return new ArmError(fault.status, fault.code, fault.message);
    case 'policy-denied':
      return disallowedByPolicy(path.slice(path.lastIndexOf('/') + 1), [policyOf(fault.policy)]);
    case 'locked':
      return scopeLocked(path, method === 'DELETE' ? 'delete' : 'write', [path]);
    case 'latency':
    case 'reset-before':
    case 'reset-after':
    case 'operation-slow':
    case 'operation-failed':
    case 'operation-canceled':
    case 'graph-lag':
    case 'graph-limit':
    case 'graph-quota':
    case 'permission-removed':
      return undefined;
  }
}

const serverErrors = {
  500: { code: 'InternalServerError', message: 'An error occurred.' },
  502: {
    code: 'BadGateway',
    message: 'The gateway did not receive a response from the resource provider.',
  },
  503: {
    code: 'ServiceUnavailable',
    message: 'The service is unavailable now. Please retry the request later.',
  },
  504: {
    code: 'GatewayTimeout',
    message: 'The gateway did not receive a response within the specified time period.',
  },
};

function retryAfter(seconds: number | null | undefined): Record<string, string> {
  return seconds === null ? {} : { 'Retry-After': String(Math.ceil(seconds ?? 1)) };
}

function policyOf(displayName: string) {
  const name = 'fault';
  const scope = '/providers/Microsoft.Management/managementGroups/fault';
  return {
    id: `${scope}/providers/Microsoft.Authorization/policyAssignments/${name}`,
    name,
    displayName,
    scope,
    definitionId: `/providers/Microsoft.Authorization/policyDefinitions/${name}`,
    rule: {},
  };
}

/**
 * What stands in the request log where a connection broke and no answer was ever made: an answer as a gateway would
 * give it, so that the log keeps its format.
 */
export function lostAnswer(): ArmAnswer {
  const error = new ArmError(
    502,
    'ConnectionReset',
    'The connection was reset before the request took effect.',
  );
  return { status: error.status, body: { error: error.toJSON() } };
}
