import { nameOf } from '../../model/armId';
import type { AzureError, Failure, FailureKind } from '../../model/failure';
import { isJsonObject } from './json';
import { redact } from './redact';

/** An error as Azure named it: in an answer, or at the end of an operation (then it has no status). */
export interface ArmError extends AzureError {
  readonly additionalInfo?: readonly unknown[];
}

export interface MissingRight {
  readonly action: string;
  readonly scope: string;
}

/**
 * Azure's codes by what the user can do about them. Sources: Microsoft's "common deployment errors" and "request
 * limits" pages for the codes of Resource Manager, recorded answers of the network provider for the rest.
 */
const KINDS: Readonly<Record<string, FailureKind>> = {
  AuthorizationFailed: 'auth',
  LinkedAuthorizationFailed: 'auth',
  LinkedAccessCheckFailed: 'auth',
  DenyAssignmentAuthorizationFailed: 'auth',
  RequestDisallowedByPolicy: 'auth',
  SubscriptionNotFound: 'auth',
  ScopeLocked: 'conflict',
  AnotherOperationInProgress: 'conflict',
  RetryableErrorDueToAnotherOperation: 'conflict',
  ReferencedResourceNotProvisioned: 'conflict',
  InUseSubnetCannotBeDeleted: 'conflict',
  CannotDeleteResource: 'conflict',
  SubnetIsFull: 'quota',
  ResponsePayloadTooLarge: 'quota',
  PrincipalNotFound: 'transient',
};

const NEXT_ACTIONS: Readonly<Record<string, string>> = {
  SubscriptionNotFound: 'Sign in to the tenant of that subscription, or ask for a role in it.',
  RequestDisallowedByPolicy:
    'Ask who owns the policy for an exemption, or create the resource as the policy wants it.',
  ScopeLocked: 'Ask an owner to remove the lock, then try again.',
  MissingSubscriptionRegistration: 'Register the resource provider in the subscription, then try again.',
  PrincipalNotFound:
    'If the identity was created a moment ago, try again in a minute. Else check its object ID: an application (client) ID is another one, and identities of another tenant aren’t found.',
  RoleAssignmentUpdateNotPermitted: 'Remove the role assignment of that name, then try again.',
  ResponsePayloadTooLarge: 'Select fewer subscriptions, then try again.',
  InvalidAuthenticationTokenTenant: 'Switch to the tenant that the resource belongs to.',
};

const NEXT_ACTION_BY_KIND: Readonly<Record<FailureKind, string>> = {
  user: 'Change what was asked for, and try again.',
  auth: 'Ask an owner for the right that is missing, then try again.',
  conflict: 'Wait until the other change is done, then try again.',
  quota: 'Free some of what is used, or ask Azure for a higher limit.',
  transient: 'Try again in a minute.',
  cancelled: 'Start it again when you want to.',
  defect: 'Try again; if it stays, report it with the log.',
};

/** What Azure refused, as a Failure. `about` is the resource that was asked for. */
export function armFailure(error: ArmError, about?: string): Failure {
  const { status, requestId } = error;
  const code = error.code === '' ? `Http${status ?? 'Error'}` : redact(error.code);
  const message = redact(error.message);
  const kind = kindOf(code, status);
  return {
    code: status === 401 ? 'signIn.refused' : `azure.${code}`,
    kind,
    message: sentence({ ...error, code, message }, about),
    nextAction: nextAction(code, kind, { ...error, message }),
    ...(about === undefined ? {} : { resourceId: about }),
    azure: {
      code,
      message,
      ...(status === undefined ? {} : { status }),
      ...(requestId === undefined ? {} : { requestId: redact(requestId) }),
    },
  };
}

/** The action and the scope that Azure names in a refusal; undefined for any other error. */
export function missingRight({ code, message }: AzureError): MissingRight | undefined {
  const match =
    code === 'LinkedAuthorizationFailed'
      ? // The first action is the one that the caller has; the one that lacks is on the linked scope.
        /action\(s\) '([^']+)' on the linked scope\(s\) '([^']+)'/.exec(message)
      : /action '([^']+)' over scope '([^']+)'/.exec(message);
  const [, action, scope] = match ?? [];
  return action === undefined || scope === undefined ? undefined : { action, scope };
}

function kindOf(code: string, status: number | undefined): FailureKind {
  const known = KINDS[code];
  if (known) return known;
  if (/Quota|LimitExceeded|LimitReached/i.test(code)) return 'quota';
  if (status === 401 || status === 403) return 'auth';
  if (status === 409 || status === 412) return 'conflict';
  if (status === 408 || status === 429 || (status !== undefined && status >= 500)) return 'transient';
  if (/^(Retryable|Internal|ServiceUnavailable|GatewayTimeout|.*Timeout$)/.test(code)) return 'transient';
  if (code.startsWith('Http') && status === undefined) return 'defect';
  return 'user';
}

function sentence(error: ArmError, about: string | undefined): string {
  const target = about === undefined ? 'the request' : nameOf(about);
  const right = missingRight(error);
  if (right && isAssignment(right)) {
    return `Azure doesn’t let this account assign the role on ${nameOf(assignedAt(right))}: the right ${right.action} is missing there, or is held under a condition that doesn’t allow this role or this principal.`;
  }
  if (right) return `The right ${right.action} is missing on ${nameOf(right.scope)}.`;
  if (error.status === 401) return 'Azure does not accept the sign-in.';
  if (error.code === 'ResponsePayloadTooLarge')
    return `The answer of Resource Graph was too large: ${error.message}`;
  const why = error.message === '' ? `${error.code}.` : error.message;
  if (error.code === 'RequestDisallowedByPolicy') {
    const policies = policyNames(error.additionalInfo ?? []);
    return policies.length === 0
      ? `A policy forbids ${target}: ${why}`
      : `The policy ${policies.join(', ')} forbids ${target}.`;
  }
  return `Azure refused ${target}: ${why}`;
}

function nextAction(code: string, kind: FailureKind, error: ArmError): string {
  const right = missingRight(error);
  if (right && isAssignment(right)) {
    return `Ask an owner of ${assignedAt(right)} to assign the role, or for a role with ${right.action} whose condition allows it.`;
  }
  if (right) return `Ask an owner of ${right.scope} for a role with ${right.action}, then try again.`;
  if (error.status === 401) return 'Sign in again.';
  return NEXT_ACTIONS[code] ?? NEXT_ACTION_BY_KIND[kind];
}

/**
 * Who may assign roles under a condition (Role Based Access Control Administrator, delegated) gets the same refusal as who
 * may not at all, on the id of the assignment that was to be made.
 */
function isAssignment({ action }: MissingRight): boolean {
  return /^Microsoft\.Authorization\/roleAssignments\/(write|delete)$/i.test(action);
}

function assignedAt({ scope }: MissingRight): string {
  return scope.replace(/\/providers\/Microsoft\.Authorization\/roleAssignments\/[^/]+$/i, '') || '/';
}

function policyNames(additionalInfo: readonly unknown[]): readonly string[] {
  return additionalInfo.flatMap((entry) => {
    const info = isJsonObject(entry) ? entry['info'] : undefined;
    if (!isJsonObject(info)) return [];
    const name = info['policyDefinitionDisplayName'] ?? info['policyAssignmentName'];
    return typeof name === 'string' ? [redact(name)] : [];
  });
}
