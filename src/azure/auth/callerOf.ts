import type { SignedIn } from '../../provisioning';
import type { JsonObject } from '../../model/json';
import { isJsonObject } from '../http/json';

/**
 * Object id of whom an access token is for, from its claim `oid`; undefined where the token has none or is opaque.
 * Nothing is trusted for it: the id is only shown, for somebody to assign a role to.
 */
export function callerOf(token: string): string | undefined {
  return signedInOf(token)?.objectId;
}

/**
 * The same with the kind of principal: tokens of applications say so in the claim `idtyp`, or have no `scp`, which
 * those of users have (Microsoft's reference of access token claims).
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
  return { objectId: oid, type: isApplication ? 'ServicePrincipal' : 'User' };
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
