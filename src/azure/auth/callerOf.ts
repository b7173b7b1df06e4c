import type { SignedIn } from '../../provisioning';
import type { JsonObject } from '../../model/json';
import { isJsonObject } from '../http/json';

/** What users sign in with, by the version of the token (Microsoft's reference of access token claims). */
const nameClaims = ['preferred_username', 'upn', 'unique_name'] as const;

/**
 * Whom an access token is for, by its claim `oid`; undefined where the token has none or is opaque. Nothing is trusted for
 * it: it is only shown, for somebody to assign a role to. Tokens of applications say so in the claim `idtyp`, or have no
 * `scp`, which those of users have (Microsoft's reference of access token claims).
 */
export function signedInOf(token: string): SignedIn | undefined {
  // The emulator's tokens may name somebody outright.
  const named = /^user:([\w-]+)$/.exec(token)?.[1];
  if (named !== undefined) return { objectId: named, type: 'User' };
  const claims = claimsOf(token);
  const oid = claims?.['oid'];
  if (claims === undefined || typeof oid !== 'string' || !/^[\w-]+$/.test(oid)) return undefined;
  const isApplication =
    claims['idtyp'] === 'app' || (claims['idtyp'] === undefined && claims['scp'] === undefined);
  const signInName = nameClaims.map((name) => claims[name]).find((name) => typeof name === 'string');
  return {
    objectId: oid,
    type: isApplication ? 'ServicePrincipal' : 'User',
    ...(typeof signInName === 'string' ? { signInName } : {}),
  };
}

function claimsOf(token: string): JsonObject | undefined {
  const [, payload, ...rest] = token.split('.');
  if (payload === undefined || rest.length !== 1) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    return isJsonObject(claims) ? claims : undefined;
  } catch {
    // Not a JSON web token: then it says nothing about its holder.
    return undefined;
  }
}
