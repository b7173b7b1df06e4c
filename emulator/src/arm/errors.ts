export interface ArmErrorDetail {
  code: string;
  message: string;
  target?: string;
}

/** An error as Azure Resource Manager answers it: thrown by handlers, turned into the answer by the router. */
export class ArmError extends Error {
  readonly target?: string;
  readonly details?: readonly ArmErrorDetail[];
  readonly additionalInfo?: readonly { type: string; info: unknown }[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    more: {
      target?: string;
      details?: readonly ArmErrorDetail[];
      additionalInfo?: readonly { type: string; info: unknown }[];
      headers?: Record<string, string>;
    } = {},
  ) {
    super(message);
    this.name = 'ArmError';
    if (more.target !== undefined) this.target = more.target;
    if (more.details !== undefined) this.details = more.details;
    if (more.additionalInfo !== undefined) this.additionalInfo = more.additionalInfo;
    this.headers = more.headers ?? {};
  }

  /** What stands in `error` of the answer, and of a failed operation's status. */
  toJSON(): Record<string, unknown> {
    return {
      code: this.code,
      message: this.message,
      ...(this.target === undefined ? {} : { target: this.target }),
      ...(this.details === undefined ? {} : { details: this.details }),
      ...(this.additionalInfo === undefined ? {} : { additionalInfo: this.additionalInfo }),
    };
  }
}

/** An error of Microsoft.Network: these always carry `details`, empty as a rule (from the recordings). */
export function networkError(
  status: number,
  code: string,
  message: string,
  details: ArmErrorDetail[] = [],
): ArmError {
  return new ArmError(status, code, message, { details });
}

export function missingApiVersion(): ArmError {
  return new ArmError(
    400,
    'MissingApiVersionParameter',
    'The api-version query parameter (?api-version=) is required for all requests.',
  );
}

export function invalidApiVersion(version: string, supported: readonly string[]): ArmError {
  return new ArmError(
    400,
    'InvalidApiVersionParameter',
    `The api-version '${version}' is invalid. The supported versions are '${supported.join(',')}'.`,
  );
}

/** A provider that doesn't know the type, or not in this api-version. */
export function noRegisteredProvider(type: string, version: string, supported: readonly string[]): ArmError {
  return new ArmError(
    400,
    'NoRegisteredProviderFound',
    `No registered resource provider found for location '' and API version '${version}' for type '${type.slice(type.indexOf('/') + 1)}'. The supported api-versions are '${supported.join(', ')}'.`,
  );
}

export function invalidResourceNamespace(namespace: string): ArmError {
  return new ArmError(404, 'InvalidResourceNamespace', `The resource namespace '${namespace}' is invalid.`);
}

export function invalidResourceType(type: string, apiVersion: string): ArmError {
  const [namespace, ...segments] = type.split('/');
  return new ArmError(
    404,
    'InvalidResourceType',
    `The resource type '${segments.join('/')}' could not be found in the namespace '${namespace}' for api version '${apiVersion}'.`,
  );
}

export function pathNotFound(): ArmError {
  return new ArmError(404, 'NotFound', 'No route matches the path of the request.');
}

/** The answer to a poll of an operation that Azure no longer remembers. */
export function operationNotFound(): ArmError {
  return new ArmError(
    404,
    'OperationNotFound',
    'The operation of the request was not found; it may have expired.',
  );
}

export function methodNotAllowed(method: string, type: string): ArmError {
  return new ArmError(
    405,
    'HttpMethodNotAllowed',
    `The HTTP method '${method}' is not supported for resource type '${type}'.`,
  );
}

export function invalidSubscriptionId(subscriptionId: string): ArmError {
  return new ArmError(
    400,
    'InvalidSubscriptionId',
    `The provided subscription identifier '${subscriptionId}' is malformed or invalid.`,
  );
}

export function subscriptionNotFound(subscriptionId: string): ArmError {
  return new ArmError(
    404,
    'SubscriptionNotFound',
    `The subscription '${subscriptionId}' could not be found.`,
  );
}

export function resourceGroupNotFound(group: string): ArmError {
  return new ArmError(404, 'ResourceGroupNotFound', `Resource group '${group}' could not be found.`);
}

/** `label` is the id from the provider's namespace on: `Microsoft.Network/virtualNetworks/v`. */
export function resourceNotFound(label: string, group: string | undefined): ArmError {
  return new ArmError(
    404,
    'ResourceNotFound',
    `The Resource '${label}' under resource group '${group ?? '<null>'}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
  );
}

/** How Microsoft.Network says that a child resource is missing. */
export function networkChildNotFound(id: string): ArmError {
  return networkError(404, 'NotFound', `Resource ${id} not found.`);
}

export function parentResourceNotFound(operation: string, type: string, parentId: string): ArmError {
  return new ArmError(
    404,
    'ParentResourceNotFound',
    `Failed to perform '${operation}' on resource(s) of type '${type}', because the parent resource '${parentId}' could not be found.`,
  );
}

export function invalidRequestContent(message: string): ArmError {
  return new ArmError(
    400,
    'InvalidRequestContent',
    `The request content was invalid and could not be deserialized: '${message}'.`,
  );
}

/** How Microsoft.Network refuses a body that it can't read; the member stands in the details. */
export function invalidRequestFormat(message: string): ArmError {
  return networkError(400, 'InvalidRequestFormat', 'Cannot parse the request.', [
    { code: 'InvalidJson', message },
  ]);
}

export function authenticationFailed(
  message: string,
  tenantId: string,
  code = 'AuthenticationFailed',
): ArmError {
  return new ArmError(401, code, message, {
    headers: {
      'WWW-Authenticate': `Bearer authorization_uri="https://login.microsoftonline.com/${tenantId}", error="invalid_token", error_description="${message}"`,
    },
  });
}

export function authorizationFailed(objectId: string, action: string, scope: string): ArmError {
  return new ArmError(
    403,
    'AuthorizationFailed',
    `The client '${objectId}' with object id '${objectId}' does not have authorization to perform action '${action}' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
  );
}

/** A right that lacks on something that the body refers to. The code is documented (A), the wording is not (C). */
export function linkedAuthorizationFailed(
  objectId: string,
  held: { action: string; scope: string },
  missing: { action: string; scope: string },
): ArmError {
  return new ArmError(
    403,
    'LinkedAuthorizationFailed',
    `The client '${objectId}' with object id '${objectId}' has permission to perform action '${held.action}' on scope '${held.scope}'; however, it does not have permission to perform action(s) '${missing.action}' on the linked scope(s) '${missing.scope}' (respectively) or the linked scope(s) are invalid.`,
  );
}

/** A lock at, above or below what is written (B). */
export function scopeLocked(
  scope: string,
  operation: 'delete' | 'write',
  locked: readonly string[],
): ArmError {
  return new ArmError(
    409,
    'ScopeLocked',
    `The scope '${scope}' cannot perform ${operation} operation because following scope(s) are locked: '${locked.join(',')}'. Please remove the lock and try again.`,
  );
}

/** Microsoft.Network: something that the body names doesn't exist. */
export function invalidResourceReference(reference: string, by: string): ArmError {
  return networkError(
    400,
    'InvalidResourceReference',
    `Resource ${reference} referenced by resource ${by} was not found. Please make sure that the referenced resource exists, and that both resources are in the same region.`,
  );
}

export function preconditionFailed(message: string): ArmError {
  return new ArmError(412, 'PreconditionFailed', message);
}
