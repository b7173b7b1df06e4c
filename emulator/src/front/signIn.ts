import { createHash, timingSafeEqual } from 'node:crypto';
import { same, textAt } from '../arm/json';
import type { Core } from '../core';
import type { ArmResource } from '../estate';
import type { FrontAnswer, FrontRequest } from './answer';
import { signInRefusal } from './signInErrors';

/** Tokens live as long as Entra's shortest: an hour, less a second. */
const LIFETIME_SECONDS = 3599;

/** How a secret is kept: nobody who reads the emulator's state can sign in with what they find. */
export function secretDigest(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/**
 * What MSAL asks of an authority, under the paths of Entra (`/{tenant}/…`) and of AD FS (`/adfs/…`), which clients
 * choose by their cloud's sign-in address: instance discovery, the OpenID configuration, tokens for client
 * credentials. `undefined` for every other path. Source: MSAL for Python 1.21 and the documentation of the
 * Microsoft identity platform.
 */
export function answerSignIn(core: Core, request: FrontRequest): FrontAnswer | undefined {
  const [, tenant = '', rest = ''] = /^\/([^/]+)\/(.+)$/.exec(request.path.toLowerCase()) ?? [];
  switch (rest) {
    case 'discovery/instance':
      return { status: 200, body: discovery(request) };
    case '.well-known/openid-configuration':
    case 'v2.0/.well-known/openid-configuration':
      return knownTenant(core, tenant) === undefined
        ? tenantNotFound(core, tenant)
        : { status: 200, body: configuration(request.origin, tenant) };
    case 'oauth2/token':
    case 'oauth2/v2.0/token':
      return token(core, tenant, request);
    default:
      return undefined;
  }
}

function discovery({ origin }: FrontRequest): unknown {
  const { host } = new URL(origin);
  return {
    tenant_discovery_endpoint: `${origin}/common/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  };
}

function configuration(origin: string, tenant: string): unknown {
  const at = `${origin}/${tenant}`;
  return {
    issuer: tenant === 'adfs' ? at : `${at}/v2.0`,
    authorization_endpoint: tenant === 'adfs' ? `${at}/oauth2/authorize` : `${at}/oauth2/v2.0/authorize`,
    token_endpoint: tenant === 'adfs' ? `${at}/oauth2/token` : `${at}/oauth2/v2.0/token`,
    token_endpoint_auth_methods_supported: ['client_secret_post'],
    response_types_supported: ['token'],
    subject_types_supported: ['pairwise'],
    scopes_supported: ['openid'],
  };
}

/** The directory that a sign-in path means. AD FS and the words for "any" have the scenario's first one. */
function knownTenant({ estate, directory }: Core, tenant: string): string | undefined {
  if (['adfs', 'common', 'organizations'].includes(tenant)) return directory.tenantId;
  return estate
    .ofType('Microsoft.Resources/tenants')
    .find(({ name, properties }) => same(name, tenant) || same(textAt(properties, 'defaultDomain'), tenant))
    ?.name;
}

function tenantNotFound({ clock }: Core, tenant: string): FrontAnswer {
  return signInRefusal(
    'unknownTenant',
    `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.`,
    clock.now(),
  );
}

function token(core: Core, tenant: string, request: FrontRequest): FrontAnswer {
  const now = core.clock.now();
  const form = new URLSearchParams(request.body);
  if (request.method !== 'POST') {
    return signInRefusal('methodNotAllowed', 'The endpoint only accepts POST requests.', now);
  }
  const tenantId = knownTenant(core, tenant);
  if (tenantId === undefined) return tenantNotFound(core, tenant);
  // The first version of the endpoint, and AD FS, may name a resource instead of a scope.
  const audience = form.get('scope') ?? form.get('resource');
  for (const [name, value] of Object.entries({
    grant_type: form.get('grant_type'),
    client_id: form.get('client_id'),
    scope: audience,
  })) {
    if (value !== null && value !== '') continue;
    return signInRefusal(
      'missingParameter',
      `The request body must contain the following parameter: '${name}'.`,
      now,
    );
  }
  const grant = form.get('grant_type') ?? '';
  if (grant !== 'client_credentials') {
    return signInRefusal('unsupportedGrant', `The app requested an unsupported grant type '${grant}'.`, now);
  }
  const clientId = form.get('client_id') ?? '';
  const principal = servicePrincipal(core, clientId);
  if (principal === undefined) {
    return signInRefusal(
      'unknownApplication',
      `Application with identifier '${clientId}' was not found in the directory '${tenantId}'.`,
      now,
    );
  }
  const secret = form.get('client_secret');
  if (secret === null) {
    return signInRefusal(
      'noSecret',
      "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
      now,
    );
  }
  if (!isSecretOf(principal, secret)) {
    return signInRefusal(
      'wrongSecret',
      `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${clientId}'.`,
      now,
    );
  }
  return grantedToken(principal, clientId, tenantId, { audience: audience ?? '', ...request }, now);
}

function servicePrincipal({ estate }: Core, clientId: string): ArmResource | undefined {
  return estate
    .ofType('Microsoft.Graph/directoryObjects')
    .find(({ properties }) => same(textAt(properties, 'applicationId'), clientId));
}

function isSecretOf({ properties }: ArmResource, secret: string): boolean {
  const kept = textAt(properties, 'secretDigest');
  return kept !== undefined && timingSafeEqual(Buffer.from(kept), Buffer.from(secretDigest(secret)));
}

function grantedToken(
  principal: ArmResource,
  clientId: string,
  tenantId: string,
  { audience, origin }: { audience: string; origin: string },
  now: number,
): FrontAnswer {
  const resource = audience.split(' ')[0]?.replace(/\/?\.default$/, '') ?? '';
  const seconds = Math.floor(now / 1000);
  const claims = {
    aud: resource,
    iss: `${origin}/${tenantId}/`,
    iat: seconds,
    nbf: seconds,
    exp: seconds + LIFETIME_SECONDS,
    appid: clientId,
    idtyp: 'app',
    oid: principal.name,
    sub: principal.name,
    tid: tenantId,
    ver: '1.0',
  };
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return {
    status: 200,
    body: {
      token_type: 'Bearer',
      expires_in: LIFETIME_SECONDS,
      ext_expires_in: LIFETIME_SECONDS,
      // Not signed: no real service would take it.
      access_token: `${part({ typ: 'JWT', alg: 'none' })}.${part(claims)}.`,
    },
  };
}
