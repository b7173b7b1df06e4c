import { ArmError, authenticationFailed } from '../arm/errors';

// Codes and words as others quote them of Microsoft Graph; its `innerError` (ids and a date) is left out.

/** 401: no token, or one that is over. */
export function invalidToken(message: string, tenantId: string): ArmError {
  return authenticationFailed(message, tenantId, 'InvalidAuthenticationToken');
}

/** `/me` asked by who is no user of this directory. */
export function notDelegated(): ArmError {
  return new ArmError(400, 'BadRequest', '/me request is only valid with delegated authentication flow.');
}

/** Lists, for an application without permissions in the directory. */
export function requestDenied(): ArmError {
  return new ArmError(
    403,
    'Authorization_RequestDenied',
    'Insufficient privileges to complete the operation.',
  );
}

export function unsupportedQuery(message: string): ArmError {
  return new ArmError(400, 'Request_UnsupportedQuery', message);
}

export function unknownProperty(name: string, entity: string): ArmError {
  return new ArmError(
    400,
    'BadRequest',
    `Parsing OData Select and Expand failed: Could not find a property named '${name}' on type 'microsoft.graph.${entity}'.`,
  );
}

export function unknownSegment(segment: string): ArmError {
  return new ArmError(404, 'Request_ResourceNotFound', `Resource not found for the segment '${segment}'.`);
}

export function wrongMethod(allowed: string): ArmError {
  return new ArmError(
    405,
    'Request_BadRequest',
    'Specified HTTP method is not allowed for the request target.',
    { headers: { Allow: allowed } },
  );
}
