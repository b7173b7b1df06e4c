import { type Caller, callerOf, claimsOf, type Directory } from '../arm/caller';
import { ArmError } from '../arm/errors';
import { same, textAt } from '../arm/json';
import type { ArmResource, Estate } from '../estate';
import { RegistryError, unauthorized, type RegistryAnswer, type Scope } from './errors';
import { grantedPart } from './permissions';
import type { RegistryTokens } from './tokens';

export interface TokenRequest {
  readonly estate: Estate;
  readonly directory: Directory;
  readonly tokens: RegistryTokens;
  readonly registry: ArmResource;
  readonly loginServer: string;
  readonly form: URLSearchParams;
  readonly now: number;
}

/** Audience of tokens made for registries; others are made for Resource Manager. */
const AUDIENCE = /^https:\/\/containerregistry\.azure\.net\/?$/;

/** `POST /oauth2/exchange`: an Entra token becomes a refresh token of the registry. */
export function exchange(request: TokenRequest): RegistryAnswer {
  const { directory, tokens, loginServer, form, now } = request;
  if (form.get('grant_type') !== 'access_token') {
    throw badRequest(`grant_type '${form.get('grant_type') ?? ''}' is not emulated; access_token is.`);
  }
  checkService(request);
  const { objectId } = entraCaller(request, directory);
  return json({ refresh_token: tokens.refresh(objectId, loginServer, now) });
}

/**
 * `POST /oauth2/token`: a refresh token becomes an access token for scopes. What of a scope the caller has no right to is
 * left out, and the request that needs it is refused then.
 */
export function accessToken(request: TokenRequest): RegistryAnswer {
  const { estate, tokens, registry, loginServer, form, now } = request;
  if (form.get('grant_type') !== 'refresh_token') {
    throw badRequest(`grant_type '${form.get('grant_type') ?? ''}' is not emulated; refresh_token is.`);
  }
  checkService(request);
  const claims = tokens.verify(form.get('refresh_token') ?? '', 'refresh', loginServer, now);
  if (claims === undefined) throw unauthorized('the refresh token is invalid or has expired.');
  const scopes = form.getAll('scope').flatMap((text) => text.split(' ').filter((each) => each !== ''));
  const granted = scopes
    .map((text) => grantedPart(estate, registry, claims.oid, scopeOf(text)))
    .filter(({ actions }) => actions.length > 0);
  return json({ access_token: tokens.access(claims.oid, loginServer, granted, now) });
}

/** `repository:shop/web:pull,metadata_read`, `registry:catalog:*`. */
function scopeOf(text: string): Scope {
  const [, type, name, actions] = /^(repository|registry):([^:]+):([\w*,]+)$/.exec(text) ?? [];
  if (type === undefined || name === undefined || actions === undefined) {
    throw badRequest(`the scope '${text}' is invalid.`);
  }
  return { type, name, actions: actions.split(',') };
}

/** The principal of an Entra token, as Resource Manager reads it; a registry refuses those of another directory. */
function entraCaller({ estate, registry, form, now }: TokenRequest, directory: Directory): Caller {
  const token = form.get('access_token') ?? '';
  let caller: Caller;
  try {
    caller = callerOf(`Bearer ${token}`, directory, now);
  } catch (thrown) {
    if (thrown instanceof ArmError) throw unauthorized(thrown.message);
    throw thrown;
  }
  const subscription = /^\/subscriptions\/[^/]+/i.exec(registry.id)?.[0] ?? '';
  const home = textAt(estate.get(subscription)?.properties, 'tenantId');
  if (caller.tenantId !== undefined && home !== undefined && !same(caller.tenantId, home)) {
    throw unauthorized('retrieving permissions failed');
  }
  const policy = textAt(registry.properties, 'policies', 'azureADAuthenticationAsArmPolicy', 'status');
  const audience = textAt(claimsOf(token), 'aud');
  if (same(policy, 'disabled') && audience !== undefined && !AUDIENCE.test(audience)) {
    throw unauthorized('the registry takes no token that was made for Azure Resource Manager.');
  }
  return caller;
}

function checkService({ form, loginServer }: TokenRequest): void {
  const service = form.get('service') ?? '';
  if (!same(service, loginServer)) throw badRequest(`the service '${service}' is not ${loginServer}.`);
}

function badRequest(message: string): RegistryError {
  return new RegistryError(400, 'BAD_REQUEST', message);
}

function json(body: unknown): RegistryAnswer {
  return { status: 200, headers: {}, body };
}
