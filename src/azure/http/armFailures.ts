import { t } from '@vscode/l10n';
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
  SubscriptionNotFound: t('Sign in to that subscription’s tenant, or request a role in it.'),
  RequestDisallowedByPolicy: t(
    'Ask the policy’s owner for an exemption, or create the resource as the policy requires.',
  ),
  ScopeLocked: t('Ask an owner to remove the lock, then try again.'),
  MissingSubscriptionRegistration: t('Register the resource provider in the subscription, then try again.'),
  PrincipalNotFound: t(
    'If the identity was just created, try again in a minute. Otherwise check its object ID: it differs from the application (client) ID, and identities of other tenants can’t be found.',
  ),
  RoleAssignmentUpdateNotPermitted: t('Remove the role assignment with that name, then try again.'),
  ResponsePayloadTooLarge: t('Select fewer subscriptions, then try again.'),
  InvalidAuthenticationTokenTenant: t('Switch to the resource’s tenant.'),
};

const NEXT_ACTION_BY_KIND: Readonly<Record<FailureKind, string>> = {
  user: t('Change the settings, then try again.'),
  auth: t('Ask an owner for the missing permission, then try again.'),
  conflict: t('Wait until the other change is complete, then try again.'),
  quota: t('Free some capacity, or request a quota increase.'),
  transient: t('Try again in a minute.'),
  cancelled: t('You can start it again at any time.'),
  defect: t('Try again. If the problem persists, report it with the log.'),
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
  const target = about === undefined ? t('the request') : nameOf(about);
  const right = missingRight(error);
  if (right && isAssignment(right)) {
    return t`This account can’t assign the role on ${nameOf(assignedAt(right))}. The permission ${right.action} is missing there, or its condition doesn’t allow this role or principal.`;
  }
  if (right) return t`The permission ${right.action} is missing on ${nameOf(right.scope)}.`;
  if (error.status === 401) return t('Azure doesn’t accept the sign-in.');
  if (error.code === 'ResponsePayloadTooLarge')
    return t`The Resource Graph response was too large: ${error.message}`;
  const why = error.message === '' ? `${error.code}.` : error.message;
  if (error.code === 'RequestDisallowedByPolicy') {
    const policies = policyNames(error.additionalInfo ?? []);
    return policies.length === 0
      ? t`A policy blocks ${target}: ${why}`
      : t`The policy ${policies.join(', ')} blocks ${target}.`;
  }
  return t`Azure refused ${target}: ${why}`;
}

function nextAction(code: string, kind: FailureKind, error: ArmError): string {
  const right = missingRight(error);
  if (right && isAssignment(right)) {
    return t`Ask an owner of ${assignedAt(right)} to assign the role, or to grant you a role with ${right.action} whose condition allows it.`;
  }
  if (right) return t`Ask an owner of ${right.scope} for a role with ${right.action}, then try again.`;
  if (error.status === 401) return t('Sign in again.');
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
